"""What of a value is replaced, and what stays so that it remains what it is.

Letters and digits are replaced, in a run of four or more whatever their order, so that not even the pattern of an
identifier stays; the signs between them stay. What a value *is* (`temoin.cookies.values.Shape`) decides the rest: a
uuid keeps its dashes, JSON its structure, a JWT its first three letters.
"""

import re
from collections.abc import Iterator

import msgspec

from temoin.cookies.values import Shape, shape
from temoin.redaction.alphabets import (
    BASE64,
    DIGITS,
    HEX_LOWER,
    HEX_MIXED,
    HEX_UPPER,
    HIGH,
    LONE,
    NOT_ZERO,
    classes,
    holds,
    of_classes,
    wide,
)

__all__ = ["Pattern", "Slot", "pattern"]

_MIXED_FROM = 4
"""Signs of a run from which letters and digits change places; in a shorter one each keeps its class."""

_UNIT = re.compile(r"%([0-9A-Fa-f]{2})|.", re.DOTALL)
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"|[0-9]++', re.DOTALL)
_JSON_UNIT = re.compile(r"\\u([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})|\\.|%([0-9A-Fa-f]{2})|.", re.DOTALL)
_JWT_HEAD = "eyJ"


class Slot(msgspec.Struct, frozen=True):
    """A place where one sign stands for another.

    Args:
        alphabet: the signs that may stand there.
        before: the text between the slot before it and this one.
        spelling: how the sign is written: as it is (empty), or as an escape for `%`.
        run: which run of letters and digits it is of; -1 for none.
    """

    alphabet: str
    before: str
    spelling: str = ""
    run: int = -1


class Pattern(msgspec.Struct, frozen=True):
    """A value without its signs. Values of one pattern can stand for each other.

    Args:
        shape: what it is.
        slots: the places, in order.
        after: what follows the last.
    """

    shape: Shape
    slots: tuple[Slot, ...]
    after: str

    def spell(self, signs: list[str]) -> str:
        """Fill the places.

        Args:
            signs: one a slot.
        """
        parts = []
        for slot, sign in zip(self.slots, signs, strict=True):
            parts.append(slot.before)
            parts.append(slot.spelling % ord(sign) if slot.spelling else sign)
        parts.append(self.after)
        return "".join(parts)


class _Unit(msgspec.Struct):
    """One sign as it is written; without an alphabet it stays."""

    text: str
    sign: str
    alphabet: str = ""
    spelling: str = ""
    run: int = -1


def pattern(text: str) -> tuple[Pattern, list[str]]:
    """Take a value apart.

    Args:
        text: any, decoded with surrogateescape.

    Returns:
        Its pattern, and the signs that stand in its slots.
    """
    kind = shape(text)
    quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
    inner = text[1:-1] if quoted else text
    units = list(_of_shape(kind, inner))
    slots: list[Slot] = []
    signs: list[str] = []
    before = ['"'] if quoted else []
    for unit in units:
        if unit.alphabet:
            slots.append(Slot(unit.alphabet, "".join(before), unit.spelling, unit.run))
            signs.append(unit.sign)
            before = []
        else:
            before.append(unit.text)
    return Pattern(kind, tuple(slots), "".join(before) + ('"' if quoted else "")), signs


def _of_shape(kind: Shape, text: str) -> Iterator[_Unit]:
    match kind:
        case Shape.EMPTY | Shape.BOOLEAN:
            yield _Unit(text, text)
        case Shape.UUID | Shape.HEX:
            alphabet = _hexadecimal(text)
            for sign in text:
                yield _Unit(sign, sign, "" if sign == "-" else alphabet)
        case Shape.JWT:
            yield _Unit(_JWT_HEAD, _JWT_HEAD)
            yield from _encoded(text[len(_JWT_HEAD) :])
        case Shape.BASE64:
            yield from _encoded(text)
        case Shape.JSON:
            yield from _json(text)
        case Shape.TIMESTAMP | Shape.DIGITS | Shape.URL_ENCODED | Shape.WORD | Shape.TEXT:
            yield from _runs([_unit(found) for found in _UNIT.finditer(text)], 0)


def _hexadecimal(text: str) -> str:
    lower, upper = text != text.upper(), text != text.lower()
    if lower and upper:
        return HEX_MIXED
    return HEX_UPPER if upper else HEX_LOWER


def _encoded(text: str) -> Iterator[_Unit]:
    alphabet = BASE64 + "".join(sign for sign in "+-/_" if sign in text)
    for sign in text:
        yield _Unit(sign, sign, alphabet if sign in alphabet else "")


def _json(text: str) -> Iterator[_Unit]:
    at = runs = 0
    for token in _JSON.finditer(text):
        yield _Unit(text[at : token.start()], "")
        at = token.end()
        if token[0].startswith('"'):
            units = [unit for found in _JSON_UNIT.finditer(token[0]) for unit in _json_units(found)]
            made = list(_runs(units, runs))
            runs = max((unit.run + 1 for unit in made), default=runs)
            yield from made
        else:
            yield from _number(token[0])
    yield _Unit(text[at:], "")


def _number(digits: str) -> Iterator[_Unit]:
    """Digits that must not begin with a zero unless they did (RFC 8259, section 6)."""
    if len(digits) > 1:
        zero = digits[0] == "0"
        yield _Unit(digits[0], digits[0], "" if zero else NOT_ZERO)
        digits = digits[1:]
    for digit in digits:
        yield _Unit(digit, digit, DIGITS)


def _json_units(found: re.Match[str]) -> Iterator[_Unit]:
    if found[1]:
        yield _Unit(found[0][:4], "")
        for digit in found[2]:
            yield _Unit(digit, digit, _hexadecimal(found[2]))
    elif found[3]:
        yield _escaped(found[0], found[3])
    elif found[0].startswith("\\"):
        yield _Unit(found[0], "")
    else:
        yield _plain(found[0])


def _unit(found: re.Match[str]) -> _Unit:
    return _escaped(found[0], found[1]) if found[1] else _plain(found[0])


def _escaped(text: str, digits: str) -> _Unit:
    sign = chr(int(digits, 16))
    spelling = "%%%02X" if digits == digits.upper() else "%%%02x"
    if sign.isascii():
        return _Unit(text, sign, spelling=spelling) if sign.isalnum() else _Unit(text, "")
    return _Unit(text, sign, HIGH, spelling)


def _plain(sign: str) -> _Unit:
    if sign.isascii():
        return _Unit(sign, sign if sign.isalnum() else "")
    if "\ud800" <= sign <= "\udfff":
        return _Unit(sign, sign, LONE) if sign in LONE else _Unit(sign, "")
    alphabet = wide(sign)
    return _Unit(sign, sign, alphabet) if holds(alphabet, sign) else _Unit(sign, "")


def _runs(units: list[_Unit], number: int) -> Iterator[_Unit]:
    """Give the letters and digits of each run their alphabet."""
    run: list[_Unit] = []
    for unit in (*units, None):
        if unit is not None and not unit.alphabet and unit.sign:
            run.append(unit)
            continue
        if run:
            found = classes("".join(one.sign for one in run))
            for one in run:
                if len(run) < _MIXED_FROM:
                    one.alphabet = of_classes(classes(one.sign))
                else:
                    one.alphabet, one.run = of_classes(found), number
            yield from run
            number += len(run) >= _MIXED_FROM
            run = []
        if unit is not None:
            yield unit
