"""The terminal that a screen is drawn on: taken, drawn on, and left as it was found, whatever ends it.

The picture has a screen of its own (the alternate one), so that what stood there before comes back. Lines do not
wrap: a character that a terminal draws wider than expected then costs the end of its line, and not the picture.
What is pasted is bracketed, so that it is told from what is typed.
"""

import os
import select
import sys
import threading
from contextlib import suppress
from typing import TextIO

from rich.console import ConsoleDimensions, RenderableType
from rich.live import Live

from temoin.views.terminal import console_for
from temoin.watching.screen.held_output import HeldOutput
from temoin.watching.screen.keyboard import Keyboard

__all__ = ["Terminal", "bears_a_screen"]

_ENTER = "\x1b[?7l\x1b[?2004h"
_LEAVE = "\x1b[?2026l\x1b[0m\x1b[?7h\x1b[?2004l"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a picture: a terminal that knows them shows it at once, not line by line; others ignore them."""

_SOON, _PATIENCE = 0.3, 1.0
_FALLBACK = (80, 24)


def bears_a_screen(output: TextIO) -> bool:
    """True where something that changes in place can be shown: on a terminal that can move its cursor."""
    if not output.isatty():
        return False
    console = console_for(output)
    return console.is_terminal and not console.is_dumb_terminal


class Terminal:
    """A terminal with its keyboard, if it has one.

    Args:
        output: where to draw.
    """

    def __init__(self, output: TextIO) -> None:
        self.keyboard = Keyboard.found()
        self._output = output
        self._console = console_for(output)
        self._live: Live | None = None
        self._held = HeldOutput()
        self._lock = threading.RLock()

    @property
    def is_entered(self) -> bool:
        """True while it is ours."""
        return self._live is not None

    @property
    def in_front(self) -> bool:
        """True where the terminal is ours to draw on, not another job's."""
        return self.keyboard is None or self.keyboard.in_front

    @property
    def size(self) -> tuple[int, int]:
        """Its columns and lines, as they are now."""
        with suppress(OSError, ValueError, AttributeError):
            columns, lines = os.get_terminal_size(self._output.fileno())
            if columns > 0 and lines > 0:
                return columns, lines
        return _FALLBACK

    def enter(self) -> None:
        """Take it, or take it again after somebody else had it."""
        with self._lock:
            if self.keyboard is not None:
                try:
                    self.keyboard.enter()
                except OSError:
                    self.keyboard = None
            if self._live is None:
                self._held.take()
                self._live = Live(
                    console=self._console,
                    screen=True,
                    auto_refresh=False,
                    redirect_stdout=False,
                    redirect_stderr=False,
                    vertical_overflow="crop",
                )
                self._live.start()
            else:
                self._console.set_alt_screen(True)
                self._console.show_cursor(False)
            self._write(_ENTER)
            self._console.clear()

    def draw(self, picture: RenderableType) -> None:
        """Draw a picture, as large as the terminal is.

        Raises:
            OSError: the terminal is gone.
        """
        with self._lock:
            if self._live is not None:
                self._console.size = ConsoleDimensions(*self.size)
                self._write(_BEGIN)
                self._live.update(picture, refresh=True)
                self._write(_END)

    def clear(self) -> None:
        """Wipe it, so that all of the next picture is drawn."""
        with self._lock:
            if self._live is not None:
                self._console.clear()

    def leave(self) -> None:
        """Leave it as it was found, and print what others wanted to print meanwhile; may be called twice."""
        if not self._lock.acquire(timeout=_SOON) and not self._freed():
            # Whoever draws waits for a terminal that reads no more; nothing could be written there now.
            self._held.give_back(printing=False)
            if self.keyboard is not None:
                self.keyboard.leave()
            return
        try:
            live, self._live = self._live, None
            if live is not None and not self._is_read():
                self.unblock()
            if live is not None:
                with suppress(OSError, ValueError):
                    self._write(_LEAVE)
                with suppress(OSError, ValueError):
                    live.stop()
            if self.keyboard is not None:
                self.keyboard.leave()
            with suppress(OSError, ValueError):
                self._held.give_back()
        finally:
            self._lock.release()

    def unblock(self) -> None:
        """Free whoever waits to write to a terminal that reads no more."""
        if self.keyboard is not None:
            self.keyboard.unblock()

    def close(self) -> None:
        """Leave it for good."""
        self.leave()
        if self.keyboard is not None:
            self.keyboard.close()

    def _freed(self) -> bool:
        """Free whoever draws, and wait for it; True once nobody does."""
        self.unblock()
        return self._lock.acquire(timeout=_PATIENCE)

    def _is_read(self) -> bool:
        """True where a little can be written soon."""
        if sys.platform == "win32":
            return True
        with suppress(OSError, ValueError):
            return bool(select.select((), (self._output,), (), _SOON)[1])
        return False

    def _write(self, sequence: str) -> None:
        if not self._console.legacy_windows:
            self._output.write(sequence)
            self._output.flush()
