"""A message's header fields out of the bytes that a record holds of them, remembered field by field.

A list of fields is a row of `34:10:user-agent,111:Mozilla/5.0 …,]`. It is parted where `,]` stands; each part must
be a field exactly, by its own lengths, or the row is left to the exact walk. So a value that holds `,]`, or that
poses as the next field, deceives nobody. Browsers and servers say the same things over and over: parts are
remembered, and so are whole rows, up to the first cookie.
"""

import re
from collections.abc import Callable
from typing import Final

from temoin.events import Headers
from temoin.traffic.flow_file.memory import LONGEST, MOST, Unlike

__all__ = ["received_in", "sent_in"]

_MOST_ROWS: Final = 1_024
"""Rows that are remembered, each of at most `_LONGEST_ROW` bytes; then all are forgotten."""

_LONGEST_ROW: Final = 2_048

_SIZES: Final = tuple(b"%d" % size for size in range(LONGEST + 1))
"""Lengths as they are written, which costs less to compare than to read them."""

_FIELD = re.compile(rb"([0-9]{1,12}):([0-9]{1,12}):([^,]*),([0-9]{1,12}):(.*)", re.DOTALL)


def _heads_of_cookies() -> tuple[bytes, ...]:
    """What stands before the value of a Cookie field, its lengths, by the length of all of the field."""
    found = [b"~" * (LONGEST + 1)] * (LONGEST + 1)  # too long to begin a field of a length that none has
    for size in range(LONGEST):
        inner = b"6:cookie,%d:" % size
        head = b"%d:%b" % (len(inner) + size + 1, inner)
        if len(head) + size <= LONGEST:
            found[len(head) + size] = head
    return tuple(found)


_COOKIE: Final = b"cookie"
_HEADS_OF_COOKIES: Final = _heads_of_cookies()


class _Fields(dict[bytes, tuple[bytes, bytes]]):
    def __missing__(self, part: bytes) -> tuple[bytes, bytes]:
        size = len(part)
        if size > LONGEST:
            return _field_of(part)
        head = _HEADS_OF_COOKIES[size]
        pair = (_COOKIE, part[len(head) :]) if part.startswith(head) else _field_of(part)
        if len(self) >= MOST:
            self.clear()
        self[part] = pair
        return pair


def _field_of(part: bytes) -> tuple[bytes, bytes]:
    match = _FIELD.fullmatch(part)
    if match is None:
        raise Unlike
    whole, name_length, name, value_length, value = match.groups()
    size = len(part)
    if size <= LONGEST:
        same = (
            name_length == _SIZES[len(name)]
            and value_length == _SIZES[len(value)]
            and whole == _SIZES[size - len(whole)]
        )
    else:
        same = False
    if not same and (
        len(name) != int(name_length) or len(value) != int(value_length) or size - len(whole) != int(whole)
    ):
        raise Unlike
    if len(name) in _LOOKED_FOR:
        _spelt_as_usual(name, value)
    return name, value


_LOOKED_FOR = (len("upgrade"), len("content-type"))


def _spelt_as_usual(name: bytes, value: bytes) -> None:
    """Leave to the walk what `layout` would not find by searching a row: `uPGRADE`, `text/Html`.

    Raises:
        Unlike: it is such a field.
    """
    lower = name.lower()
    if lower == b"upgrade" and name not in (b"upgrade", b"Upgrade"):
        raise Unlike
    if (
        lower == b"content-type"
        and b"html" in value.lower()
        and b"html" not in value
        and b"HTML" not in value
    ):
        raise Unlike


_field = _Fields().__getitem__


class _Rows(dict[bytes, tuple[Headers, bool]]):
    """Rows, and whether one holds a word in either spelling."""

    def __init__(self, *words: bytes) -> None:
        self._words = words

    def __missing__(self, row: bytes) -> tuple[Headers, bool]:
        parts = row.split(b",]")
        if parts.pop():
            raise Unlike
        found = tuple(map(_field, parts)), any(word in row for word in self._words)
        if len(row) <= _LONGEST_ROW:
            if len(self) >= _MOST_ROWS:
                self.clear()
            self[row] = found
        return found


received_in: Callable[[bytes], tuple[Headers, bool]] = _Rows(b"html", b"HTML").__getitem__
"""The fields of a response by the bytes between the brackets of their list, and whether one may say that it is
HTML; raises `Unlike` where they are not in the usual layout."""

_before_cookies: Callable[[bytes], tuple[Headers, bool]] = _Rows(b"pgrade,").__getitem__


def sent_in(buffer: bytes, at: int, end: int) -> tuple[Headers, bool]:
    """The fields of a request, and whether one may ask for another protocol.

    Args:
        buffer: holds them.
        at: the place behind the opening bracket of their list.
        end: of the closing one.

    Raises:
        Unlike: they are not in the usual layout.
    """
    cut = buffer.find(b":6:cookie,", at, end)
    if cut < 0:
        return _before_cookies(buffer[at:end])
    # Whatever it was found in, a row may be cut behind any `,]`: that is where it is parted.
    cut = buffer.rfind(b",]", at, cut)
    cut = at if cut < 0 else cut + 2
    before, upgrade = _before_cookies(buffer[at:cut])
    rest = buffer[cut:end]
    parts = rest.split(b",]")
    if parts.pop():
        raise Unlike
    return before + tuple(map(_field, parts)), upgrade or b"pgrade," in rest
