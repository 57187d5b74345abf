"""A large flow file: skimmed to know when each request began, then read in that order, in windows."""

from collections.abc import Iterator
from typing import IO, Final

from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.flow_file.layout import start_in
from temoin.traffic.flow_file.memory import Unlike
from temoin.traffic.flow_file.older import NotMigrated
from temoin.traffic.flow_file.record import OtherVersion, read_record
from temoin.traffic.flow_file.records import TOLD_EVERY, Found, Records, laid_out, why
from temoin.traffic.flow_file.tnetstring import Malformed, Window
from temoin.traffic.order import BLOCK, Block, Flow, Late, Timetable, Wanted, in_order
from temoin.traffic.recording import Contents, Progress, Skipped

__all__ = ["Large"]

_NARROW: Final = 1 << 16
"""Bytes in memory around a flow that is fetched out of its turn."""


class Large(Records):
    """A file that is skimmed for times, then read in their order."""

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress) -> None:
        super().__init__(content, file, size, progress, times=2)
        self._apart = Window(file, size, width=_NARROW)
        self._timetable = Timetable()
        self._incomplete = ""
        self._found: Found | None = None
        self._passed_over: set[int] = set()
        """Latecomers that turned out to give no events."""

    def skimmed(self) -> Contents:
        """Note when each request began.

        Raises:
            UnreadableInput: its first record cannot be read.
        """
        window, size, note = Window(self.file, self.size), self.size, self._timetable.note
        at = number = 0
        try:
            while at < size:
                number += 1
                began, following = _skimmed(window, at) if number > 1 else (None, 0)
                if began is None:
                    flow, following = self.walked(window, at, number, keep=True)
                    began = flow.request.at if isinstance(flow, Flow) else None
                if began is not None:
                    note(began, number, at)
                at = following
                if at - self.told >= TOLD_EVERY:
                    self.tell(at)
        except (Malformed, NotMigrated) as error:
            self._incomplete = self.broken(error, number, at)
        finally:
            self._timetable.end()
        self.tell(at)
        return Contents(flows=0, events=self._events, last=0, whole=self._whole)

    def _whole(self) -> Contents:
        if self._found is None:
            for _ in self._unchanged(self._blocks()):
                pass
        found = self._found or Found(self._incomplete)
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
            raise self.changed() from None

    def _blocks(self) -> Iterator[Block]:
        window, found = Window(self.file, self.size), Found(self._incomplete)
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
                    found.incomplete = why(broken.error, number, at, self.size)
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
        self.tell(self.size * 2)
        self._found = found

    def _rest(self, window: Window, at: int, number: int, found: Found) -> None:
        """What follows the last record that was noted gives no events, but is counted."""
        while at < self.size:
            number += 1
            try:
                flow, _, at = self._again(window, at, number)
            except (_Broken, Malformed, NotMigrated):
                return  # as it was when it was skimmed
            found.take(flow, number)

    def _again(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, float | None, int]:
        """A record, when it was noted to begin, and where the next one begins."""
        if self.size + at - self.told >= TOLD_EVERY:
            self.tell(self.size + at)
        try:
            flow, following = laid_out(window, at, number)
        except Unlike:
            return self._reread(window, at, number)
        if isinstance(flow, Flow):
            return flow, flow.request.at, following
        return flow, _skimmed(window, at)[0] if number > 1 else None, following

    def _reread(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, float | None, int]:
        """A record that is not in the usual layout, when it was noted to begin, and where the next one begins."""
        began, following = _skimmed(window, at)
        if number == 1:
            began = None
        try:
            flow, following = self._walked(window, at, number)
        except (Malformed, NotMigrated) as error:
            if began is None:
                raise
            raise _Broken(error) from None
        if began is None:
            began = flow.request.at if isinstance(flow, Flow) else None
        elif isinstance(flow, Flow) and flow.request.at != began:
            raise _Broken(Malformed(at, "it has two beginnings"))
        return flow, began, following

    def _walked(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, int]:
        span = window.value(at, self.size)
        try:
            return read_record(window, span, number), span[2] + 1
        except OtherVersion:
            if self.older.holds(number):
                return self.older.flow(number), span[2] + 1
            return self.walked(window, at, number, keep=True)

    def _late(self, late: Late) -> Flow:
        try:
            flow, _ = laid_out(self._apart, late.place, late.number)
        except Unlike:
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
    buffer, place, end = held
    return start_in(buffer, place), at + end - place + 1
