"""From a crossing to its verdict: it waits until the choice at its moment is known, is judged, and is told of.

What is told of it goes to the rules, the ledger, the orders of documents and, where one is asked for, a proof.
"""

from msgspec.structs import replace

from temoin.bounds import Dropped, Ever, Lost
from temoin.choices.register import Choices
from temoin.choices.sightings import Placed
from temoin.cookies.syntax import Pair
from temoin.crossings import Came, Carried, Crossings, InFlight
from temoin.doubts import Doubts
from temoin.exchanges import Crossing, Judged
from temoin.findings import Findings
from temoin.ledger import Ledger
from temoin.orders import Orders
from temoin.proving import Proving
from temoin.repeats import Repeats
from temoin.report import Exchange, Proof
from temoin.settings import Settings
from temoin.statement import shown_exchange
from temoin.verdicts import Said, Standing, said, verdict
from temoin.vocabulary import Certainty, ChoiceState, Verdict, Way

__all__ = ["CameBack", "Judging"]

_MOST_BACK = 3_300
"""Cookies remembered for each visitor as having come back; then all are taken to have."""

_MOST_BACK_BEFORE = 100_000
"""The same of all visitors who were let go of, where exchanges are listed."""

_GROUP = 4
"""How much more a group of exchanges takes than other things do."""

type Settled = list[tuple[Crossing | Carried, Placed]]


class _Kept(list[Judged]):
    """Exchanges that were kept. A copy of the engine shares them, for nothing changes them any more."""

    def __deepcopy__(self, memo: dict[int, object]) -> "_Kept":
        return _Kept(self)


class CameBack:
    """The cookies that came back after a response set them, by visitor, name and domain.

    Args:
        listed: True where exchanges are listed, so that it is asked for of visitors who were let go of too.
    """

    def __init__(self, *, listed: bool) -> None:
        self._of: dict[int, Ever[tuple[str, str]]] = {}
        self._before: Ever[tuple[int, str, str]] | None = Ever(_MOST_BACK_BEFORE) if listed else None

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, tuple):
            return False
        of = self._of.get(key[0])
        if of is not None:
            return key[1:] in of
        return self._before is not None and key in self._before

    def add(self, key: tuple[int, str, str]) -> None:
        """Note a cookie.

        Args:
            key: visitor, name and domain.
        """
        visitor, name, domain = key
        of = self._of.get(visitor)
        if of is None:
            of = self._of[visitor] = Ever(_MOST_BACK)
        of.add((name, domain))

    def size(self, visitor: int) -> int:
        """How many there are of a visitor.

        Args:
            visitor: the visitor's number.
        """
        return len(self._of.get(visitor, ()))

    def forget(self, visitor: int) -> None:
        """Let go of a visitor.

        Args:
            visitor: the visitor's number.
        """
        for name, domain in self._of.pop(visitor, ()):
            if self._before is not None:
                self._before.add((visitor, name, domain))


