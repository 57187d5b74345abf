"""What the engine holds of a demo, step by step: as Témoin showed it at that moment, for live equals replay."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from portal.tour import Leg
from temoin.audit import Audit
from temoin.events import Event
from temoin.policy import load_policy
from temoin.portal.demo import DEMO_POLICY, HOST_OF
from temoin.portal.demo.steps import Crumb
from temoin.report import Exchange, Session
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic import open_source
from temoin.vocabulary import ChoiceState, Level, Verdict

__all__ = ["Witnessed", "flagged_in", "whole", "witnessed"]

type Pairs = frozenset[tuple[str, Crumb]]

_HOSTS = frozenset(HOST_OF.values())


class Witnessed(msgspec.Struct, frozen=True):
    """What was held of one step.

    Args:
        leg: the step.
        choice: what the choice on its portal amounted to once it was done.
        granted: the services it granted.
        withdrawn: the services granted before and no more.
        held: each rule and cookie flagged of what crossed in it.
        passed: each verdict and cookie of what crossed by right in it.
        unproven: the cookies that it could not judge.
    """

    leg: Leg
    choice: ChoiceState
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]
    held: Pairs
    passed: Pairs
    unproven: frozenset[Crumb]


def whole(recording: Path) -> Session:
    """What the engine holds of a whole recording by the demo's policy.

    Args:
        recording: a flow file.
    """
    return _judged(_events(recording), float("inf"))


def flagged_in(session: Session) -> Counter[tuple[str, Crumb]]:
    """How often each rule held each cookie against a portal.

    Args:
        session: as it was judged.
    """
    flagged = [one for one in session.findings if one.level is Level.FLAGGED]
    return Counter({(one.rule, _crumb(one.name, one.domain)): one.count for one in flagged})


def witnessed(recording: Path, legs: Sequence[Leg]) -> list[Witnessed]:
    """What the engine holds of each step.

    Args:
        recording: a flow file.
        legs: the steps, as they were taken.
    """
    events = _events(recording)
    return [_of_leg(events, leg) for leg in legs]


def _of_leg(events: Sequence[Event], leg: Leg) -> Witnessed:
    before, then = _judged(events, leg.begun), _judged(events, leg.done)
    host = HOST_OF[leg.which]
    choice = [one for one in then.choices if one.host == host][-1]
    pages = {page.id for page in then.pages if page.url.startswith(f"https://{host}/")}
    crossed = [one for one in then.exchanges or () if one.at > leg.begun and one.page in pages]
    return Witnessed(
        leg,
        choice.state,
        choice.granted,
        choice.withdrawn,
        frozenset(flagged_in(then) - flagged_in(before)),
        frozenset(
            (one.verdict, _seen(one)) for one in crossed if one.verdict in (Verdict.EXEMPT, Verdict.PERMITTED)
        ),
        frozenset(_seen(one) for one in then.exchanges or () if one.verdict is Verdict.UNPROVEN),
    )


def _events(recording: Path) -> list[Event]:
    with open_source(str(recording)) as source:
        return list(source.events())


def _judged(events: Sequence[Event], until: float) -> Session:
    audit = Audit((load_policy(DEMO_POLICY),), Settings(exchanges=True))
    for event in events:
        if event.at <= until:
            audit.feed(event)
    return audit.close(Source("demo"))


def _seen(exchange: Exchange) -> Crumb:
    return _crumb(exchange.name, exchange.domain)


def _crumb(name: str, domain: str) -> Crumb:
    return Crumb(name, "" if domain in _HOSTS else domain)
