"""What an entry says beside its names, each taken from the column, the heading or the words that say it."""

from temoin.charters.categories import Placed
from temoin.charters.consent_cookies import Candidate
from temoin.charters.entries import Entry
from temoin.charters.lifetimes import Lifetime, read_lifetime
from temoin.charters.phrases import phrases_of
from temoin.charters.sorts import lists_only, party_of, sort_of, speaks_of_cookies
from temoin.charters.terms import Column, Sort
from temoin.charters.wording import clean, plain, shortened
from temoin.vocabulary import Party

__all__ = [
    "Kept",
    "candidate_of",
    "kept_otherwise",
    "lifetime_of",
    "party_told",
    "place_of",
    "service_of",
    "summary_of",
]

_LONGEST_SERVICE = 60


class Kept(Lifetime, frozen=True):
    """What an entry says of a lifetime.

    Args:
        said: the words that say it; empty for none.
    """

    said: str = ""


def place_of(entry: Entry) -> str:
    """Where an entry stands.

    Args:
        entry: it.
    """
    if entry.place:
        return entry.place
    return f"under “{shortened(entry.section.headings[-1], 40)}”" if entry.section.headings else "the text"


def candidate_of(entry: Entry, name: str, *, exempt: bool = False) -> Candidate:
    """A cookie of an entry, and what says what it is for.

    Args:
        entry: it.
        name: which of its cookies.
        exempt: True where its category needs no consent.
    """
    return Candidate(name, (clean(entry.says(Column.PURPOSE)), clean(entry.says(Column.SERVICE))), exempt)


def service_of(entry: Entry, placed: Placed) -> str:
    """The title of the service that an entry's cookies work for.

    Args:
        entry: it.
        placed: its category.

    Returns:
        What its column says, or the heading between its category's and it; empty where neither says any.
    """
    said = clean(entry.says(Column.SERVICE))
    if said and not phrases_of("none").are(plain(said)):
        return said
    below = entry.section.headings[placed.depth :] if placed.depth else ()
    for heading in reversed(below):
        if len(heading) <= _LONGEST_SERVICE and not lists_only(heading) and not speaks_of_cookies(heading):
            return heading
    return ""


def party_told(entry: Entry) -> Party | None:
    """The party that an entry's columns, or the headings above it, say.

    Args:
        entry: it.
    """
    for said in (entry.says(Column.PARTY), *entry.says(Column.TYPE).split("\n")):
        party = party_of(said) if said else None
        if party is not None:
            return party
    third = any(sort_of(heading) is Sort.THIRD_PARTY for heading in entry.section.headings)
    return Party.THIRD if third or sort_of(entry.says(Column.CATEGORY)) is Sort.THIRD_PARTY else None


def lifetime_of(entry: Entry) -> Kept:
    """What an entry says of its cookies' lifetime, in the column for that or in that of their type.

    Args:
        entry: it.
    """
    said = clean(entry.says(Column.LIFETIME))
    read = read_lifetime(said, entry.unit)
    for typed in entry.says(Column.TYPE).split("\n") if not read.text else ():
        of_type = read_lifetime(typed)
        if of_type.text:
            read, said = of_type, clean(typed)
    return Kept(read.text, read.remark, said)


def kept_otherwise(entry: Entry) -> bool:
    """Whether a column says that this is no cookie but something else that is stored.

    Args:
        entry: it.
    """
    return any(
        phrases_of("stored").within(plain(entry.says(column)))
        for column in (Column.TYPE, Column.LIFETIME, Column.CATEGORY)
        if entry.says(column)
    )


def summary_of(entry: Entry) -> str:
    """All that an entry says, on one line, for whoever is to decide what becomes of it.

    Args:
        entry: it.
    """
    return "; ".join(f"{column}: {clean(text)}" for column, text in entry.said.items() if clean(text))
