"""The sightings of one choice in order, asked for what lies around a window in logarithmic time.

They stand in order of the ends of their windows. A response's end may be moved after the fact, so what is searched
is the least end from each place on, which is in order whatever was moved.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

import msgspec

from temoin.choices.sightings import Sighting, Told
from temoin.connections import Window

__all__ = ["Around", "Row"]

_SILENT = (Told.UNCLEAR, Told.PARTLY)
"""What shows no state of the choice."""

_LEAST_SPARE = 64
"""Places in front that may stand empty before the rest moves up."""


class _Last(msgspec.Struct, frozen=True, gc=False):
    """What was seen last, up to a place.

    Args:
        unclear: where something was unclear; -1 for nowhere.
        partly: where a part was changed.
        shown: where a state of the choice was shown.
        begun: where the states that agree to this place began.
    """

    unclear: int
    partly: int
    shown: int
    begun: int


class Around(msgspec.Struct, frozen=True, gc=False):
    """What lies around a window.

    Args:
        before: the last sighting wholly before it, or None.
        after: the first one wholly after it, or None.
        unclear: True where one of them or between them is unclear.
        partly: True where one changed a part.
        agree: True where all show the same.
    """

    before: Sighting | None
    after: Sighting | None
    unclear: bool
    partly: bool
    agree: bool


class Row:
    """Sightings in order, from which the first ones may be taken away."""

    def __init__(self) -> None:
        self.latest = -inf
        """When the window of the latest sighting begins."""
        self._sightings: list[Sighting] = []
        self._ends: list[float] = []
        """The least end of a window from each place on."""
        self._starts: list[float] = []
        """The latest beginning of a window up to each place."""
        self._lasts: list[_Last] = []
        self._first = 0
        """Places before this one are empty."""
        self.size = 0
        """How many there are."""
        self._of: dict[int, list[Sighting]] = {}

    @property
    def last(self) -> Sighting:
        """The last one; there must be one."""
        return self._sightings[-1]

    def of(self, n: int) -> Sequence[Sighting]:
        """Those that a request or its response shows, as they were entered.

        Args:
            n: the request's number.
        """
        return self._of.get(n, ())

    def shown_by(self, n: int) -> Sighting | None:
        """The one that stands last of those that a request or its response shows.

        Args:
            n: the request's number.
        """
        found = self._of.get(n)
        if not found:
            return None
        return found[0] if len(found) == 1 else max(found, key=self._place)

    def insert(self, sighting: Sighting) -> tuple[Sighting | None, Sighting | None]:
        """Enter one.

        Args:
            sighting: any.

        Returns:
            The last before it and the first after it that show a state of the choice.
        """
        sightings, ends, window = self._sightings, self._ends, sighting.window
        index, end = len(ends), window.hi
        if self.size and end < ends[-1]:
            index = bisect_right(ends, end, lo=self._first)
        self.size += 1
        shown = self._lasts[index - 1].shown if index > self._first else -1
        before, following = sightings[shown] if shown >= self._first else None, None
        if index == len(sightings):
            sightings.append(sighting)
            ends.append(end)
        else:
            places = range(index, len(sightings))
            following = next((sightings[at] for at in places if sightings[at].told not in _SILENT), None)
            sightings.insert(index, sighting)
            ends.insert(index, end)
            del self._starts[index:], self._lasts[index:]
        self._remark()
        known = self._of.get(sighting.n)
        if known is None:
            self._of[sighting.n] = [sighting]
        else:
            known.append(sighting)
        if window.lo > self.latest:
            self.latest = window.lo
        return before, following

    def stretch(self, sighting: Sighting, end: float) -> None:
        """Let the window of one end later; it keeps its place.

        Args:
            sighting: one of them.
            end: in Unix seconds.
        """
        if end <= sighting.window.hi:
            return
        place = self._place(sighting)
        sighting.window = Window(sighting.window.lo, end)
        least = self._ends[place + 1] if place + 1 < len(self._ends) else inf
        while place >= self._first:
            least = min(self._sightings[place].window.hi, least)
            if self._ends[place] == least:
                break
            self._ends[place] = least
            place -= 1

    def before(self, at: float) -> int:
        """How many stand before the last one that ends by a moment.

        Args:
            at: in Unix seconds.

        Returns:
            Their number; -1 where none ends by then.
        """
        return bisect_right(self._ends, at, lo=self._first) - 1 - self._first

    def drop(self, count: int) -> None:
        """Take the first ones away.

        Args:
            count: how many; one at least is left.
        """
        for sighting in self._sightings[self._first : self._first + count]:
            others = self._of[sighting.n]
            if len(others) == 1:
                del self._of[sighting.n]
            else:
                self._of[sighting.n] = [one for one in others if one is not sighting]
        self._first += count
        self.size -= count
        if self._first >= _LEAST_SPARE and self._first * 2 >= len(self._sightings):
            del self._sightings[: self._first], self._ends[: self._first]
            self._first = 0
            self._starts, self._lasts = [], []
            self._remark()
            self.latest = self._starts[-1]

    def around(self, window: Window) -> Around:
        """Find what lies around a window.

        Args:
            window: any.
        """
        sightings, size = self._sightings, len(self._sightings)
        before = bisect_right(self._ends, window.lo, lo=self._first) - 1
        after = bisect_left(self._starts, window.hi, lo=self._first)
        if before >= after or (after < size and sightings[after].window.lo < window.hi):
            # Instants that coincide, or a beginning whose sighting was taken away.
            before, after = self._walked(window)
        first = None if before < self._first else sightings[before]
        following = sightings[after] if after < size else None
        if first is None:
            return Around(None, following, unclear=False, partly=False, agree=False)
        last = self._lasts[min(after, size - 1)]
        return Around(
            first, following, last.unclear >= before, last.partly >= before, agree=last.begun <= before
        )

    def _walked(self, window: Window) -> tuple[int, int]:
        before = self._first - 1
        for place in range(self._first, len(self._sightings)):
            found = self._sightings[place].window
            if found.hi <= window.lo:
                before = place
            elif found.lo >= window.hi:
                return before, place
        return before, len(self._sightings)

    def _place(self, sighting: Sighting) -> int:
        """Where one stands: not before the first place from which on nothing ends earlier than it."""
        place = bisect_left(self._ends, sighting.window.hi, lo=self._first)
        for found in range(place, len(self._sightings)):
            if self._sightings[found] is sighting:
                return found
        return next(at for at in range(place - 1, -1, -1) if self._sightings[at] is sighting)

    def _remark(self) -> None:
        """Work out anew what is known from the first place on that has no marks."""
        sightings, starts, lasts = self._sightings, self._starts, self._lasts
        unmarked = len(lasts)
        start = starts[-1] if unmarked > self._first else -inf
        last = lasts[-1] if unmarked > self._first else _Last(-1, -1, -1, self._first)
        for place in range(unmarked, len(sightings)):
            sighting = sightings[place]
            told = sighting.told
            start = max(start, sighting.window.lo)
            begun = place
            if place > self._first and sightings[place - 1].known.agrees(sighting.known):
                begun = last.begun
            last = _Last(
                place if told is Told.UNCLEAR else last.unclear,
                place if told is Told.PARTLY else last.partly,
                last.shown if told in _SILENT else place,
                begun,
            )
            starts.append(start)
            lasts.append(last)
