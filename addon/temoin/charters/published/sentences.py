"""Sentences with holes: filled in when a page is written, recognised when one is read."""

import functools
import re
from collections.abc import Mapping

from temoin.charters.languages import Language, all_languages
from temoin.charters.wording import clean, plain
from temoin.policy.durations import duration
from temoin.policy.schema import SESSION

__all__ = ["date_in_words", "date_of", "found_in", "in_words"]


@functools.cache
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", clean(sentence))
    spelt = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+)" for at, part in enumerate(parts)]
    return re.compile("".join(spelt))


def found_in(text: str, sentence: str) -> Mapping[str, str] | None:
    """Recognise a sentence.

    Args:
        text: on one line.
        sentence: with holes, as `{lifetime}`.

    Returns:
        What stands in the holes; None where the text is another.
    """
    found = _pattern(sentence).fullmatch(text)
    return None if found is None else found.groupdict()


def date_in_words(date: str, language: Language) -> str:
    """A policy's date in the words of a language: "2026-11-01" is "1er novembre 2026".

    Args:
        date: year-month-day.
        language: which.
    """
    year, month, day = date.split("-")
    number = language.page.first if day == "01" else str(int(day))
    return f"{number} {language.page.months[int(month) - 1]} {year}"


def date_of(text: str, language: Language) -> str:
    """The date that a language's words say; empty where they say none.

    Args:
        text: as `date_in_words` writes one.
        language: which.
    """
    found = re.fullmatch(r"(\d{1,2})\w* (\w+) (\d{4})", text)
    months = [plain(month) for month in language.page.months]
    if found is None or plain(found[2]) not in months:
        return ""
    return f"{found[3]}-{months.index(plain(found[2])) + 1:02}-{int(found[1]):02}"


def in_words(span: str, language: Language) -> str:
    """A lifetime of a policy in the words of a language: "13 months" is "13 mois".

    Args:
        span: as the policy's file has it.
        language: which.

    Returns:
        The same length in that language; the span as it stands where it cannot be said so.
    """
    if span.casefold() == SESSION:
        return language.page.session
    pieces = re.findall(r"(\d+)\s*([^\W\d_]+)", span)
    said = " ".join(_piece(int(number), spelling, language) for number, spelling in pieces)
    return said if duration(said) == duration(span) is not None else clean(span)


def _piece(number: int, spelling: str, language: Language) -> str:
    at = _places().get(plain(spelling))
    if at is None:
        return f"{number} {spelling}"
    unit = language.units[at]
    return f"{number} {unit.one if number == 1 else unit.many}"


@functools.cache
def _places() -> dict[str, int]:
    """The place of each spelling's unit; all languages list their units in one order."""
    return {
        spelling.strip(): at
        for language in all_languages()
        for at, unit in enumerate(language.units)
        for spelling in unit.spellings.split(",")
    }
