"""Which parts of a text that stays look like tokens, and so do not: in a path, a name, a header.

A word is a run of letters and digits. It looks like a token where nobody would read it: digits and letters that
alternate, capitals at random, numbers of six digits and more. Mail addresses, UUIDs and JWTs are told by their
form. What is mistaken for a token costs a reader little; what is mistaken for a word stays, and that it may is
said in `addon/docs/sharing.md`.
"""

import re
from functools import lru_cache

__all__ = ["is_token", "tokens_in"]

_FORMS = re.compile(
    r"(?P<form>(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}(?:@|%(?:25){0,3}40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
    r"|(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])"
    r"|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)"
    r"|[A-Za-z0-9]+(?:[_~+=-]+[A-Za-z0-9]+)*=*"
)
_WORD = re.compile(r"[A-Za-z0-9]+")
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[a-z])")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")

_LEAST_DIGITS = 6
_LEAST_MIXED = 8
_LEAST_LONGER = 10
_LEAST_CAPITALS = 12
_LEAST_LETTERS = 32
"""Letters without a break: longer than any word in use, and the length of many an identifier."""

_LONGEST_CACHED = 2_000
_LONGEST = 64
"""Of a word that nothing else speaks against."""


def tokens_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text holds what looks like a token, in time linear in its length.

    Args:
        text: any.

    Returns:
        Where each begins and ends, in order.
    """
    return _short(text) if len(text) <= _LONGEST_CACHED else _tokens(text)


def _tokens(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for part in _FORMS.finditer(text):
        if part["form"]:
            found.append(part.span())
            continue
        words = [word for word in _WORD.finditer(part[0]) if is_token(word[0])]
        if not words:
            continue
        letters = sum(len(word[0]) for word in _WORD.finditer(part[0]))
        if 2 * sum(len(word[0]) for word in words) >= letters:
            found.append(part.span())  # one token, with signs of its own in it
        else:
            found += [(part.start() + word.start(), part.start() + word.end()) for word in words]
    return tuple(found)


_short = lru_cache(8_192)(_tokens)


def is_token(word: str) -> bool:
    """Tell whether a run of letters and digits looks like a token.

    Args:
        word: ASCII letters and digits.
    """
    size = len(word)
    if word.isdecimal():
        return size >= _LEAST_DIGITS and not _DAY.fullmatch(word)
    if size > _LONGEST:
        return True
    changes = len(_CHANGE.findall(word))
    if not changes:
        capitals = len(_CASE.findall(word))
        return size >= _LEAST_LETTERS or (size >= _LEAST_CAPITALS and 100 * capitals >= 43 * size)
    if size < _LEAST_MIXED:
        return False
    cased = word not in (word.lower(), word.upper())
    return changes >= 3 or (changes >= 2 and (size >= _LEAST_LONGER or cased or bool(_HEX.fullmatch(word))))
