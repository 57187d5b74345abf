"""Puts the three accounts of a session side by side: the recording, the protocol, the browser's log.

Nothing marks a request on the wire as the one that the browser told of, and nothing may be added to it. What
all three know is the method, the URL and the order. The recording and the protocol also know the Referer and
the cookies; so requests are first paired where all of it is equal, then by method and URL, each in order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

import msgspec
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader

__all__ = ["RecordedRequest", "pair", "read_recording"]


class RecordedRequest(msgspec.Struct, frozen=True):
    """One request of a recording.

    Args:
        number: its number, as reports count.
        at: when it started.
        ended: when its response was whole; its start where there is none.
        method: its method.
        url: its URL.
        cookie: its Cookie header; empty for none.
        referer: its Referer header; empty for none.
        answered: whether it had a response.
    """

    number: int
    at: float
    ended: float
    method: str
    url: str
    cookie: str
    referer: str
    answered: bool = True


def read_recording(path: Path) -> tuple[RecordedRequest, ...]:
    """The HTTP requests of a flow file but CONNECT, numbered in order of time, ties by file order."""
    with path.open("rb") as file:
        flows = [
            flow
            for flow in FlowReader(file).stream()
            if isinstance(flow, HTTPFlow) and flow.request.method != "CONNECT"
        ]
    flows.sort(key=lambda flow: flow.request.timestamp_start)
    return tuple(_recorded(number, flow) for number, flow in enumerate(flows, start=1))


def _recorded(number: int, flow: HTTPFlow) -> RecordedRequest:
    request = flow.request
    ended = flow.response.timestamp_end if flow.response else None
    return RecordedRequest(
        number=number,
        at=request.timestamp_start,
        ended=ended or request.timestamp_start,
        method=request.method,
        url=request.pretty_url,
        cookie="; ".join(request.headers.get_all("cookie")),
        referer=request.headers.get("referer", ""),
        answered=flow.response is not None,
    )


def pair[A, B](
    ours: Sequence[A],
    theirs: Sequence[B],
    keys: Iterable[tuple[Callable[[A], Hashable], Callable[[B], Hashable]]],
) -> dict[int, int]:
    """Pair two ordered sequences by keys, the strictest first; equal keys pair in order.

    Args:
        ours: one sequence, in order of time.
        theirs: the other.
        keys: for each round, what must be equal; later rounds see what earlier ones left.

    Returns:
        For each index of `ours` that found one, the index of `theirs`.
    """
    found: dict[int, int] = {}
    left = set(range(len(theirs)))
    for our_key, their_key in keys:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(left, reverse=True):
            waiting[their_key(theirs[index])].append(index)
        for index, one in enumerate(ours):
            if index not in found and waiting[our_key(one)]:
                found[index] = waiting[our_key(one)].pop()
                left.discard(found[index])
    return found
