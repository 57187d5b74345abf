"""The statement that closes a session: everything found, as plain data, with the outcome and one sentence."""

from collections import Counter
from collections.abc import Callable, Container

import msgspec

from temoin.choices.disagreement import Disagreement
from temoin.choices.register import ChoiceOf
from temoin.choices.sightings import Era, Placed
from temoin.consent import format_named
from temoin.exchanges import Judged
from temoin.findings import Findings, Found
from temoin.ledger import Ledger
from temoin.orders import Orders
from temoin.pages import OpenedPage
from temoin.policy.schema import Policy
from temoin.reasons import chain
from temoin.report import (
    Blind,
    Choice,
    Exchange,
    Finding,
    NeverSeen,
    Page,
    PolicyUsed,
    Proof,
    Recorded,
    Session,
    SettingsUsed,
)
from temoin.rules import EraOf, Whole
from temoin.settings import Settings
from temoin.shown import shorten, shown_name, shown_url, valid
from temoin.vocabulary import Certainty, Level, Outcome, Verdict, Way

__all__ = ["Source", "fails", "overall", "settings_used", "shown_exchange", "statement"]


class Source(msgspec.Struct, frozen=True):
    """Where a session's events came from.

    Args:
        name: the file as it was given.
        incomplete: why it is not whole; empty when it is.
        notes: what else a reader must know, a sentence each.
        bears_cookies: False where it holds no cookie header at all although it may have been stripped of them.
        blind: what went by unseen.
        recorded: the files that it was read from.
    """

    name: str
    incomplete: str = ""
    notes: tuple[str, ...] = ()
    bears_cookies: bool = True
    blind: tuple[Blind, ...] = ()
    recorded: tuple[Recorded, ...] = ()


def statement(
    *,
    source: Source,
    settings: Settings,
    policies: tuple[Policy, ...],
    pages: tuple[OpenedPage, ...],
    passed: Counter[str],
    dropped: tuple[str, ...],
    policy_of: Callable[[str], Policy | None],
    eras: list[tuple[ChoiceOf, Era]],
    disagreements: tuple[Disagreement, ...],
    banners: tuple[str, ...],
    findings: Findings,
    ledger: Ledger,
    orders: Orders,
    stored: Container[tuple[int, str, str]],
    requests: int,
    visitors: int,
    started: float | None,
    ended: float | None,
    exchanges: tuple[Exchange, ...] | None,
    proof: Proof | None,
    whole: bool = True,
) -> Session:
    """Close a session.

    Args:
        source: where its events came from.
        settings: how it was judged.
        policies: all that were loaded.
        pages: every page opened, as many as a report lists.
        passed: how many more, by host.
        dropped: what bounds cost, a sentence each.
        policy_of: finds the policy that covers a host.
        eras: every stretch of every choice, in order of time.
        disagreements: where consent cookies of one policy contradict each other.
        banners: the consent banners of sites without a policy, a sentence each.
        findings: what the rules hold.
        ledger: the counts.
        orders: what documents ordered by their markup.
        stored: the cookies that came back after a response set them.
        requests: how many.
        visitors: how many.
        started: the first request's time, or None.
        ended: the last event's time, or None.
        exchanges: all of them where asked for, else None.
        proof: of one request where asked for, else None.
        whole: False while the session goes on: what did not appear yet is then no finding.

    Returns:
        The session as plain data.
    """
    hosts = {*passed, *(page.address.host for page in pages)}
    covering = {policy.name for host in hosts if (policy := policy_of(host)) is not None}
    used = tuple(policy for policy in policies if policy.name in covering)
    by_name = {policy.name: policy for policy in policies}
    session = Whole(
        policies=used,
        seen=ledger.seen(),
        ordered=orders.all(ledger.doubts),
        eras=tuple(EraOf(of.visitor, by_name[of.policy], of.host, of.cookie, era) for of, era in eras),
        bears_cookies=source.bears_cookies,
        started=started,
        disagreements=_held(disagreements, by_name) if source.bears_cookies else (),
    )
    told = findings.report(session, ledger.doubts, stored, ended=whole)
    found, allowed, known = told.findings, told.allowed, told.known
    counts = ledger.counts
    opened = passed + Counter(page.address.host for page in pages)
    strangers = Counter({host: count for host, count in opened.items() if policy_of(host) is None})
    outcome = _outcome(source, settings, used, found, ledger)
    return Session(
        source=source.name,
        policies=tuple(policy.name for policy in used),
        outcome=outcome,
        summary=_summary(source, used, told, ledger),
        pages=tuple(_page(page, policy_of(page.address.host)) for page in pages),
        choices=tuple(_choice(of, era) for of, era in eras),
        findings=found,
        allowed=allowed,
        known=known,
        fail_on=tuple(sorted(settings.fail_on)),
        strict=settings.strict,
        cookies=ledger.cookies(),
        unproven=ledger.unproven(),
        never_seen=_never_seen(session) if whole else (),
        rejected=ledger.rejected(),
        outside=ledger.outside(strangers),
        counts={verdict: counts[verdict] for verdict in Verdict if counts[verdict]},
        requests=requests,
        visitors=visitors,
        started=started,
        ended=ended,
        incomplete=source.incomplete,
        notes=(*source.notes, *banners, *dropped),
        blind=source.blind,
        recorded=source.recorded,
        policies_used=tuple(
            PolicyUsed(policy.name, policy.file, policy.sha256, policy.source, _assumption(policy))
            for policy in used
        ),
        exchanges=exchanges,
        proof=proof,
    )


