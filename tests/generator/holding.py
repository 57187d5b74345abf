"""The engine's account of a made-up visit, held against what is true."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from generator.script import Visit
from generator.site import CONSENT, Web, declared, may_be_held, policies, state_of
from generator.truth import Told
from temoin.audit import Audit
from temoin.events import Event, RequestSeen
from temoin.policy.loading import load_bytes
from temoin.policy.schema import Policy
from temoin.report import Exchange, Finding, Session
from temoin.settings import Settings
from temoin.statement import Source
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Party, Verdict, Way

__all__ = ["Account", "Wrong", "hold", "judge", "recorded"]

type _Cookie = tuple[str, str, Party]

_BY_VERDICT = {
    "T101": Verdict.EARLY,
    "T102": Verdict.REFUSED,
    "T103": Verdict.REFUSED,
    "T104": Verdict.UNDECLARED,
    "T105": Verdict.EARLY,
}


@dataclass(frozen=True)
class Wrong:
    """Something that is held and not so.

    Args:
        what: "page", "site", "party", "origin", "choice", "verdict" or "finding".
        said: what is held, and of what.
        true: what is so.
        accuses: True where the site is accused of what it did not do.
    """

    what: str
    said: str
    true: str
    accuses: bool = False


@dataclass
class Account:
    """How the engine did.

    Args:
        sessions: how many.
        exchanges: how many.
        right, left_open: by fact.
        wrong: every one.
        early, early_found: exchanges truly early that need consent, and those found so.
        unproven: by cause, of those that need consent.
    """

    sessions: int = 0
    exchanges: int = 0
    right: Counter[str] = field(default_factory=Counter)
    left_open: Counter[str] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)
    early: int = 0
    early_found: int = 0
    unproven: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Account") -> None:
        """Take in another account."""
        self.sessions += other.sessions
        self.exchanges += other.exchanges
        self.right += other.right
        self.left_open += other.left_open
        self.wrong += other.wrong
        self.early += other.early
        self.early_found += other.early_found
        self.unproven += other.unproven

    def enter(
        self, what: str, certain: bool, right: bool, said: str, true: object, *, accuses: bool = False
    ) -> None:
        """Count one fact."""
        if not certain:
            self.left_open[what] += 1
        elif right:
            self.right[what] += 1
        else:
            self.wrong.append(Wrong(what, said, str(true), accuses))


@cache
def _policies(texts: tuple[str, ...]) -> tuple[Policy, ...]:
    return tuple(load_bytes(text.encode(), file="model.yaml") for text in texts)


def recorded(visit: Visit, cut: int = 0) -> tuple[Event, ...]:
    """The events of a recording that begins late.

    Args:
        visit: made up.
        cut: how many requests, from the first, it lacks.
    """
    gone = {one.flow for one in [one for one in visit.events if isinstance(one, RequestSeen)][:cut]}
    return tuple(one for one in visit.events if one.flow not in gone)


def judge(web: Web, events: tuple[Event, ...]) -> Session:
    """Let the engine judge.

    Args:
        web: whose policies count.
        events: in order of time.
    """
    audit = Audit(_policies(policies(web)), Settings(exchanges=True))
    for event in events:
        audit.feed(event)
    return audit.close(Source("model"))


def hold(visit: Visit, cut: int = 0) -> Account:
    """Judge a visit, and hold the account against the truth.

    Args:
        visit: made up.
        cut: how many requests, from the first, the recording lacks.
    """
    events = recorded(visit, cut)
    session = judge(visit.web, events)
    flows = [one.flow for one in events if isinstance(one, RequestSeen)]
    began = events[0].at if events else 0.0
    account, recording = Account(sessions=1), _Recorded(frozenset(flows))
    pages = {page.id: flows[page.n - 1] for page in session.pages if not page.implied}
    for exchange in session.exchanges or ():
        account.exchanges += 1
        flow = flows[exchange.n - 1]
        told = visit.truth.requests[flow]
        _attribution(account, exchange, told, pages)
        _origin(account, exchange, told, flows, began)
        _verdict(account, exchange, told, visit, recording)
    for gap in session.unproven:
        account.unproven[gap.cause] += gap.count
    true = _true_verdicts(session, visit, flows, recording)
    for finding in session.findings:
        if finding.level is Level.FLAGGED:
            _finding(account, finding, true)
    return account


def _what(exchange: Exchange) -> str:
    return f"#{exchange.n} {exchange.way} {exchange.name} {exchange.url}"


@dataclass(frozen=True)
class _Recorded:
    """What a recording holds of a visit.

    Args:
        flows: its requests.
    """

    flows: frozenset[int]

    def hides(self, exchange: Exchange, told: Told, visit: Visit) -> str:
        """Why no wire can tell what the choice was; empty where one could.

        A choice that was undone before any request could show it left no trace. And where the policy is wrong
        about the cookie's path, its word holds until the wire contradicts it.
        """
        if not visit.web.told_path and visit.web.path != "/":
            return "policy wrong"
        moments = (
            {told.read} if exchange.way is Way.SENT else {told.first or told.read, told.stored or told.read}
        )
        if any(visit.truth.undone(told.page.host, moment, self.flows) for moment in moments):
            return "undone"
        return ""


def _attribution(account: Account, exchange: Exchange, told: Told, pages: dict[int, int]) -> None:
    what = f"{_what(exchange)} by {exchange.page_rule}"
    certain = exchange.page_certainty is Certainty.CERTAIN
    same = pages.get(exchange.page or 0) == told.page.flow
    account.enter("page", certain, same or told.any_page, what, told.page)
    certain = exchange.first_party_certainty is Certainty.CERTAIN
    site = exchange.first_party
    account.enter("site", certain, site == told.page.site, f"{what}: {site}", told.page)
    certain = exchange.party_certainty is Certainty.CERTAIN
    party = told.page.party(exchange.domain)
    account.enter("party", certain, exchange.party is party, f"{what}: {exchange.party}", told.page)


def _origin(account: Account, exchange: Exchange, told: Told, flows: list[int], began: float) -> None:
    source = told.carried.get(exchange.name)
    if exchange.way is Way.SET or source is None or exchange.name in (CONSENT, "lang"):
        return  # what is set twice to one value has two origins
    if source.earlier or source.at < began or (source.flow is not None and source.flow not in flows):
        true = Origin.EARLIER
    else:
        true = Origin.SCRIPT if source.flow is None else Origin.RESPONSE
    certain = exchange.origin_certainty is Certainty.CERTAIN
    unseen = source.flow is not None and source.flow not in flows and source.at >= began
    account.enter(
        "origin",
        certain and not unseen,
        exchange.origin is true,
        f"{_what(exchange)}: {exchange.origin}",
        true,
    )


def _values(exchange: Exchange, told: Told, visit: Visit) -> set[str | None]:
    """What the choice was at the moment of an exchange; several where that moment has a length."""
    since, until = told.read, told.read
    if exchange.way is Way.SET:
        since = told.first or told.read
        until = told.stored or since
    return visit.truth.choices(told.page.host, since, until)


def _verdict(account: Account, exchange: Exchange, told: Told, visit: Visit, recording: _Recorded) -> None:
    values = _values(exchange, told, visit)
    party = told.page.party(exchange.domain)
    true = {may_be_held(told.page.host, exchange.name, party, exchange.domain, value) for value in values}
    if true == {Verdict.EARLY}:
        account.early += 1
        account.early_found += exchange.verdict is Verdict.EARLY
    states = {state_of(value) for value in values}
    reasons = "; ".join(exchange.reasons)
    said = f"{_what(exchange)}: {exchange.verdict}; {reasons}"
    known = exchange.choice not in (None, ChoiceState.UNPROVEN) and exchange.verdict is not Verdict.UNPROVEN
    proven = exchange.verdict is not Verdict.UNPROVEN
    if (known and exchange.choice not in states) or (proven and exchange.verdict not in true):
        hidden = recording.hides(exchange, told, visit)
        if hidden:
            account.left_open[hidden] += 1
            return
    if exchange.verdict is not Verdict.OUTSIDE:
        account.enter("choice", known, exchange.choice in states, said, sorted(states))
    accuses = exchange.verdict in (Verdict.EARLY, Verdict.REFUSED, Verdict.UNDECLARED)
    account.enter("verdict", proven, exchange.verdict in true, said, sorted(true), accuses=accuses)


def _true_verdicts(
    session: Session, visit: Visit, flows: list[int], recording: _Recorded
) -> dict[_Cookie, set[Verdict]]:
    """What was truly done with each cookie; a cookie that is not declared is so whatever the choice."""
    found: dict[_Cookie, set[Verdict]] = {}
    for exchange in session.exchanges or ():
        told = visit.truth.requests[flows[exchange.n - 1]]
        party = told.page.party(exchange.domain)
        done = found.setdefault((exchange.name, exchange.domain, party), set())
        held = {
            may_be_held(told.page.host, exchange.name, party, exchange.domain, value)
            for value in _values(exchange, told, visit)
        }
        if Verdict.OUTSIDE not in held and not declared(exchange.name, party, exchange.domain):
            held.add(Verdict.UNDECLARED)
        if exchange.verdict not in held and recording.hides(exchange, told, visit):
            held.add(exchange.verdict)
        done |= held
    return found


def _finding(account: Account, finding: Finding, true: dict[_Cookie, set[Verdict]]) -> None:
    asked = _BY_VERDICT.get(finding.rule)
    if asked is None:
        return
    done = true.get((finding.name, finding.domain, finding.party), set())
    said = f"{finding.rule} {finding.name} {finding.domain}: {finding.message}"
    account.enter("finding", True, asked in done, said, done, accuses=True)
