"""What may be said of a cookie's value without showing it: its length, its shape, and which are equal.

A value is a credential, so nothing here returns a part of one. A *shape* is a class so wide that it gives
nothing away and still tells a random identifier from a language code; a *label* (A, B…) lets two sightings be
compared within a session and means nothing outside it.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.cookies.syntax import size

__all__ = ["MOST_LABELS", "Labels", "Shape", "length", "shape"]

MOST_LABELS = 100_000
"""Distinct values that a session labels (some 13 MB); those that come after are all "?"."""

_MOST_RECENT = 1_024
"""Values whose label and shape are remembered, for most cookies come again and again."""

_SHORT = 256
"""Characters of such a one."""


class Shape(StrEnum):
    """What a value looks like; the first that fits, in this order.

    A pair of double quotes around the value is looked through.

    - `empty`: nothing.
    - `boolean`: true, false, yes, no, on or off, in any case. (0 and 1 are digits: they may count.)
    - `uuid`: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
    - `timestamp`: 10 or 13 digits that, as Unix seconds or milliseconds, fall in the years 2001 to 2100.
    - `digits`: decimal digits.
    - `hex`: 8 or more hexadecimal digits, letters in one case.
    - `jwt`: three dotted base64url parts, the first a JSON object (RFC 7519 3).
    - `json`: a valid object or array.
    - `url-encoded`: characters that a URL may hold, with at least one %XX (RFC 3986 2.1).
    - `base64`: 16 or more characters of either alphabet (RFC 4648 4 and 5), of a length that can be decoded,
      with letters in both cases and something other than a letter.
    - `word`: letters, in parts joined by "-" or "_".
    - `text`: anything else.
    """

    EMPTY = "empty"
    BOOLEAN = "boolean"
    UUID = "uuid"
    TIMESTAMP = "timestamp"
    DIGITS = "digits"
    HEX = "hex"
    JWT = "jwt"
    JSON = "json"
    URL_ENCODED = "url-encoded"
    BASE64 = "base64"
    WORD = "word"
    TEXT = "text"


_TIMESTAMPS = {10: 1, 13: 1000}
"""How many units make a second, by the number of digits."""

_FROM_2001 = 978_307_200
_TO_2100 = 4_133_980_800

_BOOLEANS = frozenset({"true", "false", "yes", "no", "on", "off"})
_LONGEST_BOOLEAN = 5
_DIGITS = re.compile(r"[0-9]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{14,}={0,2}")
_LEAST_BASE64 = 16


def _matches(pattern: str) -> Callable[[str], bool]:
    matcher = re.compile(pattern)
    return lambda value: matcher.fullmatch(value) is not None


def _is_timestamp(value: str) -> bool:
    units = _TIMESTAMPS.get(len(value))
    if units is None or not _DIGITS.fullmatch(value):
        return False
    return _FROM_2001 * units <= int(value) < _TO_2100 * units


def _is_json(value: str) -> bool:
    if not value.startswith(("{", "[")):
        return False
    try:
        msgspec.json.decode(value.encode("utf-8", "surrogateescape"), type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True


def _is_base64(value: str) -> bool:
    if len(value) < _LEAST_BASE64 or not _BASE64.fullmatch(value):
        return False
    if len(value.rstrip("=")) % 4 == 1 or (value.endswith("=") and len(value) % 4):
        return False
    return not (value.isalpha() or value.upper() == value or value.lower() == value)


_SHAPES: tuple[tuple[Shape, Callable[[str], bool]], ...] = (
    (Shape.EMPTY, lambda value: not value),
    (Shape.BOOLEAN, lambda value: len(value) <= _LONGEST_BOOLEAN and value.lower() in _BOOLEANS),
    (Shape.UUID, _matches(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")),
    (Shape.TIMESTAMP, _is_timestamp),
    (Shape.DIGITS, _matches(r"[0-9]+")),
    (Shape.HEX, _matches(r"(?:[0-9a-f]{8,}|[0-9A-F]{8,})")),
    (Shape.JWT, _matches(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")),
    (Shape.JSON, _is_json),
    (Shape.URL_ENCODED, _matches(r"(?=[^%]*%)(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+")),
    (Shape.BASE64, _is_base64),
    (Shape.WORD, _matches(r"[^\W\d_]+(?:[-_][^\W\d_]+)*")),
)


def shape(value: str) -> Shape:
    """The first shape that fits a value, in time linear in its length.

    Args:
        value: as it crossed.
    """
    return _short_shape(value) if len(value) <= _SHORT else _shape(value)


def _shape(value: str) -> Shape:
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        value = value[1:-1]
    return next((name for name, fits in _SHAPES if fits(value)), Shape.TEXT)


_short_shape = lru_cache(_MOST_RECENT)(_shape)


def length(value: str) -> int:
    """The bytes that a value takes on the wire."""
    return size(value)


class Labels:
    """One label a value, by first appearance in a session: A to Z, then AA, AB and so on.

    Only an 8-byte digest of each value is kept, and the values that came last: neither values nor memory pile up.
    Two values share one in some three of ten billion sessions of the largest size.

    Args:
        dropped: where values without a label are counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._numbers: dict[bytes, int] = {}
        self._recent: dict[str, str] = {}

    def of(self, value: str) -> str:
        """The label of a value, the same for equal ones.

        Args:
            value: as it crossed.

        Returns:
            Capital letters, or "?" for a value first seen after `MOST_LABELS` others.
        """
        label = self._recent.get(value)
        if label is None:
            label = self._label(value)
            if len(value) <= _SHORT and label != "?":
                if len(self._recent) >= _MOST_RECENT:
                    self._recent.clear()
                self._recent[value] = label
        return label

    def _label(self, value: str) -> str:
        digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = self._numbers.get(digest)
        if number is None:
            if len(self._numbers) >= MOST_LABELS:
                self._dropped.note(Lost.LABELS)
                return "?"
            number = self._numbers[digest] = len(self._numbers) + 1
        return _letters(number)


def _letters(number: int) -> str:
    """A number from 1 up in letters, as spreadsheets name their columns."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
