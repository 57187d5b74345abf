"""A whole report on a screen: its sessions in turn, each read from the top."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from temoin.report import Report, Session
from temoin.views.phrases import recordings
from temoin.views.screen.allowed import AllowedFindings
from temoin.views.screen.choices import Choices
from temoin.views.screen.cookies import Cookies
from temoin.views.screen.exchanges import Exchanges
from temoin.views.screen.findings import Findings
from temoin.views.screen.heading import Heading
from temoin.views.screen.known import KnownFindings, Unmatched
from temoin.views.screen.layout import Hanging, Trimmed
from temoin.views.screen.marks import OUTCOMES, WARNING
from temoin.views.screen.pen import DIM, Pen
from temoin.views.screen.proof import Proven
from temoin.views.screen.remainder import Absent, NotJudged, NotProven

__all__ = ["ReportScreen", "SessionScreen"]


class SessionScreen:
    """One session: what was found, when the choice was made, the evidence, and what was not proven.

    Args:
        session: what was found.
        verbose: show every exchange that was kept, and all rows of every list.
    """

    def __init__(self, session: Session, *, verbose: bool = False) -> None:
        self.session = session
        self.verbose = verbose

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        session = self.session
        yield Heading(session)
        if session.proof is not None:
            yield Proven(session)
            return
        yield Choices(session)
        yield Findings(session)
        yield AllowedFindings(session)
        yield KnownFindings(session)
        yield Cookies(session)
        yield NotProven(session)
        yield Absent(session)
        yield NotJudged(session, whole=self.verbose)
        if self.verbose:
            yield Exchanges(session)


class ReportScreen:
    """Every session, then what they come to together.

    Args:
        report: what was found.
        verbose: show every exchange that was kept, and all rows of every list.
    """

    def __init__(self, report: Report, *, verbose: bool = False) -> None:
        self.report = report
        self.verbose = verbose

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Trimmed(Group(*self._parts(Pen.of(options))))

    def _parts(self, pen: Pen) -> Iterator[RenderableType]:
        if len(self.report.sessions) > 1:
            mark = OUTCOMES[self.report.outcome]
            yield Hanging(
                Text.assemble(pen.sign(mark), " "),
                pen.wire(recordings(self.report), style="bold"),
                width=pen.prose,
            )
            yield Text("")
        for failure in self.report.failures:
            first = Text.assemble("  ", pen.sign(WARNING), " not read: ")
            yield Hanging(first, pen.wire(failure), Text("    "), pen.prose)
        if self.report.failures:
            yield Text("")
        for number, session in enumerate(self.report.sessions):
            if number:
                yield Text("")
                yield pen.line("━" * pen.width, DIM)
                yield Text("")
            yield SessionScreen(session, verbose=self.verbose)
        yield from self._close(pen)

    def _close(self, pen: Pen) -> Iterator[RenderableType]:
        """Say what the report comes to where it holds several recordings, and where to read on."""
        report = self.report
        yield Text("")
        yield pen.line("─" * pen.width, DIM)
        if len(report.sessions) + len(report.failures) > 1:
            mark = OUTCOMES[report.outcome]
            yield Hanging(
                Text.assemble(pen.sign(mark), " "),
                pen.wire(recordings(report), style="bold"),
                width=pen.prose,
            )
            yield Text("")
            for session in report.sessions:
                first = Text.assemble("  ", pen.sign(OUTCOMES[session.outcome]), " ")
                told = Text.assemble(pen.wire(session.source, style="bold"), "  ", pen.wire(session.summary))
                yield Hanging(first, told, Text("      "), pen.prose)
            yield Text("")
        if report.baseline is not None:
            yield Unmatched(report.baseline)
        for hint in _hints(report):
            yield Hanging(Text("  "), Text(hint, DIM), width=pen.prose)


def _hints(report: Report) -> list[str]:
    rules = sorted({finding.rule for session in report.sessions for finding in session.findings})
    hints = ["#1 is a recording's first request; times count from it."]
    if rules:
        hints.append(f"temoin explain {rules[0]} says what a rule holds, why, and how to mend or allow it.")
    return [*hints, f"temoin {report.temoin}"]
