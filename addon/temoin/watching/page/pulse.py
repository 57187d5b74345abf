"""The crossings counted over time, from the first one: what the timeline is drawn from.

Time is cut into steps of one length. When there would be too many, two become one: a watch of minutes is told by
the half second and one of weeks by the hour, in the same room.
"""

import math

import msgspec

from temoin.watching.board import Row
from temoin.watching.page.shelf import Shelf
from temoin.watching.page.states import STATES, state_of

__all__ = ["Pulse", "PulseShown"]

_FIRST_STEP = 0.5
_MOST_STEPS = 512
_PLACE = {state: place for place, state in enumerate(STATES)}
_LONGEST = 1e10
"""Seconds from the start; what lies further, by three centuries, is no clock's and counts with the last step."""


class PulseShown(msgspec.Struct, frozen=True):
    """What changed of the pulse.

    Args:
        start: the moment the first step begins.
        step: how long one is, in seconds.
        whole: True where these are all the steps there are.
        states: what the counts are of, in order.
        steps: the step's number, then a count for each state; empty ones are left out of a whole.
    """

    start: float
    step: float
    whole: bool
    states: tuple[str, ...]
    steps: list[list[int]]


class Pulse:
    """How many crossings of each state there were in each step of time."""

    def __init__(self) -> None:
        self._start: float | None = None
        self._step = _FIRST_STEP
        self._recut = 0
        self._steps: Shelf[int, list[int]] = Shelf()

    def move(self, before: Row | None, after: Row, version: int) -> None:
        """Count a crossing that is new, or that changed.

        Args:
            before: what it was; None for a new one.
            after: what it is.
            version: at which version.
        """
        if before is not None:
            self._count(before, -1, version)
        self._count(after, 1, version)

    def forget(self, row: Row, version: int) -> None:
        """Count a crossing no more."""
        self._count(row, -1, version)

    def since(self, version: int) -> PulseShown | None:
        """What changed after a version; None where nothing did."""
        whole = self._recut > version
        steps = [[number, *counts] for number, counts in self._steps.since(-1 if whole else version)]
        if not steps or self._start is None:
            return None
        whole = whole or len(steps) == len(self._steps)
        return PulseShown(self._start, self._step, whole, STATES, steps)

    def _count(self, row: Row, by: int, version: int) -> None:
        if self._start is None:
            self._start = row.at if math.isfinite(row.at) else 0.0
        since_start = row.at - self._start
        number = int(min(max(since_start, 0.0), _LONGEST) / self._step) if since_start == since_start else 0
        while number >= _MOST_STEPS:
            self._halve(version)
            number //= 2
        counts = self._steps.get(number)
        if counts is None:
            self._steps.put(number, counts := [0] * len(STATES), version)
        else:
            self._steps.touch(number, version)
        counts[_PLACE[state_of(row)]] += by

    def _halve(self, version: int) -> None:
        merged: dict[int, list[int]] = {}
        for number, counts in self._steps.since(-1):
            held = merged.setdefault(number // 2, [0] * len(STATES))
            merged[number // 2] = [one + other for one, other in zip(held, counts, strict=True)]
        self._steps = Shelf()
        for number, counts in merged.items():
            self._steps.put(number, counts, version)
        self._step *= 2
        self._recut = version
