"""The consent banners of sites that no loaded policy covers: recognised by their cookies, to be said at the end."""

from collections.abc import Sequence

from temoin.bounds import Dropped, Lost
from temoin.consent.recognition import Recognised, is_usual, recognise
from temoin.cookies.syntax import Pair
from temoin.shown import shorten, shown_name, valid

__all__ = ["Banners"]

_MOST_HOSTS = 100
"""Hosts whose banners are told of."""


class Banners:
    """Looks out for consent cookies on hosts without a policy.

    Args:
        dropped: where requests to more hosts than are told of are counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._seen: dict[str, dict[str, Recognised]] = {}

    def likely(self, pairs: Sequence[Pair]) -> bool:
        """Tell whether a cookie of a request is named as banners name theirs.

        Args:
            pairs: the cookies it carried.
        """
        return any(is_usual(pair.name) for pair in pairs)

    def see(self, host: str, pairs: Sequence[Pair]) -> None:
        """Look at the cookies of a request to a host that no policy covers.

        Args:
            host: the request's, as a first party.
            pairs: the cookies it carried.
        """
        if host not in self._seen and len(self._seen) >= _MOST_HOSTS:
            self._dropped.note(Lost.BANNERS)
            return
        for found in recognise([(pair.name, pair.value) for pair in pairs]):
            self._seen.setdefault(host, {}).setdefault(found.format, found)

    def notes(self) -> tuple[str, ...]:
        """A sentence for each host and banner, in the order in which they were first seen."""
        return tuple(_note(host, one) for host, banners in self._seen.items() for one in banners.values())


def _note(host: str, found: Recognised) -> str:
    means = f"--policy {found.format}" if found.template else f"a policy with `format: {found.format}`"
    return (
        f"{valid(shorten(host, 255))}: a consent cookie of {found.whose} ({shown_name(found.cookie)}) was seen; "
        f"{means} reads it"
    )