def shown_exchange(judged: Judged, stored: Container[tuple[int, str, str]]) -> Exchange:
    """Show a judged exchange as plain data.

    Args:
        judged: the exchange and its verdict.
        stored: the cookies that came back after a response set them.
    """
    crossing, attribution = judged.crossing, judged.crossing.attribution
    declaration, policy = crossing.declaration, crossing.coverage.policy
    return Exchange(
        n=crossing.n,
        at=crossing.at,
        visitor=crossing.visitor,
        way=crossing.way,
        name=shown_name(crossing.name),
        domain=valid(shorten(crossing.domain, 255)),
        path=valid(shorten(crossing.path, 300)),
        url=crossing.url,
        page=attribution.page.id if attribution.page else None,
        first_party=valid(shorten(attribution.site, 255)) if attribution.site else None,
        party=crossing.party,
        party_certainty=crossing.party_certainty,
        page_certainty=attribution.page_certainty,
        first_party_certainty=attribution.site_certainty,
        choice_certainty=Certainty.CERTAIN if judged.known is not None else Certainty.NONE,
        origin_certainty=crossing.origin_certainty,
        origin=crossing.origin,
        category=declaration.category if declaration else None,
        service=declaration.service if declaration else None,
        choice=judged.choice,
        verdict=judged.verdict,
        reasons=chain(judged),
        policy=policy.name if policy else None,
        pattern=declaration.name if declaration else None,
        stored=crossing.key in stored if crossing.way is Way.SET else None,
        lifetime=crossing.lifetime,
        value=crossing.value,
        page_rule=attribution.rule,
        choice_evidence=_around(judged.placed),
    )


def _around(placed: Placed | None) -> tuple[int, ...]:
    if placed is None:
        return ()
    return tuple(sorted({sighting.n for sighting in placed.sightings}))


def settings_used(settings: Settings, *, joined: bool = False) -> SettingsUsed:
    """Say how a run was asked to judge.

    Args:
        settings: as the engine had them.
        joined: whether all files were taken as one session.
    """
    return SettingsUsed(
        accuse=settings.accuse,
        strict=settings.strict,
        fail_on=tuple(sorted(settings.fail_on)),
        show_values=settings.show_values,
        joined=joined,
    )


def fails(finding: Finding, settings: Settings) -> bool:
    """Tell whether a finding fails a run.

    Args:
        finding: any finding.
        settings: which rules may.
    """
    if settings.fail_on:
        return finding.rule in settings.fail_on
    return finding.level is Level.FLAGGED


