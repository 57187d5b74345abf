"""What a request may have waited for before it was sent, so that its cookies were read long before it arrived.

Browsers hold requests back: where as many are under way as a server, a proxy or a connection takes, where another
for the same address is under way (its answer may do for both), and where a connection was lost, after which the
request is sent again with the cookies it had. Measured on Chromium 156 and Firefox 153 (`tests/truth/hard`).
"""

from collections import OrderedDict
from collections.abc import Callable

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.events import RequestSeen

__all__ = ["Queues"]

_MOST_TO_A_HOST = 6
"""Requests over HTTP/1.1 that a browser has under way to one host; the next waits."""

_MOST_TO_THE_PROXY = 32
"""Requests over HTTP/1.1 that a browser has under way through one proxy (Chromium's and Firefox's own limit)."""

_MOST_STREAMS = 90
"""Requests under way on one HTTP/2 connection from which on the next may wait; servers allow 100 and more."""

_SLOW_TO_TAKE = 0.3
"""Seconds that a free place may stay free although a request waits for it: a new connection must be opened."""

_ADJACENT = 0.05
"""Seconds: a request that starts this soon after the one before it for the same address may have waited for it."""

_SENT_AGAIN = 30.0
"""Seconds within which a request that got no answer may be sent again."""

_MOST_KEPT = 10_000
"""Places, addresses and requests under way remembered at once; the longest unused go first."""

_TRIES = 8
"""How many of the longest unused are looked at for one in which nothing waits."""


class _Places:
    """Places that requests wait for: since when all were taken, and since when one is free.

    Args:
        most: how many there are.
        full_since: since when all are taken to be taken for good; None for not.
    """

    __slots__ = ("_free_since", "_most", "_stuck", "_under_way", "full_since")

    def __init__(self, most: int, full_since: float | None = None) -> None:
        self._most = most
        self._under_way: dict[int, float] = {}
        self.full_since = full_since
        """Since when all are taken, or were until a while ago; None for not."""
        self._free_since: float | None = None
        self._stuck = full_since is not None

    @property
    def busy_since(self) -> float | None:
        """Since when something is under way, or may wait; None where nothing is."""
        since = min(self._under_way.values(), default=None)
        if self.full_since is None:
            return since
        return self.full_since if since is None else min(since, self.full_since)

    def waited_since(self, at: float) -> float | None:
        """The earliest moment from which a request that starts now may have waited for a place; None for none."""
        if self._free_since is not None and at - self._free_since > _SLOW_TO_TAKE and not self._stuck:
            self.full_since = self._free_since = None
        return self.full_since

    def take(self, flow: int, lo: float) -> None:
        """Give a request a place."""
        self._under_way[flow] = lo
        if len(self._under_way) >= self._most:
            # Those that wait may have been asked for before the ones that took the last places arrived.
            if self.full_since is None:
                self.full_since = min(self._under_way.values())
            self._free_since = None

    def lose(self, flow: int) -> None:
        """Let go of a request whose end will not be known: the places are taken to be full from then on."""
        lo = self._under_way.pop(flow, None)
        if lo is not None:
            self.full_since = lo if self.full_since is None else min(lo, self.full_since)
            self._stuck = True

    def give_back(self, flow: int, at: float) -> None:
        """Free a request's place."""
        self._under_way.pop(flow, None)
        if self.full_since is not None and self._free_since is None and len(self._under_way) < self._most:
            self._free_since = at


class _Repeats(msgspec.Struct, gc=False):
    """An unbroken series of requests for one address.

    Args:
        lo: when the first of them may have been asked for.
        under_way: how many have not ended.
        until: when the last one began or ended.
        unanswered: True where one of them got no answer.
    """

    lo: float
    under_way: int
    until: float
    unanswered: bool

    def busy_since(self, at: float) -> float | None:
        """Since when a request that starts now may have waited in it; None where none may have."""
        again = self.unanswered and at - self.until <= _SENT_AGAIN
        return self.lo if self.under_way > 0 or again else None

    def may_go_on(self, at: float) -> bool:
        """Whether a request that starts now may have waited in this series."""
        since = at - self.until
        return self.under_way > 0 or since <= _ADJACENT or (self.unanswered and since <= _SENT_AGAIN)


