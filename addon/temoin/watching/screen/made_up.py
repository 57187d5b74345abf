"""A watch of nothing: traffic made up from a seed, as fast as one likes, to look at the screen and to load it.

A visitor of a leaky portal grants a part, then all, then takes it back, over and over. What crosses is open for a
moment, then settles as an engine would settle it. The same seed gives the same watch.
"""

import random
import threading
from collections import OrderedDict, deque
from collections.abc import Sequence

from msgspec.structs import replace

from temoin.report import Finding, Page, Report, Session
from temoin.vocabulary import Level, Origin, Outcome, Party, Verdict, Way
from temoin.watching.board import Blind, Board, Row
from temoin.watching.screen.made_up_visit import (
    COOKIES,
    OPEN_FOR,
    PAGE,
    PORTAL,
    START,
    Cookie,
    choice_at,
    finding_of,
    page_of,
    verdict_of,
)

__all__ = ["COOKIES", "Cookie", "MadeUp"]

_MANY = 200
_QUIET = 3
"""How many pages are opened before something goes by unseen."""

_PINNED = "the client refused the proxy's certificate, so what it sent was not seen"
_RELOADED = "the policy changed on disk, and what crosses from now on is judged by it"


class MadeUp:
    """Stands where a watch would: it may be asked all that a watch may be, from any thread.

    Args:
        cookies: what may cross.
        kept: how many rows a board holds.
        seed: of all that is random.
        recording: the file that is said to be written.
    """

    def __init__(
        self, cookies: Sequence[Cookie] = COOKIES, *, kept: int = 2000, seed: int = 1, recording: str = ""
    ) -> None:
        self._cookies = cookies
        self._weights = [cookie.weight for cookie in cookies]
        self._kept = kept
        self._seed = seed
        self._recording = recording
        self._lock = threading.RLock()
        self._run = 0
        self._version = 0
        self._board: Board | None = None
        self._begin()

    def cross(self, seconds: float) -> None:
        """Let one cookie cross, and time go on.

        Args:
            seconds: how long after the one before.
        """
        with self._lock:
            self._now += seconds
            self._settle()
            self._browse()
            self._requests += self._random.random() < 0.6
            cookie = self._random.choices(self._cookies, self._weights)[0]
            self._crossed += 1
            row = self._row(cookie)
            if row.category == "necessary":
                row = self._judged(row)
            else:
                self._opened.append(row.id)
            self._put(row)
            while len(self._rows) > self._kept:
                self._rows.popitem(last=False)

    @property
    def crossed(self) -> int:
        """How many rows there were."""
        return self._crossed

    def board(self) -> Board:
        """The board as it stands."""
        with self._lock:
            if self._board is None or self._board.version != self._version:
                self._board = self._drawn()
            return self._board

    def changes(self, since: int, *, brief: bool = False) -> Board:  # noqa: ARG002 — no row takes long here
        """The board with the rows that changed after a version."""
        with self._lock:
            board = self.board()
            return replace(
                board, rows=tuple(row for row in board.rows if self._changed.get(row.id, 0) > since)
            )

    def report(self) -> Report:
        """A report on it."""
        board = self.board()
        flagged = any(finding.level is Level.FLAGGED for finding in board.findings)
        outcome = Outcome.FLAGGED if flagged else Outcome.CLEAR
        session = Session(
            source="made up",
            policies=board.policies,
            outcome=outcome,
            summary=f"{board.crossed:,} cookies were made up.",
            pages=board.pages,
            choices=board.choices,
            findings=board.findings,
            cookies=(),
            unproven=(),
            never_seen=(),
            rejected=(),
            outside=(),
            counts=board.counts,
            requests=board.requests,
            visitors=board.visitors,
            started=board.started,
            ended=board.now,
        )
        return Report(outcome=outcome, sessions=(session,), temoin="made up")

    def restart(self) -> None:
        """Begin anew."""
        with self._lock:
            self._run += 1
            self._begin()

    def settle_all(self) -> None:
        """Let nothing stay open, as at the end of a watch."""
        with self._lock:
            self._settle(whole=True)

    def _begin(self) -> None:
        self._random = random.Random(self._seed)  # noqa: S311 (nothing secret hangs on it)
        self._now = START
        self._requests = 1
        self._crossed = 0
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._changed: dict[int, int] = {}
        self._opened: deque[int] = deque()
        self._counts: dict[Verdict, int] = {}
        self._findings: dict[tuple[Verdict, str, str], Finding] = {}
        self._pages: list[Page] = []
        self._blind: tuple[Blind, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._board = None
        self._version += 1

    def _row(self, cookie: Cookie) -> Row:
        page = self._pages[-1]
        outside = page.policy is None
        return Row(
            id=self._crossed,
            n=self._requests,
            at=self._now,
            visitor=1,
            way=cookie.way if self._random.random() < 0.8 else Way.SENT,
            name=cookie.name,
            domain=cookie.domain,
            url=f"https://{cookie.domain}/collect?v=…&tid=…",
            page=page.id,
            first_party=page.site,
            party=Party.FIRST if cookie.domain == PORTAL and not outside else Party.THIRD,
            origin=Origin.RESPONSE if cookie.way is Way.SET else Origin.SCRIPT,
            category=cookie.category,
            service=cookie.service,
            verdict=None,
            consent=cookie.name == "cookies_preferences",
        )

    def _browse(self) -> None:
        while len(self._pages) < min(1 + int((self._now - START) // PAGE), _MANY):
            self._pages.append(page_of(len(self._pages) + 1, self._requests))
        if len(self._pages) > _QUIET and not self._blind:
            self._blind = (Blind("pinned", "safebrowsing.example", 3, _PINNED),)
            self._notes = (_RELOADED,)

    def _settle(self, *, whole: bool = False) -> None:
        while self._opened:
            row = self._rows.get(self._opened[0])
            if row is not None and not whole and row.at + OPEN_FOR > self._now:
                return
            self._opened.popleft()
            if row is not None:
                self._put(self._judged(row))

    def _judged(self, row: Row) -> Row:
        page = self._pages[(row.page or 1) - 1]
        verdict, reasons = verdict_of(row, covered=page.policy is not None)
        self._counts[verdict] = self._counts.get(verdict, 0) + 1
        settled = replace(row, verdict=verdict, reasons=reasons)
        key = verdict, row.name, row.domain
        finding = finding_of(settled, self._findings.get(key))
        if finding is None:
            return settled
        self._findings[key] = finding
        return replace(settled, rules=(finding.rule,))

    def _put(self, row: Row) -> None:
        self._version += 1
        self._rows[row.id] = row
        self._changed[row.id] = self._version
        self._changed.pop(row.id - 2 * self._kept, None)

    def _drawn(self) -> Board:
        findings = sorted(self._findings.values(), key=lambda one: (one.rule, -one.count, one.name))
        return Board(
            version=self._version,
            run=self._run,
            rows=tuple(reversed(self._rows.values())),
            kept=self._kept,
            crossed=self._crossed,
            counts=dict(self._counts),
            open=len(self._opened),
            choices=(choice_at(self._now, self._requests),) if self._pages else (),
            pages=tuple(self._pages),
            findings=tuple(findings),
            requests=self._requests if self._pages else 0,
            visitors=1 if self._pages else 0,
            policies=(PORTAL,),
            started=START if self._pages else None,
            now=self._now if self._pages else None,
            blind=self._blind,
            notes=self._notes,
            recording=self._recording,
        )
