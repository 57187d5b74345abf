"""The IAB's consent strings as bits: base64url without padding, fields of so many bits one after the other.

What is wrong with one stops the reading by `Broken`, which whoever began it turns into an unreadable value.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

__all__ = ["Bits", "Broken", "Numbers"]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SIXES = str.maketrans({sign: f"{place:06b}" for place, sign in enumerate(_ALPHABET)})
_SIGNS = re.compile("[A-Za-z0-9_-]+")
_ONES = re.compile("1+")
_LONGEST_CODE = 24
"""Bits of a Fibonacci code: sections and the distances between them are small numbers."""


class Broken(Exception):  # noqa: N818 - carried from a field to whoever reads the string, no error of the program
    """Why a string cannot be read.

    Args:
        why: what is wrong, with "it" for the value.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Numbers(msgspec.Struct, frozen=True):
    """A set of numbers as ranges: ascending, apart from each other.

    Args:
        ranges: first and last number of each.
    """

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]]) -> "Numbers":
        """Put ranges in order, and those together that touch.

        Args:
            ranges: first and last number of each, in any order.
        """
        joined: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return cls(tuple(joined))

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.ranges, number, key=lambda one: one[0])
        return bool(at) and number <= self.ranges[at - 1][1]


class Bits:
    """Reads fields off a string, from its beginning.

    Args:
        text: in base64url.
        what: what errors call it, with "its" before it.

    Raises:
        Broken: it holds other signs.
    """

    def __init__(self, text: str, what: str) -> None:
        if not _SIGNS.fullmatch(text):
            raise Broken(f"its {what} is no base64url")
        self._bits = text.translate(_SIXES)
        self._at = 0
        self._what = what

    def __len__(self) -> int:
        """How many bits are left."""
        return len(self._bits) - self._at

    def number(self, width: int) -> int:
        """Read a whole number.

        Args:
            width: of the field, in bits.
        """
        return int(self._field(width), 2)

    def flag(self) -> bool:
        """Read one bit."""
        return self._field(1) == "1"

    def marked(self, width: int) -> Numbers:
        """Read a field of bits, of which the first stands for 1.

        Args:
            width: of the field, in bits.
        """
        ones = _ONES.finditer(self._field(width) if width else "")
        return Numbers(tuple((run.start() + 1, run.end()) for run in ones))

    def fibonacci(self) -> int:
        """Read a number in Fibonacci coding, which ends with two ones (GPP, "Fibonacci coding")."""
        end = self._bits.find("11", self._at)
        if end < 0:
            raise Broken(f"its {self._what} is cut short")
        if end - self._at > _LONGEST_CODE:
            raise Broken(f"its {self._what} holds a number that is too large")
        code = self._field(end + 2 - self._at)
        value, step, following = 0, 1, 2
        for bit in code[:-1]:
            value += step if bit == "1" else 0
            step, following = following, step + following
        return value

    def skip(self, width: int) -> None:
        """Pass over a field.

        Args:
            width: of the field, in bits.
        """
        self._field(width)

    def _field(self, width: int) -> str:
        end = self._at + width
        if end > len(self._bits):
            raise Broken(f"its {self._what} is cut short")
        field, self._at = self._bits[self._at : end], end
        return field
