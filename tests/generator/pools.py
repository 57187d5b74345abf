"""A browser's connections to a proxy, on an agenda of what happens when."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random

__all__ = ["Agenda", "Connection", "Pools"]


@dataclass
class Agenda:
    """Does things in order of time; what comes at one time, in the order in which it was put down."""

    now: float
    _queue: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _tickets: "count[int]" = field(default_factory=count)

    def after(self, delay: float, do: Callable[[], None]) -> None:
        """Put something down.

        Args:
            delay: seconds from now.
            do: what.
        """
        heappush(self._queue, (self.now + delay, next(self._tickets), do))

    def run(self, until: float = float("inf")) -> None:
        """Do what is due.

        Args:
            until: when to stop.
        """
        while self._queue and self._queue[0][0] <= until:
            self.now, _, do = heappop(self._queue)
            do()
        if until != float("inf"):
            self.now = max(self.now, until)


@dataclass
class Connection:
    """A client connection.

    Args:
        name: its id.
        opened: when the proxy accepted it.
    """

    name: str
    opened: float
    idle_since: float = 0.0


@dataclass(frozen=True)
class _Waiting:
    since: float
    then: Callable[[Connection], None]


@dataclass
class _Pool:
    multiplexed: bool
    idle: list[Connection] = field(default_factory=list)
    open: int = 0
    connecting: int = 0
    waiting: deque["_Waiting"] = field(default_factory=deque)
    session: Connection | None = None


_PER_HOST = 6
_ACCEPTED = 0.003
_SHAKES = (0.005, 0.01, 0.02, 0.06, 0.06, 0.15, 0.4)


@dataclass
class Pools:
    """Connections by host and whatever else a browser keeps apart.

    Args:
        agenda: for the waits.
        random: for their lengths.
        patience: seconds after which an idle connection is closed.
        late: True lets whoever waits longest have the first connection that is ready; False lets each wait for
            the one that was opened for it, or for one that was there before.
        stalled: True lets a connection wait before it is opened.
    """

    agenda: Agenda
    random: Random
    patience: float
    late: bool = False
    stalled: bool = False
    _pools: dict[tuple[str, ...], _Pool] = field(default_factory=dict)
    _names: "count[int]" = field(default_factory=lambda: count(1))

    def ask(self, key: tuple[str, ...], multiplexed: bool, then: Callable[[Connection], None]) -> None:
        """Ask for a connection.

        Args:
            key: host, scheme, and what keeps pools apart.
            multiplexed: HTTP/2, so that one connection serves all.
            then: called with it, now or later.
        """
        pool = self._pools.setdefault(key, _Pool(multiplexed))
        self._close_idle(pool)
        if pool.session is not None:
            pool.session.idle_since = self.agenda.now
            then(pool.session)
            return
        if pool.idle:
            then(pool.idle.pop())
            return
        pool.waiting.append(_Waiting(self.agenda.now, then))
        most = 1 if multiplexed else _PER_HOST
        if pool.connecting < len(pool.waiting) and pool.open < most:
            self._connect(pool)

    def free(self, key: tuple[str, ...], connection: Connection) -> None:
        """Give a connection back.

        Args:
            key: as it was asked for.
            connection: whose response is over.
        """
        pool = self._pools[key]
        connection.idle_since = self.agenda.now
        if pool.multiplexed:
            return
        self._serve(pool, connection)

    def _connect(self, pool: _Pool) -> None:
        pool.open += 1
        pool.connecting += 1
        accepted = self.agenda.now + self.random.uniform(0.0002, _ACCEPTED)
        if self.stalled:
            accepted += self.random.choice((0.0, 0.0, 0.05, 0.2, 1.0))
        connection = Connection(f"c{next(self._names)}", accepted, accepted)
        ready = accepted - self.agenda.now + self.random.choice(_SHAKES)
        self.agenda.after(ready, lambda: self._ready(pool, connection))

    def _ready(self, pool: _Pool, connection: Connection) -> None:
        pool.connecting -= 1
        connection.idle_since = self.agenda.now
        if not pool.multiplexed:
            self._serve(pool, connection)
            return
        pool.session = connection
        while pool.waiting:
            pool.waiting.popleft().then(connection)

    def _serve(self, pool: _Pool, connection: Connection) -> None:
        for waiting in pool.waiting:
            if self.late or self.stalled or connection.opened <= waiting.since + _ACCEPTED:
                pool.waiting.remove(waiting)
                waiting.then(connection)
                return
        pool.idle.append(connection)

    def _close_idle(self, pool: _Pool) -> None:
        now = self.agenda.now
        kept = [one for one in pool.idle if now - one.idle_since < self.patience]
        pool.open -= len(pool.idle) - len(kept)
        pool.idle = kept
        if pool.session is not None and now - pool.session.idle_since >= self.patience:
            pool.session = None
            pool.open = 0
