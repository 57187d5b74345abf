"""What went by unseen while a proxy watched: counted by kind and host, in bounded memory."""

from collections import Counter, OrderedDict

from temoin.report import Blind
from temoin.shown import shorten, valid

__all__ = ["FAULT", "IGNORED", "PINNED", "QUIC", "BlindSpots"]

PINNED = "pinned"
IGNORED = "ignored"
QUIC = "quic"
FAULT = "fault"

_WHY = {
    PINNED: "the client refused the proxy's certificate: what it sent there was not seen",
    IGNORED: "the proxy was told to leave this host alone: what crossed was not seen",
    QUIC: "HTTP/3 went around the proxy: what crossed was not seen",
    FAULT: "Témoin failed on this flow, which passed all the same: what it bore may be missing here",
}

_MOST = 1_000
"""Hosts listed of all kinds together; what more there is counts under no name."""


class BlindSpots:
    """Counts what went by unseen."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._trusted: OrderedDict[str, None] = OrderedDict()

    def note(self, kind: str, host: str) -> None:
        """Count one.

        Args:
            kind: one of this module's words.
            host: which host, or a flow's place.
        """
        key = kind, valid(shorten(host, 255))
        if kind == PINNED and key[1] in self._trusted:
            return
        if key not in self._counts and len(self._counts) >= _MOST:
            key = kind, ""
        self._counts[key] += 1

    def trusted(self, host: str) -> bool:
        """Note that a client took the proxy's certificate for a host.

        Browsers give up some handshakes, and finish others with the same host.

        Args:
            host: which.

        Returns:
            True where that takes a blind spot back.
        """
        name = valid(shorten(host, 255))
        self._trusted[name] = None
        self._trusted.move_to_end(name)
        if len(self._trusted) > _MOST:
            self._trusted.popitem(last=False)
        return self._counts.pop((PINNED, name), 0) > 0

    @property
    def faults(self) -> int:
        """On how many flows Témoin failed; each counts once, however often it did."""
        faults = {host: count for (kind, host), count in self._counts.items() if kind == FAULT}
        return len(faults) - ("" in faults) + faults.get("", 0)

    def all(self) -> tuple[Blind, ...]:
        """Every one, by kind and host."""
        return tuple(
            Blind(kind, host, count, _WHY[kind]) for (kind, host), count in sorted(self._counts.items())
        )
