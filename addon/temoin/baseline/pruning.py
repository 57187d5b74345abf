"""What of a baseline goes where recordings show it no more, and what stays since they could not have shown it.

A finding is filed under what the policy makes of its cookie: under the pattern that declares it, else under its
name, and some rules hold declared cookies alone. So under another policy the same finding is called otherwise, or
cannot be made at all; and no recording of one site shows the cookies of another. That an entry of this kind was not
found proves nothing, and it stays.
"""

from collections.abc import Sequence

import msgspec

from temoin.identity import Baseline, Entry, Identity
from temoin.policy import Policy
from temoin.policy.matching import find
from temoin.policy.patterns import matches
from temoin.report import Session
from temoin.rules import rule
from temoin.sites import registrable
from temoin.vocabulary import Party

__all__ = ["Fate", "Pruned", "prune"]


class Fate(msgspec.Struct, frozen=True):
    """What becomes of an entry that no recording shows.

    Args:
        entry: the entry.
        why: in a few words.
    """

    entry: Entry
    why: str


class Pruned(msgspec.Struct, frozen=True):
    """A baseline, pruned.

    Args:
        entries: what stays.
        gone: what goes.
        untold: what stays though it was not shown, for it could not have been.
    """

    entries: tuple[Entry, ...]
    gone: tuple[Fate, ...]
    untold: tuple[Fate, ...]


def prune(old: Baseline, sessions: Sequence[Session], policies: Sequence[Policy]) -> Pruned:
    """Part a baseline into what stays and what goes.

    Args:
        old: the baseline.
        sessions: what the recordings showed; each is whole and proves something.
        policies: those that were loaded; the ones that covered a page count.
    """
    covering = {name for session in sessions for name in session.policies}
    used = tuple(policy for policy in policies if policy.name in covering)
    sites = frozenset(
        registrable(page.site.partition("://")[2])
        for session in sessions
        for page in session.pages
        if page.policy is not None
    )
    shown = {finding.identity for session in sessions for finding in session.findings}
    allowed = {one.finding.identity for session in sessions for one in session.allowed}
    stays: list[Entry] = []
    gone: list[Fate] = []
    untold: list[Fate] = []
    for entry in old.entries:
        one = entry.identity
        if one in shown:
            stays.append(entry)
        elif one in allowed:
            gone.append(Fate(entry, "the policy allows it"))
        elif why := _hidden(one, used, sites):
            stays.append(entry)
            untold.append(Fate(entry, why))
        else:
            gone.append(Fate(entry, "not found"))
    return Pruned(tuple(stays), tuple(gone), tuple(untold))


def _hidden(one: Identity, used: tuple[Policy, ...], sites: frozenset[str]) -> str:
    """Why no recording could have shown a finding; empty where one could."""
    host = one.domain.removeprefix(
        "*."
    )  # what never appeared is of the policy's first host, which may be a pattern
    if one.party is Party.FIRST and host != "*" and registrable(host) not in sites:
        return "no page of its site was visited"
    kind = rule(one.rule)
    if kind is not None and kind.of_charter and all(policy.template for policy in used):
        return "no policy in use says what the site declares"
    if one.pattern:
        return (
            "" if any(_names(policy, one.cookie) for policy in used) else "no policy in use has this pattern"
        )
    if kind is not None and kind.of_declared and not any(_declares(policy, one) for policy in used):
        return "no policy in use declares it"
    if kind is not None and kind.of_undeclared:
        return ""
    patterns = [_pattern(policy, one) for policy in used]
    return "" if None in patterns else f"the policy in use has it under the pattern {patterns[0]}"


def _names(policy: Policy, pattern: str) -> bool:
    """Whether a policy has a pattern, as a declaration, a consent cookie or an allowance."""
    return (
        any(entry.name == pattern for entry in policy.patterns)
        or any(consent.cookie == pattern for consent in policy.consents)
        or any(allowance.cookie == pattern for allowance in policy.allow)
    )


def _declares(policy: Policy, one: Identity) -> bool:
    return one.cookie in policy.exactly or any(matches(entry.name, one.cookie) for entry in policy.patterns)


def _pattern(policy: Policy, one: Identity) -> str | None:
    """The pattern under which a policy files a cookie; None where that is its name."""
    entry = find(policy, one.cookie, one.domain, one.party)
    return entry.name if entry is not None and entry.is_pattern else None
