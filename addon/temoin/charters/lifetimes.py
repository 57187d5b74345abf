"""Lifetimes as charters write them: "2 weeks by default", "13 mois maximum", "Token … up to 12 months".

What is found is written as a policy writes it, in the charter's own units ("13 mois"), so that the file says
what the page says. A cell may speak of several spans; then the longest counts, for nobody is to be accused by the
shorter one, and that it was so is said.
"""

import functools
import re
from collections.abc import Iterable
from fractions import Fraction

import msgspec

from temoin.charters.languages import Unit, all_languages
from temoin.charters.phrases import phrases_of
from temoin.charters.wording import plain
from temoin.policy import SESSION
from temoin.policy.durations import duration

__all__ = ["Lifetime", "read_lifetime", "unit_in"]

_LONGEST = 400
_NEXT = 60
"""How much longer a unit may be than one that a comma adds: "1 year, 1 month", not "397 days, 15 minutes"."""

_ABOUT = 0.1
"""How far a span in brackets may be off the one before it and still say it again: "6 months (180 days)"."""


class Lifetime(msgspec.Struct, frozen=True):
    """What a charter says of a cookie's lifetime.

    Args:
        text: as a policy writes it ("13 mois", "session"); empty where no lifetime is said.
        remark: what was decided or could not be read; empty where the words leave no choice.
    """

    text: str = ""
    remark: str = ""


class _Span(msgspec.Struct, frozen=True):
    text: str
    seconds: int
    start: int
    end: int


def read_lifetime(cell: str, unit: str = "") -> Lifetime:
    """Read a lifetime.

    Args:
        cell: as it stands.
        unit: in which plain numbers count, where the column's head says so ("days"), else empty.
    """
    words = _apart(_digits(plain(cell)[:_LONGEST]))
    if not words or phrases_of("none").are(words):
        return Lifetime()
    if unit and re.fullmatch(r"\d{1,6}", words):
        words = f"{words} {unit}"
    spans = _unrepeated(words, _spans(words))
    session = phrases_of("session").within(words)
    if not spans:
        if session:
            return Lifetime(SESSION)
        if phrases_of("endless").within(words):
            return Lifetime(remark="says no lifetime")
        return Lifetime(remark="is no span of time that can be read")
    longest = max(spans, key=lambda span: span.seconds)
    if len({span.seconds for span in spans}) > 1:
        return Lifetime(longest.text, "speaks of several spans: the longest was taken")
    if session:
        return Lifetime(longest.text, "speaks of the session as well: the longer was taken")
    return Lifetime(longest.text)


def unit_in(head: str) -> str:
    """The unit that a column's head gives to its numbers: "days" of "Lifetime (in days)".

    Args:
        head: as it stands.

    Returns:
        The unit as a policy writes it, or empty.
    """
    bracket = re.search(r"\(([^()]{1,20})\)", plain(head))
    found = _SPELT().get(bracket[1].split()[-1]) if bracket and bracket[1].split() else None
    return found.many if found else ""


@functools.cache
def _SPELT() -> dict[str, Unit]:  # noqa: N802 - a constant that is made when it is first needed
    return {
        spelling.strip(): unit
        for one in all_languages()
        for unit in one.units
        for spelling in unit.spellings.split(",")
    }


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    units = "|".join(sorted(_SPELT(), key=len, reverse=True))
    ranges = _alternatives(one.ranges for one in all_languages())
    asides = _alternatives(one.asides for one in all_languages())
    number = rf"(?<![\d.,])(\d{{1,6}}(?:[.,]\d{{1,2}})?)\s*-?\s*({units})(?![a-z])"
    return (
        re.compile(number),
        re.compile(
            rf"(?<![\d.,])(\d{{1,6}})\s*(?:-|{ranges}|et|and|ou|or)\s*(?=\d{{1,6}}\s*({units})(?![a-z]))"
        ),
        re.compile(rf"\s*(?:,|\+|{asides}|,\s*(?:{asides}))?\s*"),
    )


