"""The records of a flow file, one after the other, and what is told of the file beside its events."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from temoin.errors import UnreadableInput
from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.flow_file.kept import Older, rewritten_flow
from temoin.traffic.flow_file.layout import flow_in
from temoin.traffic.flow_file.memory import Unlike
from temoin.traffic.flow_file.older import NotMigrated, rewritten
from temoin.traffic.flow_file.record import OtherVersion, has_connection_id, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Window
from temoin.traffic.order import Flow, Wanted
from temoin.traffic.recording import Contents, Progress, Skipped

__all__ = ["TOLD_EVERY", "Found", "Records", "laid_out", "why"]

TOLD_EVERY = 1 << 20
"""Bytes after which it is told how far reading is."""

_STEP = 1.0
"""Seconds by which ends may fall; in 86 recordings of real browsers none did."""


class Found:
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
        if not isinstance(flow, Flow):
            self.skipped[flow] += 1
            return
        self.flows += 1
        # A flow is written when it ends, so ends that fall show another clock than the one before.
        ended = flow.ended.at
        if ended >= self._latest:
            self._latest = ended
        elif self._latest - ended > max(_STEP, self._back):
            self._back, self._back_at = self._latest - ended, number

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the file's clock."""
        if not self._back:
            return ()
        told = f"flow {self._back_at} ended {self._back:.0f} s before one written earlier"
        return (f"{told}: were files put together, or the clock set back? Times are taken as they stand",)

    def contents(self, events: Callable[[Wanted | None], Iterator[list[Event]]]) -> Contents:
        """Hand all of it over.

        Args:
            events: gives the events.
        """
        return Contents(
            flows=self.flows,
            events=events,
            last=self.last,
            incomplete=self.incomplete,
            notes=self.notes(),
            skipped=self.skipped,
        )


class Records:
    """The records of a file, read one after the other.

    Args:
        content: where it comes from.
        file: can be sought in.
        size: in bytes.
        progress: told how far reading is.
        times: how often it is read.
    """

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress, times: int) -> None:
        self.name = content.name
        self.file = file
        self.size = size
        self.older = Older(content.temporary)
        self.progress = progress
        self.work = size * times
        self.told = 0

    def walked(self, window: Window, at: int, number: int, *, keep: bool) -> tuple[Flow | Skipped, int]:
        """Walk the record at a byte, and tell where the next one begins; `keep` what mitmproxy rewrites."""
        span = window.value(at, self.size)
        try:
            flow = read_record(window, span, number)
        except OtherVersion:
            record = rewritten(window.bytes_between(at, span[2] + 1))
            nameless = not has_connection_id(window, span)
            flow = rewritten_flow(record, number, nameless=nameless)
            if keep:
                self.older.keep(number, record, nameless=nameless)
        return flow, span[2] + 1

    def broken(self, error: Malformed | NotMigrated, number: int, at: int) -> str:
        """Where and why reading stops.

        Raises:
            UnreadableInput: it stops at the first record.
        """
        told = why(error, number, at, self.size)
        if number == 1:
            mend = "record again, or look for a whole copy"
            raise UnreadableInput(self.name, told, mend=mend) from None
        return told

    def changed(self) -> UnreadableInput:
        """The error for a file that is not what it was."""
        return UnreadableInput(self.name, "was changed while it was read")

    def tell(self, done: int) -> None:
        """Tell how far reading is; it never falls."""
        if done > self.told:
            self.told = done
            self.progress(done, self.work)


def laid_out(window: Window, at: int, number: int) -> tuple[Flow | Skipped, int]:
    """Read a record that is in the usual layout, and tell where the next one begins.

    Args:
        window: the file.
        at: where the record begins.
        number: the flow's number.

    Raises:
        Unlike: it is not in the usual layout, or too large.
        Malformed: nothing begins there.
    """
    buffer, place = window.ahead(at)
    try:
        flow, end = flow_in(buffer, place, number, window.document_around)
    except Unlike:
        held = window.at_hand(at)
        if held is None or held[0] is buffer:
            raise
        buffer, place, _ = held  # the window ended within the record
        flow, end = flow_in(buffer, place, number, window.document_around)
    return flow, at + end - place + 1


def why(error: Malformed | NotMigrated, number: int, at: int, size: int) -> str:
    """Say where and why reading stops.

    Args:
        error: what was met.
        number: of the flow.
        at: where its record begins.
        size: of the file.
    """
    if isinstance(error, NotMigrated):
        return f"flow {number}, byte {at}: {error}"
    if error.missing is not None:
        return f"cut in the middle of flow {number}, byte {size}: {error.missing} more bytes belong to it"
    return f"flow {number}, byte {error.at}: {error.problem}"
