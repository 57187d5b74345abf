"""What others print while the screen stands: kept, for it would tear the picture, and printed when it is gone."""

import sys
import threading
from collections import deque
from io import TextIOBase
from typing import TextIO, cast

from temoin.views.printable import printable

__all__ = ["HeldOutput"]

_LINES = 200
_LENGTH = 2000


class HeldOutput(TextIOBase):
    """Stands in for standard output and standard error; the last lines are kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: deque[str] = deque(maxlen=_LINES)
        self._line = ""
        self._dropped = 0
        self._before: tuple[TextIO, TextIO] | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What others may print: all of Unicode, for it is escaped in the end where it must be."""
        return "utf-8"

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str, /) -> int:
        """Keep what is printed."""
        with self._lock:
            *lines, self._line = (self._line + text).split("\n")
            self._line = self._line[:_LENGTH]
            self._keep(lines)
        return len(text)

    def take(self) -> None:
        """Stand in for the two streams from now on."""
        if self._before is None:
            self._before = sys.stdout, sys.stderr
            sys.stdout = sys.stderr = cast("TextIO", self)

    def give_back(self, *, printing: bool = True) -> None:
        """Put the streams back, unless somebody else replaced them, and print what was kept on standard error.

        Args:
            printing: False where nobody could read it.
        """
        if self._before is None:
            return
        stdout, stderr = self._before
        self._before = None
        if sys.stdout is cast("TextIO", self):
            sys.stdout = stdout
        if sys.stderr is cast("TextIO", self):
            sys.stderr = stderr
        if printing:
            for line in self._taken():
                print(line, file=stderr)
            stderr.flush()

    def _keep(self, lines: list[str]) -> None:
        self._dropped += max(len(self._lines) + len(lines) - _LINES, 0)
        self._lines.extend(line[:_LENGTH] for line in lines)

    def _taken(self) -> list[str]:
        with self._lock:
            if self._line:
                self._keep([self._line])
                self._line = ""
            before = [f"({self._dropped:,} earlier lines are left out)"] if self._dropped else []
            lines = [printable(line, _LENGTH) for line in self._lines]
            self._lines.clear()
            self._dropped = 0
            return before + lines
