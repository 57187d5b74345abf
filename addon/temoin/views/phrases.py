"""Numbers and lists as a sentence says them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.report import Report

__all__ = ["about_cookie", "counted", "listed", "recordings"]


def counted(number: int, one: str, several: str = "") -> str:
    """Write how many of something: "1 page", "1,204 pages".

    Args:
        number: how many.
        one: the noun for one.
        several: the noun for any other number; `one` with an s where not given.
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(items: tuple[str, ...]) -> str:
    """Write a list as a sentence does: "a, b and c"."""
    *most, last = items or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last


def about_cookie(name: str, domain: str, party: str) -> str:
    """Name a cookie: "uid of adnet.example (third party)".

    Args:
        name: its name; "(no name)" stands for an empty one.
        domain: its domain, or empty.
        party: its party.
    """
    whose = f" of {domain}" if domain else ""
    return f"{name or '(no name)'}{whose} ({party} party)"


def recordings(report: "Report") -> str:
    """Count the recordings by what each came to: "3 recordings: 2 clear, 1 flagged".

    Args:
        report: any.
    """
    from temoin.vocabulary import Outcome

    outcomes = [session.outcome for session in report.sessions]
    parts = [f"{outcomes.count(outcome)} {outcome}" for outcome in Outcome if outcome in outcomes]
    if report.failures:
        parts.append(f"{len(report.failures)} not read")
    return f"{counted(len(outcomes) + len(report.failures), 'recording')}: {', '.join(parts) or 'nothing judged'}"
