"""When the choice was what: one visitor's consent cookie on one host, from what requests carried and responses set.

Theory of operation
===================

A choice set by a response is dated by it. One set by a script shows only when the browser next sends the
cookie. So what is known is a row of *sightings*: at some time within a window, the store held this choice, or
none. Between two sightings that agree the choice is known; between two that differ it changed at a moment
nobody on the wire saw, and what crossed there is unproven; before the first and after the last nothing is
known. An exchange therefore waits until a sighting lies wholly after it.

The caller decides what a sighting is (`temoin.choices.witness`); here they are only put in order. Dates are
windows because a request's cookies are read before it arrives (`temoin.connections`).
"""

from bisect import bisect_right, insort

import msgspec
from msgspec.structs import replace

from temoin.choices.sightings import EVERYTHING, Era, Known, Placed, Sighting, Told
from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

__all__ = ["Timeline"]

_STORED_WITHIN = 0.3
"""Seconds: a browser stores a response's cookie at most this long after its first byte (measured)."""

_MOST_WAITING = 50_000
"""Exchanges that may wait at once for one choice; the oldest are then called unproven."""

_KEPT = 64
"""Sightings kept when nothing waits: a response may still refer to its request's."""


class _Waiting[T](msgspec.Struct):
    window: Window
    n: int
    what: T


class Timeline[T]:
    """The sightings of one visitor's choice on one host, and the exchanges that wait to be placed.

    Sightings that no waiting exchange can need are dropped, but for the latest `_KEPT`.
    """

    def __init__(self) -> None:
        self.eras: list[Era] = []
        self._sightings: list[Sighting] = []
        self._waiting: list[_Waiting[T]] = []
        self._overflow: list[tuple[T, Placed]] = []
        self._expiry: float | None = None
        self._granted: set[str] = set()

    def shows_absence(self, n: int) -> bool:
        """Tell whether a request showed that there was no choice.

        Args:
            n: its number.
        """
        return any(s.n == n and s.told is Told.ABSENT for s in reversed(self._sightings))

    def shows_none(self, n: int) -> bool:
        """Tell whether a request showed that nobody had chosen: by absence, or by a cookie that says so itself.

        Args:
            n: its number.
        """
        return any(
            s.n == n and s.told in (Told.ABSENT, Told.CARRIED) and s.known.state is ChoiceState.UNSET
            for s in reversed(self._sightings)
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
        own = next((s for s in reversed(self._sightings) if s.n == n and s.window == window), None)
        if own is not None and own.told in (Told.ABSENT, Told.CARRIED, Told.UNTIL_RESPONSE):
            return Placed(own.known, own.era, own, own)
        insort(self._waiting, _Waiting(window, n, what), key=_end)
        if len(self._waiting) > _MOST_WAITING:
            oldest = self._waiting.pop(0)
            place = self._locate(oldest, last=True)
            self._overflow.append(
                (oldest.what, replace(place, known=None, era=None, cause="waited-too-long"))
            )
        return None

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
        return next((s for s in reversed(self._sightings) if s.n == n), None)

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
        index = len(self._sightings)
        while index and self._sightings[index - 1].window.hi > sighting.window.hi:
            index -= 1
        before = next((s for s in reversed(self._sightings[:index]) if s.era is not None), None)
        after = next((s for s in self._sightings[index:] if s.era is not None), None)
        self._sightings.insert(index, sighting)
        if sighting.told in (Told.UNCLEAR, Told.PARTLY):
            return
        if before is not None and before.known.agrees(sighting.known):
            sighting.era = before.era
        elif after is not None and after.known.agrees(sighting.known):
            sighting.era = after.era
        else:
            sighting.era = self._begin(before, sighting)

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
        latest = max((s.window.lo for s in self._sightings), default=None)
        if latest is None:
            return settled
        ready = bisect_right(self._waiting, latest, key=_end)
        settled += [(w.what, self._locate(w, last=False)) for w in self._waiting[:ready]]
        del self._waiting[:ready]
        self._forget()
        return settled

    def _forget(self) -> None:
        if len(self._sightings) < 2 * _KEPT:
            return
        spare = len(self._sightings) - _KEPT
        if self._waiting:
            oldest = min(w.window.lo for w in self._waiting)
            spare = min(spare, sum(s.window.hi <= oldest for s in self._sightings) - 1)
        if spare > 0:
            del self._sightings[:spare]

    def _locate(self, waiting: "_Waiting[T]", *, last: bool) -> Placed:
        before = after = None
        during: list[Sighting] = []
        for sighting in self._sightings:
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


def _end[T](waiting: _Waiting[T]) -> float:
    return waiting.window.hi
