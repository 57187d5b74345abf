"""What a head of a table, or a label before a value, says that its column holds."""

import functools

from temoin.charters.languages import all_languages
from temoin.charters.phrases import Phrases
from temoin.charters.terms import Column
from temoin.charters.wording import plain

__all__ = ["column_of", "label_of"]

_LONGEST_HEAD = 90
_LONGEST_LABEL = 40


@functools.cache
def _heads() -> tuple[tuple[Column, Phrases], ...]:
    return tuple(
        (column, Phrases([one.columns[column] for one in all_languages() if column in one.columns]))
        for column in Column
    )


@functools.lru_cache(maxsize=4096)
def column_of(head: str) -> Column | None:
    """What a head of a table says that its column holds.

    Args:
        head: as it stands.

    Returns:
        The column of the longest phrase in it, of equally long ones the first in the order of `Column`; None
        where no phrase is known, or it is too long to be a head.
    """
    words = plain(head).rstrip(" :?*")
    if not words or len(words) > _LONGEST_HEAD:
        return None
    lengths = [(phrases.longest(words), column) for column, phrases in _heads()]
    longest = max(length for length, _ in lengths)
    return next(column for length, column in lengths if length == longest) if longest else None


@functools.lru_cache(maxsize=4096)
def label_of(text: str) -> Column | None:
    """What a label before a value announces; unlike a head, it is nothing but a known phrase.

    Args:
        text: as it stands, with or without its colon.
    """
    words = plain(text).rstrip(" :?*")
    if not words or len(words) > _LONGEST_LABEL:
        return None
    return next((column for column, phrases in _heads() if phrases.are(words)), None)