class Judging:
    """Judges crossings, and keeps what is to be said of them at the end.

    Args:
        choices: the choices that crossings are placed in.
        crossings: makes those that a request's cookies are.
        settings: how strictly, and what to keep.
        dropped: where what is not kept is counted.
        quiet: True where nobody takes what happened.
    """

    def __init__(
        self,
        choices: Choices[Crossing | Carried],
        crossings: Crossings,
        settings: Settings,
        dropped: Dropped | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        self._dropped = dropped or Dropped()
        self.findings = Findings(baseline=settings.baseline, dropped=self._dropped)
        self.ledger = Ledger(self._dropped)
        self.orders = Orders(self._dropped)
        self.proving = Proving(settings.why, self._dropped) if settings.why is not None else None
        self.came_back = CameBack(listed=settings.exchanges)
        """The cookies that came back after a response set them, by visitor, name and domain."""
        self._choices = choices
        self._crossings = crossings
        self._settings = settings
        self._accepted = (Certainty.CERTAIN, settings.accuse)
        self._moves: list[Crossing | Judged] = []
        self._kept = _Kept()
        self._quiet = quiet
        alike = quiet and self.proving is None and not settings.exchanges
        self._repeats = Repeats() if alike else None
        """Counts cookies that cross as before; None where each exchange is looked at."""

    def size(self, visitor: int) -> int:
        """How many things are kept of a visitor.

        Args:
            visitor: the visitor's number.
        """
        groups = self.findings.size(visitor)
        return self.ledger.size(visitor) + _GROUP * groups + self.came_back.size(visitor)

    def forget(self, visitor: int, doubts: Doubts) -> None:
        """Take what was held of a visitor together with what was held of others who were let go of.

        Args:
            visitor: the visitor's number.
            doubts: what speaks against verdicts now.
        """
        self.findings.forget(visitor, doubts, self.came_back)
        self.ledger.forget(visitor, doubts)
        self.came_back.forget(visitor)
        if self._repeats is not None:
            self._repeats.clear()

    def carry(self, flight: InFlight, cookies: tuple[tuple[Pair, Came], ...]) -> None:
        """Take in what a request carries: judge it, or let it wait.

        Args:
            flight: the request.
            cookies: each cookie, and where it came from; at least one.
        """
        coverage, choices = flight.coverage, self._choices
        policy = coverage.policy
        if policy is None:
            for pair, came in cookies:
                self._pass_by(self._crossings.sent(flight, pair, came))
            return
        made: tuple[Crossing, ...] = ()
        if self._repeats is None:
            made = tuple([self._crossings.sent(flight, pair, came) for pair, came in cookies])
        carried = Carried(flight, cookies, made)
        placed = choices.place(
            carried, flight.visitor.number, policy, coverage.host, flight.n, flight.window, len(cookies)
        )
        if placed is not None:
            self._judge_all(carried, placed)
        elif not self._quiet:
            self._moves += made
        if choices.is_late:
            self.settle(choices.late())

    def place(self, crossing: Crossing) -> None:
        """Take in what a response sets: judge it, or let it wait.

        Args:
            crossing: as it was seen.
        """
        coverage = crossing.coverage
        policy = coverage.policy
        if policy is None:
            self._pass_by(crossing)
            return
        placed = self._choices.place(
            crossing, crossing.visitor, policy, coverage.host, crossing.n, crossing.window
        )
        if placed is not None:
            self._judge(crossing, placed)
        elif not self._quiet:
            self._moves.append(crossing)
        if self._choices.is_late:
            self.settle(self._choices.late())

    def settle(self, settled: Settled) -> None:
        """Judge what waited.

        Args:
            settled: each crossing, or what a request carries, and where it lies.
        """
        for what, placed in settled:
            if isinstance(what, Crossing):
                self._judge(what, placed)
            else:
                self._judge_all(what, placed)

    def taken(self) -> list[Crossing | Judged]:
        """Take what happened since the last call, in order: crossings that wait, and exchanges settled."""
        taken, self._moves = self._moves, []
        return taken

    def exchanges(self) -> tuple[Exchange, ...] | None:
        """Every exchange in order of time, where they were to be kept; what turned out doubtful taken back."""
        if not self._settings.exchanges:
            return None
        ordered = sorted(
            enumerate(self._kept),
            key=lambda one: (one[1].crossing.at, one[1].crossing.n, one[1].crossing.way, one[0]),
        )
        revised = (self.ledger.doubts.revised(judged) for _, judged in ordered)
        return tuple(shown_exchange(judged, self.came_back) for judged in revised)

    def proof(self) -> Proof | None:
        """The proof of the request that one was asked for, or None."""
        return self.proving.proof(self.ledger.doubts, self.came_back) if self.proving else None

    def _pass_by(self, crossing: Crossing) -> None:
        """Take in what no policy judges."""
        clear = crossing.coverage.clear
        held = Verdict.OUTSIDE if clear else Verdict.UNPROVEN
        self._finish(Judged(crossing, held, None, None, None, "" if clear else "page", attributed=False))

    def _judge_all(self, carried: Carried, placed: Placed) -> None:
        repeats = self._repeats
        if repeats is None:
            for crossing in carried.crossings:
                self._judge(crossing, placed)
            return
        flight = carried.flight
        for pair, came in carried.cookies:
            if not repeats.again(flight, placed, pair.name, came):
                self._judge(self._crossings.sent(flight, pair, came), placed)

    def _judge(self, crossing: Crossing, placed: Placed) -> None:
        declaration, known, policy = crossing.declaration, placed.known, crossing.coverage.policy
        if known is None:
            state, choice = ChoiceState.UNPROVEN, None
        else:
            state, choice = known.state, known.choice
        if declaration is None:
            service = category = None
        else:
            service, category = declaration.service, declaration.category
        template = policy is not None and policy.template
        speech = said(state, choice, service, category, template=template)
        cause = self._doubt(crossing)
        attributed = not cause
        held = verdict(crossing.standing or Standing.UNDECLARED, speech)
        if held is Verdict.UNPROVEN and not cause:
            cause = _cause(crossing, speech, placed)
        self._finish(
            Judged(crossing, Verdict.UNPROVEN if cause else held, speech, known, placed, cause, attributed)
        )

    def _doubt(self, crossing: Crossing) -> str:
        """Why page or party are not known well enough to judge; empty where they are."""
        accepted, attribution = self._accepted, crossing.attribution
        if attribution.site_certainty not in accepted:
            return "page-inferred" if attribution.site_certainty is Certainty.INFERRED else "page"
        if not crossing.coverage.clear and attribution.page_certainty not in accepted:
            return "page"
        if crossing.party_certainty not in accepted:
            return "party-inferred" if crossing.party_certainty is Certainty.INFERRED else "party"
        return ""

    def _finish(self, judged: Judged) -> None:
        tally = self.ledger.enter(judged)
        rules = self.findings.see(judged)
        if rules:
            judged = replace(judged, rules=rules)
        kept = self.orders.crossed(judged)
        if self._repeats is not None and tally is not None and not kept and judged.crossing.way is Way.SENT:
            groups = self.findings.groups(judged)
            if groups is not None:
                self._repeats.remember(judged, tally, groups)
        if self.proving is not None:
            self.proving.settled(judged)
        if not self._quiet:
            self._moves.append(judged)
        most = self._settings.most_exchanges
        if not self._settings.exchanges:
            return
        if most is None or len(self._kept) < most:
            self._kept.append(judged)
        else:
            self._dropped.note(Lost.EXCHANGES)


def _cause(crossing: Crossing, speech: Said, placed: Placed) -> str:
    """Why a crossing whose page and party are known well enough cannot be judged."""
    if crossing.standing is Standing.UNKNOWN:
        return "not-in-template"
    if speech is Said.UNNAMED:
        return "template-names"
    if speech is Said.SILENT:
        return "category"
    return placed.cause or "choice-unreadable"
