"""The phrases of all languages, made ready to be looked for."""

import functools
import re
from collections.abc import Iterable

from temoin.charters.languages import all_languages
from temoin.charters.wording import plain

__all__ = ["Phrases", "phrases_of", "spoken_in"]

_GAP = r"[^.]{0,60}?"
_LOOKED_AT = 4_000
"""Characters of a text in which phrases are looked for: what a paragraph says, it says early."""


class Phrases:
    """Phrases that are looked for in a levelled text.

    Args:
        written: lists of phrases, as `Language` describes them.
    """

    def __init__(self, written: Iterable[str]) -> None:
        listed = [phrase.strip() for phrases in written for phrase in phrases.split(",") if phrase.strip()]
        self._whole = frozenset(plain(phrase[1:]) for phrase in listed if phrase.startswith("="))
        inner = sorted({_pattern(phrase) for phrase in listed if not phrase.startswith("=")}, key=len)
        self._inner = re.compile("|".join(reversed(inner)) or r"(?!)")

    def find(self, text: str) -> re.Match[str] | None:
        """The first phrase in a text; None for none, or where the text as a whole is one.

        Args:
            text: levelled.
        """
        return self._inner.search(text, 0, _LOOKED_AT)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where phrases stand in a text.

        Args:
            text: levelled.
        """
        if text in self._whole:
            return [(0, len(text))]
        return [found.span() for found in self._inner.finditer(text, 0, _LOOKED_AT)]

    def within(self, text: str) -> bool:
        """Tell whether a phrase stands in a text.

        Args:
            text: levelled.
        """
        return text in self._whole or self.find(text) is not None

    def are(self, text: str) -> bool:
        """Tell whether a phrase is the whole of a text.

        Args:
            text: levelled.
        """
        return text in self._whole or self._inner.fullmatch(text) is not None

    def longest(self, text: str) -> int:
        """The length of the longest phrase in a text; 0 for none.

        Args:
            text: levelled.
        """
        return max((end - start for start, end in self.spans(text)), default=0)


@functools.cache
def phrases_of(field: str) -> Phrases:
    """The phrases of all languages for one thing.

    Args:
        field: of `Language`, one that holds phrases.
    """
    return Phrases([str(getattr(one, field)) for one in all_languages()])


@functools.cache
def _common(code: str) -> frozenset[str]:
    (words,) = (one.common for one in all_languages() if one.code == code)
    return frozenset(plain(word) for word in words.split(","))


def spoken_in(text: str) -> str:
    """Tell a text's language by its commonest words.

    Args:
        text: of some length.

    Returns:
        A language's code, or empty where no language leads clearly.
    """
    words = re.findall(r"[a-z]+", plain(text[:200_000]))
    counts = sorted((sum(word in _common(one.code) for word in words), one.code) for one in all_languages())
    (second, _), (first, code) = counts[-2], counts[-1]
    return code if first > 1.5 * second and first >= 5 else ""


def _pattern(phrase: str) -> str:
    return _GAP.join(_words(part) for part in phrase.split("…"))


def _words(part: str) -> str:
    escaped = re.escape(plain(part)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    opening = r"(?<!\w)" if escaped[:1].isalnum() else ""
    closing = r"(?!\w)" if escaped[-1:].isalnum() else ""
    return f"{opening}{escaped}{closing}"
