"""What a check is: one class in one file, that reads a policy and says what is wrong with it.

A check's docstring is its documentation (`temoin explain`, the page of checks, SARIF's help), its `examples` are
its tests. Its first line says what it holds; the sections "Why", "Sources" and "Mend" follow.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import msgspec

from temoin.policy.allowance import Allowance
from temoin.policy.draft import Draft, Place
from temoin.report import Session

__all__ = ["Check", "Fault", "Severity", "Subject"]


class Severity(StrEnum):
    """How much a fault matters: `error` and `warning` fail a run, `note` does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Fault(msgspec.Struct, frozen=True):
    """One thing that a check holds against a policy.

    Args:
        code: the check's.
        name: the check's name.
        level: how much it matters.
        title: the check's title.
        line: where in the file, from 1.
        column: where in the line, from 1.
        message: what is wrong, a sentence.
        mend: what to do about it.
        about: the name of what is at fault: a cookie's or its pattern, a category's, a rule's; empty for the whole.
        domain: the cookie's domain, or empty.
    """

    code: str
    name: str
    level: Severity
    title: str
    line: int
    column: int
    message: str
    mend: str
    about: str = ""
    domain: str = ""


class Subject(msgspec.Struct, frozen=True):
    """What is checked.

    Args:
        draft: the policy with its places.
        sessions: recordings judged by it, to hold it against; empty where none were given.
    """

    draft: Draft
    sessions: tuple[Session, ...] = ()

    @property
    def covered(self) -> tuple[Session, ...]:
        """The sessions in which a page was seen that the policy covers, and whose source bears cookies."""
        name = self.draft.policy.name
        return tuple(one for one in self.sessions if name in one.policies and one.cookies)

    @property
    def day(self) -> float | None:
        """The moment to hold end dates against: when the first recording began, or None.

        Time comes from what is checked, never from the clock.
        """
        started = [one.started for one in self.covered if one.started is not None]
        return min(started, default=None)


class Check:
    """The base of all checks: it holds nothing. A new instance is made for each policy."""

    code: ClassVar[str]
    """"P201": the hundreds are the family (1 the file, 2 entries, 3 the choice, 4 the profile, 5 allowances, 6 what
    recordings show)."""

    name: ClassVar[str]
    """Reads well after "allow": "wide-pattern"."""

    title: ClassVar[str]
    """A heading of two to five words."""

    level: ClassVar[Severity] = Severity.WARNING

    examples: ClassVar[str] = ""
    """Policies with what must be found, in the notation of `temoin.checks.examples`."""

    @classmethod
    def allowing(cls) -> str:
        """How to let a fault pass."""
        entry = f"`allow: [{{rule: {cls.code}, cookie: NAME, reason: …}}]` in the policy; NAME is what is at fault."
        return f"{entry} It is a note and fails no run." if cls.level is Severity.NOTE else entry

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Say what is wrong.

        Args:
            subject: the policy, and what it is held against.
        """
        del subject
        return ()

    def unneeded(self, subject: Subject, allowances: tuple[Allowance, ...]) -> Iterable[Fault]:
        """Say what is to be said of allowances that let no fault of any check pass, once all have spoken.

        Args:
            subject: the policy, and what it is held against.
            allowances: those that name a check.
        """
        del subject, allowances
        return ()

    @classmethod
    def fault(
        cls,
        place: Place,
        message: str,
        mend: str,
        *,
        about: str = "",
        domain: str | None = None,
        level: Severity | None = None,
    ) -> Fault:
        """Make a fault of this check.

        Args:
            place: where in the file.
            message: what is wrong.
            mend: what to do about it.
            about: the name of what is at fault.
            domain: the cookie's domain, or None.
            level: how much it matters, where that is not the check's own.
        """
        return Fault(
            cls.code,
            cls.name,
            level or cls.level,
            cls.title,
            place.line,
            place.column,
            message,
            mend,
            about,
            domain or "",
        )
