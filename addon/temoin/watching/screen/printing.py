"""Writes a watch's plain lines as they come, in a thread of its own: a slow reader slows nobody else."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from temoin.errors import place_of
from temoin.watching.board import Watched
from temoin.watching.screen.plain import Lines

__all__ = ["PlainLines"]

_EVERY = 0.2
_PATIENCE = 5.0


class PlainLines:
    """What stands in for the screen where there is no terminal to draw on.

    Args:
        watched: the watch.
        on_quit: what ends the watch; called, in the loop, where nobody reads the lines any more.
        output: where to write; standard output where not given.
    """

    def __init__(
        self, watched: Watched, *, on_quit: Callable[[], None] | None = None, output: TextIO | None = None
    ) -> None:
        self._watched = watched
        self._on_quit = on_quit
        self._output = output or sys.stdout
        encoding = getattr(self._output, "encoding", None) or "utf-8"
        self._lines = Lines(ascii_only=not encoding.lower().startswith("utf"))
        self._version = 0
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Write from now on; in a running loop, if there is one."""
        with contextlib.suppress(RuntimeError):
            self._loop = asyncio.get_running_loop()
        # No daemon: one that waits for a slow reader would have the interpreter abort as it ends.
        self._thread = threading.Thread(target=self._work, name="temoin-lines")
        self._thread.start()

    def stop(self) -> None:
        """Write what has settled since, and end; a reader that is slow is waited for at the end of the process."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            self._thread = None

    async def run(self) -> None:
        """Write until cancelled."""
        self.start()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.stop()

    def follow(self, stopping: threading.Event) -> None:
        """Write in this thread until told to stop.

        Args:
            stopping: tells so.
        """
        while not stopping.wait(_EVERY) and threading.main_thread().is_alive():
            self._write()
        self._write()

    def _work(self) -> None:
        try:
            self.follow(self._stopping)
        except (OSError, ValueError):  # a reader that went away, a stream that was closed
            if self._on_quit is not None and self._loop is not None and not self._stopping.is_set():
                with contextlib.suppress(RuntimeError):
                    self._loop.call_soon_threadsafe(self._on_quit)
        except Exception as error:  # noqa: BLE001 — a defect of the lines must not end the watch
            why = f"a defect of Témoin's own: {place_of(error)}"
            print(f"temoin: {why}; the watch goes on, without lines", file=sys.stderr)

    def _write(self) -> None:
        changes = self._watched.changes(self._version, brief=True)
        self._version = changes.version
        lines = [f"{line}\n" for line in self._lines.told(changes)]
        if lines:
            self._output.write("".join(lines))
            self._output.flush()
