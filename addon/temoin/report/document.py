"""The document: a session is all of one recording, and a report all sessions of a run."""

from typing import Literal

import msgspec

from temoin.report.basis import BaselineUsed, Blind, PolicyUsed, Recorded, SettingsUsed
from temoin.report.held import Allowed, CookieRow, Finding, Known, NeverSeen, Outside, Rejected, Unproven
from temoin.report.visit import Choice, Exchange, Page, Proof
from temoin.vocabulary import Level, Outcome, Verdict

__all__ = ["SCHEMA", "Report", "Session"]

SCHEMA: Literal["temoin-report/1"] = "temoin-report/1"


class Session(msgspec.Struct, frozen=True):
    """What one recording, or one run of the proxy, showed.

    Args:
        source: the file as it was given.
        policies: the names of the policies that covered a page seen.
        outcome: this session's alone.
        summary: one sentence that says what was found.
        pages: what was opened.
        choices: what the visitors chose, and when.
        findings: what the rules hold: flagged before notes.
        cookies: every cookie that crossed on a covered page, one row each.
        unproven: what could not be judged, and why.
        never_seen: what is declared and did not cross.
        rejected: what every browser refuses.
        outside: hosts of pages that no loaded policy covers.
        incomplete: why the source is not whole; empty when it is.
        requests: how many HTTP requests, CONNECT left out.
        counts: how many exchanges of each verdict.
        started: the first request's time, or None.
        ended: the last event's time, or None.
        visitors: how many.
        notes: what else a reader must know (no cookie headers, times without zone…).
        blind: what went by unseen while a proxy watched.
        policies_used: how to do it again.
        allowed: what the rules hold and the policy lets pass.
        known: what the rules hold and the baseline held before.
        fail_on: the codes of the rules that alone fail the run; empty for every flagged one.
        strict: True where what is unproven fails it too.
        recorded: the files that were judged; empty where a proxy watched.
        exchanges: every one of them, or the first ones, as many as were kept; None unless asked for.
        proof: all that is held of one request's cookies, None unless asked for.
    """

    source: str
    policies: tuple[str, ...]
    outcome: Outcome
    summary: str
    pages: tuple[Page, ...]
    choices: tuple[Choice, ...]
    findings: tuple[Finding, ...]
    cookies: tuple[CookieRow, ...]
    unproven: tuple[Unproven, ...]
    never_seen: tuple[NeverSeen, ...]
    rejected: tuple[Rejected, ...]
    outside: tuple[Outside, ...]
    counts: dict[Verdict, int]
    requests: int
    visitors: int
    started: float | None
    ended: float | None
    incomplete: str = ""
    notes: tuple[str, ...] = ()
    blind: tuple[Blind, ...] = ()
    policies_used: tuple[PolicyUsed, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    known: tuple[Known, ...] = ()
    fail_on: tuple[str, ...] = ()
    strict: bool = False
    recorded: tuple[Recorded, ...] = ()
    exchanges: tuple[Exchange, ...] | None = None
    proof: Proof | None = None

    def fails(self, finding: Finding) -> bool:
        """Tell whether one of its findings fails the run.

        Args:
            finding: one of `findings`.
        """
        return finding.rule in self.fail_on if self.fail_on else finding.level is Level.FLAGGED


class Report(msgspec.Struct, frozen=True):
    """What a run found.

    Args:
        outcome: over all sessions; several: unreadable beats flagged beats unproven beats clear.
        sessions: one a source, in the order given.
        temoin: the version that made it.
        schema: the document's own version.
        failures: what could not be read, a line each.
        baseline: the baseline that findings were held against, or None.
        settings: how it was asked to judge; None where nobody says.
    """

    outcome: Outcome
    sessions: tuple[Session, ...]
    temoin: str
    failures: tuple[str, ...] = ()
    baseline: BaselineUsed | None = None
    settings: SettingsUsed | None = None
    schema: Literal["temoin-report/1"] = SCHEMA
