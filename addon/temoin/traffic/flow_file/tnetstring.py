"""Typed netstrings, walked in place.

A value is its length in decimal, a colon, that many bytes, and one byte that says its type: `5:hello,`. A
dictionary holds keys and values in turn, a list its items, each a value again. The walk goes one level at a
time and hands out *spans* (type, first byte, byte after the last), so that a body of a gigabyte costs a
subtraction, nothing is parsed that nobody asks for, nothing is copied but what is asked for, and nothing
recurses. A length is believed only once it fits into what holds it.

mitmproxy writes a flow's dictionary last field first; nothing here depends on that.
"""

import math
import re
from collections.abc import Callable
from functools import partial
from typing import IO

from temoin.events import Headers
from temoin.traffic.documents import MOST, decoded

__all__ = ["Malformed", "Span", "Window"]

type Span = tuple[int, int, int]
"""Type byte, and the places in the file of a value's first byte and of the byte after its last."""

_LENGTH = re.compile(rb"([0-9]{1,12}):")
"""Twelve digits at most, as mitmproxy has it."""
_LONGEST_LENGTH = 13

_WINDOW = 1 << 20
_MOST_ITEMS = 100_000
"""In one dictionary or list; mitmproxy writes some twenty, and a request some hundred headers."""
_LONGEST_KEY = 100
_LONGEST_NUMBER = 64

_DICT, _LIST, _BYTES, _TEXT, _INT, _FLOAT, _BOOL, _NULL = b"}],;#^!~"
_TYPES = frozenset(b"}],;#^!~")


class Malformed(Exception):  # noqa: N818 (told to the user with more words around it)
    """The bytes are not what they should be.

    Args:
        at: the byte in the file.
        problem: what is wrong, in a few words.
        missing: how many bytes lie beyond the end of the file; None where that is not what is wrong.
    """

    def __init__(self, at: int, problem: str, *, missing: int | None = None) -> None:
        super().__init__(at, problem)
        self.at = at
        self.problem = problem
        self.missing = missing


