"""A keyed permutation of the numbers below a bound that leaves none where it was.

Stand-ins of short values must be a permutation: two values must never share one, though there may be no more
than ten to share out. A Feistel network (Luby and Rackoff, 1988) permutes the numbers of so many bits, and walking
its cycles restricts it to those below the bound (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002);
a domain of a few thousand is shuffled instead, where a network would be weak. What is handed out is
`back(forth(x) + 1)`: one single cycle, which moves every number.
"""

from collections.abc import Callable
from functools import lru_cache

from temoin.redaction.keys import Key

__all__ = ["Cycle"]

_SHUFFLED = 4_096
_ROUNDS = 10


class Cycle:
    """One cycle through all numbers from 0 up to a bound.

    Args:
        key: what it is drawn from.
        use: what for; two uses are two permutations.
        bound: how many numbers there are, at least 1.
    """

    def __init__(self, key: Key, use: bytes, bound: int) -> None:
        self._bound = bound
        self._forth, self._back = (
            _shuffle(key, use, bound) if bound <= _SHUFFLED else _network(key, use, bound)
        )

    def next(self, number: int) -> int:
        """The number that follows one.

        Args:
            number: below the bound.

        Returns:
            Another one, unless there is no other.
        """
        return self._back((self._forth(number) + 1) % self._bound)


type _Map = Callable[[int], int]


@lru_cache(maxsize=512)
def _shuffle(key: Key, use: bytes, bound: int) -> tuple[_Map, _Map]:
    stream = key.draw(b"shuffle " + use, bound.to_bytes(4), 8 * bound)
    order = sorted(range(bound), key=lambda one: (stream[8 * one : 8 * one + 8], one))
    places = [0] * bound
    for place, one in enumerate(order):
        places[one] = place
    return places.__getitem__, order.__getitem__


def _network(key: Key, use: bytes, bound: int) -> tuple[_Map, _Map]:
    half = ((bound - 1).bit_length() + 1) // 2
    size, mask = (half + 7) // 8, (1 << half) - 1

    def turn(index: int, word: int) -> int:
        data = bytes((index,)) + bound.to_bytes(16) + word.to_bytes(size)
        return int.from_bytes(key.draw(b"network " + use, data, size)) & mask

    def forth(number: int) -> int:
        while True:
            left, right = number >> half, number & mask
            for index in range(_ROUNDS):
                left, right = right, left ^ turn(index, right)
            number = left << half | right
            if number < bound:
                return number

    def back(number: int) -> int:
        while True:
            left, right = number >> half, number & mask
            for index in reversed(range(_ROUNDS)):
                left, right = right ^ turn(index, left), left
            number = left << half | right
            if number < bound:
                return number

    return forth, back
