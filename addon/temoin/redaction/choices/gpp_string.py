"""The IAB's GPP string: its European section is a TC string; a section that is not read is replaced.

The American sections hold answers and nothing else, and stay.
"""

from collections.abc import Iterator

from temoin.consent.bits import Broken
from temoin.consent.gpp_string import Part, decode
from temoin.consent.us_sections import SECTIONS, USP
from temoin.redaction.choices.reading import Naming
from temoin.redaction.choices.tc_string import with_other_times
from temoin.redaction.standins import Standins

__all__ = ["rewritings"]

_EUROPE = 2


def rewritings(text: str, _: Naming, standins: Standins) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Write a GPP string anew; see `temoin.redaction.choices.text.rewritings`."""
    header, *sections = text.split("~")
    try:
        made = [_section(part, standins) for part in decode(text)]
    except Broken:
        made = [standins.of(section) for section in sections]
    hidden = tuple(section for section, new in zip(sections, made, strict=True) if section != new)
    yield "~".join((header, *made)), hidden


def _section(part: Part, standins: Standins) -> str:
    if part.number == _EUROPE:
        return with_other_times(part.text, standins) or part.text
    if part.number == USP or part.number in SECTIONS:
        return part.text
    return standins.of(part.text)
