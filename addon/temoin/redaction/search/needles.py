"""Many texts searched for in one, in time that grows with its size and not with their number.

Of each text the first eight bytes are cut into four overlapping pieces of five. Wherever a text occurs, one of the
pieces begins at a multiple of four, so it is enough to look up every fourth place in a table. What is found there
is compared whole, once for each length that texts of that beginning have; a haystack made to be compared without
end is given up (`TooMuch`), never believed.
"""

from collections.abc import Iterator, Mapping

import msgspec

__all__ = ["LEAST", "LONGEST", "Found", "Needles", "TooMuch"]

LEAST = 8
"""Bytes of the shortest text that can be searched for."""

LONGEST = 4_096
"""Signs of a text that are searched for; of a longer one, its beginning."""

_RESEMBLES = "resembles the original so much that it cannot be searched in reasonable time"

_PIECE = 5
_STEP = LEAST - _PIECE + 1
_SPARE = 16 << 20
_PER_BYTE = 64
"""Bytes compared for each byte of the haystack, beyond the spare ones, before it is given up."""


class TooMuch(Exception):  # noqa: N818 (an answer, not an error of the program)
    """Searching the haystack would take too long.

    Args:
        why: as a sentence says it of a file.
    """

    def __init__(self, why: str = _RESEMBLES) -> None:
        super().__init__(why)


class Found(msgspec.Struct, frozen=True):
    """A text that was found.

    Args:
        text: the text.
        at: where it begins, in bytes.
    """

    text: str
    at: int


class Needles:
    """The texts, as a table.

    Args:
        texts: at least `LEAST` bytes each; a shorter one is left out.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._table: dict[bytes, dict[int, dict[int, dict[bytes, str]]]] = {}
        self.longest = 0
        for text in texts:
            needle = text.encode("utf-8", "surrogateescape" if _is_wire(text) else "surrogatepass")
            if len(needle) >= LEAST:
                self.longest = max(self.longest, len(needle))
                for place in range(_STEP):
                    bucket = self._table.setdefault(needle[place : place + _PIECE], {}).setdefault(place, {})
                    bucket.setdefault(len(needle), {})[needle] = text

    def find(self, haystack: bytes) -> Iterator[Found]:
        """Every occurrence of a text.

        Args:
            haystack: where to look.

        Raises:
            TooMuch: see the module.
        """
        table = self._table
        if not table:
            return
        budget = _SPARE + _PER_BYTE * len(haystack)
        places = [at for at in range(0, len(haystack), _STEP) if haystack[at : at + _PIECE] in table]
        for at in places:
            for place, lengths in table[haystack[at : at + _PIECE]].items():
                start = at - place
                if start < 0:
                    continue
                for length, needles in lengths.items():
                    budget -= length
                    text = needles.get(haystack[start : start + length])
                    if text is not None:
                        yield Found(text, start)
            if budget < 0:
                raise TooMuch


def _is_wire(text: str) -> bool:
    return all(not "\ud800" <= sign <= "\udfff" or "\udc80" <= sign <= "\udcff" for sign in text)
