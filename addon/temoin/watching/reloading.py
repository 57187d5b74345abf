"""Policies whose files change while a watch goes on."""

from collections.abc import Iterable
from pathlib import Path

from temoin.errors import TemoinError
from temoin.playback import load_policies
from temoin.policy.schema import Policy

__all__ = ["PolicyFiles"]


class PolicyFiles:
    """Loads policies, and loads them again when a file of theirs changes.

    Args:
        named: names of shipped policies, or files; none for all that are shipped.

    Raises:
        InvalidPolicy: one cannot be used.
        UsageError: two of them cover the same host equally.
    """

    def __init__(self, named: Iterable[str]) -> None:
        self._named = tuple(named)
        self.policies = load_policies(self._named)
        self._stamps = self._look()
        self._broken = False

    def changed(self) -> tuple[tuple[Policy, ...] | None, str]:
        """Look whether a file changed.

        Returns:
            The policies anew, or None where there is nothing new that can be used; and what to say of it, empty for
            nothing.
        """
        stamps = self._look()
        if stamps == self._stamps:
            return None, ""
        files = ", ".join(sorted(file for file in stamps if stamps[file] != self._stamps.get(file)))
        self._stamps = stamps
        try:
            found = load_policies(self._named)
        except TemoinError as error:
            self._broken = True
            return None, f"{error}; the policy as it was goes on judging."
        was_broken, self._broken = self._broken, False
        if [policy.sha256 for policy in found] == [policy.sha256 for policy in self.policies]:
            return None, f"{files} is in order again, as it was before." if was_broken else ""
        self.policies = found
        return (
            found,
            f"{files} was changed and read again; what crossed before was judged by what it said then.",
        )

    def _look(self) -> dict[str, tuple[int, int]]:
        stamps = {}
        for name in self._named:
            try:
                told = Path(name).stat()
            except OSError:
                stamps[name] = (0, 0)
            else:
                stamps[name] = (told.st_mtime_ns, told.st_size)
        return stamps
