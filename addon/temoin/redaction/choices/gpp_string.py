"""The IAB's GPP string: its European section is a TC string; a section that is not read is replaced.

Of the American sections the answers stay, and of the segments behind them (Global Privacy Control) what is as short
as an answer.
"""

from collections.abc import Iterator

from temoin.consent.bits import Broken
from temoin.consent.gpp_string import Part, decode
from temoin.consent.us_sections import SECTIONS, USP, read_section
from temoin.redaction.choices.reading import Naming
from temoin.redaction.choices.tc_string import with_other_times
from temoin.redaction.choices.unread import reads, unread
from temoin.redaction.standins import Standins

__all__ = ["rewritings"]

_EUROPE = 2
_SHORT = 6
"""Signs of a segment that only answers: the longest that is defined, on sensitive data, has some thirty bits."""


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
    if part.number == USP:
        return part.text
    if part.number not in SECTIONS:
        return standins.of(part.text)
    first, *others = part.text.split(".")
    return ".".join(
        (
            _answers(part.number, first, standins),
            *(one if len(one) <= _SHORT else standins.of(one) for one in others),
        )
    )


def _answers(number: int, text: str, standins: Standins) -> str:
    """A section's answers without what stands behind them; of one that cannot be read, the version."""

    def read(told: str) -> object:
        return read_section(number, told)

    if not reads(text, read):
        return text[:1] + standins.of(text[1:])
    rest = unread(text, read)
    return text.removesuffix(rest) + standins.of(rest) if rest else text
