"""Addresses of clients and servers, in connection records and headers.

An IPv4 address becomes one of 240.0.0.0/4, which is nobody's, an IPv6 address one of 2001:db8::/32, which is for
documentation; ports stay. So visitors stay apart, and nobody else's address is named. Loopback addresses
(127.0.0.1, ::1) tell nothing and stay; so does an address that is the only name a site has.
"""

import ipaddress
from typing import Final

from temoin.redaction.standins import Standins

__all__ = ["NAME", "WHAT", "Addresses"]

NAME: Final = "address"
WHAT: Final = ("address", "addresses")

_NOBODYS = int(ipaddress.IPv4Address("240.0.0.0"))
_DOCUMENTATION = int(ipaddress.IPv6Address("2001:db8::"))


class Addresses:
    """Gives stand-ins for addresses; no two addresses of a run share one.

    Args:
        standins: what they are drawn from.
    """

    def __init__(self, standins: Standins) -> None:
        self._standins = standins
        self._known: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, text: str) -> str | None:
        """The stand-in of an address.

        Args:
            text: an IP address, or anything else.

        Returns:
            Another address, or the same where it tells nothing; None for what is no address.
        """
        known = self._known.get(text)
        if known is not None:
            return known
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            return None
        if address.is_loopback or address.is_unspecified:
            return text
        turn = 0
        while (made := self._drawn(address, turn)) in self._taken:
            turn += 1
        self._taken.add(made)
        self._known[text] = made
        return made

    def _drawn(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address, turn: int) -> str:
        drawn = int.from_bytes(self._standins.draw(b"address", f"{address} {turn}".encode(), 12))
        if address.version == 4:
            return str(ipaddress.IPv4Address(_NOBODYS + drawn % (1 << 28)))
        return str(ipaddress.IPv6Address(_DOCUMENTATION + drawn))
