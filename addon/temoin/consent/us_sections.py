"""The American sections of a GPP string: what each law's section says, field by field.

Every section is a version, then fields of two bits: notices, opt-outs, consents. An opt-out is 1 where the person
opted out, and 2 where not; a consent 1 where refused, and 2 where given; 0 is "not applicable" and says nothing.
The sections differ only in which fields they have. Segments after a section's first (Global Privacy Control) are
passed over.

IAB Tech Lab, Global Privacy Platform, "Sections/US-National" and "Sections/US-States".
"""

from collections.abc import Iterator

import msgspec

from temoin.consent.bits import Bits, Broken
from temoin.consent.choice import Choice

__all__ = ["NAMES", "SECTIONS", "USP", "Section", "read_section", "read_usp"]

USP = 6
"""The number of the older US Privacy string's section, which is text."""

_SALE, _SHARING, _ADVERTISING = "sale", "sharing", "targeted advertising"
_SENSITIVE, _CHILD, _PERSONAL, _OTHER = (
    "sensitive data",
    "known child data",
    "personal data",
    "additional data",
)


class _Field(msgspec.Struct, frozen=True):
    """One answer, or a list of answers; without a name it is passed over."""

    name: str
    count: int = 1
    listed: bool = False


class Section(msgspec.Struct, frozen=True):
    """A law's section.

    Args:
        name: as the specification calls it.
        fields: after the version, in order.
        short: the same in an older form, which a shorter string has; empty where there is none.
        versions: those that are read.
    """

    name: str
    fields: tuple[_Field, ...]
    short: tuple[_Field, ...] = ()
    versions: tuple[int, ...] = (1,)


def _passed(count: int) -> _Field:
    return _Field("", count)


def _list(name: str, count: int) -> _Field:
    return _Field(name, count, listed=True)


_OPT_OUTS = (_Field(_SALE), _Field(_ADVERTISING))
_MSPA = _passed(3)


def _state(name: str, notices: int, *fields: _Field) -> Section:
    return Section(name, (_passed(notices), *_OPT_OUTS, *fields, _MSPA))


def _late_state(name: str, *fields: _Field) -> Section:
    """One of 2025 and after: the MSPA's two fields come first, and sensitive data has a segment of its own."""
    return Section(name, (_passed(2 + 3), *_OPT_OUTS, *fields))


def _national(sensitive: int, children: int) -> tuple[_Field, ...]:
    answers = (_list(_SENSITIVE, sensitive), _list(_CHILD, children), _Field(_PERSONAL), _MSPA)
    return (_passed(6), _Field(_SALE), _Field(_SHARING), _Field(_ADVERTISING), *answers)


SECTIONS = {
    7: Section("usnat", _national(16, 3), _national(12, 2), (1, 2)),
    8: Section(
        "usca",
        (
            _passed(3), _Field(_SALE), _Field(_SHARING), _list(_SENSITIVE, 9), _list(_CHILD, 2),
            _Field(_PERSONAL), _MSPA,
        ),
    ),
    9: _state("usva", 3, _list(_SENSITIVE, 8), _Field(_CHILD)),
    10: _state("usco", 3, _list(_SENSITIVE, 7), _Field(_CHILD)),
    11: _state("usut", 4, _list(_SENSITIVE, 8), _Field(_CHILD)),
    12: _state("usct", 3, _list(_SENSITIVE, 8), _list(_CHILD, 3)),
    13: _state("usfl", 3, _list(_SENSITIVE, 8), _list(_CHILD, 3), _Field(_OTHER)),
    14: _state("usmt", 3, _list(_SENSITIVE, 8), _list(_CHILD, 3), _Field(_OTHER)),
    15: _state("usor", 3, _list(_SENSITIVE, 11), _list(_CHILD, 3), _Field(_OTHER)),
    16: _state("ustx", 3, _list(_SENSITIVE, 8), _Field(_CHILD), _Field(_OTHER)),
    17: _state("usde", 3, _list(_SENSITIVE, 9), _list(_CHILD, 5), _Field(_OTHER)),
    18: _state("usia", 4, _list(_SENSITIVE, 8), _Field(_CHILD)),
    19: _state("usne", 3, _list(_SENSITIVE, 8), _Field(_CHILD), _Field(_OTHER)),
    20: _state("usnh", 3, _list(_SENSITIVE, 8), _list(_CHILD, 3), _Field(_OTHER)),
    21: _state("usnj", 3, _list(_SENSITIVE, 10), _list(_CHILD, 5), _Field(_OTHER)),
    22: _state("ustn", 3, _list(_SENSITIVE, 8), _Field(_CHILD), _Field(_OTHER)),
    23: _state("usmn", 3, _list(_SENSITIVE, 8), _Field(_CHILD), _Field(_OTHER)),
    24: _late_state("usmd", _Field(_OTHER)),
    25: _late_state("usin", _Field(_CHILD), _Field(_OTHER)),
    26: _late_state("usky", _Field(_CHILD), _Field(_OTHER)),
    27: _late_state("usri", _Field(_CHILD), _Field(_OTHER)),
}  # fmt: skip
"""The sections that are read, by the number that a GPP header gives them."""

NAMES = frozenset(
    f"{field.name} {place}" if field.listed else field.name
    for section in SECTIONS.values()
    for field in section.fields
    for place in range(1, field.count + 1)
    if field.name
)
"""All that the sections can grant or refuse."""


def read_section(number: int, text: str) -> Choice:
    """Read a section.

    Args:
        number: one of `SECTIONS`.
        text: the section, as it stands between the `~` signs.

    Raises:
        Broken: it is of another version, cut short, or holds a value that no field can have.
    """
    section = SECTIONS[number]
    bits = Bits(text.partition(".")[0], f"{section.name} section")
    version = bits.number(6)
    if version not in section.versions:
        raise Broken(f"the version of its {section.name} section is {version}, which is not known")
    fields = section.fields
    if section.short and version == 1 and len(bits) < _width(fields):
        fields = section.short
    answers = list(_answers(bits, fields, section.name))
    return Choice.of((name for name, yes in answers if yes), (name for name, yes in answers if not yes))


def read_usp(text: str) -> Choice:
    """Read a US Privacy string: `1YNN` (IAB, "US Privacy String", version 1).

    Args:
        text: the string.

    Raises:
        Broken: it is none, or of another version.
    """
    if len(text) != 4 or not set(text[1:]) <= set("YN-"):
        raise Broken("its US Privacy section is cut short or broken")
    if text[0] != "1":
        raise Broken("the version of its US Privacy section is not known")
    opted_out = text[2]
    return Choice.of([_SALE] if opted_out == "N" else [], [_SALE] if opted_out == "Y" else [])


def _answers(bits: Bits, fields: tuple[_Field, ...], section: str) -> Iterator[tuple[str, bool]]:
    for field in fields:
        for place in range(1, field.count + 1):
            value = bits.number(2)
            if value == 3:
                raise Broken(f"its {section} section holds a value that no field can have")
            if value and field.name:
                yield (f"{field.name} {place}" if field.listed else field.name), value == 2


def _width(fields: tuple[_Field, ...]) -> int:
    return sum(2 * field.count for field in fields)
