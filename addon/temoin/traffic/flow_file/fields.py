"""A message's header fields out of the bytes that a record holds of them, remembered field by field.

A list of fields is a row of `34:10:user-agent,111:Mozilla/5.0 …,]`. It is parted where `,]` stands; each part must
be a field exactly, by its own lengths, or the row is left to the exact walk. So a value that holds `,]`, or that
poses as the next field, deceives nobody. Browsers and servers say the same things over and over: parts are
remembered.
"""

import re
from typing import Final

from temoin.events import Headers

__all__ = ["LONGEST", "MOST", "Unlike", "fields_in"]

MOST: Final = 4_096
"""Fields that are remembered; then all are forgotten at once, which costs less than to tell which is the oldest."""

LONGEST: Final = 400
"""Bytes of a field that is remembered."""

_SIZES: Final = tuple(b"%d" % size for size in range(LONGEST + 1))
"""Lengths as they are written, which costs less to compare than to read them."""

_FIELD = re.compile(rb"([0-9]{1,12}):([0-9]{1,12}):([^,]*),([0-9]{1,12}):(.*)", re.DOTALL)


class Unlike(Exception):  # noqa: N818 (an answer, not an error of the program)
    """The bytes are not in the layout in which mitmproxy writes header fields."""


class _Fields(dict[bytes, tuple[bytes, bytes]]):
    def __missing__(self, part: bytes) -> tuple[bytes, bytes]:
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
            len(name) != int(name_length)
            or len(value) != int(value_length)
            or size - len(whole) != int(whole)
        ):
            raise Unlike
        if len(name) in _LOOKED_FOR:
            _spelt_as_usual(name, value)
        pair = (name, value)
        if size <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[part] = pair
        return pair


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


def fields_in(row: bytes) -> Headers:
    """The fields of a message.

    Args:
        row: the bytes between the brackets of their list.

    Raises:
        Unlike: they are not in the usual layout.
    """
    parts = row.split(b",]")
    if parts.pop():
        raise Unlike
    return tuple(map(_field, parts))
