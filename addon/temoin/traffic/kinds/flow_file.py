"""A mitmproxy flow file, of any version that mitmproxy itself can read.

Written by `mitmdump -w`, by mitmproxy's and mitmweb's *save*, and by Témoin's own `watch`. The current
version of the format is read here, without mitmproxy; records of others are handed to mitmproxy one by one.

A file of up to 32 MB is read once and its flows are kept. A larger one is skimmed, to know when each request
began, then read in order of time, one megabyte of it in memory (`temoin.traffic.order`); how many flows it holds,
and where it breaks off, is known only then. Where a flow lies far behind others that began later, the file is gone
through once in between, so that nothing is taken from behind a place where it breaks off. Records of older versions
are not rewritten twice: what mitmproxy made of them lies in a temporary file meanwhile.

A flow's number is its record's place in the file, from 1. CONNECT requests, TCP, UDP and DNS flows, replayed
requests and the tools' own pages give no events; each is counted. A websocket is an http(s) flow whose `kind`
is "websocket". A file that is cut, or holds something that is no flow, is read up to there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Final

from temoin.errors import UnreadableInput
from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.flow_file.fields import Unlike
from temoin.traffic.flow_file.kept import Older, rewritten_flow
from temoin.traffic.flow_file.layout import flow_in, start_in
from temoin.traffic.flow_file.older import NotMigrated, rewritten
from temoin.traffic.flow_file.record import OtherVersion, has_connection_id, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window
from temoin.traffic.order import BLOCK, Block, Flow, Late, Timetable, Wanted, in_order
from temoin.traffic.recording import Contents, Progress, Skipped

__all__ = ["NAME", "WHAT", "read", "sniff"]

NAME: Final = "flow"
WHAT: Final = "a mitmproxy flow file"

_KEPT = 32 << 20
_STEP = 1.0
"""Seconds by which ends may fall; in 86 recordings of real browsers none did."""

_NARROW: Final = 1 << 16
"""Bytes in memory around a flow that is fetched out of its turn."""

_TOLD_EVERY = 1 << 20
_FIRST_RECORD = re.compile(rb"[0-9]{1,12}:")
_TABLE: Final = ord("}")


def sniff(head: bytes, /) -> bool:
    """Whether a source begins with a record's length."""
    return _FIRST_RECORD.match(head) is not None


def read(content: Content, progress: Progress, /) -> Contents:
    """Find every record of a flow file.

    Raises:
        UnreadableInput: its first record cannot be read.
    """
    file, size = content.settle()
    if size > _KEPT:
        return _Large(content, file, size, progress).skimmed()
    return _Small(content, file, size, progress).contents()


class _Found:
    """What is told of a file beside its events.

    Args:
        incomplete: where and why it ends before its end; empty where it does not.
    """

    def __init__(self, incomplete: str = "") -> None:
        self.incomplete = incomplete
        self.flows = 0
        self.last = 0
        self.skipped: Counter[Skipped] = Counter()
        self._latest = self._back = 0.0
        self._back_at = 0

    def take(self, flow: Flow | Skipped, number: int) -> None:
        """Count the next record, and look at its clock."""
        self.last = number
        if isinstance(flow, Skipped):
            self.skipped[flow] += 1
            return
        self.flows += 1
        # A flow is written when it ends, so ends that fall show another clock than the one before.
        ended = flow.ended.at
        if ended < self._latest:
            if self._latest - ended > max(_STEP, self._back):
                self._back, self._back_at = self._latest - ended, number
        else:
            self._latest = ended

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the file's clock."""
        if not self._back:
            return ()
        told = f"flow {self._back_at} ended {self._back:.0f} s before one written earlier"
        return (f"{told}: were files put together, or the clock set back? Times are taken as they stand",)

    def contents(self, events: "Callable[[Wanted | None], Iterator[list[Event]]]") -> Contents:
        return Contents(
            flows=self.flows,
            events=events,
            last=self.last,
            incomplete=self.incomplete,
            notes=self.notes(),
            skipped=self.skipped,
        )


