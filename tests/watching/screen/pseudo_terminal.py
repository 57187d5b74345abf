"""A program on a terminal of its own: what it draws, what is typed to it, what it leaves behind."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["PseudoTerminal"]

_WITHIN = 20.0
_ADDON = Path(__file__).parents[3] / "addon"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9])")
_ENTERED, _LEFT, _HOME = "\x1b[?1049h", "\x1b[?1049l", "\x1b[H"

_SHELL = """
import fcntl, os, signal, subprocess, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
def front(group):
    os.tcsetpgrp(0, group)
job = subprocess.Popen(sys.argv[1:], process_group=0)
print("job", job.pid, flush=True)
if os.environ.get("BACKGROUND"):
    input()
    os.kill(job.pid, signal.SIGCONT)
front(job.pid)
while True:
    _, status = os.waitpid(job.pid, os.WUNTRACED)
    front(os.getpgrp())
    if not os.WIFSTOPPED(status):
        break
    print("stopped", bool(termios.tcgetattr(0)[3] & termios.ECHO), flush=True)
    input()
    front(job.pid)
    os.kill(job.pid, signal.SIGCONT)
print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""
"""As much of a shell as job control needs: it has the terminal while its job is stopped, until a line is typed."""


class PseudoTerminal:
    """The made-up screen, run as a shell's job.

    Args:
        arguments: for `python -m temoin.watching.screen`.
        size: columns and lines.
        program: Python to run instead.
        environment: what to change in the environment; `BACKGROUND` has the job wait there for a line to be typed.
    """

    def __init__(
        self, *arguments: str, size: tuple[int, int] = (100, 30), program: str = "", **environment: str
    ) -> None:
        run = ["-c", program] if program else ["-m", "temoin.watching.screen"]
        self._master, self._slave = pty.openpty()
        self.resize(*size)
        self.before = termios.tcgetattr(self._slave)
        self._text = ""
        given = {
            name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")
        }
        self.shell = subprocess.Popen(
            [sys.executable, "-c", _SHELL, sys.executable, *run, *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            env={
                **given,
                "PYTHONPATH": str(_ADDON),
                "TERM": "xterm-256color",
                "PYTHONUTF8": "1",
                **environment,
            },
        )

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.shell.poll() is None:
            os.killpg(self.shell.pid, signal.SIGKILL)
            if found := re.search(r"job (\d+)", self._text):
                with suppress(ProcessLookupError):
                    os.kill(int(found[1]), signal.SIGKILL)
        self.shell.wait(_WITHIN)
        for descriptor in (self._master, self._slave):
            with suppress(OSError):
                os.close(descriptor)

    def resize(self, columns: int, lines: int) -> None:
        """Change the terminal's size; the kernel tells those who run on it."""
        self._lines = lines
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the job alone."""
        self.until("job ")
        os.kill(int(re.findall(r"job (\d+)", self._text)[0]), number)

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed."""
        os.close(self._slave)
        os.close(self._master)

    def until(self, text: str, *, count: int = 1) -> str:
        """Wait until something was written, so many times; fails where it is not in time.

        Returns:
            All that was written so far.
        """
        return self._wait(lambda: self._text.count(text) >= count, text)

    def shows(self, text: str) -> str:
        """Wait until the picture that stands has a text in it.

        Returns:
            The picture.
        """
        self._wait(lambda: text in self.picture, text)
        return self.picture

    def read_while(self, going_on: Callable[[], bool]) -> None:
        """Take what is written, as a terminal does, for as long as something else goes on."""
        while going_on():
            self._read(0.1)

    @property
    def picture(self) -> str:
        """The last picture that was drawn as a whole, of the terminal's height, without its colours."""
        drawn = self._text.rpartition(_ENTERED)[2]
        pictures = [part for part in drawn.split(_HOME) if part.count("\n") == self._lines - 1]
        return _ESCAPES.sub("", pictures[-1]) if pictures else ""

    @property
    def is_left(self) -> bool:
        """True where the screen was left as it was found: the other screen, a cursor, wrapping, no brackets."""
        ends = [
            (_LEFT, _ENTERED),
            ("\x1b[?25h", "\x1b[?25l"),
            ("\x1b[?7h", "\x1b[?7l"),
            ("\x1b[?2004l", "\x1b[?2004h"),
        ]
        return all(self._text.rfind(left) > self._text.rfind(entered) >= 0 for left, entered in ends)

    @property
    def modes(self) -> list[object]:
        """The terminal's modes."""
        return list(termios.tcgetattr(self._slave))

    @property
    def after(self) -> str:
        """What was written after the screen was left."""
        return _ESCAPES.sub("", self._text.rpartition(_LEFT)[2])

    def _wait(self, done: Callable[[], bool], what: str) -> str:
        deadline = time.monotonic() + _WITHIN
        while not done():
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{what!r} was not written; what was: {self._text[-3000:]!r}")
            self._read(min(left, 0.2))
        return self._text

    def _read(self, within: float) -> None:
        ready, _, _ = select.select([self._master], (), (), within)
        if ready:
            self._text += os.read(self._master, 65_536).decode("utf-8", "replace")
