"""The recording of a proxy of our own: whole after every flow, and a full disk ends the watch, not the process."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mitmproxy import ctx
from mitmproxy.addons.save import Save
from mitmproxy.flow import Flow
from mitmproxy.io import FilteredFlowWriter

from temoin.errors import UsageError
from temoin.writing import for_owner_alone

__all__ = ["WholeSave"]

logger = logging.getLogger("temoin")


class WholeSave(Save):
    """Stands where mitmproxy's own recorder does.

    It replaces a file that is there only once the proxy is up: a start that fails destroys no recording. It writes
    each flow through to the file, so that a kill loses none that has ended. Where mitmproxy's would end the process
    at once when the file can no longer be written, it takes back what it wrote of a flow and asks for an end: what
    was found is still reported, and what was recorded is whole.

    Args:
        stop: ends the proxy.
    """

    name = "save"

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop
        self._whole = 0
        self._is_up = False
        self.failed: UsageError | None = None
        """Why the recording could not be written on."""

    def begin(self) -> None:
        """The proxy is up: a file that is to be replaced is emptied now."""
        if self._is_up:
            return
        self._is_up = True
        if self.stream is not None and not ctx.options.save_stream_file.startswith("+"):
            with suppress(OSError):  # a pipe or a device has nothing to be emptied
                os.truncate(self.stream.fo.fileno(), 0)

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
        self.stream = FilteredFlowWriter(opened, self.filt)
        self.current_path = str(file)

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
