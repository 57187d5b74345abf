"""What a redaction replaced, to be searched for afterwards, and what it let stay.

A text that is too short, or of too few signs, would be found anywhere by chance: it is counted and not searched
for. What stays (hosts, paths, names, the choice) may hold a secret's text too: a cookie whose value is a path.
Where such a text looks like a token it is an *echo*, and replaced there as well; where it is made of words, or
stands in what stays whatever it holds (a host), it is counted.
"""

import math
import re
from collections import Counter

from temoin.redaction.alphabets import DIGITS, LOWER, UPPER
from temoin.redaction.search.forms import forms
from temoin.redaction.search.needles import LEAST, LONGEST, Needles
from temoin.redaction.secrets import address
from temoin.redaction.words import tokens_in

__all__ = ["Register", "is_made_up", "is_searchable"]

_LEAST_BITS = 40
_LEAST_SIGNS = 4
_MOST = 1_000_000
"""Texts that are kept to be searched for, some 200 bytes each; those beyond are counted."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{4,16}(?:Z|[+-][0-9:]{4,5})?)?")
_QUAD = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
"""An IPv4 address: short and all digits, and yet nothing that stands somewhere by chance."""


class Register:
    """Fills while a recording is gone through the first time."""

    def __init__(self) -> None:
        self.replaced: Counter[str] = Counter()
        """How many different texts were replaced, by the kind of secret."""
        self.short: Counter[str] = Counter()
        """Of the different texts, how many are too short or too plain to be searched for."""
        self.beyond = 0
        """How many more there were than are kept."""
        self.staying = 0
        """How many stand in what stays, too, and are made of words or stay there whatever they are."""
        self.echoes: frozenset[str] = frozenset()
        """Those that stand in what stays, and look like tokens."""
        self._texts: dict[str, str] = {}
        self._short: set[str] = set()
        self._loose: set[str] = set()
        self._fixed: set[str] = set()
        self._whole: set[str] = set()

    def secret(self, kind: str, text: str) -> None:
        """Note a text that is replaced.

        Args:
            kind: of secret.
            text: decoded with surrogateescape.
        """
        self.replaced[kind] += self.part(kind, text)

    def part(self, kind: str, text: str) -> bool:
        """Note a part of a text that is replaced.

        Args:
            kind: of secret.
            text: decoded with surrogateescape.

        Returns:
            True where it was not known.
        """
        text = text[:LONGEST]
        if text in self._texts or text in self._short:
            return False
        if len(self._texts) + len(self._short) >= _MOST:
            self.beyond += 1
        elif is_searchable(text) or (_is_quad(kind, text) and len(text) >= LEAST):
            self._texts[text] = kind
        else:
            self._short.add(text)
            self.short[kind] += 1
        return True

    def keep(self, text: str, *, fixed: bool = False) -> None:
        """Note a text that stays.

        Args:
            text: decoded with surrogateescape.
            fixed: True where it must stay whatever it holds (a host, a cookie's name).
        """
        (self._fixed if fixed else self._loose).add(text)

    def keep_whole(self, text: str) -> None:
        """Note a text whose parts were noted one by one: a URL that a query value may repeat.

        Args:
            text: as it is written.
        """
        self._whole.add(text)

    def settle(self) -> None:
        """Compare what is replaced with what stays; once all of a recording was seen."""
        needles = Needles(self.searched())
        fixed, loose, whole = (_found(needles, one) for one in (self._fixed, self._loose, self._whole))
        self.echoes = frozenset(one for one in loose - fixed if self.is_telling(one))
        for one in (fixed | loose | whole) - self.echoes:
            del self._texts[one]
            self.staying += 1
        self._loose.clear()
        self._fixed.clear()
        self._whole.clear()

    def is_telling(self, text: str) -> bool:
        """Tell whether a text that is searched for is one that no prose would hold by chance.

        Args:
            text: one of those.
        """
        return is_made_up(text) or _is_quad(self._texts[text], text)

    def searched(self) -> dict[str, str]:
        """The texts to be searched for, each with the kind of secret that it is."""
        return self._texts


def is_searchable(text: str) -> bool:
    """Tell whether a text found somewhere would prove anything.

    Args:
        text: any.
    """
    if len(text) < LEAST or len(set(text)) < _LEAST_SIGNS:
        return False
    signs = [sign for sign in text if sign.isalnum()]
    alphabet = sum(len(one) for one in (DIGITS, LOWER, UPPER) if any(sign in one for sign in signs))
    wide = sum(not sign.isascii() for sign in signs)
    return math.log2(alphabet or 1) * (len(signs) - wide) + 10 * wide >= _LEAST_BITS


def is_made_up(text: str) -> bool:
    """Tell whether a text is one that no prose would hold by chance.

    Args:
        text: any.
    """
    if _MOMENT.fullmatch(text):
        return False
    if tokens_in(text):
        return True
    return any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text)


def _is_quad(kind: str, text: str) -> bool:
    return kind == address.NAME and _QUAD.fullmatch(text) is not None


def _found(needles: Needles, texts: set[str]) -> set[str]:
    blob = "\n\n".join(sorted(texts)).encode("utf-8", "surrogatepass")
    return {found.text for _, form in forms(blob) for found in needles.find(form)}
