"""The signs that may stand for a sign: none that would change what a value is, or how many bytes it takes."""

from functools import cache

__all__ = [
    "BASE64",
    "DIGITS",
    "HEX_LOWER",
    "HEX_MIXED",
    "HEX_UPPER",
    "HIGH",
    "LONE",
    "LOWER",
    "NEVER_TEXT",
    "NOT_ZERO",
    "UPPER",
    "classes",
    "holds",
    "of_classes",
    "place",
    "wide",
]

DIGITS = "0123456789"
NOT_ZERO = DIGITS[1:]
LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
BASE64 = UPPER + LOWER + DIGITS
HEX_LOWER = DIGITS + "abcdef"
HEX_UPPER = DIGITS + "ABCDEF"
HEX_MIXED = DIGITS + "abcdefABCDEF"

HIGH = "".join(map(chr, range(0x80, 0x100)))
"""Bytes that are no ASCII, as URL-encoding writes them."""

LONE = "".join(map(chr, range(0xDC80, 0xDD00)))
"""Bytes that are no UTF-8, as wire text holds them."""

NEVER_TEXT = "".join(map(chr, range(0xDCF8, 0xDD00)))
"""Those among them that no UTF-8 text has, whatever stands beside them."""

_CLASSES = (DIGITS, LOWER, UPPER)


def classes(run: str) -> tuple[str, ...]:
    """Which of digits, small and capital letters a run of ASCII letters and digits has.

    Args:
        run: not empty.
    """
    return tuple(one for one in _CLASSES if any(sign in one for sign in run))


def of_classes(found: tuple[str, ...]) -> str:
    """All signs of some classes.

    Args:
        found: as `classes` gives them.
    """
    return "".join(found)


@cache
def _places(alphabet: str) -> dict[str, int]:
    return {sign: at for at, sign in enumerate(alphabet)}


def place(alphabet: str, sign: str) -> int:
    """Where a sign stands in an alphabet.

    Args:
        alphabet: any.
        sign: of it.
    """
    return _places(alphabet)[sign]


def holds(alphabet: str, sign: str) -> bool:
    """Tell whether a sign is of an alphabet.

    Args:
        alphabet: any.
        sign: any.
    """
    return sign in _places(alphabet)


def wide(sign: str) -> str:
    """All letters, or all digits, that take as many bytes of UTF-8 as one beyond ASCII.

    Args:
        sign: no surrogate.

    Returns:
        None at all for what is neither.
    """
    if not sign.isalnum():
        return ""
    code = ord(sign)
    width = 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return _wide(width, _is_letter(sign))


_RANGES = {
    2: (range(0xA0, 0x800),),
    3: (range(0x800, 0xD800), range(0xE000, 0x10000)),
    4: (range(0x10000, 0x30000), range(0xE0000, 0xE0200)),
}
"""The planes that are in use; what lies beyond is the sign itself alone."""


@cache
def _wide(width: int, letter: bool) -> str:
    return "".join(
        sign
        for codes in _RANGES[width]
        for code in codes
        if (sign := chr(code)).isalnum() and _is_letter(sign) is letter
    )


def _is_letter(sign: str) -> bool:
    """What a regular expression calls a word's character and no digit."""
    return sign.isalnum() and not sign.isdecimal()
