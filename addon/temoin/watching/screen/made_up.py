"""A watch of nothing: traffic made up from a seed, as fast as one likes, to look at the screen and to load it.

A visitor of a leaky portal grants a part, then all, then takes it back, over and over. What crosses is open for a
moment, then settles as an engine would settle it. The same seed gives the same watch.
"""

import random
import threading
from collections import OrderedDict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from temoin.report import Choice, Finding, Page, Report, Session
from temoin.vocabulary import ChoiceState, Level, Origin, Outcome, Party, Verdict, Way
from temoin.watching.board import Blind, Board, Row

__all__ = ["COOKIES", "Cookie", "MadeUp"]

_START = 1_764_000_000.0
_PORTAL = "opendata.reseda.fr"
_OPEN_FOR = 1.6
_STAGE = 12.0
_PAGE = 7.0
_MANY = 200


class Cookie(msgspec.Struct, frozen=True):
    """A cookie that may cross.

    Args:
        name: its name.
        domain: whose it is.
        category: what it is declared for, or None.
        service: who it works for, or None.
        way: how it crosses most often.
        weight: how often it crosses, beside the others.
    """

    name: str
    domain: str
    category: str | None = None
    service: str | None = None
    way: Way = Way.SENT
    weight: int = 1


COOKIES = (
    Cookie("csrftoken", _PORTAL, "necessary", "Opendatasoft", weight=6),
    Cookie("django_language", _PORTAL, "necessary", "Opendatasoft", weight=5),
    Cookie("cookies_preferences", _PORTAL, "necessary", "Opendatasoft", weight=3),
    Cookie("_pk_id.1.a3f4", _PORTAL, "statistics", "matomo", weight=3),
    Cookie("_pk_ses.1.a3f4", _PORTAL, "statistics", "matomo", weight=3),
    Cookie("_ga", _PORTAL, "statistics", "google-analytics", weight=2),
    Cookie("_ga_ABC123", _PORTAL, "statistics", "google-analytics", weight=2),
    Cookie("uid", "adnet.example", "third-party", "adnet", Way.SET, 2),
    Cookie("idrxvr", "xiti.example", "statistics", "xiti", weight=2),
    Cookie("visitor", "tube.example", None, None, Way.SET, 1),
)

