"""The exact order of time for events that arrive nearly in it.

A hook fires a moment after what it tells of, and an answer's end may overtake another's beginning. So an event
waits until the proxy's clock is past it by `HOLD`, and is then released in the order that `temoin.events` promises.
The clock comes with the events (`Arrivals.clock`), from the same loop that runs the hooks: where that loop stands
still, so does the order. A clock that is set back releases what waits, for its turn by that clock would be far off.
"""

import heapq

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen

__all__ = ["HOLD", "Arrivals"]

HOLD = 0.5
"""Seconds that an event waits for others that are older."""

_LOADED = 1.0
"""Seconds of rest after which what was loaded from a file is taken to be all of it."""

_MOST_WAITING = 50_000
"""Events that wait for their turn; of more, the oldest are released before it."""

_PLACE = {RequestSeen: 0, ResponseSeen: 1, BodySeen: 2, FlowEnded: 3}


class Arrivals:
    """Holds events until their turn.

    Flows loaded from a file come in another order and are old: they wait until no more come.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, int, Event]] = []
        self._released = float("-inf")
        self._loaded: float | None = None
        self._now = float("-inf")
        self.late = 0
        """How many events came after younger ones had been released."""
        self.set_back = 0
        """How many times the clock was set back."""

    @property
    def waits(self) -> bool:
        """Whether anything waits for its turn; may be asked from any thread."""
        return bool(self._waiting)

    def put(self, event: Event, now: float, *, loaded: bool = False) -> None:
        """Take in an event.

        Args:
            event: any.
            now: the proxy's clock, in Unix seconds.
            loaded: True for one of a flow that was loaded from a file.
        """
        if loaded:
            self._loaded = now
        if event.at < self._released:
            self.late += 1
        heapq.heappush(self._waiting, (event.at, event.flow, _PLACE[type(event)], event))

    def clock(self, now: float) -> list[Event]:
        """Release the events whose turn has come.

        Args:
            now: the proxy's clock, in Unix seconds.

        Returns:
            They, in order of time.
        """
        set_back = now < self._now - HOLD
        self._now = now
        if set_back:
            self.set_back += 1
            released = self.rest()
            self._released = float("-inf")
            return released
        if self._loaded is not None:
            if now - self._loaded < _LOADED:
                return self._until(float("-inf"))
            self._loaded = None
        return self._until(now - HOLD)

    def rest(self) -> list[Event]:
        """Release all that waits, in order of time."""
        self._loaded = None
        return self._until(float("inf"))

    def waiting(self) -> list[Event]:
        """What waits, in order of time; it goes on waiting."""
        return [one[3] for one in sorted(self._waiting, key=lambda one: one[:3])]

    def _until(self, at: float) -> list[Event]:
        released = []
        while self._waiting and (self._waiting[0][0] <= at or len(self._waiting) > _MOST_WAITING):
            released.append(heapq.heappop(self._waiting)[3])
        if released:
            self._released = max(self._released, released[-1].at)
        return released