class Window:
    """A file of values, of which one megabyte is in memory at a time.

    Args:
        file: can be sought in.
        size: in bytes; what is appended to the file later is not looked at.
        width: how many bytes are in memory at a time.
    """

    def __init__(self, file: IO[bytes], size: int, *, width: int = _WINDOW) -> None:
        self._file = file
        self._width = width
        self._base = 0
        self._buffer = b""
        self.size = size

    @property
    def held(self) -> tuple[int, bytes]:
        """The place of the first byte that is in memory, and what is there; another after most other questions."""
        return self._base, self._buffer

    def value(self, at: int, limit: int) -> Span:
        """The value that begins at a byte.

        Args:
            at: where its length begins.
            limit: where what holds it ends.

        Raises:
            Malformed: none begins there, or it does not fit.
        """
        base, buffer = self._base, self._buffer
        offset = at - base
        if offset < 0 or offset + _LONGEST_LENGTH > len(buffer):
            base, buffer = self._load(at)
            offset = 0
        match = _LENGTH.match(buffer, offset, offset + limit - at)
        if match is None:
            raise self._no_length(at, limit)
        start = base + match.end()
        end = start + int(match[1])
        if end >= limit:
            missing = end + 1 - limit if limit == self.size else None
            raise Malformed(at, "a value is longer than what holds it", missing=missing)
        offset = end - base
        if offset >= len(buffer):
            base, buffer = self._load(at if end - at < self._width else end)
            offset = end - base
        kind = buffer[offset] if offset < len(buffer) else 0
        if kind not in _TYPES:
            raise Malformed(end, "a value has no type")
        return kind, start, end

    def ahead(self, at: int) -> tuple[bytes, int]:
        """A buffer that holds a byte of the file, and its place there; how much lies behind it there is not said.

        Args:
            at: the byte.
        """
        offset = at - self._base
        if not 0 <= offset < len(self._buffer):
            self._load(at)
            offset = 0
        return self._buffer, offset

    def at_hand(self, at: int) -> tuple[bytes, int, int] | None:
        """The dictionary that begins at a byte, brought into memory.

        Args:
            at: where its length begins.

        Returns:
            A buffer, and where in it the dictionary's length begins and its type is; None for one that is too
            large, and for anything else.

        Raises:
            Malformed: no value begins there, or it does not fit.
        """
        buffer, offset = self._buffer, at - self._base
        match = _LENGTH.match(buffer, offset) if offset >= 0 else None
        if match is not None:
            end = match.end() + int(match[1])
            if buffer[end : end + 1] == b"}":
                return buffer, offset, end
        kind, _, end = self.value(at, self.size)
        held = self.around(at, end + 1) if kind == _DICT else None
        if held is None:
            return None
        buffer, base = held
        return buffer, at - base, end - base

    def table(self, span: Span) -> dict[bytes, Span]:
        """A dictionary's values by their keys; of a key that comes twice, the last.

        Raises:
            Malformed: it is no dictionary.
        """
        kind, at, limit = span
        if kind != _DICT:
            raise Malformed(at, "a dictionary is missing")
        fields: dict[bytes, Span] = {}
        while at < limit:
            key_kind, start, end = self.value(at, limit)
            if (key_kind != _TEXT and key_kind != _BYTES) or end - start > _LONGEST_KEY:
                raise Malformed(at, "a key is no name")
            key = self.bytes_between(start, end)
            value = self.value(end + 1, limit)
            fields[key] = value
            at = value[2] + 1
            if len(fields) > _MOST_ITEMS:
                raise Malformed(at, "a dictionary has too many fields")
        return fields

    def items(self, span: Span) -> list[Span]:
        """A list's items.

        Raises:
            Malformed: it is no list.
        """
        kind, at, limit = span
        if kind != _LIST:
            raise Malformed(at, "a list is missing")
        found: list[Span] = []
        while at < limit:
            item = self.value(at, limit)
            found.append(item)
            at = item[2] + 1
            if len(found) > _MOST_ITEMS:
                raise Malformed(at, "a list has too many items")
        return found

    def raw(self, span: Span) -> bytes:
        """The bytes of a byte string or a text.

        Raises:
            Malformed: it is neither.
        """
        kind, start, end = span
        if kind != _BYTES and kind != _TEXT:
            raise Malformed(start, "a text is missing")
        return self.bytes_between(start, end)

    def text(self, span: Span) -> str:
        """A byte string or a text, as text that keeps every byte.

        Raises:
            Malformed: it is neither.
        """
        return self.raw(span).decode("utf-8", "surrogateescape")

    def number(self, span: Span) -> float | None:
        """A number, whole or not; None for null and for what is no finite number.

        Raises:
            Malformed: it is something else.
        """
        kind, start, end = span
        if kind == _NULL:
            return None
        if (kind != _INT and kind != _FLOAT) or end - start > _LONGEST_NUMBER:
            raise Malformed(start, "a number is missing")
        try:
            number = float(self.bytes_between(start, end))
        except ValueError:
            raise Malformed(start, "a number is missing") from None
        return number if math.isfinite(number) else None

    def is_null(self, span: Span) -> bool:
        """Whether a value is null, as a field that mitmproxy left empty is."""
        return span[0] == _NULL

    def bytes_between(self, start: int, end: int) -> bytes:
        """Bytes of the file.

        Raises:
            Malformed: the file became shorter.
        """
        offset = start - self._base
        if offset < 0 or end - self._base > len(self._buffer):
            if end - start > self._width:
                self._file.seek(start)
                found = self._file.read(end - start)
            else:
                found = self._load(start)[1][: end - start]
        else:
            found = self._buffer[offset : end - self._base]
        if len(found) < end - start:
            raise Malformed(start, "the file became shorter")
        return found

    def document(self, start: int, end: int, received: Headers) -> Callable[[], bytes]:
        """What reads a document once somebody wants it.

        Args:
            start: the place of its first byte.
            end: of the byte after its last.
            received: the headers that tell its coding.
        """
        return partial(self._document, start, min(end, start + MOST), received)

    def _document(self, start: int, end: int, received: Headers) -> bytes:
        return decoded(self.apart(start, end), received)

    def apart(self, start: int, end: int) -> bytes:
        """Bytes of the file, read without moving the window there.

        Raises:
            Malformed: the file became shorter.
        """
        offset = start - self._base
        if offset >= 0 and end - self._base <= len(self._buffer):
            return self._buffer[offset : end - self._base]
        self._file.seek(start)
        found = self._file.read(end - start)
        if len(found) < end - start:
            raise Malformed(start, "the file became shorter")
        return found

    def around(self, start: int, end: int) -> tuple[bytes, int] | None:
        """A buffer that holds all bytes between two places, and the place of its first byte.

        Args:
            start: the first place.
            end: the last, behind the last byte.

        Returns:
            None where they are too many to be held at once.
        """
        base, buffer = self._base, self._buffer
        if start < base or end > base + len(buffer):
            if end - start > self._width:
                return None
            base, buffer = self._load(start)
        return buffer, base

    def document_around(self, start: int, end: int, received: Headers) -> Callable[[], bytes]:
        """The same as `document`, by places in the buffer that `around` gave last."""
        return self.document(start + self._base, end + self._base, received)

    def _load(self, at: int) -> tuple[int, bytes]:
        self._file.seek(at)
        self._base, self._buffer = at, self._file.read(min(self._width, self.size - at))
        return self._base, self._buffer

    def _no_length(self, at: int, limit: int) -> Malformed:
        """Digits that run into the end of the file were cut; anything else is no value."""
        rest = self.bytes_between(at, min(limit, at + _LONGEST_LENGTH))
        if limit == self.size and len(rest) < _LONGEST_LENGTH and rest.isdigit():
            return Malformed(at, "a length is cut", missing=1)
        return Malformed(at, "no value begins here")
