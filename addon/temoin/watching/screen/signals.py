"""Signals that a screen must not be surprised by: being suspended, resized, or ended by somebody else.

Whoever runs the watch says what ends it. Where nobody has said anything of a signal, it would end the process at
once and leave the terminal unusable: then, and only then, the terminal is left first.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

__all__ = ["Signals"]

_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")


class Signals:
    """What a screen does on signals, for as long as it stands.

    Args:
        leave: gives the terminal back.
        resume: takes it again.
        wake: has the screen look at once.
    """

    def __init__(
        self, leave: Callable[[], None], resume: Callable[[], None], wake: Callable[[], None]
    ) -> None:
        self._leave = leave
        self._resume = resume
        self._wake = wake
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: list[signal.Signals] = []

    def install(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Listen from now on; only in the main thread can one.

        Args:
            loop: the running loop, in which suspending and resizing are dealt with; without one they are not.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        for name in _ENDING:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, self._end)
                self._ending.append(number)
        if loop is not None and sys.platform != "win32":
            self._loop = loop
            if signal.getsignal(signal.SIGTSTP) != signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGTSTP, self._suspend)
            loop.add_signal_handler(signal.SIGCONT, self._resume)
            loop.add_signal_handler(signal.SIGWINCH, self._wake)

    def remove(self) -> None:
        """Listen no more; what others set meanwhile stays."""
        for number in self._ending:
            if signal.getsignal(number) == self._end:
                signal.signal(number, signal.SIG_DFL)
        self._ending.clear()
        loop, self._loop = self._loop, None
        if loop is not None and sys.platform != "win32" and not loop.is_closed():
            for number in (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH):
                loop.remove_signal_handler(number)

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (what a handler is given)
        """Leave the terminal, then do what the signal does by itself."""
        self._leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _suspend(self) -> None:
        """Leave the terminal, stop as any program does, and take the terminal again when let go on."""
        loop = self._loop
        if loop is None or sys.platform == "win32":
            return
        self._leave()
        loop.remove_signal_handler(signal.SIGTSTP)
        os.kill(os.getpid(), signal.SIGTSTP)
        loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._resume()