_SERVICES = ("adnet", "google-analytics", "matomo", "xiti")
_STAGES: Sequence[tuple[ChoiceState, tuple[str, ...]]] = (
    (ChoiceState.UNSET, ()),
    (ChoiceState.PARTIAL, ("matomo", "xiti")),
    (ChoiceState.ALL, _SERVICES),
    (ChoiceState.NONE, ()),
)
_RULES = {
    Verdict.EARLY: ("T101", "Too early", "sent before any choice was made"),
    Verdict.REFUSED: ("T102", "Refused", "sent though the choice refuses it"),
}
_PATHS = ("/", "/explore/", "/explore/dataset/arbres-remarquables/table/", "/pages/charte-cookies/")


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

    def board(self) -> Board:
        """The board as it stands."""
        with self._lock:
            if self._board is None or self._board.version != self._version:
                self._board = self._drawn()
            return self._board

    def changes(self, since: int) -> Board:
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
        self._now = _START
        self._requests = 1
        self._crossed = 0
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._changed: dict[int, int] = {}
        self._opened: list[int] = []
        self._counts: dict[Verdict, int] = {}
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._pages: list[Page] = []
        self._blind: tuple[Blind, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._board = None
        self._version += 1

    def _stage(self, at: float) -> tuple[ChoiceState, tuple[str, ...], float]:
        """The state of the choice at a moment, what it grants, and since when."""
        number = max(int((at - _START) // _STAGE), 0)
        state, granted = _STAGES[number % len(_STAGES)] if number else _STAGES[0]
        if number and state is ChoiceState.UNSET:
            state, granted = ChoiceState.PARTIAL, ("matomo",)
        return state, granted, _START + number * _STAGE

    def _browse(self) -> None:
        while len(self._pages) < 1 + int((self._now - _START) // _PAGE) and len(self._pages) < _MANY:
            number = len(self._pages) + 1
            outside = number % 9 == 0
            host = "www.legifrance.gouv.fr" if outside else _PORTAL
            self._pages.append(
                Page(
                    id=number,
                    visitor=1,
                    url=f"https://{host}{_PATHS[number % len(_PATHS)]}",
                    site="https://gouv.fr" if outside else "https://reseda.fr",
                    opened=_START + (number - 1) * _PAGE,
                    n=self._requests,
                    policy=None if outside else _PORTAL,
                )
            )
        if len(self._pages) > 3 and not self._blind:
            why = "the client refused the proxy's certificate, so what it sent was not seen"
            self._blind = (Blind("pinned", "safebrowsing.example", 3, why),)
            self._notes = ("the policy changed on disk, and what crosses from now on is judged by it",)

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
            party=Party.FIRST if cookie.domain == _PORTAL and not outside else Party.THIRD,
            origin=Origin.RESPONSE if cookie.way is Way.SET else Origin.SCRIPT,
            category=cookie.category,
            service=cookie.service,
            verdict=None,
            consent=cookie.name == "cookies_preferences",
        )

    def _settle(self, *, whole: bool = False) -> None:
        while self._opened:
            row = self._rows.get(self._opened[0])
            if row is not None and not whole and row.at + _OPEN_FOR > self._now:
                return
            self._opened.pop(0)
            if row is not None:
                self._put(self._judged(row))

    def _judged(self, row: Row) -> Row:
        state, granted, since = self._stage(row.at)
        outside = self._pages[(row.page or 1) - 1].policy is None
        if outside:
            verdict = Verdict.OUTSIDE
        elif row.category == "necessary":
            verdict = Verdict.EXEMPT
        elif row.at - since < _OPEN_FOR and since > _START:
            verdict = Verdict.UNPROVEN
        elif state is ChoiceState.UNSET:
            verdict = Verdict.EARLY
        else:
            verdict = Verdict.PERMITTED if row.service in granted else Verdict.REFUSED
        self._counts[verdict] = self._counts.get(verdict, 0) + 1
        rules = (_RULES[verdict][0],) if verdict in _RULES else ()
        settled = replace(row, verdict=verdict, rules=rules, reasons=_reasons(row, state, verdict))
        if verdict in _RULES:
            self._find(settled, verdict)
        return settled

    def _find(self, row: Row, verdict: Verdict) -> None:
        code, title, message = _RULES[verdict]
        key = code, row.name, row.domain
        before = self._findings.get(key)
        self._findings[key] = Finding(
            rule=code,
            level=Level.FLAGGED,
            title=title,
            name=row.name,
            domain=row.domain,
            party=row.party,
            category=row.category,
            count=1 if before is None else before.count + 1,
            first=row.n if before is None else before.first,
            last=row.n,
            message=message,
            reasons=row.reasons,
            at=row.at if before is None else before.at,
            url=row.url,
            page=row.page,
            policy=_PORTAL,
        )

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
            choices=(self._choice(),) if self._pages else (),
            pages=tuple(self._pages),
            findings=tuple(findings),
            requests=self._requests if self._pages else 0,
            visitors=1 if self._pages else 0,
            policies=(_PORTAL,),
            started=_START if self._pages else None,
            now=self._now if self._pages else None,
            blind=self._blind,
            notes=self._notes,
            recording=self._recording,
        )

    def _choice(self) -> Choice:
        state, granted, since = self._stage(self._now - _OPEN_FOR)
        before = self._stage(since - 1)[1] if since > _START else ()
        unset = state is ChoiceState.UNSET
        return Choice(
            visitor=1,
            policy=_PORTAL,
            host=_PORTAL,
            after=None if unset else since + 0.2,
            by=since if unset else since + 1.4,
            exact=False,
            state=state,
            granted=granted,
            refused=() if unset else tuple(name for name in _SERVICES if name not in granted),
            withdrawn=tuple(name for name in before if name not in granted),
            evidence=(1,) if unset else (max(self._requests - 3, 1), self._requests),
        )


def _reasons(row: Row, state: ChoiceState, verdict: Verdict) -> tuple[str, ...]:
    return (
        f"it was caused by page {row.page}, which its Referer names",
        f"{row.party}-party: {row.domain} against that page's site, {row.first_party}",
        f"the policy declares it: category {row.category}, service {row.service}"
        if row.category
        else "the policy does not declare it",
        f"the choice was {state} at that moment",
        str(verdict),
    )
