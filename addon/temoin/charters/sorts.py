"""Which sort of cookies a heading, a cell or a sentence speaks of, and whether it says that they need consent."""

import functools
import re
from enum import Enum

import msgspec

from temoin.charters.languages import all_languages
from temoin.charters.phrases import Phrases, phrases_of
from temoin.charters.terms import Sort
from temoin.charters.wording import clean, plain
from temoin.vocabulary import Party

__all__ = [
    "Statement",
    "Told",
    "lists_only",
    "need_told",
    "party_of",
    "sort_of",
    "speaks_of_cookies",
    "statement",
]

_WEAK = (
    Sort.FUNCTIONAL, Sort.OPTIONAL, Sort.INTERNAL, Sort.THIRD_PARTY, Sort.UNCLASSIFIED, Sort.EXEMPT, Sort.CONSENTED,
)  # fmt: skip
"""Sorts that yield to any other named beside them: "third-party analytics cookies" are analytics cookies."""

_NEEDING = (Sort.STATISTICS, Sort.MARKETING, Sort.SOCIAL, Sort.MEDIA, Sort.OPTIONAL, Sort.CONSENTED)
"""Sorts that "necessary" does not outweigh: "statistics necessary for improving the site" are statistics."""


_PRODUCT = re.compile(
    r"\b(?:google|adobe|piwik|vercel|cloudflare|yahoo|microsoft|meta|facebook)"
    r"(?: \w+)? (?:analytics|ads|advertising)\b"
)
"""Names of products that hold a sort's name and are none."""


class Told(Enum):
    """What a text says of consent."""

    EXEMPT = "exempt"
    REQUIRED = "required"
    PARTLY = "partly"
    """No consent is needed on a condition."""

    NOTHING = "nothing"


class Statement(msgspec.Struct, frozen=True):
    """A sentence that defines a sort of cookies.

    Args:
        sort: which.
        title: how it calls them ("Cookies « nécessaires »").
        text: all that is said, on one line.
        told: what it says of consent.
        conditional: the sentences that say so on a condition.
    """

    sort: Sort
    title: str
    text: str
    told: Told
    conditional: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4096)
def sort_of(text: str) -> Sort | None:
    """The sort of cookies that a heading or a cell names.

    Args:
        text: as it stands.

    Returns:
        The sort, or None where none is named. Of several, one that needs consent comes before "necessary", any
        before those that only say whose a cookie is, and else the first; what is not necessary is optional. A
        name within a longer one is none: "consent required" does not say that the cookie is.
    """
    words = _PRODUCT.sub("", plain(text)[:300]).strip()
    spans = [(start, end, sort) for sort, phrases in _sorts() for start, end in phrases.spans(words)]
    found = [
        _denied(sort) if _negation().search(words[:start]) else sort
        for start, end, sort in sorted(spans, key=lambda span: span[0])
        if not any(first <= start and end <= last and end - start < last - first for first, last, _ in spans)
    ]
    if Sort.NECESSARY in found:
        return next((sort for sort in found if sort in _NEEDING), Sort.NECESSARY)
    strong = [sort for sort in found if sort not in _WEAK]
    return next(iter(strong or found), None)


def _denied(sort: Sort) -> Sort:
    return Sort.OPTIONAL if sort is Sort.NECESSARY else Sort.UNCLASSIFIED


@functools.lru_cache(maxsize=1024)
def party_of(text: str) -> Party | None:
    """The party that a cell names; None where it names none or both.

    Args:
        text: as it stands.
    """
    words = plain(text)[:200]
    named = [party for party, phrases in _parties() if phrases.within(words)]
    return named[0] if len(named) == 1 else None


def need_told(text: str) -> tuple[Told, tuple[str, ...]]:
    """What a text says of consent, sentence by sentence.

    Args:
        text: as it stands.

    Returns:
        What it says, and the sentences that say it on a condition.
    """
    exempt = consented = False
    conditional: list[str] = []
    for sentence in re.split(r"(?<=[.!?;])\s+", clean(text)[:4000]):
        words = plain(sentence)
        if phrases_of("exempt").within(words):
            if _condition().match(words):
                conditional.append(sentence)
            else:
                exempt = True
        elif phrases_of("consented").within(words):
            consented = True
    if conditional:
        return Told.PARTLY, tuple(conditional)
    if exempt == consented:
        return Told.NOTHING, ()
    return (Told.EXEMPT if exempt else Told.REQUIRED), ()


def statement(text: str) -> Statement | None:
    """Read a paragraph that defines a sort of cookies: "Les cookies « tiers » sont déposés par…".

    Args:
        text: as it stands.
    """
    said = clean(text)
    for pattern in _statements():
        found = pattern.match(said[:400])
        if found is None:
            continue
        sort = sort_of(found["title"])
        if sort is not None:
            told, conditional = need_told(said)
            title = found["title"]
            return Statement(sort, title[:1].upper() + title[1:], said, told, conditional)
    return None


def lists_only(text: str) -> bool:
    """Tell whether a heading says no more than that cookies are listed.

    Args:
        text: as it stands.
    """
    return phrases_of("lists").within(plain(text))


def speaks_of_cookies(text: str) -> bool:
    """Tell whether the word for a cookie is in a text.

    Args:
        text: as it stands.
    """
    return phrases_of("cookie").within(plain(text))


@functools.cache
def _sorts() -> tuple[tuple[Sort, Phrases], ...]:
    return tuple(
        (sort, Phrases([one.sorts[sort] for one in all_languages() if sort in one.sorts])) for sort in Sort
    )


@functools.cache
def _parties() -> tuple[tuple[Party, Phrases], ...]:
    return tuple(
        (party, Phrases([one.parties[party] for one in all_languages()]))
        for party in (Party.FIRST, Party.THIRD)
    )


@functools.cache
def _negation() -> re.Pattern[str]:
    words = sorted(
        {plain(word) for one in all_languages() for word in one.negations.split(",")}, key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})[\s-]*$")


@functools.cache
def _condition() -> re.Pattern[str]:
    words = [re.escape(plain(word)) for one in all_languages() for word in one.conditions.split(",")]
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)")


@functools.cache
def _statements() -> tuple[re.Pattern[str], ...]:
    quoted = r"(?:«\s?[^»]{1,60}\s?»|“[^”]{1,60}”|\"[^\"]{1,60}\")"
    return tuple(re.compile(one.statement.format(quoted=quoted)) for one in all_languages())
