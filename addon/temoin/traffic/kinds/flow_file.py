"""A mitmproxy flow file, of any version that mitmproxy itself can read.

Written by `mitmdump -w`, by mitmproxy's and mitmweb's *save*, and by Témoin's own `watch`. The current
version of the format is read here, without mitmproxy; records of others are handed to mitmproxy one by one.

The file is gone through once to find where it ends and what its records lack, and read again in order of time, one
megabyte of it in memory (`temoin.traffic.order`). A file of up to 32 MB is not read twice, its flows are kept.
Records of older versions are not rewritten twice: what mitmproxy made of them lies in a temporary file meanwhile.

A flow's number is its record's place in the file, from 1. CONNECT requests, TCP, UDP and DNS flows, replayed
requests and the tools' own pages give no events; each is counted. A websocket is an http(s) flow whose `kind`
is "websocket". A file that is cut, or holds something that is no flow, is read up to there.
"""

import io
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Final

from msgspec.structs import replace

from temoin.errors import UnreadableInput
from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.flow_file.fields import Unlike
from temoin.traffic.flow_file.layout import flow_in
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
    reader = _Reader(content, file, size, progress)
    incomplete = reader.go_through()
    return Contents(
        flows=reader.flows,
        events=reader.events,
        last=reader.last,
        incomplete=incomplete,
        notes=reader.notes(),
        skipped=reader.skipped,
    )


class _Older:
    """Records of other versions as mitmproxy rewrote them, kept in a temporary file for the second reading."""

    def __init__(self, spool: Callable[[], IO[bytes]]) -> None:
        self._spool = spool
        self._file: IO[bytes] | None = None
        self._numbers = array("Q")
        self._places = array("Q", [0])
        self._nameless = array("b")

    def keep(self, number: int, record: bytes, *, nameless: bool) -> None:
        if self._file is None:
            self._file = self._spool()
        self._file.seek(self._places[-1])
        self._file.write(record)
        self._numbers.append(number)
        self._nameless.append(nameless)
        self._places.append(self._places[-1] + len(record))

    def flow(self, number: int) -> Flow | Skipped:
        index = bisect_left(self._numbers, number)
        if self._file is None or index == len(self._numbers) or self._numbers[index] != number:
            raise Malformed(0, "it was of the current version before")
        self._file.seek(self._places[index])
        record = self._file.read(self._places[index + 1] - self._places[index])
        return _rewritten_flow(record, number, nameless=bool(self._nameless[index]))


