"""What a gate makes of each finding of a session: whether it fails the run, and if not, what lets it pass."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from temoin.identity import Baseline
from temoin.report import BaselineUsed, Finding, Session
from temoin.vocabulary import Level

__all__ = ["Held", "Status", "baseline_used", "held"]


class Status(StrEnum):
    """What a finding is to a gate."""

    FAILS = "fails"
    FLAGGED = "flagged"
    """Flagged, in a run that only other rules may fail."""

    NOTE = "note"
    ALLOWED = "allowed"
    KNOWN = "known"


class Held(msgspec.Struct, frozen=True):
    """A finding, and what a gate makes of it.

    Args:
        finding: what was found.
        status: what it is to the gate.
        reason: why it is let pass, as the policy or the baseline says; empty where nothing does.
    """

    finding: Finding
    status: Status
    reason: str = ""


def held(session: Session) -> tuple[Held, ...]:
    """All that the rules hold of a session: what stands, then what the policy allows, then what the baseline holds.

    Args:
        session: any.
    """
    standing = (Held(finding, _status(session, finding)) for finding in session.findings)
    allowed = (Held(one.finding, Status.ALLOWED, _until(one.reason, one.until)) for one in session.allowed)
    known = (Held(one.finding, Status.KNOWN, one.reason) for one in session.known)
    return (*standing, *allowed, *known)


def baseline_used(baseline: Baseline | None, sessions: Iterable[Session]) -> BaselineUsed | None:
    """Tell what a run made of its baseline.

    Args:
        baseline: what findings were held against, or None.
        sessions: what the run found.
    """
    if baseline is None:
        return None
    shown = {one.finding.identity for session in sessions for one in session.known}
    return BaselineUsed(
        file=baseline.file,
        sha256=baseline.sha256,
        entries=len(baseline.entries),
        unmatched=tuple(entry for entry in baseline.entries if entry.identity not in shown),
    )


def _status(session: Session, finding: Finding) -> Status:
    if session.fails(finding):
        return Status.FAILS
    return Status.NOTE if finding.level is Level.NOTE else Status.FLAGGED


def _until(reason: str, until: str | None) -> str:
    return f"{reason} (until {until})" if until else reason
