"""Names as consent cookies write them: when two are the same, and what cannot be one."""

import unicodedata
from functools import lru_cache

__all__ = ["folded", "is_name", "word_set"]

_LONGEST = 80


def folded(name: str) -> str:
    """Reduce a name to its letters and digits, so that spellings of one name agree.

    "Google Analytics", "google-analytics" and "GOOGLE_ANALYTICS" all become "googleanalytics"; accents go
    too. A name of punctuation alone becomes empty, which agrees with nothing.

    Args:
        name: any text.
    """
    return _remembered(name) if len(name) <= _LONGEST else _folded(name)


def _folded(name: str) -> str:
    if name.isascii():
        return "".join(filter(str.isalnum, name)).lower()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name).casefold()))


_remembered = lru_cache(4096)(_folded)  # the names of a site are few, and come with every request


def is_name(text: str) -> bool:
    """Tell whether a text may name a service or a category: short, printable, with a letter or a digit.

    A long or unprintable one is somebody's data, and must not be shown as part of a choice.

    Args:
        text: any text.
    """
    return len(text) <= _LONGEST and text.isprintable() and bool(folded(text))


def word_set(words: str) -> frozenset[str]:
    """Write a set of words as a text.

    Args:
        words: with white space between them.
    """
    return frozenset(words.split())
