"""From mitmproxy's hooks to a watch: a flow's number, its events, and no more.

Nothing here may break traffic: what fails is caught, counted as a blind spot and said once, and the flow passes.
"""

import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from temoin.errors import place_of
from temoin.events import RequestSeen
from temoin.traffic.address import OWN_HOSTS
from temoin.traffic.live import body, ended, request_seen, response_seen
from temoin.watching.blind import FAULT
from temoin.watching.session import Document, Watch

if TYPE_CHECKING:
    from mitmproxy.http import HTTPFlow

__all__ = ["FlowFeed"]

_REMEMBERED = 5_000
"""Flows that have ended and may still be marked; the oldest go first."""

_MOST_UNDER_WAY = 20_000
"""Flows under way that are followed; of more, the oldest are let go of, and their answers not looked at."""

_SAID_OF = 20
"""Flows of which a fault is said as it happens; all are counted."""


class _UnderWay(msgspec.Struct, frozen=True, gc=False):
    flow: "HTTPFlow"
    seen: RequestSeen
    loaded: bool


class _Remembered(msgspec.Struct, frozen=True, gc=False):
    number: int
    id: str
    flow: "weakref.ref[HTTPFlow]"


class FlowFeed:
    """Feeds a watch with flows.

    Args:
        watch: what judges.
        said: told, in a sentence, of a flow on which Témoin failed.
        own: hosts that are Témoin's and mitmproxy's own: neither judged nor numbered.
    """

    def __init__(self, watch: Watch, said: Callable[[str], None], own: frozenset[str] = OWN_HOSTS) -> None:
        self.watch = watch
        self._said = said
        self._own = own
        self._last = 0
        self._failed: set[int] = set()
        self._under_way: dict[str, _UnderWay] = {}
        self._ring: list[_Remembered | None] = [None] * _REMEMBERED
        self._numbers: dict[str, int] = {}

    def request(self, flow: "HTTPFlow") -> None:
        """A request's headers are known."""
        self._last += 1
        try:
            self._begin(flow)
        except Exception as error:  # noqa: BLE001 — the flow passes, whatever happens here
            self._fault(self._last, error)

    def response(self, flow: "HTTPFlow") -> None:
        """A response's headers are known."""
        known = self._under_way.get(flow.id)
        if known is None:
            return
        try:
            answer = response_seen(flow, known.seen)
            if answer is not None:
                self.watch.put(answer, time.time(), loaded=known.loaded)
        except Exception as error:  # noqa: BLE001 — as above
            self._fault(known.seen.flow, error)

    def end(self, flow: "HTTPFlow") -> None:
        """A flow is over, well or ill."""
        known = self._under_way.pop(flow.id, None)
        if known is None:
            return
        try:
            self._end(flow, known)
        except Exception as error:  # noqa: BLE001 — as above
            self._fault(known.seen.flow, error)

    def flow(self, number: int) -> "HTTPFlow | None":
        """Find a flow by its number, where it is still there.

        Args:
            number: as events bear it.
        """
        found = self._ring[number % len(self._ring)]
        return found.flow() if found is not None and found.number == number else None

    def number(self, flow: "HTTPFlow") -> int | None:
        """A flow's number, or None for one that was never fed, or so long ago that it is forgotten.

        Args:
            flow: any.
        """
        return self._numbers.get(flow.id)

    def close(self) -> None:
        """End what is under way, as a recording that ends here tells it."""
        for known in list(self._under_way.values()):
            self.end(known.flow)

    def _begin(self, flow: "HTTPFlow") -> None:
        seen = request_seen(flow, self._last, self._own)
        if not isinstance(seen, RequestSeen):
            self.watch.left_out(seen)
            return
        loaded = not flow.live
        self._under_way[flow.id] = _UnderWay(flow, seen, loaded)
        if len(self._under_way) > _MOST_UNDER_WAY:
            del self._under_way[next(iter(self._under_way))]
        self._remember(flow, seen.flow)
        self.watch.put(seen, time.time(), loaded=loaded)

    def _remember(self, flow: "HTTPFlow", number: int) -> None:
        place = number % len(self._ring)
        oldest = self._ring[place]
        if oldest is not None and self._numbers.get(oldest.id) == oldest.number:
            del self._numbers[oldest.id]
        self._ring[place] = _Remembered(number, flow.id, weakref.ref(flow))
        self._numbers[flow.id] = number

    def _end(self, flow: "HTTPFlow", known: _UnderWay) -> None:
        end = ended(flow, known.seen)
        content = body(flow, known.seen)
        if content is not None and flow.response is not None:
            document = Document(end, content, flow.response.data.headers.fields)
            self.watch.put(document, time.time(), loaded=known.loaded)
        self.watch.put(end, time.time(), loaded=known.loaded)

    def _fault(self, number: int, error: Exception) -> None:
        place = f"flow {number}"
        self.watch.blind(FAULT, place)
        if number not in self._failed and len(self._failed) < _SAID_OF:
            self._failed.add(number)
            self._said(f"Témoin failed on {place} ({place_of(error)}); it passed all the same.")
