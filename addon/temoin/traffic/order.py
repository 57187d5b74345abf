"""Exact order of time for flows that a file holds in another order, in memory that does not grow with the file.

A flow is written when it ends, so no file is in order of requests, and one clock that is set back moves a whole
stretch of it. The order of events is by `at`, ties by flow number, and for one flow request before response before
body before end. It is exact: nothing is sorted "nearly", by windows or by guesses.

A source is gone through twice. The first reading keeps, for each block of flows, the earliest request in it (a
`Timetable`). The second reads block by block, and lets go of every event that lies before the earliest request
still to come. A flow that lasted very long would hold everything back; such *latecomers* are few, so each has a
line in the timetable, and is fetched from its place in the file when its time comes.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain
from operator import attrgetter

import msgspec

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen

__all__ = ["BLOCK", "Block", "Document", "Flow", "Late", "Timetable", "Wanted", "blocks_of", "in_order"]

BLOCK = 256
"""Flows that share one line of the timetable."""

_DOCUMENT = 2
_PATIENCE = 16
"""Blocks that a flow may be late and still be waited for; what is later is fetched from its place."""

type Wanted = Callable[[int], bool]
"""Tells whether somebody reads the document of a flow; asked once all that came before was handed out."""


class Document(msgspec.Struct, frozen=True, gc=False):
    """A document that a flow brought, not read yet: undoing its coding costs more than all the rest of the flow.

    Args:
        flow: the request's number.
        at: when the last byte came.
        read: gives its bytes, content coding undone; empty where nothing could be read.
    """

    flow: int
    at: float
    read: Callable[[], bytes]


class Flow(msgspec.Struct, frozen=True, gc=False):
    """One request and what became of it. Its times never run backwards.

    Args:
        request: the request.
        response: its response, or None.
        ended: its end.
        document: what it brought, if that was a document.
    """

    request: RequestSeen
    response: ResponseSeen | None
    ended: FlowEnded
    document: Document | None = None


class Late(msgspec.Struct, frozen=True, gc=False):
    """A flow that is written long after others that began later.

    Args:
        at: when its request started.
        number: its number.
        place: where it lies, in whatever unit its source counts.
    """

    at: float
    number: int
    place: int


class Block(msgspec.Struct, frozen=True):
    """Flows that lie together in a source.

    Args:
        flows: in the order of their numbers, latecomers left out.
        least: when the earliest request of all later blocks starts, latecomers left out.
        following: a number that no flow of a later block is below.
    """

    flows: list[Flow]
    least: float
    following: int


class Timetable:
    """What the first reading of a source keeps of its flows' times: some bytes a block, a line a latecomer."""

    def __init__(self) -> None:
        self.flows = 0
        """How many flows were noted."""
        self._block: list[tuple[float, int, int]] = []
        self._least = array("d")
        self._most = array("d")
        self._late_at = array("d")
        self._late_number = array("Q")
        self._late_place = array("Q")

    def note(self, at: float, number: int, place: int) -> None:
        """Note a flow that gives events.

        Args:
            at: when its request started.
            number: its number; numbers rise.
            place: where it lies.
        """
        self.flows += 1
        self._block.append((at, number, place))
        if len(self._block) == BLOCK:
            self.end()

    def end(self) -> None:
        """End a block; to be called once more when all flows are noted."""
        if not self._block:
            return
        late_before = self._most[-_PATIENCE] if len(self._most) >= _PATIENCE else float("-inf")
        times = [at for at, _, _ in self._block]
        if min(times) < late_before:
            for at, number, place in self._block:
                if at < late_before:
                    self._late_at.append(at)
                    self._late_number.append(number)
                    self._late_place.append(place)
            times = [at for at in times if at >= late_before]
        self._least.append(min(times, default=float("inf")))
        before = self._most[-1] if self._most else float("-inf")
        self._most.append(max(max(times, default=before), before))
        self._block.clear()

    @property
    def least(self) -> array[float]:
        """When the earliest request of each block starts, latecomers left out."""
        return self._least

    def least_after(self) -> array[float]:
        """For each block, when the earliest request of all later ones starts, latecomers left out."""
        backwards = accumulate(reversed(self._least), min)
        later = array("d", [float("inf"), *backwards])
        later.pop()
        later.reverse()
        return later

    def late_numbers(self) -> "array[int]":
        """The numbers of the latecomers, ascending."""
        return self._late_number

    def late(self) -> Iterator[Late]:
        """The latecomers, by time and number."""
        order = sorted(range(len(self._late_at)), key=self._late_at.__getitem__)
        return (Late(self._late_at[at], self._late_number[at], self._late_place[at]) for at in order)