@functools.cache
def _numbers() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    pairs = [pair.split("=") for one in all_languages() for pair in one.numbers.split(",")]
    digits = {plain(word): number for word, number in pairs}
    units = "|".join(sorted(_SPELT(), key=len, reverse=True))
    words = "|".join(sorted(digits, key=len, reverse=True))
    return (
        re.compile(rf"(?<![\w-])({words})(?=\s+(?:{units})(?![a-z]))"),
        re.compile(rf"(?<![\w-])(?:(?:{words})\s*\((\d{{1,6}})\)|(\d{{1,6}})\s*\((?:{words})\))"),
        digits,
    )


def _digits(words: str) -> str:
    """A text whose numbers are digits, "treize (13) mois" and "13 (treize) mois" included."""
    word, twice, digits = _numbers()
    words = twice.sub(lambda found: found[1] or found[2], words)
    return word.sub(lambda found: digits[found[1]], words)


def _apart(words: str) -> str:
    """The ends of a range as two spans: "1 to 2 years" is "1 years / 2 years"."""
    _, opened, _ = _patterns()
    return opened.sub(lambda found: f"{found[1]} {found[2]} / ", words)


def _spans(words: str) -> list[_Span]:
    """Every span of time in a text; those that follow one another in falling units are one, added up."""
    single, _, joiner = _patterns()
    spans: list[_Span] = []
    last = 0
    for found in single.finditer(words):
        unit = _SPELT()[found[2]]
        span = _span(found[1], found[2], *found.span())
        if span is None:
            continue
        size = unit.seconds or unit.months * 2_592_000
        joined = joiner.fullmatch(words, spans[-1].end, span.start) if spans and size < last else None
        if joined is not None and (joined[0].strip() != "," or last <= _NEXT * size):
            text = f"{spans[-1].text} {span.text}"
            seconds = duration(text)
            if seconds is not None:
                spans[-1] = _Span(text, seconds, spans[-1].start, span.end)
                last = size
                continue
        spans.append(span)
        last = size
    return spans


def _span(number: str, spelling: str, start: int, end: int) -> _Span | None:
    """One span, in the charter's own spelling where a policy knows it ("24 h"), and in whole numbers."""
    amount = Fraction(number.replace(",", "."))
    unit = _SPELT()[spelling]
    if amount.denominator == 1 and (seconds := duration(f"{amount} {spelling}")) is not None:
        return _Span(f"{amount} {spelling}", seconds, start, end)
    if amount.denominator != 1:
        smaller = _smaller(unit)
        if smaller is None:
            return None
        factor = unit.months or Fraction(unit.seconds, smaller.seconds or 1)
        amount, unit = amount * factor, smaller
    if amount.denominator != 1 or amount < 1:
        return None
    text = f"{amount.numerator} {unit.one if amount == 1 else unit.many}"
    seconds = duration(text)
    return None if seconds is None else _Span(text, seconds, start, end)


def _smaller(unit: Unit) -> Unit | None:
    """The next smaller unit of the same language and kind, in which "1.5 years" is a whole number."""
    units = next(one.units for one in all_languages() if unit in one.units)
    at = units.index(unit)
    if at == 0 or bool(units[at - 1].months) != bool(unit.months):
        return None
    return units[at - 1]


def _unrepeated(words: str, spans: list[_Span]) -> list[_Span]:
    """The spans without those in brackets that say again, in another unit, what stands before them."""
    opened = words.find("(")
    inside = re.match(r"[^()]*\)", words[opened + 1 :]) if opened >= 0 else None
    if inside is None or len(spans) < 2:
        return spans
    closed = opened + inside.end()
    outside = [span for span in spans if not opened < span.start < closed]
    return [
        span
        for span in spans
        if span in outside
        or not any(abs(span.seconds - other.seconds) <= _ABOUT * other.seconds for other in outside)
    ]


def _alternatives(lists: Iterable[str]) -> str:
    return "|".join(re.escape(plain(word)) for words in lists for word in words.split(","))
