"""Typed netstrings put together: a value knows its size before it is written, so a body is never held."""

from collections.abc import Iterable, Iterator

from temoin.redaction.secrets.body import Filling

__all__ = ["NULL", "Value", "empty_list", "items", "netstring", "table", "text"]


class Value:
    """A value as it will be written.

    Args:
        parts: bytes, what stands for bodies, and values within.
        size: how many bytes it takes.
    """

    __slots__ = ("parts", "size")

    def __init__(self, parts: "tuple[bytes | Filling | Value, ...]", size: int) -> None:
        self.parts = parts
        self.size = size

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, in order."""
        for part in self.parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part.pieces()


def netstring(kind: int, *parts: bytes | Filling | Value) -> Value:
    """A value of a type.

    Args:
        kind: the type's byte.
        parts: what it holds.
    """
    size = sum(len(part) if isinstance(part, bytes) else part.size for part in parts)
    head = b"%d:" % size
    return Value((head, *parts, bytes((kind,))), len(head) + size + 1)


def text(value: bytes) -> Value:
    """A text.

    Args:
        value: in UTF-8.
    """
    return netstring(ord(";"), value)


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
    return netstring(ord("}"), *(part for key, value in fields for part in (text(key), value)))


NULL = netstring(ord("~"))


def empty_list() -> Value:
    """A list of nothing."""
    return items(())
