"""Records of other versions as mitmproxy rewrote them, kept until they are read again in order of time."""

import io
from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import IO

from msgspec.structs import replace

from temoin.traffic.flow_file.older import NotMigrated
from temoin.traffic.flow_file.record import OtherVersion, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Window
from temoin.traffic.order import Flow
from temoin.traffic.recording import Skipped

__all__ = ["Older", "rewritten_flow"]


class Older:
    """Such records, in a temporary file.

    Args:
        spool: makes it.
    """

    def __init__(self, spool: Callable[[], IO[bytes]]) -> None:
        self._spool = spool
        self._file: IO[bytes] | None = None
        self._numbers = array("Q")
        self._places = array("Q", [0])
        self._nameless = array("b")

    def keep(self, number: int, record: bytes, *, nameless: bool) -> None:
        """Keep a record.

        Args:
            number: of the flow; numbers rise.
            record: as mitmproxy rewrote it.
            nameless: True where its client connection had no id.
        """
        if self._file is None:
            self._file = self._spool()
        self._file.seek(self._places[-1])
        self._file.write(record)
        self._numbers.append(number)
        self._nameless.append(nameless)
        self._places.append(self._places[-1] + len(record))

    def holds(self, number: int) -> bool:
        """Tell whether a record was kept.

        Args:
            number: of the flow.
        """
        index = bisect_left(self._numbers, number)
        return index < len(self._numbers) and self._numbers[index] == number

    def flow(self, number: int) -> Flow | Skipped:
        """Read a record that was kept.

        Args:
            number: of the flow.

        Raises:
            Malformed: none of that number was.
        """
        if self._file is None or not self.holds(number):
            raise Malformed(0, "it was of the current version before")
        index = bisect_left(self._numbers, number)
        self._file.seek(self._places[index])
        record = self._file.read(self._places[index + 1] - self._places[index])
        return rewritten_flow(record, number, nameless=bool(self._nameless[index]))


def rewritten_flow(record: bytes, number: int, *, nameless: bool) -> Flow | Skipped:
    """Read a record that mitmproxy rewrote.

    Args:
        record: as it rewrote it.
        number: the flow's.
        nameless: True where its client connection had no id before.

    Raises:
        NotMigrated: it is none.
    """
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
