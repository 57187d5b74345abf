"""The recording of a proxy of our own: whole after every flow, and a full disk ends the watch, not the process."""

import logging
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from mitmproxy import ctx, exceptions
from mitmproxy.addons.save import Save
from mitmproxy.flow import Flow
from mitmproxy.io import FilteredFlowWriter

from temoin.errors import UsageError
from temoin.traffic.flow_file.ending import end_of_whole
from temoin.writing import for_owner_alone

__all__ = ["WholeSave"]

logger = logging.getLogger("temoin")


class WholeSave(Save):
    """Stands where mitmproxy's own recorder does.

    It replaces a file that is there only once the proxy is up: a start that fails destroys no recording. It writes
    each flow through to the file, so that a kill loses none that has ended; what a kill cut in the middle is taken
    off before the file is added to, for nothing after it could be read. Where mitmproxy's would end the process at
    once when the file can no longer be written, it takes back what it wrote of a flow and asks for an end: what was
    found is still reported, and what was recorded is whole. No two watches write one file.

    Args:
        stop: ends the proxy.
    """

    name = "save"

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop
        self._whole = 0
        self._kept = 0
        self._is_up = False
        self.failed: UsageError | None = None
        """Why the recording could not be written on."""
        self.mended = ""
        """What was taken off a recording before it was added to, a sentence; empty for nothing."""

    def begin(self) -> None:
        """The proxy is up: a file that is to be replaced is emptied now."""
        if self._is_up:
            return
        self._is_up = True
        if self.stream is None:
            return
        added_to = ctx.options.save_stream_file.startswith("+")
        with suppress(OSError):  # a pipe or a device has nothing to be emptied
            os.truncate(self.stream.fo.fileno(), self._kept if added_to else 0)

    def maybe_rotate_to_new_file(self) -> None:
        """Open the file, a new one for its owner alone; before the proxy is up, only to know that it can be."""
        if not ctx.options.save_stream_file:
            super().maybe_rotate_to_new_file()
            return
        path = str(Path(ctx.options.save_stream_file.removeprefix("+")).expanduser())
        file = Path(datetime.now().strftime(path))  # noqa: DTZ005 — as mitmproxy names it
        if self.current_path == str(file) and self.stream is not None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = open(file, "ab", opener=for_owner_alone)  # noqa: SIM115 — pathlib takes no opener
        if self._is_up or self.stream is not None:
            opened.close()
            super().maybe_rotate_to_new_file()
            return
        try:
            _lock(opened, str(file))
            if ctx.options.save_stream_file.startswith("+"):
                self._look(file)
        except UsageError as error:
            opened.close()
            raise exceptions.OptionsError(str(error)) from error  # type: ignore[no-untyped-call]
        self.stream = FilteredFlowWriter(opened, self.filt)
        self.current_path = str(file)

    def _look(self, file: Path) -> None:
        """See what of a file that is to be added to is whole.

        Raises:
            UsageError: it is no flow file.
        """
        if not file.is_file():
            return
        size = file.stat().st_size
        with file.open("rb") as there:
            whole = end_of_whole(there, size)
        if whole is None:
            raise UsageError(str(file), "is no whole flow file that could be added to", mend="name another")
        self._kept = whole
        if whole < size:
            cut = size - whole
            self.mended = f"{file} ended in the middle of a flow; what was there of it, {cut} bytes, is gone."

    def save_flow(self, flow: Flow) -> None:
        """Write a flow, through to the file."""
        if self.stream is None:
            return
        try:
            self.begin()
            before = self.current_path
            self.maybe_rotate_to_new_file()
            if self.current_path != before or not self._whole:
                self._whole = self.stream.fo.tell()
            self.stream.add(flow)
            self.stream.fo.flush()
            self._whole = self.stream.fo.tell()
        except OSError as error:
            self._fail(error)
        self.active_flows.discard(flow)

    def done(self) -> None:
        """Write what is under way, and let go of the file."""
        try:
            super().done()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        path, stream, self.stream = self.current_path or "", self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.fo.close()
            with suppress(OSError):
                os.truncate(path, self._whole)
        self.active_flows.clear()
        self.failed = UsageError(
            path, f"can no longer be written: {error.strerror}", mend="what was recorded before is whole"
        )
        self._stop()


def _lock(opened: IO[bytes], file: str) -> None:
    """Keep a recording from a second watch, which would empty it, until this one lets go of it.

    Raises:
        UsageError: another has it.
    """
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
        return
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(file, "another watch records there", mend="name another with -w") from None
    except OSError:  # some network file systems know no locks
        return