def blocks_of(flows: Iterable[Flow]) -> Iterator[Block]:
    """Flows that are all in memory, in blocks: so that what is made of them is made for some at a time.

    Args:
        flows: in the order of their numbers.
    """
    ordered = sorted(flows, key=_began)
    for begin in range(0, len(ordered), BLOCK):
        after = begin + BLOCK
        if after < len(ordered):
            following = ordered[after].request
            yield Block(ordered[begin:after], following.at, following.flow)
        else:
            yield Block(ordered[begin:], float("inf"), 0)


_began: Callable[[Flow], float] = attrgetter("request.at")


type _Turn = tuple[float, int, int, RequestSeen | ResponseSeen | Document | FlowEnded]


def in_order(
    blocks: Iterable[Block],
    late: Iterable[Late] = (),
    fetch: Callable[[Late], Flow] | None = None,
    wanted: Wanted | None = None,
) -> Iterator[list[Event]]:
    """The events of flows in order of time.

    Args:
        blocks: all flows but the latecomers.
        late: the latecomers, by time and number.
        fetch: reads a latecomer.
        wanted: tells which documents are to be read; None for all.

    Yields:
        Events, some at a time, until all have been given.
    """
    pending: list[_Turn] = []
    latecomers = iter(late if fetch is not None else ())
    latecomer = next(latecomers, None)
    for block in chain(blocks, (_END,)):
        _enter(pending, block.flows)
        fetched = 0
        while latecomer is not None and fetch is not None and latecomer.at <= block.least:
            if fetched == BLOCK:
                until = min((latecomer.at, latecomer.number), (block.least, block.following))
                yield from _told(_taken(pending, *until), wanted)
                fetched = 0
            _enter(pending, [fetch(latecomer)])
            fetched += 1
            latecomer = next(latecomers, None)
        yield from _told(_taken(pending, block.least, block.following), wanted)


_END = Block([], float("inf"), 0)


def _enter(pending: list[_Turn], flows: list[Flow]) -> None:
    enter = pending.append
    for flow in flows:
        request, response, ended, document = flow.request, flow.response, flow.ended, flow.document
        number = request.flow
        enter((request.at, number, 0, request))
        if response is not None:
            enter((response.at, number, 1, response))
        if document is not None:
            enter((document.at, number, 2, document))
        enter((ended.at, number, 3, ended))


def _taken(pending: list[_Turn], at: float, number: int) -> list[_Turn]:
    """Take what comes before a flow's request."""
    pending.sort()  # no two have the same time, number and stage, so events are never compared
    ready = bisect_left(pending, (at, number, -1))
    taken = pending[:ready]
    del pending[:ready]
    return taken


def _told(turns: list[_Turn], wanted: Wanted | None) -> Iterator[list[Event]]:
    """Some events; a document ends a list, for who wants it is asked when all before it was taken in."""
    told: list[Event] = []
    for _, number, stage, event in turns:
        if stage != _DOCUMENT:
            told.append(event)  # type: ignore[arg-type]
            continue
        yield told
        told = []
        if (wanted is None or wanted(number)) and (body := event.read()):  # type: ignore[union-attr]
            told.append(BodySeen(number, event.at, body))
    if told:
        yield told
