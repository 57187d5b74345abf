"""What is held against one cookie, put together: every view that tells findings groups them so.

Several rules may hold one cookie: crossed too early, refused later, and not declared at all. These are facts
about one thing, so they stand in one block, and an exchange that is evidence for two is shown once.
"""

from dataclasses import dataclass

from temoin.report import CookieRow, Finding, Session
from temoin.views.screen.marks import VERDICTS
from temoin.vocabulary import Level, Party

__all__ = ["Case", "cases_of", "of_absence", "rules_of_absence", "worst_first"]


@dataclass(frozen=True, slots=True)
class Case:
    """All that is held against one cookie.

    Args:
        findings: at least one, worst first; all of one name, domain and party.
        hint: what the cookie usually is; empty where not known.
    """

    findings: tuple[Finding, ...]
    hint: str = ""

    def by_exchange(self) -> tuple[tuple[Finding, ...], ...]:
        """The findings by the exchange that is their evidence, in order of the worst."""
        grouped: dict[int | None, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(finding.first, []).append(finding)
        return tuple(tuple(group) for group in grouped.values())


def cases_of(session: Session) -> tuple[Case, ...]:
    """Put the findings of one cookie together, worst first.

    Left out are those about a cookie that never came, which the section on these tells.
    """
    hints = {_cookie(row): row.hint for row in session.cookies}
    absent = {(never.policy, never.name) for never in session.never_seen}
    grouped: dict[tuple[str, str, Party], list[Finding]] = {}
    for finding in sorted(session.findings, key=_badness):
        if not of_absence(finding) or (finding.policy, finding.name) not in absent:
            grouped.setdefault(_cookie(finding), []).append(finding)
    return tuple(Case(tuple(findings), hints.get(cookie, "")) for cookie, findings in grouped.items())


def of_absence(finding: Finding) -> bool:
    """Tell whether a finding is that something never came, and not about the watching itself (T9…)."""
    return finding.first is None and not finding.rule.startswith("T9")


def rules_of_absence(findings: tuple[Finding, ...]) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """The rules that hold it against a site, or note, that a declared cookie never came, by policy and name.

    Args:
        findings: a session's.
    """
    found: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for finding in findings:
        if of_absence(finding):
            key = finding.policy, finding.name
            found[key] = (*found.get(key, ()), finding.rule)
    return found


def worst_first(rows: tuple[CookieRow, ...]) -> list[CookieRow]:
    """Put cookies in order: by the worst verdict that each had, then by first appearance.

    Args:
        rows: a session's.
    """
    ranks = {verdict: rank for rank, verdict in enumerate(VERDICTS)}

    def badness(row: CookieRow) -> tuple[int, int, str, str]:
        rank = min((ranks[verdict] for verdict in row.verdicts), default=len(ranks))
        return rank, row.first, row.name, row.domain

    return sorted(rows, key=badness)


def _cookie(row: Finding | CookieRow) -> tuple[str, str, Party]:
    return row.name, row.domain, row.party


def _badness(finding: Finding) -> tuple[bool, str, int, int, str, str]:
    """Sort key: flagged before noted, then by rule, then the most frequent, then the earliest."""
    first = -1 if finding.first is None else finding.first
    return (
        finding.level is not Level.FLAGGED,
        finding.rule,
        -finding.count,
        first,
        finding.name,
        finding.domain,
    )
