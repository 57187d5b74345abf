"""Checking a policy: every check is asked, and what the policy allows is let pass."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from temoin.checks import all_checks
from temoin.checks.check import Fault, Severity, Subject
from temoin.checks.coverage import Coverage, coverage_of
from temoin.checks.p101_broken import Broken
from temoin.policy.allowance import Allowance
from temoin.policy.draft import Draft
from temoin.policy.problems import BrokenPolicy
from temoin.report import Session

__all__ = ["SCHEMA", "AllowedFault", "CheckReport", "Checked", "broken", "check_policy"]

SCHEMA: Literal["temoin-check/1"] = "temoin-check/1"
"""The version of the document that `--format json` writes."""


class AllowedFault(msgspec.Struct, frozen=True):
    """A fault that the policy itself lets pass.

    Args:
        fault: what was found.
        reason: why it is let pass.
        until: the last day on which it is, or None for no end.
        line: where the policy says so.
    """

    fault: Fault
    reason: str
    until: str | None
    line: int


class Checked(msgspec.Struct, frozen=True):
    """What a policy's check came to.

    Args:
        file: the file, as it was given.
        policy: the policy's name; empty where it could not be loaded.
        faults: what is wrong, in the order of the file.
        allowed: what is wrong and let pass.
        coverage: what recordings show of it; None where none were given.
    """

    file: str
    policy: str
    faults: tuple[Fault, ...]
    allowed: tuple[AllowedFault, ...] = ()
    coverage: Coverage | None = None

    @property
    def fails(self) -> bool:
        """True where a fault is more than a note."""
        return any(fault.level is not Severity.NOTE for fault in self.faults)


class CheckReport(msgspec.Struct, frozen=True):
    """What a run of `temoin policy check` came to.

    Args:
        policies: one a file that could be read, in the order given.
        temoin: the version that made it.
        failures: what could not be read, a line each.
        schema: the document's own version.
    """

    policies: tuple[Checked, ...]
    temoin: str
    failures: tuple[str, ...] = ()
    schema: Literal["temoin-check/1"] = SCHEMA


def check_policy(draft: Draft, sessions: tuple[Session, ...] | None = None) -> Checked:
    """Check a policy.

    Args:
        draft: the policy with its places.
        sessions: recordings judged by it; None where it is held against none.

    Returns:
        What is wrong with it.
    """
    subject = Subject(draft, sessions or ())
    checks = [kind() for kind in all_checks()]
    found = [fault for one in checks for fault in one.find(subject)]
    spared: dict[Fault, Allowance] = {}
    of_check = tuple(one for one in draft.policy.allow if one.of_check)
    for fault in found:
        allowance = next((one for one in of_check if _lets_pass(one, fault, subject)), None)
        if allowance is not None:
            spared[fault] = allowance
    idle = tuple(one for one in of_check if one not in spared.values())
    found += [fault for one in checks for fault in one.unneeded(subject, idle)]
    return Checked(
        file=draft.policy.file,
        policy=draft.policy.name,
        faults=tuple(sorted((fault for fault in found if fault not in spared), key=_place)),
        allowed=tuple(
            AllowedFault(fault, one.reason, one.until or None, one.line)
            for fault, one in sorted(spared.items(), key=lambda item: _place(item[0]))
        ),
        coverage=None if sessions is None else coverage_of(subject),
    )


def broken(error: BrokenPolicy) -> Checked:
    """What the check of a file comes to that cannot be loaded.

    Args:
        error: all that is wrong with it.
    """
    return Checked(error.file, "", tuple(_faults(error)))


def _faults(error: BrokenPolicy) -> Iterator[Fault]:
    for problem in error.problems:
        yield Broken.of(problem)
    if error.more:
        yield Broken.more(error.problems[-1])


def _lets_pass(allowance: Allowance, fault: Fault, subject: Subject) -> bool:
    ended = subject.day is not None and allowance.ended(subject.day)
    return allowance.rule == fault.code and not ended and allowance.covers(fault.about, fault.domain)


def _place(fault: Fault) -> tuple[int, int, str, str]:
    return fault.line, fault.column, fault.code, fault.message
