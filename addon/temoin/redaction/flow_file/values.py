"""Typed netstrings put together: a value knows its size before it is written, so a body is never held."""

from collections.abc import Iterable

from temoin.redaction.secrets.body import Filling

__all__ = ["EMPTY_LIST", "NULL", "Long", "Value", "items", "netstring", "table"]


class Long:
    """A value that holds what stands for a body.

    Args:
        parts: its bytes, and what stands for bodies, in order.
        size: how many bytes it takes.
    """

    __slots__ = ("parts", "size")

    def __init__(self, parts: tuple[bytes | Filling, ...], size: int) -> None:
        self.parts = parts
        self.size = size


type Value = bytes | Long
"""A value as it will be written."""


def netstring(kind: int, *parts: Value | Filling) -> Value:
    """A value of a type.

    Args:
        kind: the type's byte.
        parts: what it holds.
    """
    short = [part for part in parts if isinstance(part, bytes)]
    if len(short) == len(parts):
        held = b"".join(short)
        return b"%d:%b%c" % (len(held), held, kind)
    size = sum(len(part) if isinstance(part, bytes) else part.size for part in parts)
    head, end = b"%d:" % size, bytes((kind,))
    flat: list[bytes | Filling] = [head]
    for part in parts:
        if isinstance(part, Long):
            flat += part.parts
        else:
            flat.append(part)
    flat.append(end)
    return Long(tuple(flat), len(head) + size + 1)


def items(values: Iterable[Value]) -> Value:
    """A list.

    Args:
        values: its items.
    """
    return netstring(ord("]"), *values)


def table(fields: Iterable[tuple[bytes, Value]]) -> Value:
    """A dictionary.

    Args:
        fields: its keys and values.
    """
    return netstring(ord("}"), *(part for key, value in fields for part in (netstring(ord(";"), key), value)))


NULL: Value = b"0:~"
EMPTY_LIST: Value = b"0:]"
