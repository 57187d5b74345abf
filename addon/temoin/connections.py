"""When the cookies of a request were read: always before the request arrived, sometimes long before.

A browser reads its cookie store, then waits for a connection, then sends. Measured between Chromium, Firefox
and mitmproxy: first on its connection the wait has a median of 64 ms and a 95th percentile of 350 ms; queued
behind HTTP/1.1 it reached 0.36 s, in Firefox 0.83 s. So what a request shows of the cookie store is dated back
to the start of its connection, or to the start of the unbroken busy run it was sent in, and further where it may
have waited in a queue (`temoin.queues`).
"""

from collections import OrderedDict

import msgspec

from temoin.bounds import Dropped
from temoin.events import FlowEnded, RequestSeen
from temoin.queues import Queues

__all__ = ["Connections", "Window"]

_ADJACENT = 0.05
"""Seconds: a request that starts this soon after the one before (HTTP/2) or after the response before (HTTP/1.1)
was waiting for its turn."""

_GUARD = 0.01
"""Seconds between a browser's reading of its store and the arrival of a request that did not wait."""

_LATE_BOUND = 0.5
"""Seconds by which the first request on an HTTP/1.1 connection may be older than it: a connection goes to whoever
has waited longest, not to whom it was opened for."""

_MULTIPLEXED = ("HTTP/2", "HTTP/3")

_MOST_CONNECTIONS = 10_000
"""Connections, and requests under way on them, remembered at once; the longest unused go first."""


class Window(msgspec.Struct, frozen=True, gc=False):
    """The interval in which the browser read what a request carried, in Unix seconds.

    Args:
        lo: not before.
        hi: not after.
    """

    lo: float
    hi: float


class _Connection(msgspec.Struct, gc=False):
    run: float
    busy_until: float
    in_flight: int


class Connections:
    """Follows every client connection, in order of time.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._known: OrderedDict[str, _Connection] = OrderedDict()
        self._of_flow: OrderedDict[int, str] = OrderedDict()
        self._queues = Queues(dropped)

    def request(self, request: RequestSeen, url: str = "") -> Window:
        """Date a request's cookies.

        Args:
            request: the next one, in order of time.
            url: its URL, where the caller has it already.

        Returns:
            When they were read.
        """
        at, connection, connected = request.at, request.connection, request.connected
        hi = at if request.read_by is None else max(at, request.read_by)
        if connected is None or not connection:
            return Window(at - _GUARD, hi)
        multiplexed = request.http_version.startswith(_MULTIPLEXED)
        known = self._known.get(connection)
        asked = at
        if known is None:
            asked = min(connected, at)
            known = self._opened(request, asked - _GUARD - (0.0 if multiplexed else _LATE_BOUND))
        else:
            self._known.move_to_end(connection)
        waited = at - known.busy_until <= _ADJACENT or (known.in_flight > 0 and not multiplexed)
        if not waited:
            known.run = at - _GUARD
        if at > known.busy_until:
            known.busy_until = at
        known.in_flight += 1
        if not multiplexed:
            self._of_flow[request.flow] = connection
            if len(self._of_flow) > _MOST_CONNECTIONS:
                self._of_flow.popitem(last=False)
        lo = self._queues.request(request, known.run, asked=asked, multiplexed=multiplexed, url=url)
        return Window(lo, hi)

    def ended(self, event: FlowEnded) -> None:
        """Note that a response is over, which frees an HTTP/1.1 connection.

        Args:
            event: the end.
        """
        self._queues.ended(event.flow, event.at, answered=not event.error)
        if not self._of_flow:
            return
        connection = self._of_flow.pop(event.flow, None)
        known = self._known.get(connection) if connection else None
        if known is not None:
            known.in_flight = max(0, known.in_flight - 1)
            known.busy_until = max(known.busy_until, event.at)

    def _opened(self, request: RequestSeen, since: float) -> _Connection:
        known = self._known[request.connection] = _Connection(since, request.at, 0)
        while len(self._known) > _MOST_CONNECTIONS:
            self._known.popitem(last=False)
        return known