class _Reader:
    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress) -> None:
        self.flows = 0
        self.skipped: Counter[Skipped] = Counter()
        self.last = 0
        self._name = content.name
        self._file = file
        self._window = Window(file, size)
        self._apart = Window(file, size, width=_NARROW)
        self._kept: list[Flow] | None = [] if size <= _KEPT else None
        self._timetable = Timetable()
        self._older = _Older(content.temporary)
        self._progress = progress
        self._work = size * (1 if self._kept is not None else 2)
        self._told = 0
        self._latest = self._back = 0.0
        self._back_at = 0

    def go_through(self) -> str:
        """Find every record.

        Returns:
            Where and why it stopped before the end; empty where it did not.

        Raises:
            UnreadableInput: it stopped at the first one.
        """
        at, number, size = 0, 0, self._window.size
        try:
            while at < size:
                number += 1
                flow, following = self._first(at, number)
                if isinstance(flow, Skipped):
                    self.skipped[flow] += 1
                else:
                    self._take(flow, at)
                self.last = number
                at = following
                if at - self._told >= _TOLD_EVERY:
                    self._tell(at)
        except (Malformed, NotMigrated) as error:
            why = _why(error, number, at, size)
            if number == 1:
                mend = "record again, or look for a whole copy"
                raise UnreadableInput(self._name, why, mend=mend) from None
            return why
        finally:
            self._timetable.end()
        self._tell(at)
        return ""

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the file's clock."""
        if not self._back:
            return ()
        told = f"flow {self._back_at} ended {self._back:.0f} s before one written earlier"
        return (f"{told}: were files put together, or the clock set back? Times are taken as they stand",)

    def events(self, wanted: Wanted | None) -> Iterator[list[Event]]:
        """Every event in order of time.

        Raises:
            UnreadableInput: the file was changed since it was gone through.
        """
        try:
            if self._kept is not None:
                yield from in_order((Block(self._kept, float("inf"), 0),), wanted=wanted)
            else:
                yield from in_order(self._blocks(), self._timetable.late(), self._late, wanted)
        except (Malformed, OtherVersion, OSError, ValueError):
            raise UnreadableInput(self._name, "was changed while it was read") from None

    def _first(self, at: int, number: int) -> tuple[Flow | Skipped, int]:
        """The record at a byte, and where the next one begins."""
        span = self._window.value(at, self._window.size)
        try:
            flow = _flow(self._window, span, number)
        except OtherVersion:
            record = rewritten(self._window.bytes_between(at, span[2] + 1))
            nameless = not has_connection_id(self._window, span)
            flow = _rewritten_flow(record, number, nameless=nameless)
            if self._kept is None and not isinstance(flow, Skipped):
                self._older.keep(number, record, nameless=nameless)
        return flow, span[2] + 1

    def _take(self, flow: Flow, at: int) -> None:
        self.flows += 1
        if self._kept is None:
            self._timetable.note(flow.request.at, flow.request.flow, at)
        else:
            self._kept.append(flow)
        self._clock(flow.ended.at, flow.request.flow)

    def _clock(self, ended: float, number: int) -> None:
        """A flow is written when it ends, so ends that fall show another clock than the one before."""
        if self._latest - ended > max(_STEP, self._back):
            self._back, self._back_at = self._latest - ended, number
        self._latest = max(self._latest, ended)

    def _blocks(self) -> Iterator[Block]:
        self._window = Window(self._file, self._window.size)
        late, least = iter([*self._timetable.late_numbers(), 0]), self._timetable.least
        following = next(late)
        flows: list[Flow] = []
        seen = 0
        at, number = 0, 0
        for index, least_after in enumerate(self._timetable.least_after()):
            while seen < min(BLOCK * (index + 1), self.flows):
                number += 1
                flow, at = self._again(at, number)
                if isinstance(flow, Skipped):
                    continue
                seen += 1
                if number == following:
                    following = next(late)
                else:
                    flows.append(flow)
            if min((flow.request.at for flow in flows), default=float("inf")) != least[index]:
                raise ValueError
            yield Block(flows, least_after, number + 1)
            flows = []

    def _again(self, at: int, number: int) -> tuple[Flow | Skipped, int]:
        span = self._window.value(at, self._window.size)
        try:
            flow = _flow(self._window, span, number)
        except OtherVersion:
            flow = self._older.flow(number)
        done = self._window.size + span[2] + 1
        if done - self._told >= _TOLD_EVERY:
            self._tell(done)
        return flow, span[2] + 1

    def _late(self, late: Late) -> Flow:
        span = self._apart.value(late.place, self._apart.size)
        try:
            flow = _flow(self._apart, span, late.number)
        except OtherVersion:
            flow = self._older.flow(late.number)
        if isinstance(flow, Skipped) or flow.request.at != late.at:
            raise ValueError
        return flow

    def _tell(self, done: int) -> None:
        self._told = done
        self._progress(done, self._work)


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


def _rewritten_flow(record: bytes, number: int, *, nameless: bool) -> Flow | Skipped:
    """The flow of a record that mitmproxy rewrote; `nameless` where its connection had no id before."""
    window = Window(io.BytesIO(record), len(record))
    try:
        flow = read_record(window, window.value(0, len(record)), number)
    except (Malformed, OtherVersion):
        raise NotMigrated("mitmproxy reads it as something else") from None
    if isinstance(flow, Flow) and nameless:
        # mitmproxy makes an id up, another one each time; the same input must give the same events.
        told = f"{flow.request.client} {flow.request.connected}"
        return replace(flow, request=replace(flow.request, connection=told))
    return flow


def _why(error: Malformed | NotMigrated, number: int, at: int, size: int) -> str:
    if isinstance(error, NotMigrated):
        return f"flow {number}, byte {at}: {error}"
    if error.missing is not None:
        return f"cut in the middle of flow {number}, byte {size}: {error.missing} more bytes belong to it"
    return f"flow {number}, byte {error.at}: {error.problem}"
