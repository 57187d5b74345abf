"""What a recording or a live visit showed, for assertions."""

from functools import cached_property

from temoin.report import Allowed, CookieRow, Finding, Known, Report, Unproven
from temoin.vocabulary import Outcome

__all__ = ["Findings", "Testimony"]

_SUMMARY = 160


class Findings(tuple[Finding, ...]):
    """Findings that a failing comparison prints well."""

    __slots__ = ()


class Testimony:
    """What was found, to be asserted on: `assert testimony.clear`, or `assert testimony`.

    It is true where a covered page was seen and nothing fails: what is unproven as a whole is no pass. It compares
    equal to its outcome ("clear", "flagged", "unproven").

    Args:
        report: all that was found.
        source: what was judged, as a test names it.
    """

    __test__ = False

    def __init__(self, report: Report, source: str) -> None:
        self.report = report
        self.source = source

    @property
    def outcome(self) -> Outcome:
        """What it comes to."""
        return self.report.outcome

    @property
    def clear(self) -> bool:
        """True where a covered page was seen, the source is whole, and nothing fails."""
        return self.report.outcome is Outcome.CLEAR

    @cached_property
    def findings(self) -> Findings:
        """The findings that fail, of all sessions."""
        return Findings(
            one for session in self.report.sessions for one in session.findings if session.fails(one)
        )

    @cached_property
    def notes(self) -> Findings:
        """The findings that fail nothing."""
        return Findings(
            one for session in self.report.sessions for one in session.findings if not session.fails(one)
        )

    @property
    def known(self) -> tuple[Known, ...]:
        """The findings that the baseline holds."""
        return tuple(one for session in self.report.sessions for one in session.known)

    @property
    def allowed(self) -> tuple[Allowed, ...]:
        """The findings that the policy allows."""
        return tuple(one for session in self.report.sessions for one in session.allowed)

    @property
    def cookies(self) -> tuple[CookieRow, ...]:
        """Every cookie that crossed on a covered page."""
        return tuple(row for session in self.report.sessions for row in session.cookies)

    @property
    def unproven(self) -> tuple[Unproven, ...]:
        """What could not be judged, and why."""
        return tuple(one for session in self.report.sessions for one in session.unproven)

    def __bool__(self) -> bool:
        return self.clear

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Testimony):
            return self.report == other.report
        return self.outcome == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.outcome)

    def __repr__(self) -> str:
        from temoin.views.printable import printable

        summary = "; ".join(session.summary for session in self.report.sessions)
        return f"<{printable(self.source, 60)}: {self.outcome}: {printable(summary, _SUMMARY)}>"

    def __str__(self) -> str:
        from temoin.views import ViewOptions
        from temoin.views.terminal import Terminal, plain_text

        return plain_text(Terminal().render(self.report, ViewOptions())).decode()
