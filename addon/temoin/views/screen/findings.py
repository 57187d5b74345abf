"""The findings, worst first: a block for each cookie, with the evidence of all that is held against it."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Finding, Session
from temoin.views.cases import Case, cases_of
from temoin.views.phrases import counted
from temoin.views.screen.layout import Hanging, Title, chain
from temoin.views.screen.marks import mark_of
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Level

__all__ = ["Findings"]

_NAME = 60
_GAP = 3
_URL_LINES = 2


class Findings:
    """What the rules found, with the evidence."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cases = cases_of(self.session)
        if not cases:
            return
        pen = Pen.of(options)
        yield Title("Findings", _tally(cases))
        for number, case in enumerate(cases):
            if number:
                yield Text("")
            yield from self._case(pen, case)

    def _case(self, pen: Pen, case: Case) -> RenderResult:
        worst = case.findings[0]
        yield Hanging(Text.assemble(pen.sign(mark_of(worst)), " "), _about(pen, worst), width=pen.prose)
        for number, group in enumerate(case.by_exchange()):
            if number:
                yield Text("")
            for finding in group:
                rule = (f"{finding.rule} {finding.title}", mark_of(finding).style or "bold")
                statement = Text.assemble(rule, ": ", pen.wire(finding.message))
                yield Hanging(Text("  "), statement, width=pen.prose)
            yield from self._evidence(pen, group)
        if case.hint:
            yield Hanging(Text("  "), pen.wire(f"usually: {case.hint}", style=DIM), width=pen.prose)

    def _evidence(self, pen: Pen, group: tuple[Finding, ...]) -> RenderResult:
        """Show the exchange that findings share, and the reasons of all of them."""
        finding = group[0]
        reasons = tuple(dict.fromkeys(reason for finding in group for reason in finding.reasons))
        beside = pen.line("  │ " if reasons else "    ", DIM)
        places = self._places(finding)
        widest = max((len(label) for label, _ in places), default=0) + _GAP
        for label, url in places:
            first = Text.assemble(beside, f"{label:<{widest}}")
            rest = Text.assemble(beside, " " * widest)
            limit = _URL_LINES * max(pen.width - rest.cell_len, 1)
            yield Hanging(first, pen.wire(url, limit), rest)
        yield from chain(pen, reasons, Text("  "), pen.prose)

    def _places(self, finding: Finding) -> list[tuple[str, str]]:
        """The exchange and its page: what each is called, and its URL."""
        if finding.first is None:
            return []
        when = "" if finding.at is None else f"  {since(self.session.started, finding.at)}"
        page = "no known page" if finding.page is None else f"page {finding.page}"
        return [(f"#{finding.first}{when}", finding.url or ""), (page, finding.page_url or "")]


def _about(pen: Pen, finding: Finding) -> Text:
    """Name the cookie: what it is called, where it lives, whose and what for it is."""
    facts = (finding.domain, f"{finding.party} party", finding.category or "undeclared")
    about = pen.line("  ·  ").join(pen.wire(fact, _NAME) for fact in facts if fact)
    return Text.assemble(pen.wire(finding.name or "(no name)", _NAME, "bold"), "   ", about)


def _tally(cases: tuple[Case, ...]) -> str:
    flagged = sum(case.findings[0].level is Level.FLAGGED for case in cases)
    noted = len(cases) - flagged
    parts = [f"{counted(flagged, 'cookie')} flagged"] if flagged else []
    return ", ".join(parts + ([f"{noted} noted"] if noted else []))
