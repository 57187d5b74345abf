"""What columns without heads hold, by what stands in them."""

from collections.abc import Callable, Sequence

from temoin.charters.document import Cell
from temoin.charters.lifetimes import read_lifetime
from temoin.charters.names import looks_like_a_name, read_names
from temoin.charters.sorts import party_of, sort_of
from temoin.charters.terms import Column
from temoin.charters.wording import clean

__all__ = ["guessed_columns"]

_MOST = 0.6
"""The share of a column's cells that must be of one kind."""

_LOOKED_AT = 60
"""Rows."""


def guessed_columns(
    body: Sequence[Sequence[Cell]], known: Sequence[Column | None] = ()
) -> tuple[Column | None, ...] | None:
    """Tell columns by their cells.

    Args:
        body: the rows, all of one width.
        known: what heads say; empty where there are none.

    Returns:
        What each column holds; None where no column holds names of cookies.
    """
    width = len(body[0]) if body else 0
    columns: list[Column | None] = list(known) or [None] * width
    free = [at for at in range(width) if columns[at] is None]
    texts = {at: [row[at].names for row in body[:_LOOKED_AT] if row[at].text] for at in free}
    shares = {at: sum(map(_likeness, texts[at])) / len(texts[at]) for at in free if texts[at]}
    if not shares or max(shares.values()) < _MOST:
        return None
    name = max(shares, key=lambda at: (shares[at], -at))
    columns[name] = Column.NAME
    free.remove(name)
    for column, test in (
        (Column.LIFETIME, _is_lifetime),
        (Column.PARTY, _is_party),
        (Column.CATEGORY, _is_sort),
    ):
        if column not in columns:
            found = next((at for at in free if texts[at] and _share(texts[at], test) >= _MOST), None)
            if found is not None:
                columns[found] = column
                free.remove(found)
    if Column.PURPOSE not in columns and free:
        longest = max(free, key=lambda at: (sum(map(len, texts[at])), -at))
        if sum(map(len, texts[longest])) >= 12 * len(body[:_LOOKED_AT]):
            columns[longest] = Column.PURPOSE
            free.remove(longest)
    if not known and len(free) == 1 and Column.PURPOSE in columns:
        columns[free[0]] = Column.PROVIDER
    return tuple(columns) if known or len(set(columns) - {None}) >= 2 else None


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _likeness(text: str) -> float:
    """How much a cell is like one of names: a lone word in small letters is less so than `_ga`."""
    names = read_names(text)
    if not names.names or names.unread or _is_lifetime(text) or _is_party(text) or _is_sort(text):
        return 0.0
    if any(map(looks_like_a_name, names.names)):
        return 1.0
    return 0.7 if text.islower() else 0.1


def _is_lifetime(text: str) -> bool:
    return len(text) <= 60 and bool(read_lifetime(text).text)


def _is_party(text: str) -> bool:
    return len(text) <= 30 and party_of(text) is not None


def _is_sort(text: str) -> bool:
    return len(clean(text)) <= 40 and sort_of(text) is not None
