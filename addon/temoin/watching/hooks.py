"""From mitmproxy's hooks to a watch: a flow's number, its events, and no more.

Nothing here may break traffic: what fails is caught, counted as a blind spot and said once, and the flow passes.
"""

import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

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


class _UnderWay(msgspec.Struct, frozen=True):
    seen: RequestSeen
    loaded: bool


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
        self._under_way: dict[str, _UnderWay] = {}
        self._flows: OrderedDict[int, weakref.ref[HTTPFlow]] = OrderedDict()
        self._numbers: weakref.WeakKeyDictionary[HTTPFlow, int] = weakref.WeakKeyDictionary()

    def request(self, flow: "HTTPFlow") -> None:
        """A request's headers are known."""
        with self._guarded():
            self._last += 1
            seen = request_seen(flow, self._last, self._own)
            if not isinstance(seen, RequestSeen):
                return
            self._under_way[flow.id] = _UnderWay(seen, not flow.live)
            self._flows[seen.flow] = weakref.ref(flow)
            self._numbers[flow] = seen.flow
            if len(self._flows) > _REMEMBERED:
                self._flows.popitem(last=False)
            self.watch.put(seen, time.time(), loaded=not flow.live)

    def response(self, flow: "HTTPFlow") -> None:
        """A response's headers are known."""
        with self._guarded():
            known = self._under_way.get(flow.id)
            answer = response_seen(flow, known.seen) if known is not None else None
            if known is not None and answer is not None:
                self.watch.put(answer, time.time(), loaded=known.loaded)

    def end(self, flow: "HTTPFlow") -> None:
        """A flow is over, well or ill."""
        with self._guarded():
            known = self._under_way.pop(flow.id, None)
            if known is None:
                return
            end = ended(flow, known.seen)
            content = body(flow, known.seen)
            if content is not None and flow.response is not None:
                document = Document(end, content, flow.response.data.headers.fields)
                self.watch.put(document, time.time(), loaded=known.loaded)
            self.watch.put(end, time.time(), loaded=known.loaded)

    def flow(self, number: int) -> "HTTPFlow | None":
        """Find a flow by its number, where it is still there.

        Args:
            number: as events bear it.
        """
        found = self._flows.get(number)
        return found() if found is not None else None

    def number(self, flow: "HTTPFlow") -> int | None:
        """A flow's number, or None for one that was never fed.

        Args:
            flow: any.
        """
        return self._numbers.get(flow)

    def close(self) -> None:
        """End what is under way, as a recording that ends here tells it."""
        for known in list(self._under_way.values()):
            flow = self.flow(known.seen.flow)
            if flow is not None:
                self.end(flow)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 — the flow passes, whatever happens here
            place = f"flow {self._last}"
            if self.watch.blind(FAULT, place):
                self._said(f"Témoin failed on {place} ({type(error).__name__}); it passed all the same.")