def overall(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Take the outcomes of several sessions as one: unreadable beats flagged beats unproven beats clear.

    Args:
        outcomes: of each session, and of each source that could not be read.
    """
    order = (Outcome.UNREADABLE, Outcome.FLAGGED, Outcome.UNPROVEN, Outcome.CLEAR)
    return min(outcomes, key=order.index, default=Outcome.UNPROVEN)


def _outcome(
    source: Source, settings: Settings, used: tuple[Policy, ...], found: tuple[Finding, ...], ledger: Ledger
) -> Outcome:
    if any(fails(finding, settings) for finding in found):
        return Outcome.FLAGGED
    unproven = ledger.counts[Verdict.UNPROVEN]
    if settings.strict and unproven:
        return Outcome.FLAGGED
    if not used or source.incomplete or not source.bears_cookies or ledger.nothing_proven:
        return Outcome.UNPROVEN
    return Outcome.CLEAR


def _summary(source: Source, used: tuple[Policy, ...], told: Found, ledger: Ledger) -> str:
    if not used:
        return "No page of a site that a loaded policy covers was visited, so nothing was judged."
    if not source.bears_cookies:
        return "The source holds no cookie headers at all, so nothing can be proven from it."
    total = sum(ledger.counts.values()) - ledger.counts[Verdict.OUTSIDE]
    flagged = [finding for finding in told.findings if finding.level is Level.FLAGGED]
    unproven = ledger.counts[Verdict.UNPROVEN]
    doubt = f"; {_number(unproven, 'exchange')} could not be judged" if unproven else ""
    if told.known:
        doubt = f"; {_number(len(told.known), 'finding')} in the baseline{doubt}"
    if told.allowed:
        doubt = f"; {_number(len(told.allowed), 'finding')} allowed by the policy{doubt}"
    if not flagged:
        nothing = "Nothing new flagged" if told.known else "Nothing flagged"
        return f"{nothing} in {_number(total, 'cookie exchange')}{doubt}."
    facts = []
    for rules, words in (
        (("T101", "T105"), "before any choice"),
        (("T102",), "against the choice"),
        (("T103",), "after withdrawal"),
        (("T106",), "at odds with another consent cookie"),
    ):
        cookies = {(one.name, one.domain, one.party) for one in flagged if one.rule in rules}
        if cookies:
            facts.append(f"{len(cookies)} {words}")
    undeclared = {(one.name, one.domain, one.party) for one in flagged if one.rule == "T104"}
    if undeclared:
        facts.append(f"{len(undeclared)} not declared")
    others = {(one.name, one.domain, one.party) for one in flagged if one.rule not in _TOLD}
    if others:
        facts.append(f"{len(others)} not as declared")
    cookies = {(one.name, one.domain, one.party) for one in flagged}
    return f"{_number(len(cookies), 'cookie')} flagged: {', '.join(facts)}{doubt}."


_TOLD = frozenset({"T101", "T102", "T103", "T104", "T105", "T106"})


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _page(page: OpenedPage, policy: Policy | None) -> Page:
    origin = page.address.origin
    return Page(
        id=page.id,
        visitor=page.visitor,
        url=shown_url(origin, page.address.url.removeprefix(origin)),
        site=valid(shorten(page.site, 255)),
        opened=page.opened,
        n=page.n,
        policy=policy.name if policy else None,
        implied=page.implied,
    )


def _choice(of: ChoiceOf, era: Era) -> Choice:
    choice = era.known.choice
    return Choice(
        visitor=of.visitor,
        policy=of.policy,
        host=valid(shorten(of.host, 255)),
        cookie=shown_name(of.cookie),
        after=era.after,
        by=era.by,
        exact=era.exact,
        state=era.known.state,
        granted=tuple(shown_name(name) for name in choice.granted) if choice else (),
        refused=tuple(shown_name(name) for name in choice.refused) if choice else (),
        withdrawn=tuple(shown_name(name) for name in era.withdrawn),
        evidence=era.evidence,
        note=era.known.note,
    )


def _held(found: tuple[Disagreement, ...], policies: dict[str, Policy]) -> tuple[Disagreement, ...]:
    """The disagreements that may be held: what a template's two cookies have in common is a guess."""
    return tuple(one for one in found if not policies[one.policy].template)


def _assumption(policy: Policy) -> str:
    """What is assumed of the consent cookies: as the policy says, else as their formats do."""
    told = [
        consent.assumption or format_named(name).traits.assumption
        for consent in policy.consents
        for name in consent.formats
    ]
    return " ".join(one for one in dict.fromkeys(told) if one)


def _never_seen(whole: Whole) -> tuple[NeverSeen, ...]:
    if not whole.bears_cookies:
        return ()
    return tuple(
        NeverSeen(policy.name, declaration.name, declaration.category, required)
        for required in (True, False)
        for policy, declaration in whole.never_seen(required=required)
    )
