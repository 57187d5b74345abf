"""The engine's account of a made-up visit, held against what the model knows to be true."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from generator.visit import POLICY, Visit
from temoin.audit import Audit
from temoin.events import RequestSeen
from temoin.policy.loading import load_bytes
from temoin.policy.schema import Policy
from temoin.report import Exchange, Session
from temoin.settings import Settings
from temoin.sites import registrable
from temoin.statement import Source
from temoin.vocabulary import Certainty, ChoiceState, Level, Party, Verdict, Way

__all__ = ["Judgement", "judge"]

_MAY_BE_FOUND = {
    "T101": {"stat", "id", "m"},
    "T102": {"stat", "id", "m"},
    "T103": {"stat", "id", "m"},
    "T104": {"m"},
}


@dataclass
class Judgement:
    """How the account did.

    Args:
        wrong: certain facts that are not so, and findings that nobody should make.
        facts: how many were certain, and how many open, by kind.
        unproven: exchanges by cause.
        early_true: exchanges truly early that need consent; early_found: those found so.
    """

    wrong: list[str] = field(default_factory=list)
    facts: Counter[str] = field(default_factory=Counter)
    unproven: Counter[str] = field(default_factory=Counter)
    early_true: int = 0
    early_found: int = 0


@cache
def _policy(path: str) -> Policy:
    return load_bytes(POLICY.replace("PATH", path).encode(), file="model.yaml")


def judge(visit: Visit, *, cut: int = 0) -> Judgement:
    """Feed a visit to the engine and hold its account against the truth.

    Args:
        visit: made up.
        cut: how many requests, from the first, the recording lacks.
    """
    flows = [one.flow for one in visit.events if isinstance(one, RequestSeen)]
    gone = set(flows[:cut])
    audit = Audit((_policy(visit.path),), Settings(exchanges=True))
    for event in visit.events:
        if event.flow not in gone:
            audit.feed(event)
    session = audit.close(Source("model"))
    found = Judgement()
    for exchange in session.exchanges or ():
        _attribution(found, session, exchange, visit, flows[cut:])
        _choice(found, exchange, visit, flows[cut:])
    for finding in session.findings:
        if finding.level is Level.FLAGGED and finding.name not in _MAY_BE_FOUND.get(finding.rule, ()):
            found.wrong.append(f"{finding.rule} {finding.name} of {finding.domain}: {finding.message}")
    for gap in session.unproven:
        found.unproven[gap.cause] += gap.count
    return found


def _attribution(
    found: Judgement, session: Session, exchange: Exchange, visit: Visit, flows: list[int]
) -> None:
    truth = visit.browser.truth[flows[exchange.n - 1]]
    numbers = {page.id: flows[page.n - 1] for page in session.pages}
    what = f"#{exchange.n} {exchange.way} {exchange.name} {exchange.url}"
    party = registrable(exchange.domain) == registrable(truth.page.host)
    for kind, certainty, right in (
        ("page", exchange.page_certainty, numbers.get(exchange.page or 0) == truth.page.flow),
        ("site", exchange.first_party_certainty, exchange.first_party == truth.page.site),
        ("party", exchange.party_certainty, exchange.party is (Party.FIRST if party else Party.THIRD)),
    ):
        certain = certainty is Certainty.CERTAIN
        found.facts[f"{kind} {'certain' if certain else 'open'}"] += 1
        if certain and not right:
            found.wrong.append(f"{kind} of {what}: by {exchange.page_rule}; truly {truth.page.url}")


def _choice(found: Judgement, exchange: Exchange, visit: Visit, flows: list[int]) -> None:
    if exchange.choice is None:
        return
    flow = flows[exchange.n - 1]
    truth = visit.browser.truth[flow]
    if exchange.way is Way.SENT:
        states = visit.states(truth.read, truth.read)
    else:
        states = visit.states(exchange.at, truth.stored)
    known = exchange.choice is not ChoiceState.UNPROVEN
    found.facts[f"choice {'certain' if known else 'open'}"] += 1
    if known and exchange.choice not in states:
        found.wrong.append(
            f"choice of #{exchange.n} {exchange.way} {exchange.name}: {exchange.choice}, truly "
            f"{sorted(states)}; {'; '.join(exchange.reasons)}"
        )
    if (
        exchange.category != "necessary"
        and states == {ChoiceState.UNSET}
        and truth.page.host == "shop.example"
    ):
        found.early_true += 1
        found.early_found += exchange.verdict is Verdict.EARLY
