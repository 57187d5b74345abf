"""A watch that nobody keeps: boards made up by calls, for the page to show."""

import threading
from collections import Counter
from typing import Any

from msgspec.structs import replace

from temoin.report import Choice, Finding, Page, Report, Session
from temoin.vocabulary import ChoiceState, Level, Origin, Outcome, Party, Verdict, Way
from temoin.watching.board import Blind, Board, Row

START = 1764000000.0
"""2025-11-24 16:00:00 UTC."""

PORTAL = "opendata.reseda.fr"


class MadeUp:
    """A `Watched`: what is called upon it is what it shows.

    Args:
        kept: how many rows it keeps.
        version: where versions begin.
    """

    def __init__(self, kept: int = 1000, version: int = 0) -> None:
        self._lock = threading.Lock()
        self._kept = kept
        self._version = version
        self._run = 1
        self.restarts = 0
        self.fails: Exception | None = None
        self._empty()

    def _empty(self) -> None:
        self._rows: dict[int, tuple[int, Row]] = {}
        self._crossed = 0
        self._counts: Counter[Verdict] = Counter()
        self._requests = 0
        self._now: float | None = None
        self._choices: tuple[Choice, ...] = ()
        self._pages: tuple[Page, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._blind: tuple[Blind, ...] = ()
        self._notes: tuple[str, ...] = ()
        self.recording = ""

    @property
    def crossed(self) -> int:
        return self._crossed

    def board(self) -> Board:
        return self.changes(0)

    def changes(self, since: int, *, brief: bool = False) -> Board:
        if self.fails is not None:
            raise self.fails
        with self._lock:
            rows = [row for version, row in reversed(self._rows.values()) if version > since]
            if brief:
                rows = [replace(row, url="", reasons=()) for row in rows]
            return Board(
                version=self._version,
                run=self._run,
                rows=tuple(rows),
                kept=self._kept,
                crossed=self._crossed,
                counts=dict(self._counts),
                open=self._crossed - sum(self._counts.values()),
                choices=self._choices,
                pages=self._pages,
                findings=self._findings,
                requests=self._requests,
                visitors=1 if self._requests else 0,
                policies=(PORTAL,),
                started=START if self._requests else None,
                now=self._now,
                blind=self._blind,
                notes=self._notes,
                recording=self.recording,
            )

    def report(self) -> Report:
        session = Session(
            source="live",
            policies=(PORTAL,),
            outcome=Outcome.CLEAR,
            summary="Nothing flagged.",
            pages=self._pages,
            choices=self._choices,
            findings=self._findings,
            cookies=(),
            unproven=(),
            never_seen=(),
            rejected=(),
            outside=(),
            counts={},
            requests=self._requests,
            visitors=1,
            started=START,
            ended=self._now,
        )
        return Report(outcome=session.outcome, sessions=(session,), temoin="0.1.0")

    def restart(self) -> None:
        with self._lock:
            self.restarts += 1
            self._run += 1
            self._version += 1
            self._empty()

    def cross(self, name: str, seconds: float, verdict: Verdict | None = None, **given: Any) -> int:
        """Let a cookie cross; gives the row's number."""
        with self._lock:
            self._crossed += 1
            self._requests += 1
            self._version += 1
            self._now = max(self._now or START, START + seconds)
            defaults: dict[str, Any] = {
                "id": self._crossed,
                "n": self._requests,
                "at": START + seconds,
                "visitor": 1,
                "way": Way.SENT,
                "name": name,
                "domain": PORTAL,
                "url": f"https://{given.get('domain', PORTAL)}/",
                "page": 1,
                "first_party": "https://reseda.fr",
                "party": Party.FIRST if given.get("domain", PORTAL) == PORTAL else Party.THIRD,
                "origin": Origin.RESPONSE,
                "category": None,
                "service": None,
                "verdict": verdict,
            }
            if verdict is not None:
                self._counts[verdict] += 1
            self._rows[self._crossed] = self._version, Row(**{**defaults, **given})
            while len(self._rows) > self._kept:
                del self._rows[next(iter(self._rows))]
            return self._crossed

    def settle(self, row: int, verdict: Verdict, **given: Any) -> None:
        with self._lock:
            self._version += 1
            self._counts[verdict] += 1
            if row not in self._rows:
                return
            self._rows[row] = self._version, replace(self._rows[row][1], verdict=verdict, **given)

    def choose(self, state: ChoiceState, seconds: float, **given: Any) -> None:
        with self._lock:
            self._version += 1
            after = given.pop("after", None)
            choice = Choice(
                visitor=given.pop("visitor", 1),
                policy=PORTAL,
                host=given.pop("host", PORTAL),
                after=None if after is None else START + after,
                by=START + seconds,
                exact=given.pop("exact", False),
                state=state,
                **given,
            )
            others = tuple(c for c in self._choices if (c.visitor, c.host) != (choice.visitor, choice.host))
            self._choices = (*others, choice)

    def open_page(self, url: str, seconds: float, visitor: int = 1) -> None:
        with self._lock:
            self._version += 1
            self._requests += 1
            self._now = max(self._now or START, START + seconds)
            number = len(self._pages) + 1
            page = Page(
                number, visitor, url, "https://reseda.fr", START + seconds, self._requests,
                PORTAL if PORTAL in url else None,
            )  # fmt: skip
            self._pages = (*self._pages, page)

    def find(self, rule: str, title: str, name: str, domain: str, message: str, **given: Any) -> None:
        """Hold something; a finding of the same rule, name and domain is replaced."""
        with self._lock:
            self._version += 1
            defaults: dict[str, Any] = {
                "rule": rule,
                "level": Level.FLAGGED,
                "title": title,
                "name": name,
                "domain": domain,
                "party": Party.FIRST if domain == PORTAL else Party.THIRD,
                "category": None,
                "count": 1,
                "first": 1,
                "last": 1,
                "message": message,
                "reasons": (),
                "at": START,
                "url": f"https://{domain}/collect?v=…",
                "page": 1,
                "page_url": f"https://{PORTAL}/explore/",
                "policy": PORTAL,
            }
            found = Finding(**{**defaults, **given})
            others = [f for f in self._findings if (f.rule, f.name, f.domain) != (rule, name, domain)]
            self._findings = tuple(
                sorted([*others, found], key=lambda f: (f.level is Level.NOTE, f.rule, f.first or 0))
            )

    def let_by(self, kind: str, host: str, count: int, why: str) -> None:
        with self._lock:
            self._version += 1
            self._blind = (*self._blind, Blind(kind, host, count, why))

    def note(self, sentence: str) -> None:
        with self._lock:
            self._version += 1
            self._notes = (*self._notes, sentence)
