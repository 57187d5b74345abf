"""Consent cookies: the choice stays, what tells visitors apart is replaced.

A cookie is one where a policy names it so, or where it bears a name that banners give theirs. Each module of this
package but `reading` and `wrapping` is a way to write a value anew; what it writes counts only where every format
that may read the cookie reads from it exactly what it read before. A value that cannot be kept so is replaced like
any other cookie's, and `lost` says of which cookie the choice is then gone.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from temoin.consent import Choice, Reading, Unreadable
from temoin.cookies.values import length, shape
from temoin.policy.schema import Policy
from temoin.redaction.choices import gpp_string, tc_string, text
from temoin.redaction.choices.reading import Naming, Reader, naming, readers_of
from temoin.redaction.choices.wrapping import Wrapped
from temoin.redaction.standins import Standins

__all__ = ["Choices", "Chosen"]

_CACHED = 2_000
_LONGEST = 8_192
"""Signs of a value that is written anew: twice what a browser keeps of a cookie."""

type _Rewriting = Callable[[str, Naming, Standins], Iterator[tuple[str, tuple[str, ...]]]]


class Chosen(msgspec.Struct, frozen=True):
    """A consent cookie's value, written anew.

    Args:
        text: what is written.
        hidden: what was replaced in it.
        names: what the choice grants and refuses, sorted; they stay.
    """

    text: str
    hidden: tuple[str, ...]
    names: tuple[str, ...] = ()


class Choices:
    """Writes consent cookies anew.

    Args:
        policies: whose consent cookies keep their choice.
        standins: of the run.
    """

    def __init__(self, policies: tuple[Policy, ...], standins: Standins) -> None:
        self.kept: set[str] = set()
        """The names of cookies of which a choice was kept."""
        self.lost: set[str] = set()
        """The names of cookies of which a value says another choice than before, or none."""
        self._policies = policies
        self._standins = standins
        self._readers = lru_cache(_CACHED)(self._find_readers)
        self._written = lru_cache(_CACHED)(self._write)

    def of(self, name: str, value: str) -> Chosen | None:
        """Write a value anew.

        Args:
            name: the cookie's.
            value: as it crossed.

        Returns:
            The value that keeps the choice; None where the cookie is no consent cookie, or says no choice, so that
            it may be replaced like any other.
        """
        readers = self._readers(name) if value and len(value) <= _LONGEST else ()
        return self._written(name, value, readers) if readers else None

    def _find_readers(self, name: str) -> tuple[Reader, ...]:
        return readers_of(name, self._policies)

    def _write(self, name: str, value: str, readers: tuple[Reader, ...]) -> Chosen | None:
        readings = [reader.read(value) for reader in readers]
        says = not all(isinstance(one, Unreadable) for one in readings)
        if not says and self._same(self._standins.of(value), value, readers, readings):
            return None
        names = naming(readings)
        for chosen in self._tried(value, readers, names):
            if self._same(chosen.text, value, readers, readings):
                if any(isinstance(one, Choice) for one in readings):
                    self.kept.add(name)
                return replace(chosen, names=tuple(sorted(names.names)))
        if not self._same(self._standins.of(value), value, readers, readings):
            self.lost.add(name)
        return None

    def _tried(self, value: str, readers: tuple[Reader, ...], names: Naming) -> Iterator[Chosen]:
        wrapped = Wrapped(value)
        formats = {name for reader in readers for name in reader.formats}
        ways: list[_Rewriting] = []
        if "tcf" in formats:
            ways.append(tc_string.rewritings)
        if "gpp" in formats:
            ways.append(gpp_string.rewritings)
        for way in (*ways, text.rewritings):
            for made, hidden in way(wrapped.text, names, self._standins):
                yield Chosen(wrapped.written(made), hidden)

    def _same(self, made: str, value: str, readers: tuple[Reader, ...], readings: list[Reading]) -> bool:
        if length(made) != length(value) or shape(made) is not shape(value):
            return False
        return [reader.read(made) for reader in readers] == readings