class _File:
    """The records of a file."""

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress, times: int) -> None:
        self._name = content.name
        self._file = file
        self._size = size
        self._older = Older(content.temporary)
        self._progress = progress
        self._work = size * times
        self._told = 0

    def _first(self, window: Window, at: int, number: int, *, keep: bool) -> tuple[Flow | Skipped, int]:
        """The record at a byte, and where the next one begins."""
        span = window.value(at, self._size)
        try:
            flow = _flow(window, span, number)
        except OtherVersion:
            record = rewritten(window.bytes_between(at, span[2] + 1))
            nameless = not has_connection_id(window, span)
            flow = rewritten_flow(record, number, nameless=nameless)
            if keep:
                self._older.keep(number, record, nameless=nameless)
        return flow, span[2] + 1

    def _broken(self, error: Malformed | NotMigrated, number: int, at: int) -> str:
        """Where and why reading stops.

        Raises:
            UnreadableInput: it stops at the first record.
        """
        why = _why(error, number, at, self._size)
        if number == 1:
            mend = "record again, or look for a whole copy"
            raise UnreadableInput(self._name, why, mend=mend) from None
        return why

    def _changed(self) -> UnreadableInput:
        return UnreadableInput(self._name, "was changed while it was read")

    def _tell(self, done: int) -> None:
        if done > self._told:
            self._told = done
            self._progress(done, self._work)


class _Small(_File):
    """A file that is read once."""

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress) -> None:
        super().__init__(content, file, size, progress, times=1)
        self._kept: list[Flow] = []

    def contents(self) -> Contents:
        """Read it.

        Raises:
            UnreadableInput: its first record cannot be read.
        """
        found, window = _Found(), Window(self._file, self._size)
        at = number = 0
        try:
            while at < self._size:
                number += 1
                flow, following = self._first(window, at, number, keep=False)
                found.take(flow, number)
                if isinstance(flow, Flow):
                    self._kept.append(flow)
                at = following
                if at - self._told >= _TOLD_EVERY:
                    self._tell(at)
        except (Malformed, NotMigrated) as error:
            found.incomplete = self._broken(error, number, at)
        else:
            self._tell(at)
        return found.contents(self._events)

    def _events(self, wanted: Wanted | None) -> Iterator[list[Event]]:
        try:
            yield from in_order((Block(self._kept, float("inf"), 0),), wanted=wanted)
        except (Malformed, OSError, ValueError):  # a document is read when it is asked for
            raise self._changed() from None


