"""The values of a small dictionary, out of bytes that are at hand."""

import re
from typing import Final

from temoin.traffic.asked import LAST_TIME
from temoin.traffic.flow_file.memory import LENGTH, Unlike

__all__ = ["seconds_of", "table_of", "text_of"]

_MOST_ITEMS: Final = 64
_TYPES: Final = frozenset(b"}],;#^!~")
_ITEM = re.compile(rb"([0-9]{1,2}):([a-z_]{1,99});" + LENGTH).match
_SECONDS = re.compile(rb"[0-9]{1,12}\.[0-9]{1,20}").fullmatch


def table_of(buffer: bytes, at: int, end: int) -> dict[bytes, bytes]:
    """The values of a dictionary, each with its type behind it.

    Args:
        buffer: holds it.
        at: the place of its first byte.
        end: of its type.

    Raises:
        Unlike: it is none, or has more fields than mitmproxy writes.
    """
    fields: dict[bytes, bytes] = {}
    while at < end:
        item = _ITEM(buffer, at)
        if item is None:
            raise Unlike
        size, name, length = item.groups()
        begin = item.end()
        at = begin + int(length) + 1
        if len(name) != int(size) or at > end or buffer[at - 1] not in _TYPES:
            raise Unlike
        fields[name] = buffer[begin:at]
        if len(fields) > _MOST_ITEMS:
            raise Unlike
    return fields


def seconds_of(told: bytes) -> float:
    """A moment out of a table, with its type behind it.

    Raises:
        Unlike: it is none.
    """
    if told[-1:] != b"^" or not _SECONDS(told[:-1]):
        raise Unlike
    at = float(told[:-1])
    if at > LAST_TIME:
        raise Unlike
    return at


def text_of(octets: bytes) -> str:
    """Text that keeps every byte."""
    return octets.decode("utf-8", "surrogateescape")
