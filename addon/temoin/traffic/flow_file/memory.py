"""What stretches of bytes say, read once: records repeat each other nearly everywhere.

A memory is asked by the bytes themselves, so what it answers is what reading them again would say. When it is full
all is forgotten at once, which costs less than to tell what is the oldest.
"""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["LENGTH", "LONGEST", "MOST", "Unlike", "remembered", "stretch"]

MOST: Final = 4_096
"""Stretches of a kind that are remembered."""

LONGEST: Final = 400
"""Bytes of one that is remembered."""

LENGTH: Final = rb"([0-9]{1,12}):"


class Unlike(Exception):  # noqa: N818 (an answer, not an error of the program)
    """The bytes are not in the layout in which mitmproxy writes them."""


class _Memory[T](dict[bytes, T]):
    def __init__(self, read: Callable[[bytes], T], most: int, longest: int) -> None:
        self._read = read
        self._most = most
        self._longest = longest

    def __missing__(self, key: bytes) -> T:
        found = self._read(key)
        if len(key) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[key] = found
        return found


def remembered[T](
    read: Callable[[bytes], T], most: int = MOST, longest: int = LONGEST
) -> Callable[[bytes], T]:
    """Read each stretch of bytes once.

    Args:
        read: reads one; raises `Unlike` where it cannot, which is not remembered.
        most: stretches that are remembered.
        longest: bytes of one that is remembered.

    Returns:
        What reads one and remembers it. It is the bare method of a dictionary, which costs least to call.
    """
    return _Memory(read, most, longest).__getitem__


def stretch[T](begins: bytes, read: Callable[[re.Match[bytes]], T]) -> Callable[[bytes], T]:
    """A memory of stretches of one width, which are cut without looking where what is asked of them ends.

    Args:
        begins: what a stretch must begin with, as a regular expression; what follows it says nothing.
        read: reads what was matched.
    """
    match = re.compile(begins, re.DOTALL).match

    def found(key: bytes) -> T:
        matched = match(key)
        if matched is None:
            raise Unlike
        return read(matched)

    return remembered(found)
