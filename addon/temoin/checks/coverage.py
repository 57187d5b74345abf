"""What recordings show of a policy, both ways: what of it they show, and what they show that it does not say."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from temoin.checks.check import Subject
from temoin.policy.schema import Declaration
from temoin.report import Finding, Session
from temoin.vocabulary import Party

__all__ = ["Coverage", "Shown", "coverage_of", "never_seen", "shown"]

_ABSENCE = frozenset({"T301", "T302"})


class Coverage(msgspec.Struct, frozen=True):
    """How much of a policy recordings show.

    Args:
        recordings: how many were given.
        covered: in how many of them a page was seen that the policy covers.
        declared: how many entries the policy has.
        seen: how many of them were seen.
        undeclared: how many cookies were seen that it does not declare.
    """

    recordings: int
    covered: int
    declared: int
    seen: int
    undeclared: int


class Shown(msgspec.Struct, frozen=True):
    """What a rule held of one cookie, over all recordings.

    Args:
        finding: the first of the findings.
        source: the recording that it is in.
        sessions: in how many recordings.
    """

    finding: Finding
    source: str
    sessions: int


def coverage_of(subject: Subject) -> Coverage:
    """Count what recordings show.

    Args:
        subject: the policy, and the recordings judged by it.
    """
    entries = subject.draft.policy.cookies
    return Coverage(
        recordings=len(subject.sessions),
        covered=len(subject.covered),
        declared=len(entries),
        seen=len(entries) - len(never_seen(subject)) if subject.covered else 0,
        undeclared=len(list(shown(subject, "T104"))),
    )


def never_seen(subject: Subject) -> tuple[tuple[int, Declaration], ...]:
    """The entries that no recording shows, with their positions in the file; none where nothing was covered.

    Args:
        subject: the policy, and the recordings judged by it.
    """
    if not subject.covered:
        return ()
    policy = subject.draft.policy
    absent: Counter[tuple[str, str]] = Counter(
        key for session in subject.covered for key in {*_absent(session, policy.name)}
    )
    missing = {key for key, count in absent.items() if count == len(subject.covered)}
    return tuple(
        (index, entry)
        for index, entry in enumerate(policy.cookies)
        if (entry.name, entry.domain or policy.hosts[0]) in missing
    )


def shown(subject: Subject, rule: str) -> Iterator[Shown]:
    """What a rule held, each cookie once; what the policy allows is left out.

    Args:
        subject: the policy, and the recordings judged by it.
        rule: the rule's code.
    """
    firsts: dict[tuple[str, str, Party], tuple[Finding, str]] = {}
    counts: Counter[tuple[str, str, Party]] = Counter()
    for session in subject.covered:
        for finding in session.findings:
            if finding.rule == rule and finding.policy == subject.draft.policy.name:
                key = (finding.name, finding.domain, finding.party)
                firsts.setdefault(key, (finding, session.source))
                counts[key] += 1
    for key, (finding, source) in firsts.items():
        yield Shown(finding, source, counts[key])


def _absent(session: Session, policy: str) -> Iterator[tuple[str, str]]:
    for finding in (*session.findings, *(one.finding for one in session.allowed)):
        if finding.rule in _ABSENCE and finding.policy == policy:
            yield finding.name, finding.domain
