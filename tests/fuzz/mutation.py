"""Inputs made from others: for a run without coverage, and for hypothesis."""

import random
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

__all__ = ["Mutator", "mutated"]

_MOST_EDITS = 5
_LONGEST = 4096
_REPEATS = (2, 3, 10, 50)


class Mutator:
    """Makes one input after the other; the same ones for the same number to begin with.

    Args:
        seeds: inputs to begin with.
        words: pieces that mean something.
        start: the number.
    """

    def __init__(self, seeds: Sequence[bytes], words: Sequence[bytes], start: int = 0) -> None:
        self._seeds = tuple(seeds) or (b"",)
        self._words = tuple(words) or (b"",)
        self._random = random.Random(start)
        self._edits: tuple[Callable[[bytes, int, int], bytes], ...] = (
            self._word, self._word, self._byte, self._cut, self._head, self._repeat, self._splice,
        )  # fmt: skip

    def next(self) -> bytes:
        """Another input."""
        draw = self._random.random
        data = self._seeds[int(draw() * len(self._seeds))]
        for _ in range(1 + int(draw() * _MOST_EDITS)):
            start = int(draw() * (len(data) + 1))
            end = min(len(data), start + int(draw() ** 3 * 40))
            data = self._edits[int(draw() * len(self._edits))](data, start, end)
        return data[:_LONGEST]

    def _word(self, data: bytes, start: int, end: int) -> bytes:
        return data[:start] + self._words[int(self._random.random() * len(self._words))] + data[end:]

    def _byte(self, data: bytes, start: int, _: int) -> bytes:
        return data[:start] + bytes((int(self._random.random() * 256),)) + data[start + 1 :]

    def _cut(self, data: bytes, start: int, end: int) -> bytes:
        return data[:start] + data[end:]

    def _head(self, data: bytes, start: int, _: int) -> bytes:
        return data[:start]

    def _repeat(self, data: bytes, start: int, end: int) -> bytes:
        times = _REPEATS[int(self._random.random() * len(_REPEATS))]
        return data[:start] + data[start:end] * times + data[end:]

    def _splice(self, data: bytes, start: int, _: int) -> bytes:
        other = self._seeds[int(self._random.random() * len(self._seeds))]
        return data[:start] + other[start:]


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A seed, or any bytes, with a few edits."""
    data = draw(st.sampled_from(tuple(seeds)) | st.binary(max_size=60))
    piece = st.sampled_from(tuple(words)) | st.binary(max_size=4) | st.just(b"")
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        data = data[:start] + draw(piece) * draw(st.sampled_from((1, 1, 1, 2, 20))) + data[end:]
    return data
