"""The client connection as evidence of the page's site.

Chromium keeps one pool of connections for each top-level site (of 257 connections measured none ever served
two), so a request without a Referer belongs to the site that its connection certainly served. Firefox does not
(12 of 67 served two). So the recording itself must show which it is: a browser that passes over an open HTTP/2
connection to a host and opens a fresh one to it, for another site and with cookies on both, keeps its pools
apart. One connection that served two sites shows the contrary, and ends the rule for that visitor.
"""

from collections import OrderedDict

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.events import RequestSeen

__all__ = ["Pools"]

_MOST = 2_000
"""Connections remembered for each visitor; the longest unused go first."""


class _Served(msgspec.Struct, gc=False):
    host: str
    site: str
    n: int
    multiplexed: bool
    first: float
    last: float
    cookies: bool


class Pools:
    """What one visitor's connections certainly served.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self.mixed = False
        """True once a connection served two sites: pools are not kept apart."""
        self.apart = False
        """True once the recording shows that they are."""
        self._served: OrderedDict[str, _Served] = OrderedDict()
        self._to: dict[str, dict[str, dict[str, _Served]]] = {}
        """The same, by host and site."""
        self._gone = float("-inf")
        """When the last was first used of those that were let go of: one opened later is none of them."""

    def __len__(self) -> int:
        return len(self._served)

    def serve(self, request: RequestSeen, site: str, n: int, *, cookies: bool) -> None:
        """Note a request whose site is certain.

        Args:
            request: as it was seen.
            site: the page's site.
            n: its number.
            cookies: True where it carried any.
        """
        if self.mixed or not request.connection:
            return
        known = self._served.get(request.connection)
        if known is None:
            self._first(request, site, n, cookies=cookies)
            return
        self._served.move_to_end(request.connection)
        if known.site != site:
            self.mixed, self.apart = True, False
            self._served.clear()
            self._to.clear()
            return
        known.cookies = known.cookies or cookies
        known.last = request.at
        self.apart = self.apart or self._passed_over(known)

    def site_of(self, request: RequestSeen) -> tuple[str, int] | None:
        """Tell which site a request's connection served.

        Args:
            request: as it was seen.

        Returns:
            The site, and the number of a request that shows it; None where it served none for certain, or where
            pools are not kept apart.
        """
        known = self._served.get(request.connection) if request.connection else None
        return None if known is None else (known.site, known.n)

    def _first(self, request: RequestSeen, site: str, n: int, *, cookies: bool) -> None:
        if self._gone >= (request.at if request.connected is None else request.connected):
            return
        served = self._served[request.connection] = _Served(
            host=f"{request.host}:{request.port}",
            site=site,
            n=n,
            multiplexed=request.http_version.startswith(("HTTP/2", "HTTP/3")),
            first=request.at,
            last=request.at,
            cookies=cookies,
        )
        self._to.setdefault(served.host, {}).setdefault(site, {})[request.connection] = served
        while len(self._served) > _MOST:
            connection, oldest = self._served.popitem(last=False)
            self._gone = max(self._gone, oldest.first)
            self._dropped.note(Lost.CONNECTIONS)
            of_host = self._to[oldest.host]
            del of_host[oldest.site][connection]
            if not of_host[oldest.site]:
                del of_host[oldest.site]
            if not of_host:
                del self._to[oldest.host]

    def _passed_over(self, known: _Served) -> bool:
        """Whether a fresh connection to the same host was opened for another site while this one was open."""
        if not (known.multiplexed and known.cookies):
            return False
        of_host = self._to[known.host]
        return len(of_host) > 1 and any(
            other.multiplexed and other.cookies and known.first < other.first < known.last
            for site, others in of_host.items()
            if site != known.site
            for other in others.values()
        )
