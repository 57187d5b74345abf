"""A terminal's keys: read at once and unseen, and waited for together with whatever else may wake the screen."""

import os
import select
import sys
import threading
from contextlib import suppress

if sys.platform != "win32":
    import termios

__all__ = ["Keyboard", "Waiting"]

_READ = 4096
_IFLAG, _LFLAG, _CC = 0, 3, 6


class Keyboard:
    """The keys of a terminal, each read as it is pressed and not shown.

    Signals from the keyboard (Ctrl-C, Ctrl-Z) stay signals.

    Args:
        descriptor: an open terminal.
        ours: close it at the end.
    """

    def __init__(self, descriptor: int, *, ours: bool = False) -> None:
        self.descriptor = descriptor
        self._ours = ours
        self._before: list[int | list[bytes | int]] | None = None

    @classmethod
    def found(cls) -> "Keyboard | None":
        """The keyboard of whoever started this: standard input, else the controlling terminal; None without one."""
        if sys.platform == "win32":
            return None
        with suppress(OSError, ValueError, AttributeError):
            if os.isatty(sys.stdin.fileno()):
                return cls(sys.stdin.fileno())
        with suppress(OSError):
            return cls(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY), ours=True)
        return None

    @property
    def in_front(self) -> bool:
        """True where the terminal listens to us, not to another job of its shell."""
        if sys.platform == "win32":
            return False
        try:
            return os.tcgetpgrp(self.descriptor) == os.getpgrp()
        except OSError:
            return True  # a terminal of no session has no jobs

    def enter(self) -> None:
        """Take keys one by one from now on; what the terminal was like is kept the first time.

        Raises:
            OSError: it is no terminal any more.
        """
        if sys.platform == "win32":
            return
        try:
            modes = termios.tcgetattr(self.descriptor)
            if self._before is None:
                self._before = termios.tcgetattr(self.descriptor)
            modes[
                _IFLAG
            ] &= ~termios.IXON  # Ctrl-S would stop the picture, and leave whoever watches guessing
            modes[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            modes[_CC][termios.VMIN] = 1
            modes[_CC][termios.VTIME] = 0
            termios.tcsetattr(self.descriptor, termios.TCSANOW, modes)
        except termios.error as error:
            raise OSError(*error.args) from error

    def leave(self) -> None:
        """Make the terminal what it was; keys that were pressed and not read are dropped."""
        if sys.platform == "win32" or self._before is None:
            return
        with suppress(OSError, termios.error):
            termios.tcsetattr(self.descriptor, termios.TCSANOW, self._before)
            termios.tcflush(self.descriptor, termios.TCIFLUSH)
        self._before = None

    def unblock(self) -> None:
        """Free whoever waits to write to a terminal that reads no more; what it has not read yet is lost."""
        if sys.platform == "win32":
            return
        with suppress(OSError, termios.error):
            termios.tcflow(self.descriptor, termios.TCOOFF)
            termios.tcflow(self.descriptor, termios.TCOON)
            termios.tcflush(self.descriptor, termios.TCOFLUSH)

    def read(self) -> bytes:
        """What was pressed; nothing where the terminal is gone."""
        with suppress(OSError):
            return os.read(self.descriptor, _READ)
        return b""

    def close(self) -> None:
        """Give the terminal back."""
        self.leave()
        if self._ours:
            self._ours = False
            os.close(self.descriptor)


class Waiting:
    """Waits for a key, for a call from another thread, or for a time, whichever comes first."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._pipe: tuple[int, int] | None = None
        if sys.platform != "win32":
            self._pipe = os.pipe()
            for end in self._pipe:
                os.set_blocking(end, False)

    def wake(self) -> None:
        """End the wait; may be called from any thread, and in a signal's handler."""
        self._event.set()
        if self._pipe is not None:
            with suppress(OSError):
                os.write(self._pipe[1], b"\0")

    def wait(self, seconds: float, keyboard: Keyboard | None) -> bool:
        """Wait.

        Args:
            seconds: how long at most.
            keyboard: whose keys to wait for; None for nobody's.

        Returns:
            True where a key can be read.
        """
        if self._pipe is None:
            self._event.wait(seconds)
            self._event.clear()
            return False
        watched = [self._pipe[0]] if keyboard is None else [self._pipe[0], keyboard.descriptor]
        ready, _, _ = select.select(watched, (), (), max(seconds, 0.0))
        if self._pipe[0] in ready:
            with suppress(BlockingIOError):
                os.read(self._pipe[0], _READ)
        return keyboard is not None and keyboard.descriptor in ready

    def close(self) -> None:
        """Give back what it holds."""
        pipe, self._pipe = self._pipe, None
        for end in pipe or ():
            os.close(end)
