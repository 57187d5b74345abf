"""A JSON file of any size, of which some megabytes are in memory at a time."""

import io
import re
from collections.abc import Callable
from typing import IO

__all__ = ["NotJson", "Text"]

_STEP = 1 << 20
"""Bytes that are read at once, or as many as are held already: so what is long takes linear time."""

_MOST_ENDS = 16

_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_WITHIN = rb'[^"{}\[\]]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_RUN = re.compile(rb"(?:" + _WITHIN + rb"|\{(?:" + _WITHIN + rb")*+\})*+", re.DOTALL)
"""What neither opens nor closes anything: strings, what lies between them, objects that hold nothing else."""

_PLAIN = re.compile(rb"[^\s,\[\]{}\":]++")
_DEPTH = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}


class NotJson(Exception):  # noqa: N818 (an answer, not an error of the program)
    """The text stops being JSON.

    Args:
        at: the byte.
        cut: True where it simply ends.
    """

    def __init__(self, at: int, *, cut: bool) -> None:
        super().__init__(at, cut)
        self.at = at
        self.cut = cut


class Text:
    """Finds where values begin and end and leaves to a decoder what they are.

    It is linear in the size of the text, does not recurse, and stops where the text stops being JSON.

    Args:
        file: can be sought in.
        size: in bytes; what is appended later is not looked at.
        told: told how far reading is.
    """

    def __init__(self, file: IO[bytes], size: int, told: Callable[[int], None] | None = None) -> None:
        self.size = size
        self._file = file
        self._base = 0
        self._data = b""
        self._told = told
        self._read = 0
        self._ends: dict[int, int] = {}

    @classmethod
    def of(cls, data: bytes) -> "Text":
        """A text that is in memory whole.

        Args:
            data: its bytes.
        """
        text = cls(io.BytesIO(), len(data))
        text._data = data
        return text

    def byte(self, at: int) -> bytes:
        """One byte, or nothing behind the end.

        Args:
            at: its place.
        """
        offset = at - self._base
        if 0 <= offset < len(self._data):
            return self._data[offset : offset + 1]
        if at >= self.size:
            return b""
        self._load(at)
        return self._data[:1]

    def sign(self, at: int) -> tuple[bytes, int]:
        """The next byte that is no white space, and its place.

        Args:
            at: where to begin.

        Raises:
            NotJson: there is none.
        """
        offset = at - self._base
        found = self._data[offset : offset + 1] if offset >= 0 else b""
        if not found or found in b" \t\r\n":
            at = self._space(at)
            found = self.byte(at)
            if not found:
                raise NotJson(at, cut=True)
        return found, at

    def _space(self, at: int) -> int:
        """The place behind white space."""
        while self.byte(at):
            match = _SPACE.match(self._data, at - self._base)
            offset = match.end() if match else at - self._base
            at = self._base + offset
            if offset < len(self._data):
                break
        return at

    def between(self, start: int, end: int) -> bytes:
        """Bytes of the text.

        Args:
            start: of the first.
            end: behind the last.
        """
        if start < self._base or end > self._base + len(self._data):
            if end - start > _STEP:
                self._file.seek(start)
                return self._file.read(end - start)
            self._load(start)
        return self._data[start - self._base : end - self._base]

    def apart(self, start: int, end: int) -> bytes:
        """The same, wherever they are and whatever is in memory.

        Args:
            start: of the first.
            end: behind the last.
        """
        self._file.seek(start)
        return self._file.read(end - start)

    def end_of(self, at: int) -> int:
        """Where the value that begins at a byte ends.

        Args:
            at: its place.

        Raises:
            NotJson: it does not end, or none begins there.
        """
        if at in self._ends:
            return self._ends[at]
        first = self.byte(at)
        if not first:
            raise NotJson(at, cut=True)
        if first == b'"':
            return self._end_of_match(_STRING, at)
        if first not in b"{[":
            return self._end_of_plain(at)
        depth, place = 1, at + 1
        while True:
            run = _RUN.match(self._data, place - self._base)
            place = self._base + run.end() if run else place
            change = _DEPTH.get(self._data[place - self._base : place - self._base + 1])
            if change is None:
                if not self._more(place):
                    raise NotJson(self.size, cut=True)
                continue
            depth += change
            place += 1
            if depth == 0:
                return place

    def ended(self, at: int, end: int) -> None:
        """Note where a value ends, which somebody went through: it is then not looked for again.

        Args:
            at: where it begins.
            end: where it ends.
        """
        if len(self._ends) >= _MOST_ENDS:
            self._ends.clear()
        self._ends[at] = end

    def _end_of_match(self, pattern: re.Pattern[bytes], at: int) -> int:
        while (match := pattern.match(self._data, at - self._base)) is None:
            if not self._more(at):
                raise NotJson(self.size, cut=True)
        return self._base + match.end()

    def _end_of_plain(self, at: int) -> int:
        while True:
            match = _PLAIN.match(self._data, at - self._base)
            if match is None:
                raise NotJson(at, cut=False)
            if match.end() < len(self._data):
                return self._base + match.end()
            if not self._more(at):
                raise NotJson(at, cut=True)

    def _more(self, keep: int) -> bool:
        """Hold more, from a byte on; False where there is no more."""
        end = self._base + len(self._data)
        if end >= self.size:
            return False
        kept = self._data[keep - self._base :]
        self._file.seek(end)
        read = self._file.read(min(max(_STEP, len(kept)), self.size - end))
        self._base, self._data = keep, kept + read
        if end > self._read:
            self._read = end
            if self._told is not None:
                self._told(end)
        return bool(read)

    def _load(self, at: int) -> None:
        self._file.seek(at)
        self._base, self._data = at, self._file.read(min(_STEP, self.size - at))
