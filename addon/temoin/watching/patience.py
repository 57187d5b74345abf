"""When the engine may work: the proxy goes first.

The engine shares Python's lock with the proxy that it watches: while it works, requests wait. A page that loads is
a burst of requests and then a pause, in which what they showed can be judged. So the engine waits until nothing has
come for a while (`QUIET`), and stops as soon as something does. Where traffic never pauses it works all the same
once something has waited for `LONGEST`: little at a time, with long ways between, which get shorter the longer it
lasts, so that it catches up wherever it can. Whatever the pace, it makes way after a moment: no request waits for
longer than that.

None of this is seen in a verdict: events are judged in the same order, whenever that is.
"""

import msgspec

__all__ = ["AT_ONCE", "LONGEST", "QUIET", "Patience", "Turn"]

QUIET = 0.03
"""Seconds without anything new after which the proxy is taken to be idle; a page's requests mostly come closer."""

LONGEST = 1.0
"""Seconds that something waits where traffic never pauses: more, and whoever looks on would wonder."""

_MOST_PATIENT = 5_000
"""Events that wait for a pause, three to a request: a fifth of a second's work."""

_SHORTEST_WAY = 0.00005
"""Seconds; without any way, the engine has Python's lock again before the proxy has woken up."""

_LONGEST_WAY = 0.01
"""Seconds; each change of the lock's holder costs both sides, the more so where other programs want the cores."""

_WORKS = 0.001
"""Seconds at a time: the longest that a request waits; less costs more, for nothing is at hand after each way."""


class Turn(msgspec.Struct, frozen=True, gc=False):
    """What the engine is to do now.

    Args:
        rest: seconds to wait before it asks again; 0 to work.
        works: seconds that it works at a time; what is begun is finished.
        way: seconds for which it then makes way.
        stops: True to stop where something new comes.
    """

    rest: float
    works: float = 0.0
    way: float = _SHORTEST_WAY
    stops: bool = False


AT_ONCE = Turn(0.0, works=0.002)
"""Where somebody waits for what the engine makes of all that came."""

_IDLE = Turn(0.0, works=_WORKS, stops=True)
_CATCHING_UP = Turn(0.0, works=_WORKS)


class Patience:
    """Tells when to work, from what came and what waits. It knows no clock: it is told the time."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._came = 0
        self._came_at = float("-inf")

    def turn(self, now: float, came: int, waiting: int) -> Turn:
        """Tell what to do now, where something waits.

        Args:
            now: a clock that never goes back, in seconds.
            came: how many events have come in all.
            waiting: how many of them wait.
        """
        if self._since is None:
            self._since = now
        if came != self._came:
            self._came, self._came_at = came, now
        if waiting >= _MOST_PATIENT:
            return _CATCHING_UP
        quiet = self._came_at + QUIET - now
        if quiet <= 0:
            return _IDLE
        late = now - self._since - LONGEST
        if late < 0:
            return Turn(min(quiet, -late))
        way = _LONGEST_WAY * (1 - late / LONGEST)
        return Turn(0.0, works=_WORKS, way=max(way, _SHORTEST_WAY))

    def done(self) -> None:
        """Note that nothing waits any more."""
        self._since = None
