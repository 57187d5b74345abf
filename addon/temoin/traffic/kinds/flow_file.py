"""A mitmproxy flow file, of any version that mitmproxy itself can read.

Written by `mitmdump -w`, by mitmproxy's and mitmweb's *save*, and by Témoin's own `watch`. The current
version of the format is read here, without mitmproxy; records of others are handed to mitmproxy one by one.

The file is gone through once to find its records, their times and where it ends, and the records are read
again in order of time, one megabyte of the file in memory. A flow then costs some 70 bytes, however large it
is. A file of up to 32 MB is not read twice, its flows are kept; nor are records of older versions.

A flow's number is its record's place in the file, from 1. CONNECT requests, TCP, UDP and DNS flows, replayed
requests and the tools' own pages give no events; each is counted. A websocket is an http(s) flow whose `kind`
is "websocket". A file that is cut, or holds something that is no flow, is read up to there.
"""

import io
import re
from array import array
from collections import Counter
from typing import Final

from msgspec.structs import replace

from temoin.errors import UnreadableInput
from temoin.traffic.content import Content
from temoin.traffic.flow_file.older import NotMigrated, rewritten
from temoin.traffic.flow_file.record import OtherVersion, has_connection_id, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window
from temoin.traffic.order import Flow
from temoin.traffic.recording import Contents, Progress, Skipped

__all__ = ["NAME", "WHAT", "read", "sniff"]

NAME: Final = "flow"
WHAT: Final = "a mitmproxy flow file"

_KEPT = 32 << 20
_STEP = 1.0
"""Seconds by which ends may fall; in 86 recordings of real browsers none did."""

_TOLD_EVERY = 1 << 20
_FIRST_RECORD = re.compile(rb"[0-9]{1,12}:")


def sniff(head: bytes, /) -> bool:
    """Whether a source begins with a record's length."""
    return _FIRST_RECORD.match(head) is not None


def read(content: Content, progress: Progress, /) -> Contents:
    """Find every record of a flow file.

    Raises:
        UnreadableInput: its first record cannot be read.
    """
    file, size = content.settle()
    reader = _Reader(content.name, Window(file, size), progress)
    incomplete = reader.go_through()
    return Contents(
        starts=reader.starts,
        flow=reader.flow,
        last=reader.last,
        incomplete=incomplete,
        notes=reader.notes(),
        skipped=reader.skipped,
    )


class _Reader:
    def __init__(self, name: str, window: Window, progress: Progress) -> None:
        self.starts = array("d")
        self.skipped: Counter[Skipped] = Counter()
        self.last = 0
        self._name = name
        self._window = window
        self._keeping = window.size <= _KEPT
        self._kept: dict[int, Flow] = {}
        self._numbers = array("Q")
        self._places = array("Q")
        self._progress = progress
        self._work = window.size * (1 if self._keeping else 2)
        self._done = self._told = 0
        self._latest = self._back = 0.0
        self._back_at = 0

    def go_through(self) -> str:
        """Find every record.

        Returns:
            Where and why it stopped before the end; empty where it did not.

        Raises:
            UnreadableInput: it stopped at the first one.
        """
        at, number = 0, 0
        while at < self._window.size:
            number += 1
            try:
                at = self._record(at, number)
            except (Malformed, NotMigrated) as error:
                why = _why(error, number, at, self._window.size)
                if number == 1:
                    raise UnreadableInput(
                        self._name, why, mend="record again, or look for a whole copy"
                    ) from None
                return why
            self.last = number
            self._advance(at)
        self._progress(self._done, self._work)
        return ""

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the file's clock."""
        if not self._back:
            return ()
        told = f"flow {self._back_at} ended {self._back:.0f} s before one written earlier"
        return (f"{told}: were files put together, or the clock set back? Times are taken as they stand",)

    def _clock(self, ended: float, number: int) -> None:
        """A flow is written when it ends, so ends that fall show another clock than the one before."""
        if self._latest - ended > max(_STEP, self._back):
            self._back, self._back_at = self._latest - ended, number
        self._latest = max(self._latest, ended)

    def flow(self, index: int) -> Flow:
        """Read a flow again.

        Raises:
            UnreadableInput: it is not there any more.
        """
        kept = self._kept.get(index)
        if kept is not None:
            return kept
        place = self._places[index]
        try:
            span = self._window.value(place, self._window.size)
            flow = read_record(self._window, span, self._numbers[index])
        except (Malformed, OtherVersion, OSError, ValueError):
            raise self._changed(place) from None
        if isinstance(flow, Skipped) or flow.request.at != self.starts[index]:
            raise self._changed(place)
        self._advance(min(self._done + span[2] + 1 - place, self._work))
        return flow

    def _changed(self, place: int) -> UnreadableInput:
        return UnreadableInput(self._name, "was changed while it was read", place=f"byte {place}")

    def _record(self, at: int, number: int) -> int:
        """Take in the record at a byte, and say where the next one begins."""
        span = self._window.value(at, self._window.size)
        keep = self._keeping
        try:
            flow = read_record(self._window, span, number)
        except OtherVersion:
            flow = self._older(at, span, number)
            keep = True
        if isinstance(flow, Skipped):
            self.skipped[flow] += 1
        else:
            if keep:
                self._kept[len(self.starts)] = flow
            self.starts.append(flow.request.at)
            self._clock(flow.ended.at, number)
            self._numbers.append(number)
            self._places.append(at)
        return span[2] + 1

    def _older(self, at: int, span: Span, number: int) -> Flow | Skipped:
        record = rewritten(self._window.bytes_between(at, span[2] + 1))
        window = Window(io.BytesIO(record), len(record))
        try:
            flow = read_record(window, window.value(0, len(record)), number)
        except (Malformed, OtherVersion):
            raise NotMigrated("mitmproxy reads it as something else") from None
        if isinstance(flow, Flow) and not has_connection_id(self._window, span):
            # mitmproxy makes an id up, another one each time; the same input must give the same events.
            told = f"{flow.request.client} {flow.request.connected}"
            return replace(flow, request=replace(flow.request, connection=told))
        return flow

    def _advance(self, done: int) -> None:
        self._done = done
        if done - self._told >= _TOLD_EVERY:
            self._told = done
            self._progress(done, self._work)


def _why(error: Malformed | NotMigrated, number: int, at: int, size: int) -> str:
    if isinstance(error, NotMigrated):
        return f"flow {number}, byte {at}: {error}"
    if error.missing is not None:
        return f"cut in the middle of flow {number}, byte {size}: {error.missing} more bytes belong to it"
    return f"flow {number}, byte {error.at}: {error.problem}"
