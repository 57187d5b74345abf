"""A watch: the engine behind a queue, in a thread of its own, and what views may ask of it.

Hooks put events in and never wait. A tick of the clock wakes the thread: waking it costs a hook more than all else,
and nothing has its turn before the next tick anyway. The thread waits until the proxy is idle (`patience`), then
puts events in order of time (`arrivals`), feeds the engine, and keeps the rows of the board; whoever asks for a
report, an end or a new beginning has all that waits taken up at once. A lock guards what both sides read; it is
held for a moment at most.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue

from msgspec.structs import replace

from temoin.audit import Audit
from temoin.errors import place_of
from temoin.events import Event
from temoin.exchanges import Judged
from temoin.policy.schema import Policy
from temoin.report import Report, Session
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic.recording import LOST, Skipped
from temoin.watching.arrivals import Arrivals
from temoin.watching.blind import FAULT, BlindSpots
from temoin.watching.board import Board, Row
from temoin.watching.history import KEPT, History
from temoin.watching.patience import AT_ONCE, Patience, Turn
from temoin.watching.queued import Arrived, Document, Tick
from temoin.watching.said import mixed, report_of, source_of, standing

__all__ = ["Document", "Watch"]

_SAID_AGAIN = 0.3
"""Seconds between two statements of what is found so far: they cost more than the rows."""

_LOOKS_AGAIN = 0.5
"""Seconds between two looks whether the thread still runs."""

_PAGES = 200
"""Pages on a board."""

_HISTORY = 300
"""States of choices on a board."""
_EXCHANGES = 20_000
"""Exchanges kept for the reports that show them, some kilobyte each; what crosses later is counted alone."""

_NOTES = 100
"""Notes kept; the oldest go first."""

_REST = 10
"""Times as long as a statement took that the next one waits, so that most time goes into judging."""

_MOST_QUEUED = 100_000
"""What waits in the queue; what comes then is missed until half is done, and the report says so."""

_MOST_BYTES = 64_000_000
"""Bytes of documents that wait in the queue; the markup of more is not read."""


type _Item = Arrived | Tick | Callable[[], None]


class Watch:
    """Judges traffic as it comes.

    Args:
        policies: all that may cover a page.
        settings: how strictly, and what to keep.
        name: what the report calls this session.
        recording: the file that is being written, or empty.
        kept: how many rows a board holds.
        settled: told, in the watch's own thread, what was settled.
    """

    def __init__(
        self,
        policies: tuple[Policy, ...],
        settings: Settings | None = None,
        *,
        name: str = "live",
        recording: str = "",
        kept: int = KEPT,
        settled: Callable[[list[Judged]], None] | None = None,
    ) -> None:
        self.settings = replace(settings or Settings(), exchanges=True, most_exchanges=_EXCHANGES)
        self._policies = policies
        self._name = name
        self._recording = recording
        self._kept = kept
        self._settled = settled
        self._items: deque[_Item | None] = deque()
        self._came = 0
        """How many events were put in."""
        self._due: deque[Event] = deque()
        """Events whose turn has come: fed before any further item is taken."""
        self._worked = False
        """Whether there may be something to have rows of."""
        self._untold: list[Judged] = []
        """Exchanges settled of which was not told yet."""
        self._full = False
        self._bytes_put = 0
        self._bytes_taken = 0
        self._wakes: SimpleQueue[bool] = SimpleQueue()
        """Wakes the thread; True where somebody waits for what it does."""
        self._patience = Patience()
        self._lock = threading.RLock()
        self._arrivals = Arrivals()
        self._blind = BlindSpots()
        self._notes: list[str] = []
        self._version = 1
        self._run = 1
        self._is_over = False
        self._rests = False
        self._begin()
        self._thread = threading.Thread(target=self._work, name="temoin", daemon=True)
        self._thread.start()

    def put(self, what: Event | Document, now: float, *, loaded: bool = False) -> None:
        """Take in an event, or a document to be decoded; returns at once.

        Args:
            what: any.
            now: the proxy's clock, in Unix seconds.
            loaded: True for one of a flow that was loaded from a file.
        """
        self._came += 1
        waiting = len(self._items)
        if self._full:
            if waiting > _MOST_QUEUED // 2:
                self._missed += 1
                return
            self._full = False
        elif waiting >= _MOST_QUEUED:
            self._full = True
            self._missed += 1
            self._items.append(self._fell_behind)
            return
        if isinstance(what, Document):
            if self._bytes_put - self._bytes_taken > _MOST_BYTES:
                self._unread += 1
                return
            self._bytes_put += len(what.content)
        self._items.append(Arrived(what, now, loaded))

    def tick(self, now: float) -> None:
        """Tell the proxy's clock, which releases what waits for its turn.

        Args:
            now: in Unix seconds.
        """
        if self._rests and not self._items and not self._arrivals.waits:
            return  # waking the thread for nothing costs more than all else at rest
        self._items.append(Tick(now))
        if self._rests:
            self._wakes.put(False)

    def blind(self, kind: str, host: str) -> None:
        """Note what went by unseen; returns at once.

        Args:
            kind: a word of `temoin.watching.blind`.
            host: which host, or a flow's place.
        """

        def take() -> None:
            self._blind.note(kind, host)
            self._changed()

        self._items.append(take)  # the next tick wakes the thread

    def trusted(self, host: str) -> None:
        """Note that a client took the proxy's certificate for a host; returns at once.

        Args:
            host: which.
        """

        def take() -> None:
            if self._blind.trusted(host):
                self._changed()

        self._items.append(take)

    def left_out(self, why: Skipped) -> None:
        """Note a request that gives no events; returns at once.

        Args:
            why: what it lacks, or whose it is.
        """
        if why in LOST:
            self._items.append(partial(self._lose, why))

    def note(self, text: str) -> None:
        """Say something that a reader must know; returns at once.

        Args:
            text: a sentence.
        """
        self._items.append(partial(self._note, text))
        self._wakes.put(False)

    def adopt(self, policies: tuple[Policy, ...]) -> None:
        """Judge by other policies from now on.

        Args:
            policies: all that may cover a page.
        """

        def take_over() -> None:
            self._policies = policies
            self._audit.adopt(policies)
            self._changed()

        self._order(take_over)

    @property
    def crossed(self) -> int:
        """How many rows there were in this run."""
        return self._history.crossed

    def board(self) -> Board:
        """The board as it stands."""
        with self._lock:
            return self._board(lambda: self._history.newest(self._audit.doubts))

    def changes(self, since: int, *, brief: bool = False) -> Board:
        """The board as it stands, its rows only those that changed after a version.

        Args:
            since: the version; 0 for all rows that are still told of.
            brief: True for rows without URL and reasons.
        """
        with self._lock:
            return self._board(lambda: self._history.rows(since, self._audit.doubts, brief=brief))

    def of_flow(self, flow: int) -> tuple[Row, ...]:
        """What is held of one flow's cookies, as far as it is kept.

        Args:
            flow: its number.
        """
        self.drained()
        with self._lock:
            self._enter()
            return self._history.of_flow(flow, self._audit.doubts)

    def report(self) -> Report:
        """The report as if the watch ended now, while it goes on."""
        self.drained()
        with self._lock:
            audit, waiting = self._audit.fork(), self._arrivals.waiting()
            source = self._source()
        for event in waiting:
            audit.feed(event)
        return report_of(audit.close(source), self.settings)

    def drained(self) -> None:
        """Wait until all that was put in so far has been taken up; what came last still waits for its turn."""
        done = threading.Event()
        self._order(done.set)
        while self._thread.is_alive() and not done.wait(_LOOKS_AGAIN):
            pass

    def restart(self) -> None:
        """Begin anew: a new visitor, nothing seen, nothing held."""
        self._order(self._restart)

    def close(self) -> Report:
        """End the watch: judge all that waits.

        Returns:
            The report.
        """
        self._order(None)
        self._thread.join()
        with self._lock:
            self._rest()
            return report_of(self._finish(), self.settings)

    def _board(self, rows: Callable[[], Iterator[Row]]) -> Board:
        self._enter()
        session = self._so_far()
        return Board(
            version=self._version,
            run=self._run,
            rows=tuple(rows()),
            kept=self._kept,
            crossed=self._history.crossed,
            counts=dict(session.counts),
            open=self._history.open,
            choices=standing(session.choices),
            pages=session.pages[-_PAGES:],
            findings=session.findings,
            requests=session.requests,
            visitors=session.visitors,
            policies=tuple(policy.name for policy in self._policies),
            started=session.started,
            now=session.ended,
            blind=self._blind.all(),
            notes=(*self._notes, *mixed(session)),
            recording=self._recording,
            history=session.choices[-_HISTORY:],
            reach=self._history.reach,
        )

    def _fell_behind(self) -> None:
        """Take what comes next as another recording: what was missed may have changed any choice."""
        self._due.extend(self._arrivals.rest())
        self._items.appendleft(self._interrupted)

    def _interrupted(self) -> None:
        self._audit.interrupted()
        self._worked = True
        self._note("The watch fell behind, and missed what crossed until it caught up.")

    def _rest(self) -> None:
        """Take up what the thread left, where memory at its limit has ended it."""
        while (self._items or self._due) and not self._is_over:
            self._step()
        self._tell()

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes = [*self._notes, text][-_NOTES:]
            self._changed()

    def _lose(self, why: Skipped) -> None:
        self._lost[why] += 1
        self._changed()

    def _begin(self) -> None:
        self._lost: Counter[Skipped] = Counter()
        self._missed = self._unread = 0
        self._audit = Audit(self._policies, self.settings)
        self._history = History(self._kept)
        self._said: Session | None = None
        self._said_at = 0.0
        self._said_took = 0.0
        self._stale = True
        self._doubtful = self._audit.doubts

    def _finish(self) -> Session:
        """Judge all that waits, and tell of it."""
        self._feed(self._arrivals.rest())
        session = self._audit.close(self._source())
        self._worked = True
        self._tell()
        return session

    def _restart(self) -> None:
        self._finish()
        self._run += 1
        self._begin()
        self._changed()

    def _order(self, item: _Item | None) -> None:
        """Have something done now, after all that came before it."""
        self._items.append(item)
        self._wakes.put(True)

    def _work(self) -> None:
        while not self._is_over:
            self._rests = True
            hurried = not self._items and self._wakes.get()
            self._rests = False
            self._work_off(hurried=hurried)

    def _work_off(self, *, hurried: bool) -> None:
        """Take up what waits, as the proxy leaves time for it; all of it at once where somebody waits for that."""
        while (self._items or self._due) and not self._is_over:
            if not hurried and not self._wakes.empty():
                hurried = self._wakes.get()
            turn = self._patience.turn(time.monotonic(), self._came, len(self._items) + len(self._due))
            if hurried:
                turn = AT_ONCE
            if turn.rest > 0:
                self._tell()
                hurried = self._woken_within(turn.rest)
                continue
            self._work_for(turn)
            time.sleep(turn.way)
        self._tell()
        self._patience.done()

    def _woken_within(self, seconds: float) -> bool:
        try:
            return self._wakes.get(timeout=seconds)
        except Empty:
            return False

    def _work_for(self, turn: Turn) -> None:
        """Work for as long as a turn allows."""
        came, until = self._came, time.monotonic() + turn.works
        with self._lock:
            while (self._items or self._due) and not self._is_over:
                self._step()
                if time.monotonic() >= until or (turn.stops and self._came != came):
                    break
            self._enter()

    def _step(self) -> None:
        """Judge an event whose turn has come, or take up what came next."""
        if self._due:
            self._judge(self._due.popleft())
            if not self._due:
                self._tell()
            return
        item = self._items.popleft()
        if item is None:
            self._is_over = True
            return
        try:
            self._take(item)
        except Exception as error:  # noqa: BLE001 — this thread must live: nothing would be judged any more
            self._failed(error)

    def _take(self, item: _Item) -> None:
        match item:
            case Tick(now):
                self._due.extend(self._arrivals.clock(now))
            case Arrived():
                if isinstance(item.what, Document):
                    self._bytes_taken += len(item.what.content)
                    event: Event | None = item.what.decoded()
                else:
                    event = item.what
                if event is not None:
                    self._arrivals.put(event, item.now, loaded=item.loaded)
            case _:
                item()

    def _feed(self, events: list[Event]) -> None:
        for event in events:
            self._judge(event)

    def _judge(self, event: Event) -> None:
        self._worked = True
        try:
            self._audit.feed(event)
        except Exception:  # noqa: BLE001 — traffic goes on whatever the engine does, and the report says so
            self._blind.note(FAULT, f"flow {event.flow}")

    def _failed(self, error: Exception) -> None:
        with suppress(MemoryError):
            self._note(f"Témoin failed ({place_of(error)}); the watch goes on.")

    def _enter(self) -> None:
        """Have rows of what happened."""
        if not self._worked:
            return
        self._worked = False
        self._changed()
        try:
            for move in self._audit.moves():
                self._history.enter(move, self._version)
                if self._settled is not None and isinstance(move, Judged):
                    self._untold.append(move)
        except Exception as error:  # noqa: BLE001 — as above
            self._failed(error)

    def _tell(self) -> None:
        """Tell of what was settled."""
        with self._lock:
            self._enter()
            told, self._untold = self._untold, []
        if told and self._settled is not None:
            try:
                self._settled(told)
            except Exception as error:  # noqa: BLE001 — as above
                with self._lock:
                    self._failed(error)

    def _changed(self) -> None:
        self._version += 1
        self._stale = True

    def _so_far(self) -> Session:
        now = time.monotonic()
        rest = max(_SAID_AGAIN, _REST * self._said_took)
        if self._said is None or (self._stale and now - self._said_at >= rest):
            if self._said is not None:
                self._version += 1
            self._said, self._said_at, self._stale = self._audit.so_far(self._source()), now, False
            self._said_took = time.monotonic() - now
            if self._audit.doubts != self._doubtful:
                self._doubtful = self._audit.doubts
                self._history.doubted(self._version)
        return self._said

    def _source(self) -> Source:
        return source_of(
            self._name, self._notes, self._blind, self._arrivals, self._lost, self._missed, self._unread
        )
