"""How checks against recordings speak of them, and where the entry stands that a finding is about."""

from temoin.checks.check import Subject
from temoin.checks.coverage import Shown
from temoin.policy.draft import Place
from temoin.policy.matching import find, namesake
from temoin.report import Finding

__all__ = ["place_of", "where_shown"]


def where_shown(subject: Subject, one: Shown) -> str:
    """Say where recordings show something: "seen in 2 of 3 recordings, first at request 12 of visit.flow".

    Args:
        subject: what is checked.
        one: what a rule held.
    """
    of = (
        f"seen in {one.sessions} of {len(subject.covered)} recordings, first "
        if len(subject.covered) > 1
        else ""
    )
    return f"{of}at request {one.finding.first} of {one.source}"


def place_of(subject: Subject, finding: Finding, key: str) -> Place:
    """Where the file says something of the entry that a finding is about.

    Args:
        subject: what is checked.
        finding: of a declared cookie.
        key: which of the entry's words.

    Returns:
        The word's place, or that of `cookies` where the entry is not found again.
    """
    policy = subject.draft.policy
    entry = find(policy, finding.name, finding.domain, finding.party) or namesake(
        policy, finding.name, finding.domain
    )
    if entry is None:
        return subject.draft.place("cookies")
    return subject.draft.place("cookies", policy.cookies.index(entry), key)
