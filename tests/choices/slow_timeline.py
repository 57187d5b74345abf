"""The timeline as it was first written: all sightings walked for every exchange. Slow; the oracle of the other."""

from bisect import bisect_right, insort
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from temoin.choices.sightings import EVERYTHING, Era, Known, Placed, Sighting, Told
from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

__all__ = ["SlowTimeline"]

_STORED_WITHIN = 0.3
"""Seconds: a browser stores a response's cookie at most this long after its first byte (measured)."""

_MOST_WAITING = 50_000
"""Exchanges that may wait at once for one choice; the oldest are then called unproven."""

_KEPT = 64
"""Sightings kept when nothing waits: a response may still refer to its request's."""


_PLAIN = (Told.ABSENT, Told.CARRIED, Told.UNTIL_RESPONSE)
"""What a request shows of itself, so that what it carries is judged by it alone."""


class _Waiting[T](msgspec.Struct, gc=False):
    window: Window
    n: int
    what: T


class SlowTimeline[T]:
    """The sightings of one visitor's choice on one host, and the exchanges that wait to be placed.

    Sightings that no waiting exchange can need are dropped, but for the latest `_KEPT`.
    """

    def __init__(self) -> None:
        self.eras: list[Era] = []
        self._sightings: list[Sighting] = []
        """In order of the ends of their windows, but for what `stored_by` moved."""
        self._moved = False
        """True once `stored_by` moved an end, for as long as one that it moved is kept."""
        self._of: dict[int, int] = {}
        """How many sightings there are by each request."""
        self._latest = float("-inf")
        """When the window of the latest sighting begins."""
        self._waiting: list[_Waiting[T]] = []
        self._overflow: list[tuple[T, Placed]] = []
        self._expiry: float | None = None
        self._granted: set[str] = set()

    def shows_absence(self, n: int) -> bool:
        """Tell whether a request showed that there was no choice.

        Args:
            n: its number.
        """
        return n in self._of and any(s.n == n and s.told is Told.ABSENT for s in self._sightings)

    def shows_none(self, n: int) -> bool:
        """Tell whether a request showed that nobody had chosen: by absence, or by a cookie that says so itself.

        Args:
            n: its number.
        """
        return n in self._of and any(
            s.n == n and s.told in (Told.ABSENT, Told.CARRIED) and s.known.state is ChoiceState.UNSET
            for s in self._sightings
        )

    def see(self, sighting: Sighting) -> list[tuple[T, Placed]]:
        """Enter a sighting from a request.

        Args:
            sighting: absent or carried.

        Returns:
            What it settles: each exchange that waited, and where it lies.
        """
        self._lapse(sighting)
        self._insert(sighting)
        return self._settle()

    def respond(
        self, n: int, at: float, known: Known, told: Told, expiry: float | None
    ) -> list[tuple[T, Placed]]:
        """Enter what a response did to the consent cookie.

        Args:
            n: the number of the request it answers.
            at: its first byte.
            known: what it set; unset for a deletion.
            told: set, deleted or partly.
            expiry: when what it set ends, or None.

        Returns:
            What it settles.
        """
        self._insert(Sighting(Window(at, at + _STORED_WITHIN), n, told, known))
        self._expiry = expiry
        return self._settle()

    def stored_by(self, n: int, at: float) -> None:
        """Note that a response which set the choice is over: mitmproxy may have held it back until then.

        Args:
            n: the number of the request it answers.
            at: its last byte.
        """
        for sighting in self._sightings:
            if sighting.n == n and sighting.told in (Told.SET, Told.PARTLY, Told.DELETED):
                self._moved = True
                sighting.window = Window(sighting.window.lo, max(sighting.window.hi, at + _STORED_WITHIN))

    def until(self, n: int, at: float) -> list[tuple[T, Placed]]:
        """Enter that nothing could change the choice between a request that showed it and its response.

        Args:
            n: the request's number.
            at: the response's first byte.

        Returns:
            What it settles.
        """
        shown = self._shown(n)
        if shown is None or not self._sightings[-1].known.agrees(shown.known):
            return []
        self._insert(Sighting(Window(at, at), n, Told.UNTIL_RESPONSE, shown.known))
        return self._settle()

    def place(self, what: T, n: int, window: Window) -> Placed | None:
        """Place an exchange, or let it wait.

        Args:
            what: the exchange, handed back when it is settled.
            n: the number of its request.
            window: when the browser read or the response brought it.

        Returns:
            Where it lies, or None where later sightings must tell.
        """
        placed = self.shown(n, window)
        if placed is None:
            self.wait(what, n, window)
        return placed

    def shown(self, n: int, window: Window) -> Placed | None:
        """Where an exchange lies whose own request shows the choice.

        Args:
            n: the number of its request.
            window: when the browser read or the response brought it.

        Returns:
            None where its request does not.
        """
        if n in self._of:
            own = next((s for s in reversed(self._sightings) if s.n == n and s.window == window), None)
            if own is not None and own.told in _PLAIN:
                return Placed(own.known, own.era, own, own)
        return None

    def wait(self, what: T, n: int, window: Window) -> None:
        """Let an exchange wait for later sightings.

        Args:
            what: the exchange, handed back when it is settled.
            n: the number of its request.
            window: when the browser read or the response brought it.
        """
        insort(self._waiting, _Waiting(window, n, what), key=_end)
        if len(self._waiting) > _MOST_WAITING:
            oldest = self._waiting.pop(0)
            place = self._locate(oldest, last=True)
            self._overflow.append(
                (oldest.what, replace(place, known=None, era=None, cause="waited-too-long"))
            )

    def close(self, at: float) -> list[tuple[T, Placed]]:
        """End the session.

        Args:
            at: the last event's time.

        Returns:
            What still waited, each with the reason why its choice is not known.
        """
        if self._expiry is not None and at > self._expiry:
            self._end_of_life(self._expiry)
        settled = self._settle()
        rest = [(w.what, self._locate(w, last=True)) for w in self._waiting]
        self._waiting.clear()
        return settled + rest

    def _shown(self, n: int) -> Sighting | None:
        """What a request itself showed."""
        return next((s for s in reversed(self._sightings) if s.n == n), None) if n in self._of else None

    def _lapse(self, sighting: Sighting) -> None:
        if self._expiry is None or sighting.window.hi <= self._expiry:
            return
        if sighting.told is Told.ABSENT:
            self._end_of_life(self._expiry)
        self._expiry = None

    def _end_of_life(self, at: float) -> None:
        last = self._sightings[-1]
        self._insert(Sighting(Window(at, at), last.n, Told.LAPSED, Known(ChoiceState.UNSET, note="lapsed")))
        self._expiry = None

    def _insert(self, sighting: Sighting) -> None:
        sightings = self._sightings
        index = len(sightings)
        while index and sightings[index - 1].window.hi > sighting.window.hi:
            index -= 1
        before = self._era_before(index)
        after = next((s for s in sightings[index:] if s.era is not None), None)
        sightings.insert(index, sighting)
        self._of[sighting.n] = self._of.get(sighting.n, 0) + 1
        self._latest = max(self._latest, sighting.window.lo)
        if sighting.told in (Told.UNCLEAR, Told.PARTLY):
            return
        if before is not None and before.known.agrees(sighting.known):
            sighting.era = before.era
        elif after is not None and after.known.agrees(sighting.known):
            sighting.era = after.era
        else:
            sighting.era = self._begin(before, sighting)

    def _era_before(self, index: int) -> Sighting | None:
        while index:
            index -= 1
            if self._sightings[index].era is not None:
                return self._sightings[index]
        return None

    def _begin(self, before: Sighting | None, sighting: Sighting) -> Era:
        withdrawn = self._withdrawn(sighting.known)
        if sighting.known.choice is not None:
            self._granted |= _granted(sighting.known.choice)
        exact = sighting.told in (Told.SET, Told.DELETED, Told.LAPSED)
        since = sighting.window if exact or before is None else before.window
        era = Era(
            known=sighting.known,
            after=None if before is None else since.lo,
            by=sighting.window.hi,
            exact=exact,
            withdrawn=withdrawn,
            evidence=tuple(sorted({s.n for s in (before, sighting) if s is not None})),
        )
        self.eras.append(era)
        return era

    def _withdrawn(self, known: Known) -> tuple[str, ...]:
        choice = known.choice
        if choice is None or known.state is ChoiceState.ALL or not self._granted:
            return ()
        gone = self._granted - _granted(choice)
        if EVERYTHING in gone:
            gone |= set(choice.refused)
        return tuple(sorted(gone))

    def _settle(self) -> list[tuple[T, Placed]]:
        settled, self._overflow = self._overflow, []
        if self._waiting and self._sightings:
            ready = bisect_right(self._waiting, self._latest, key=_end)
            if ready:
                settled += [(w.what, self._locate(w, last=False)) for w in self._waiting[:ready]]
                del self._waiting[:ready]
        if len(self._sightings) >= 2 * _KEPT:
            self._forget()
        return settled

    def _forget(self) -> None:
        spare = len(self._sightings) - _KEPT
        if self._waiting:
            oldest = min(w.window.lo for w in self._waiting)
            spare = min(spare, sum(s.window.hi <= oldest for s in self._sightings) - 1)
        if spare <= 0:
            return
        for sighting in self._sightings[:spare]:
            left = self._of[sighting.n] - 1
            if left:
                self._of[sighting.n] = left
            else:
                del self._of[sighting.n]
        del self._sightings[:spare]
        ends = [s.window.hi for s in self._sightings]
        self._moved = ends != sorted(ends)
        self._latest = max(s.window.lo for s in self._sightings)

    def _locate(self, waiting: "_Waiting[T]", *, last: bool) -> Placed:
        before = after = None
        during: list[Sighting] = []
        # All that end before it begins come first, and only the last of them counts.
        first = 0 if self._moved else bisect_right(self._sightings, waiting.window.lo, key=_over) - 1
        for sighting in self._sightings[max(first, 0) :]:
            if sighting.window.hi <= waiting.window.lo:
                before, during = sighting, []
            elif sighting.window.lo >= waiting.window.hi:
                after = sighting
                break
            else:
                during.append(sighting)
        if before is None:
            return Placed(None, None, before, after, "no-sighting-before")
        around = (before, *during, *([after] if after else []))
        if any(s.told is Told.UNCLEAR for s in around):
            return Placed(None, None, before, after, "consent-path")
        if any(s.told is Told.PARTLY for s in around):
            return Placed(None, None, before, after, "choice-in-parts")
        if any(not s.known.agrees(before.known) for s in around):
            return Placed(None, None, before, after, "choice-interval")
        if after is None:
            return Placed(None, None, before, None, "after-last-request" if last else "choice-interval")
        return Placed(before.known, before.era, before, after)


def _granted(choice: Choice) -> set[str]:
    return {*choice.granted, EVERYTHING} if choice.rest else set(choice.granted)


_over = attrgetter("window.hi")
_end = attrgetter("window.hi")
