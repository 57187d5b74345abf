"""Stand-ins: for a value another one, of the same shape and length, that tells nothing of it.

The same value always gets the same one, and two values never share one. Where a pattern has few values (a number
of four digits) its values are permuted (`permutation`); where it has more than anybody could list, the stand-in is
drawn from the value itself, and two being equal is as likely as a forged signature.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from math import prod

from temoin.redaction.alphabets import LONE, LOWER, NEVER_TEXT, classes, place
from temoin.redaction.keys import Key
from temoin.redaction.patterns import Pattern, Slot, pattern
from temoin.redaction.permutation import Cycle

__all__ = ["FILLING", "Standins"]

FILLING = 48
"""Letters after which a filling begins again, so that it packs well."""

_MANY = 1 << 96
"""Values of a pattern from which its stand-ins are drawn and not permuted."""

_CACHED = 8_192
_LONGEST = 8_192
"""Signs of a value that is looked at sign by sign: twice what a browser keeps of a cookie."""

_MOST_STEPS = 20_000
"""Values of another pattern passed over before a stand-in may change its pattern; no known value comes near."""

_MOST_DRAWS = 200
_MOST_RUN_DRAWS = 50


class Standins:
    """Gives stand-ins.

    Args:
        key: what they are drawn from.
    """

    def __init__(self, key: Key) -> None:
        self._key = key
        self._short = lru_cache(_CACHED)(self._of)

    def of(self, text: str) -> str:
        """The stand-in of a text.

        Args:
            text: from the wire, decoded with surrogateescape.

        Returns:
            As many signs. Beyond eight thousand they are letters, whatever the text was.
        """
        return self._short(text) if len(text) <= _LONGEST else self.filling(_digest(text), len(text))

    def filling(self, digest: bytes, size: int) -> str:
        """Letters that stand for what is too long to be looked at.

        Args:
            digest: of what they stand for; the same gives the same.
            size: how many.
        """
        block = "".join(LOWER[byte % 26] for byte in self._key.draw(b"filling", digest, FILLING))
        return (block * (size // FILLING + 1))[:size]

    def raw(self, value: bytes) -> bytes:
        """The stand-in of bytes from the wire.

        Args:
            value: any.
        """
        return self.of(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def number(self, value: int, bound: int, use: bytes) -> int:
        """The stand-in of a number.

        Args:
            value: from 0 up.
            bound: all are below it.
            use: what the number is.
        """
        return Cycle(self._key, use, bound).next(value)

    def draw(self, use: bytes, data: bytes, size: int) -> bytes:
        """Bytes that stand for others; see `Key.draw`."""
        return self._key.draw(use, data, size)

    def _of(self, text: str) -> str:
        found, signs = pattern(text)
        if not found.slots:
            return text
        bound = prod(len(slot.alphabet) for slot in found.slots) if len(found.slots) < 100 else _MANY
        if bound < _MANY:
            permuted = self._permuted(found, signs, bound)
            if permuted is not None:
                return permuted
        return self._drawn(text, found)

    def _permuted(self, found: Pattern, signs: list[str], bound: int) -> str | None:
        cycle = Cycle(self._key, _use(found), bound)
        number = 0
        for slot, sign in zip(found.slots, signs, strict=True):
            number = number * len(slot.alphabet) + place(slot.alphabet, sign)
        for _ in range(_MOST_STEPS):
            number = cycle.next(number)
            made = found.spell(_signs(found.slots, number))
            if _fits(made, found):
                return made
        return None

    def _drawn(self, text: str, found: Pattern) -> str:
        words = self._words(text)
        made = text
        for _ in range(_MOST_DRAWS):
            made = found.spell(_draw(found.slots, words))
            if _fits(made, found):
                return made
        return made

    def _words(self, text: str) -> Iterator[int]:
        digest = _digest(text)
        block = 0
        while True:
            drawn = self._key.draw(b"words", digest + block.to_bytes(8), 512)
            yield from (int.from_bytes(drawn[at : at + 4]) for at in range(0, len(drawn), 4))
            block += 1


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()


def _fits(made: str, found: Pattern) -> bool:
    return (made.isascii() or _crossed(made) == made) and pattern(made)[0] == found


def _crossed(text: str) -> str:
    """A text as it would be read from the wire: bytes that happen to make UTF-8 are then another text."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a HAR's lone surrogate, which is no byte
        return text


def _use(found: Pattern) -> bytes:
    told = "\0".join(
        (found.shape, *(part for slot in found.slots for part in (slot.before, slot.alphabet)), found.after)
    )
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _signs(slots: tuple[Slot, ...], number: int) -> list[str]:
    signs = []
    for slot in reversed(slots):
        number, at = divmod(number, len(slot.alphabet))
        signs.append(slot.alphabet[at])
    return signs[::-1]


def _draw(slots: tuple[Slot, ...], words: Iterator[int]) -> list[str]:
    signs: list[str] = []
    at = 0
    while at < len(slots):
        end = at + 1
        while slots[at].run >= 0 and end < len(slots) and slots[end].run == slots[at].run:
            end += 1
        signs += _draw_run(slots[at:end], words)
        at = end
    return signs


def _draw_run(slots: tuple[Slot, ...], words: Iterator[int]) -> list[str]:
    alphabet = NEVER_TEXT if slots[0].alphabet == LONE else slots[0].alphabet
    signs = [alphabet[next(words) % len(alphabet)] for _ in slots]
    if slots[0].run < 0:
        return signs
    for _ in range(_MOST_RUN_DRAWS):
        if "".join(classes("".join(signs))) == alphabet:
            break
        signs = [alphabet[next(words) % len(alphabet)] for _ in slots]
    return signs
