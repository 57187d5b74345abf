"""What changed as lines that a reader scans: a sign, what it is about, and what is to be said of it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from temoin.difference import Change, CookieFound, Difference, FindingHeld
from temoin.rules import rule

__all__ = ["Line", "Sign", "cookie_lines", "finding_lines", "of_absence", "signs"]


class Sign(StrEnum):
    """How a thing changed."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Line(NamedTuple):
    """One thing that changed.

    Args:
        sign: how.
        rule: a finding's rule, or empty for a cookie.
        name: the cookie's name, or its pattern.
        domain: its domain.
        party: its party.
        told: what is to be said of it.
    """

    sign: Sign
    rule: str
    name: str
    domain: str
    party: str
    told: str


def cookie_lines(difference: Difference) -> tuple[Line, ...]:
    """What became of the cookies: new, then changed, then gone.

    Args:
        difference: what changed.
    """
    cookies = difference.cookies
    new = (_cookie(Sign.NEW, one, _facts(one)) for one in cookies.new)
    changed = (_cookie(Sign.CHANGED, one.cookie, _changes(one.changes)) for one in cookies.changed)
    gone = (_cookie(Sign.GONE, one, _facts(one)) for one in cookies.gone)
    return (*new, *changed, *gone)


def finding_lines(difference: Difference) -> tuple[Line, ...]:
    """What became of the findings: new, then changed, then gone; but for those that a cookie's own line tells.

    Args:
        difference: what changed.
    """
    findings = difference.findings
    new = (_finding(Sign.NEW, one, f"{one.title}: {one.message}") for one in findings.new)
    changed = (
        _finding(Sign.CHANGED, one.finding, _changed(one.finding, one.changes)) for one in findings.changed
    )
    gone = (_finding(Sign.GONE, one, f"{one.title}: {one.message}") for one in findings.gone)
    return tuple(line for line in (*new, *changed, *gone) if not _absent(line.rule))


def of_absence(difference: Difference) -> int:
    """How many findings changed that say which declared cookie did not appear: no line of their own tells them.

    Args:
        difference: what changed.
    """
    findings = difference.findings
    changed = (one.finding for one in findings.changed)
    return sum(_absent(one.identity.rule) for one in (*findings.new, *findings.gone, *changed))


def _cookie(sign: Sign, one: CookieFound, told: str) -> Line:
    return Line(sign, "", one.cookie, one.domain, str(one.party), told)


def _finding(sign: Sign, one: FindingHeld, told: str) -> Line:
    identity = one.identity
    noted = "" if one.status == "flagged" or sign is Sign.CHANGED else f" [{one.status}]"
    return Line(sign, identity.rule, identity.cookie, identity.domain, str(identity.party), told + noted)


def _facts(one: CookieFound) -> str:
    what = one.category or "not declared"
    parts = [what if one.declared else "not declared", ", ".join(one.verdicts)]
    if one.hint:
        parts.append(f"usually: {one.hint}")
    return "; ".join(parts)


def _changed(one: FindingHeld, changes: Iterable[Change]) -> str:
    return f"{one.title}: {_changes(changes)}"


def _changes(changes: Iterable[Change]) -> str:
    return "; ".join(f"{change.fact}: was {change.old}, is {change.new}" for change in changes)


def _absent(code: str) -> bool:
    kind = rule(code) if code else None
    return kind is not None and kind.of_absence


def signs(lines: Iterable[Line]) -> Iterator[tuple[Sign, int]]:
    """How many lines bear each sign, those that occur.

    Args:
        lines: any.
    """
    found = [line.sign for line in lines]
    return ((sign, found.count(sign)) for sign in Sign if sign in found)
