"""How true the engine's account of a recording is: every fact it calls certain, against the browser's own."""

from pathlib import Path

import msgspec

from temoin.playback import replay
from temoin.policy import Policy, load_policy
from temoin.report import Choice, Exchange, Finding, Session
from temoin.settings import Settings
from temoin.sites import registrable
from temoin.vocabulary import Certainty, ChoiceState, Level, Party, Verdict
from truth.document import ChoiceMoment, Expected, Truth, TruthRequest, read_truth
from truth.exact import state_after, states_between

__all__ = ["Count", "Score", "policy_of", "score", "score_session"]

_TOUR_RULES = frozenset({"T101", "T102", "T103", "T104", "T202", "T203"})
_QUEUED = 1.0
"""Seconds before its arrival that a request may have been asked for, where the browser did not say when."""


class Count(msgspec.Struct):
    """How often a fact was called certain, and how often rightly; what was not called certain is open."""

    right: int = 0
    open: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)

    def enter(self, certain: bool, right: bool, what: str) -> None:
        """Count one fact."""
        if not certain:
            self.open += 1
        elif right:
            self.right += 1
        else:
            self.wrong.append(what)


class Score(msgspec.Struct):
    """The score of one recording.

    Args:
        page, site, party: of exchanges.
        interval: of choices: whether the true moment lies inside.
        verdict: of exchanges that need consent: whether the choice was truly so.
        early_found, early_true: exchanges truly early, and those of them found so.
        missing: findings that a person who knows the portal expects, and that were not made.
        extra: flagged findings that nobody expects.
        unproven: by cause.
        rules: for each clue to the page, the sites it decided.
        width: the widest interval of a choice, in seconds; 0 where there was none.
    """

    page: Count = msgspec.field(default_factory=Count)
    site: Count = msgspec.field(default_factory=Count)
    party: Count = msgspec.field(default_factory=Count)
    interval: Count = msgspec.field(default_factory=Count)
    verdict: Count = msgspec.field(default_factory=Count)
    early_found: int = 0
    early_true: int = 0
    missing: frozenset[Expected] = frozenset()
    extra: frozenset[Expected] = frozenset()
    unproven: dict[str, int] = msgspec.field(default_factory=dict)
    rules: dict[str, Count] = msgspec.field(default_factory=dict)
    width: float = 0.0


def score(recording: Path) -> Score:
    """Replay a recording and hold the engine's account against its truth file.

    Args:
        recording: `NAME.flow` or `NAME.flow.gz`, with `NAME.truth.json` beside it.
    """
    truth = read_truth(recording.parent / f"{recording.name.partition('.')[0]}.truth.json")
    report = replay([str(recording)], [policy_of(truth)], settings=Settings(exchanges=True))
    [session] = report.sessions
    return score_session(session, truth)


def policy_of(truth: Truth) -> Policy:
    """The policy that a recording is meant to be judged by.

    Args:
        truth: of the recording.
    """
    name = truth.policy.removesuffix("-without-path")
    policy = load_policy(name)
    if name == truth.policy:
        return policy
    return msgspec.structs.replace(policy, consent=msgspec.structs.replace(policy.consent, path=None))


def score_session(session: Session, truth: Truth) -> Score:
    """Hold a session against a truth.

    Args:
        session: with its exchanges.
        truth: what truly happened.
    """
    found = Score()
    requests = {one.flow: one for one in truth.requests}
    pages = {page.id: page.n for page in session.pages}
    for exchange in session.exchanges or ():
        told = requests.get(exchange.n)
        if told is not None and told.first_party:
            _attribution(found, exchange, told, pages)
            _verdict(found, exchange, told, truth)
    for moment in truth.choice_moments:
        _interval(found, moment, session.choices)
    expected = frozenset(truth.expected)
    made = frozenset(_as_expected(one) for one in session.findings if _counts(one))
    found.missing, found.extra = expected - made, made - expected
    for gap in session.unproven:
        found.unproven[gap.cause] = found.unproven.get(gap.cause, 0) + gap.count
    return found


def _attribution(found: Score, exchange: Exchange, told: TruthRequest, pages: dict[int, int]) -> None:
    what = f"{exchange.n} {exchange.name} {exchange.url}"
    page = pages.get(exchange.page or 0)
    named = exchange.page_certainty is Certainty.CERTAIN and told.page_request is not None
    found.page.enter(named, page == told.page_request, what)
    found.site.enter(
        exchange.first_party_certainty is Certainty.CERTAIN, exchange.first_party == told.first_party, what
    )
    found.rules.setdefault(exchange.page_rule, Count()).enter(
        exchange.first_party_certainty is Certainty.CERTAIN, exchange.first_party == told.first_party, what
    )
    first = registrable(exchange.domain) == registrable(told.first_party.partition("://")[2])
    truly = Party.FIRST if first else Party.THIRD
    found.party.enter(exchange.party_certainty is Certainty.CERTAIN, exchange.party is truly, what)


def _verdict(found: Score, exchange: Exchange, told: TruthRequest, truth: Truth) -> None:
    if exchange.verdict in (Verdict.EXEMPT, Verdict.OUTSIDE):
        return
    asked = told.asked or exchange.at - _QUEUED
    states = states_between(asked, exchange.at, () if told.profile else truth.choice_moments)
    proven = exchange.verdict is not Verdict.UNPROVEN
    what = f"{exchange.n} {exchange.name} {exchange.verdict}, truly {sorted(states)}"
    found.verdict.enter(proven, exchange.choice in states, what)
    if states == {ChoiceState.UNSET}:
        found.early_true += 1
        found.early_found += exchange.verdict is Verdict.EARLY


def _interval(found: Score, moment: ChoiceMoment, choices: tuple[Choice, ...]) -> None:
    state = state_after(moment)
    fitting = [one for one in choices if one.state is state and (one.after or 0.0) <= moment.by]
    held = any((one.after or 0.0) <= moment.by and one.by >= moment.after for one in fitting)
    found.width = max([found.width, *(one.by - (one.after or one.by) for one in fitting)])
    found.interval.enter(bool(fitting), held, f"{state} at {moment.after}")


def _counts(finding: Finding) -> bool:
    return finding.level is Level.FLAGGED and finding.rule in _TOUR_RULES


def _as_expected(finding: Finding) -> Expected:
    return Expected(finding.rule, finding.name, finding.domain)