class Queues:
    """Follows what is under way, in order of time, and tells since when a request may have waited.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._since: float | None = None
        """Since when requests wait in queues that were let go of; None where in none."""
        self._places: OrderedDict[str | tuple[str, ...], _Places] = OrderedDict()
        self._repeats: OrderedDict[tuple[str, ...], _Repeats] = OrderedDict()
        self._of_flow: OrderedDict[int, tuple[tuple[_Places, ...], _Repeats]] = OrderedDict()

    def request(
        self, request: RequestSeen, lo: float, *, asked: float, multiplexed: bool, url: str = ""
    ) -> float:
        """Tell since when a request may have waited, and let it take its places.

        Args:
            request: the next one, in order of time.
            lo: since when by what its connection shows.
            asked: when it was sent, or, first on its connection, when that was opened.
            multiplexed: True over HTTP/2 and 3.
            url: its URL, where the caller has it already.

        Returns:
            `lo`, or an earlier moment, in Unix seconds.
        """
        client, user, at = request.client, request.user, request.at
        places: tuple[_Places, ...]
        if multiplexed:
            places = (self._place(request.connection, _MOST_STREAMS),)
        else:
            places = (
                self._place((client, user, request.host, str(request.port)), _MOST_TO_A_HOST),
                self._place((client, user), _MOST_TO_THE_PROXY),
            )
        for place in places:
            if place.full_since is not None:
                since = place.waited_since(asked)
                if since is not None and since < lo:
                    lo = since
        repeats = self._series((client, user, request.method, url or request.url), at)
        if repeats.lo < lo:
            lo = repeats.lo
        repeats.lo = lo
        repeats.under_way += 1
        if at > repeats.until:
            repeats.until = at
        for place in places:
            place.take(request.flow, lo)
        self._of_flow[request.flow] = (places, repeats)
        if len(self._of_flow) > _MOST_KEPT:
            oldest, (places, _) = self._of_flow.popitem(last=False)
            for place in places:
                place.lose(oldest)
            self._dropped.note(Lost.QUEUES)
        return lo

    def ended(self, flow: int, at: float, *, answered: bool) -> None:
        """Note that a request is over.

        Args:
            flow: its number.
            at: when, in Unix seconds.
            answered: False where it got no answer.
        """
        found = self._of_flow.pop(flow, None)
        if found is None:
            return
        places, repeats = found
        for place in places:
            place.give_back(flow, at)
        repeats.under_way -= 1
        if at > repeats.until:
            repeats.until = at
        if not answered:
            repeats.unanswered = True

    def _place(self, key: str | tuple[str, ...], most: int) -> _Places:
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = _Places(most, self._since)
            if len(self._places) > _MOST_KEPT:
                self._make_room(self._places, lambda one: one.busy_since)
        else:
            self._places.move_to_end(key)
        return found

    def _series(self, key: tuple[str, ...], at: float) -> _Repeats:
        """The series that a request which starts now belongs to, begun with it where none goes on."""
        found = self._repeats.get(key)
        if found is None:
            since, waits = (at, 0) if self._since is None else (self._since, 1)
            found = self._repeats[key] = _Repeats(since, waits, at, False)
            if len(self._repeats) > _MOST_KEPT:
                self._make_room(self._repeats, lambda one: one.busy_since(at))
            return found
        self._repeats.move_to_end(key)
        if not found.may_go_on(at):
            found.lo, found.unanswered = at, False
        return found

    def _make_room[Key, One](
        self, known: OrderedDict[Key, One], busy_since: Callable[[One], float | None]
    ) -> None:
        """Let go of one that was not used for long, if it can be of one in which nothing waits."""
        for _ in range(_TRIES):
            key, one = known.popitem(last=False)
            if busy_since(one) is None:
                return
            known[key] = one
        _, one = known.popitem(last=False)
        since = busy_since(one)
        if since is not None:
            self._since = since if self._since is None else min(since, self._since)
            self._dropped.note(Lost.QUEUES)
