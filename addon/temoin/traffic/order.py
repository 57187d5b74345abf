"""Exact order of time for flows that a file holds in another order.

A flow is written when it ends, so no file is in order of requests, and one clock that is set back moves a
whole stretch of it. The order of events is by `at`, ties by flow number, and for one flow request before
response before end. It is exact: nothing is sorted "nearly", by windows or by guesses.

What is held in memory is the start of every flow and its place in the order (some 50 bytes) and the responses
and ends of the flows under way; the flows themselves are read one by one, when their turn comes.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence

import msgspec

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen

__all__ = ["Flow", "in_order"]


class Flow(msgspec.Struct, frozen=True, gc=False):
    """One request and what became of it.

    Args:
        request: the request.
        response: its response, or None.
        ended: its end.
        body: the document that it brought, or None.
    """

    request: RequestSeen
    response: ResponseSeen | None
    ended: FlowEnded
    body: BodySeen | None = None


def in_order(starts: Sequence[float], read: Callable[[int], Flow]) -> Iterator[Event]:
    """The events of flows in order of time.

    Args:
        starts: the `at` of each flow's request; flow numbers rise along it.
        read: the flow at an index of `starts`, each asked for once. Its times never run backwards.

    Returns:
        Every event of every flow.
    """
    waiting: list[tuple[float, int, int, ResponseSeen | BodySeen | FlowEnded]] = []
    for index in sorted(range(len(starts)), key=starts.__getitem__):
        flow = read(index)
        number = flow.request.flow
        turn = (flow.request.at, number)
        while waiting and waiting[0][:2] < turn:
            yield heapq.heappop(waiting)[3]
        yield flow.request
        if flow.response is not None:
            heapq.heappush(waiting, (flow.response.at, number, 1, flow.response))
        if flow.body is not None:
            heapq.heappush(waiting, (flow.body.at, number, 2, flow.body))
        heapq.heappush(waiting, (flow.ended.at, number, 3, flow.ended))
    while waiting:
        yield heapq.heappop(waiting)[3]