class _Large(_File):
    """A file that is skimmed for times, then read in their order."""

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress) -> None:
        super().__init__(content, file, size, progress, times=2)
        self._apart = Window(file, size, width=_NARROW)
        self._timetable = Timetable()
        self._incomplete = ""
        self._found: _Found | None = None
        self._passed_over: set[int] = set()
        """Latecomers that turned out to give no events."""

    def skimmed(self) -> Contents:
        """Note when each request began.

        Raises:
            UnreadableInput: its first record cannot be read.
        """
        window, size, note = Window(self._file, self._size), self._size, self._timetable.note
        at = number = 0
        try:
            while at < size:
                number += 1
                began, following = _skimmed(window, at) if number > 1 else (None, 0)
                if began is None:
                    flow, following = self._first(window, at, number, keep=True)
                    began = flow.request.at if isinstance(flow, Flow) else None
                if began is not None:
                    note(began, number, at)
                at = following
                if at - self._told >= _TOLD_EVERY:
                    self._tell(at)
        except (Malformed, NotMigrated) as error:
            self._incomplete = self._broken(error, number, at)
        finally:
            self._timetable.end()
        self._tell(at)
        return Contents(flows=0, events=self._events, last=0, whole=self._whole)

    def _whole(self) -> Contents:
        if self._found is None:
            for _ in self._unchanged(self._blocks()):
                pass
        found = self._found or _Found(self._incomplete)
        return found.contents(self._events)

    def _events(self, wanted: Wanted | None) -> Iterator[list[Event]]:
        """Every event in order of time.

        Raises:
            UnreadableInput: the file was changed since it was skimmed.
        """
        late: list[Late] = list(self._timetable.late())
        if late:
            last = self._whole().last
            late = [one for one in late if one.number <= last and one.number not in self._passed_over]
        return self._unchanged(in_order(self._blocks(), late, self._late, wanted))

    def _unchanged[T](self, some: Iterator[T]) -> Iterator[T]:
        try:
            yield from some
        except (Malformed, NotMigrated, OSError, ValueError):
            raise self._changed() from None

    def _blocks(self) -> Iterator[Block]:
        window, found = Window(self._file, self._size), _Found(self._incomplete)
        late, least = iter([*self._timetable.late_numbers(), 0]), self._timetable.least
        following = next(late)
        seen = at = number = 0
        for index, least_after in enumerate(self._timetable.least_after()):
            flows: list[Flow] = []
            earliest = float("inf")
            until = min(BLOCK * (index + 1), self._timetable.flows)
            while seen < until:
                number += 1
                try:
                    flow, began, at = self._again(window, at, number)
                except _Broken as broken:
                    found.incomplete = _why(broken.error, number, at, self._size)
                    self._found = found
                    yield Block(flows, float("inf"), number + 1)
                    return
                found.take(flow, number)
                if began is None:
                    continue
                seen += 1
                if number == following:
                    following = next(late)
                    if isinstance(flow, Skipped):
                        self._passed_over.add(number)
                    continue
                if began < earliest:
                    earliest = began
                if isinstance(flow, Flow):
                    flows.append(flow)
            if earliest != least[index]:
                raise ValueError
            yield Block(flows, least_after, number + 1)
        self._rest(window, at, number, found)
        self._tell(self._size * 2)
        self._found = found

    def _rest(self, window: Window, at: int, number: int, found: _Found) -> None:
        """What follows the last record that was noted gives no events, but is counted."""
        while at < self._size:
            number += 1
            try:
                flow, _, at = self._again(window, at, number)
            except (_Broken, Malformed, NotMigrated):
                return  # as it was when it was skimmed
            found.take(flow, number)

    def _again(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, float | None, int]:
        """A record, when it was noted to begin, and where the next one begins."""
        if self._size + at - self._told >= _TOLD_EVERY:
            self._tell(self._size + at)
        held = window.at_hand(at)
        if held is None:
            flow, following = self._walked(window, at, number)
            return flow, flow.request.at if isinstance(flow, Flow) else None, following
        buffer, base, start, end = held
        following = base + end + 1
        try:
            flow = flow_in(buffer, start, end, number, window.document_around)
        except Unlike:
            return *self._reread(window, at, number), following
        if isinstance(flow, Flow):
            return flow, flow.request.at, following
        return flow, start_in(buffer, start) if number > 1 else None, following

    def _reread(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, float | None]:
        """A record that is not in the usual layout, and when it was noted to begin."""
        began = _skimmed(window, at)[0] if number > 1 else None
        try:
            flow, _ = self._walked(window, at, number)
        except (Malformed, NotMigrated) as error:
            if began is None:
                raise
            raise _Broken(error) from None
        if began is None:
            began = flow.request.at if isinstance(flow, Flow) else None
        elif isinstance(flow, Flow) and flow.request.at != began:
            raise _Broken(Malformed(at, "it has two beginnings"))
        return flow, began

    def _walked(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, int]:
        span = window.value(at, self._size)
        try:
            return _flow(window, span, number), span[2] + 1
        except OtherVersion:
            if self._older.holds(number):
                return self._older.flow(number), span[2] + 1
            return self._first(window, at, number, keep=True)

    def _late(self, late: Late) -> Flow:
        flow, _ = self._walked(self._apart, late.place, late.number)
        if isinstance(flow, Skipped) or flow.request.at != late.at:
            raise ValueError
        return flow


class _Broken(Exception):  # noqa: N818 (an answer, not an error of the program)
    """A record that was skimmed turns out to be none; so the file ends before it."""

    def __init__(self, error: Malformed | NotMigrated) -> None:
        super().__init__(error)
        self.error = error


def _skimmed(window: Window, at: int) -> tuple[float | None, int]:
    """When the request of a record began, whatever else may be wrong with it, and where the next record begins.

    None where that takes a whole reading.
    """
    held = window.at_hand(at)
    if held is None:
        return None, at
    buffer, base, start, end = held
    return start_in(buffer, start), base + end + 1


def _flow(window: Window, span: Span, number: int) -> Flow | Skipped:
    """The flow of a record in the current version."""
    kind, start, end = span
    held = window.around(start, end + 1)
    if held is not None and kind == _TABLE:
        buffer, base = held
        try:
            return flow_in(buffer, start - base, end - base, number, window.document_around)
        except Unlike:
            pass
    return read_record(window, span, number)


def _why(error: Malformed | NotMigrated, number: int, at: int, size: int) -> str:
    if isinstance(error, NotMigrated):
        return f"flow {number}, byte {at}: {error}"
    if error.missing is not None:
        return f"cut in the middle of flow {number}, byte {size}: {error.missing} more bytes belong to it"
    return f"flow {number}, byte {error.at}: {error.problem}"
