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
from heapq import heapify, heappop, heappush
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from temoin.bounds import Dropped, Lost
from temoin.choices.row import Row
from temoin.choices.sightings import EVERYTHING, Era, Known, Placed, Sighting, Told
from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

__all__ = ["Room", "Timeline"]

_STORED_WITHIN = 0.3
"""Seconds: a browser stores a response's cookie at most this long after its first byte (measured)."""

_MOST_WAITING = 20_000
"""Exchanges that may wait at once for one choice; those of the oldest requests are then called unproven."""

_MOST_SIGHTINGS = 10_000
"""Sightings kept for what waits; what would need the oldest is then called unproven."""

_MOST_GRANTED = 5_000
"""Names that one choice granted, remembered to tell what is withdrawn; of later ones it is not told."""

_NAMES = 100
"""Names that make a state of a choice take as much room as another."""

_KEPT = 64
"""Sightings kept when nothing waits: a response may still refer to its request's."""


_PLAIN = (Told.ABSENT, Told.CARRIED, Told.UNTIL_RESPONSE)
"""What a request shows of itself, so that what it carries is judged by it alone."""


class _Waiting[T](msgspec.Struct, gc=False):
    window: Window
    n: int
    what: T
    much: int
    settled: bool = False


class Timeline[T]:
    """The sightings of one visitor's choice on one host, and the exchanges that wait to be placed.

    Sightings that no waiting exchange can need are dropped, but for the latest `_KEPT`.

    Args:
        room: how many eras may be kept, shared with other timelines; None for as many as there are.
        dropped: where what is dropped is counted.
    """

    def __init__(self, room: "Room | None" = None, dropped: Dropped | None = None) -> None:
        self.eras: list[Era] = []
        self._room = room
        self._dropped = dropped or Dropped()
        self._row = Row()
        self._waiting: list[_Waiting[T]] = []
        self._oldest: list[tuple[float, int, _Waiting[T]]] = []
        """The same by the beginnings of their windows, a heap; some may be settled already."""
        self._waited = 0
        self._much = 0
        """How many exchanges wait."""
        self._overflow: list[tuple[T, Placed]] = []
        self._expiry: float | None = None
        self._granted: set[str] = set()

    @property
    def size(self) -> int:
        """How many things it holds."""
        return self._row.size + 2 * self._much + len(self.eras)

    def shows_absence(self, n: int) -> bool:
        """Tell whether a request showed that there was no choice.

        Args:
            n: its number.
        """
        return any(one.told is Told.ABSENT for one in self._row.of(n))

    def shows_none(self, n: int) -> bool:
        """Tell whether a request showed that nobody had chosen: by absence, or by a cookie that says so itself.

        Args:
            n: its number.
        """
        return any(
            one.told in (Told.ABSENT, Told.CARRIED) and one.known.state is ChoiceState.UNSET
            for one in self._row.of(n)
        )

    def see(self, sighting: Sighting) -> list[tuple[T, Placed]]:
        """Enter a sighting from a request.

        Args:
            sighting: absent or carried.

        Returns:
            What it settles: each exchange that waited, and where it lies.
        """
        if self._expiry is not None:
            self._lapse(sighting, self._expiry)
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
        for sighting in self._row.of(n):
            if sighting.told in (Told.SET, Told.PARTLY, Told.DELETED):
                self._row.stretch(sighting, at + _STORED_WITHIN)

    def until(self, n: int, at: float) -> list[tuple[T, Placed]]:
        """Enter that nothing could change the choice between a request that showed it and its response.

        Args:
            n: the request's number.
            at: the response's first byte.

        Returns:
            What it settles.
        """
        shown = self._row.shown_by(n)
        if shown is None or not self._row.last.known.agrees(shown.known):
            return []
        self._insert(Sighting(Window(at, at), n, Told.UNTIL_RESPONSE, shown.known))
        return self._settle()

    def place(self, what: T, n: int, window: Window, much: int = 1) -> Placed | None:
        """Place an exchange, or some that cross together, or let them wait.

        Args:
            what: the exchange, handed back when it is settled.
            n: the number of its request.
            window: when the browser read or the response brought it.
            much: how many exchanges it is.

        Returns:
            Where it lies, or None where later sightings must tell.
        """
        placed = self.shown(n, window)
        if placed is None:
            self.wait(what, n, window, much)
        return placed

    def shown(self, n: int, window: Window) -> Placed | None:
        """Where an exchange lies whose own request shows the choice.

        Args:
            n: the number of its request.
            window: when the browser read or the response brought it.

        Returns:
            None where its request does not.
        """
        for own in reversed(self._row.of(n)):
            if own.window is window or own.window == window:
                return Placed(own.known, own.era, own, own) if own.told in _PLAIN else None
        return None

    def wait(self, what: T, n: int, window: Window, much: int = 1) -> None:
        """Let an exchange, or some that cross together, wait for later sightings.

        Args:
            what: the exchange, handed back when it is settled.
            n: the number of its request.
            window: when the browser read or the response brought it.
            much: how many exchanges it is.
        """
        waiting = _Waiting(window, n, what, much)
        if not self._waiting or self._waiting[-1].window.hi <= window.hi:
            self._waiting.append(waiting)
        else:
            insort(self._waiting, waiting, key=_end)
        self._waited += 1
        self._much += much
        heappush(self._oldest, (window.lo, self._waited, waiting))
        while self._much > _MOST_WAITING:
            self._give_up(self._waiting.pop(0))
        if len(self._oldest) > 2 * len(self._waiting) + _KEPT:
            self._oldest = [one for one in self._oldest if not one[2].settled]
            heapify(self._oldest)

    def given_up(self) -> list[tuple[T, Placed]]:
        """Take what no longer waits because too much did."""
        given_up, self._overflow = self._overflow, []
        return given_up

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
        self._oldest.clear()
        self._much = 0
        return settled + rest

    def _lapse(self, sighting: Sighting, expiry: float) -> None:
        if sighting.window.hi <= expiry:
            return
        if sighting.told is Told.ABSENT:
            self._end_of_life(expiry)
        self._expiry = None

    def _end_of_life(self, at: float) -> None:
        last = self._row.last
        self._insert(Sighting(Window(at, at), last.n, Told.LAPSED, Known(ChoiceState.UNSET, note="lapsed")))
        self._expiry = None

    def _insert(self, sighting: Sighting) -> None:
        before, after = self._row.insert(sighting)
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
            granted = _granted(sighting.known.choice) - self._granted
            if len(self._granted) + len(granted) > _MOST_GRANTED:
                granted = set(sorted(granted)[: _MOST_GRANTED - len(self._granted)])
            self._granted |= granted
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
        if self._room is None or self._room.take(_weight(era)):
            self.eras.append(era)
        else:
            self._dropped.note(Lost.CHOICES)
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
        row = self._row
        if row.size > _MOST_SIGHTINGS:
            self._shorten()
        settled = self.given_up() if self._overflow else []
        if self._waiting and row.size and self._waiting[0].window.hi <= row.latest:
            ready = bisect_right(self._waiting, row.latest, key=_end)
            for waiting in self._waiting[:ready]:
                waiting.settled = True
                self._much -= waiting.much
                settled.append((waiting.what, self._locate(waiting, last=False)))
            del self._waiting[:ready]
        if row.size >= 2 * _KEPT:
            self._forget()
        return settled

    def _forget(self) -> None:
        spare = self._row.size - _KEPT
        oldest = self._first_to_begin()
        if oldest is not None:
            spare = min(spare, self._row.before(oldest.window.lo))
        if spare > 0:
            self._row.drop(spare)

    def _first_to_begin(self) -> "_Waiting[T] | None":
        """Of what waits, what began first."""
        oldest = self._oldest
        while oldest and oldest[0][2].settled:
            heappop(oldest)
        return oldest[0][2] if oldest else None

    def _shorten(self) -> None:
        """Give up what needs the oldest sightings, however many exchanges that be."""
        while self._row.size > _MOST_SIGHTINGS and (oldest := self._first_to_begin()) is not None:
            self._give_up(oldest)
            self._forget()
        self._waiting = [one for one in self._waiting if not one.settled]

    def _give_up(self, waiting: "_Waiting[T]") -> None:
        waiting.settled = True
        self._much -= waiting.much
        found = self._locate(waiting, last=True)
        self._overflow.append((waiting.what, replace(found, known=None, era=None, cause="waited-too-long")))
        self._dropped.note(Lost.WAITING, waiting.much)

    def _locate(self, waiting: "_Waiting[T]", *, last: bool) -> Placed:
        found = self._row.around(waiting.window)
        before, after = found.before, found.after
        if before is None:
            return Placed(None, None, before, after, "no-sighting-before")
        if found.unclear:
            return Placed(None, None, before, after, "consent-path")
        if found.partly:
            return Placed(None, None, before, after, "choice-in-parts")
        if not found.agree:
            return Placed(None, None, before, after, "choice-interval")
        if after is None:
            return Placed(None, None, before, None, "after-last-request" if last else "choice-interval")
        return Placed(before.known, before.era, before, after)


class Room:
    """How much may still be kept.

    Args:
        left: how many.
    """

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, much: int) -> bool:
        """Take some; False where nothing is left.

        Args:
            much: how much.
        """
        if self.left <= 0:
            return False
        self.left -= much
        return True


def _weight(era: Era) -> int:
    choice = era.known.choice
    names = len(era.withdrawn) + (len(choice.granted) + len(choice.refused) if choice else 0)
    return 1 + names // _NAMES


def _granted(choice: Choice) -> set[str]:
    return {*choice.granted, EVERYTHING} if choice.rest else set(choice.granted)


_end = attrgetter("window.hi")
