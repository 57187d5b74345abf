"""What stands beside the rows: the findings so far, the pages, what went by unseen and what else is to be said."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Finding, Page
from temoin.views.phrases import counted
from temoin.views.screen.columns import Column, Columns
from temoin.views.screen.layout import Title
from temoin.views.screen.marks import VERDICTS, WARNING, mark_of
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Level, Verdict
from temoin.watching.board import Blind, Board

__all__ = ["FindingsNow", "Noted", "PagesNow", "told"]

_WIRE = 80
_URL = 300
_RULE = len("T101")


class FindingsNow:
    """What the rules hold so far, a line each, flagged before notes."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        findings = self.board.findings
        yield Title("Findings so far", self._tally(), tight=True)
        if not findings:
            yield Text("  none" if self.board.crossed else "", DIM)
            return
        shown, more = _fitting(len(findings), options.height)
        columns = (
            Column("", least=1),
            Column("rule", least=_RULE),
            Column("title", most=14),
            Column("name", flexible=True),
            Column("domain", flexible=True, spare=1),
            Column("count", right=True),
        )
        rows = [self._cells(pen, finding) for finding in findings[:shown]]
        yield Columns(columns, rows, headed=False, lines=1)
        if more:
            yield Text(f"  and {more:,} more", DIM)

    def _cells(self, pen: Pen, finding: Finding) -> tuple[Text, ...]:
        mark = mark_of(finding)
        return (
            pen.sign(mark),
            Text(finding.rule, mark.style or "bold"),
            pen.wire(finding.title, _WIRE),
            pen.wire(finding.name or "(no name)", _WIRE, "bold"),
            pen.wire(finding.domain, _WIRE),
            pen.line(f"×{finding.count:,}"),
        )

    def _tally(self) -> str:
        flagged = sum(finding.level is Level.FLAGGED for finding in self.board.findings)
        noted = len(self.board.findings) - flagged
        parts = [f"{flagged:,} flagged"] if flagged else []
        return ", ".join(parts + ([f"{noted:,} noted"] if noted else []))


class PagesNow:
    """The pages that were opened, newest first; one that no policy covers bears the mark of that."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        pages = self.board.pages[::-1]
        yield Title("Pages", f"{pages[0].id:,}" if pages else "", tight=True)
        if not pages:
            return
        columns = (
            Column("", least=1),
            Column("page", right=True),
            Column("at", right=True, spare=1),
            Column("url", flexible=True, most=_URL),
        )
        room = None if options.height is None else max(options.height - 1, 0)
        rows = [self._cells(pen, page) for page in pages[:room]]
        yield Columns(columns, rows, headed=False, lines=1)

    def _cells(self, pen: Pen, page: Page) -> tuple[Text, ...]:
        sign = pen.sign(VERDICTS[Verdict.OUTSIDE]) if page.policy is None else Text(" ")
        return (
            sign,
            Text(str(page.id), "bold"),
            Text(since(self.board.started, page.opened, 0), DIM),
            pen.wire(page.url.removeprefix("https://"), _URL, DIM if page.policy is None else ""),
        )


class Noted:
    """What went by unseen, then what else is to be said, newest first; nothing where there is nothing."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.board.blind and not self.board.notes:
            return
        pen = Pen.of(options)
        yield Title("Unseen, and notes", tight=True)
        room = None if options.height is None else max(options.height - 1, 0)
        lines: list[Text] = []
        for sentence in self._sentences():
            lines += self._set(console, options, pen, sentence)
        if room is not None and len(lines) > room:
            lines = lines[: max(room - 1, 0)]
            lines.append(Text("  and more (? tells all)", DIM))
        yield from lines

    def _set(self, console: Console, options: ConsoleOptions, pen: Pen, sentence: str) -> Iterator[Text]:
        body = pen.wire(sentence)
        sign = Text.assemble("  ", pen.sign(WARNING), " ")
        for line in body.wrap(console, max(min(pen.prose, options.max_width) - 5, 8), overflow="fold"):
            line.rstrip()
            yield Text.assemble(sign, line, no_wrap=True)
            sign = Text("    ")

    def _sentences(self) -> Iterator[str]:
        yield from (told(blind) for blind in self.board.blind)
        yield from self.board.notes[::-1]


def told(blind: Blind) -> str:
    """Say what went by unseen: where, how often, what it means."""
    return f"{blind.host}, {counted(blind.count, 'time')}: {blind.why}"


def _fitting(count: int, height: int | None) -> tuple[int, int]:
    """How many lines of so many fit below a title, and how many are left for a last line to count."""
    room = count if height is None else max(height - 1, 0)
    if count <= room:
        return count, 0
    return max(room - 1, 0), count - max(room - 1, 0)
