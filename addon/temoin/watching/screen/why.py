"""What is held of one cookie that crossed, and why."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.views.screen.exchanges import ORIGINS
from temoin.views.screen.layout import Hanging, chain
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Verdict, Way
from temoin.watching.board import Board, Row
from temoin.watching.screen.crossed import declared
from temoin.watching.screen.listing import is_flagged, mark_of_row

__all__ = ["Why"]

_NAME = 60
_LABEL = 10
_MILLISECONDS = 3


class Why:
    """One row with all its facts, and the chain of reasons that led to its verdict.

    Args:
        board: what is watched.
        row: the row, as it was when it was chosen; as it stands is looked up.
    """

    def __init__(self, board: Board, row: Row) -> None:
        self.board = board
        self.row = next((one for one in board.rows if one.id == row.id), row)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        row, mark = self.row, mark_of_row(self.row)
        title = Text.assemble(
            pen.wire(row.name or "(no name)", _NAME, "bold"),
            "   ",
            (mark.word, mark.style),
            (f"   #{row.n}  {since(self.board.started, row.at, _MILLISECONDS)}", DIM),
        )
        yield Hanging(Text.assemble("  ", pen.sign(mark), " "), title)
        reasons = self._reasons()
        beside = pen.line("    │ ", DIM)
        for label, fact in self._facts(pen):
            first = Text.assemble(beside, (f"{label:<{_LABEL}}", DIM))
            yield Hanging(first, fact, Text.assemble(beside, " " * _LABEL))
        yield from chain(pen, reasons, Text("    "), pen.prose)

    def _facts(self, pen: Pen) -> list[tuple[str, Text]]:
        row = self.row
        page = next((page for page in self.board.pages if page.id == row.page), None)
        of = f" of {row.first_party}" if row.first_party else ""
        place = (
            "not known" if row.page is None else str(row.page) if page is None else f"{page.id}, {page.url}"
        )
        facts = [
            ("set by" if row.way is Way.SET else "sent to", pen.wire(row.url)),
            ("page", pen.wire(place)),
            (
                "cookie",
                pen.wire(f"{row.party} party{of}, {ORIGINS[row.origin]}, held for {row.domain}"),
            ),
            ("declared", pen.wire(", ".join(filter(None, (declared(row), row.service))))),
        ]
        if self.board.visitors > 1:
            facts.append(("visitor", Text(str(row.visitor))))
        if row.rules:
            held = "held by" if is_flagged(row) else "noted by"
            facts.append((held, pen.wire(f"{', '.join(row.rules)} (temoin explain {row.rules[0]})")))
        return facts

    def _reasons(self) -> tuple[str, ...]:
        row = self.row
        if row.verdict is None:
            return ("open: what it is held for depends on what the browser sends next",)
        if row.verdict is Verdict.OUTSIDE and not row.reasons:
            return ("no policy covers the page: it is counted, not judged",)
        return row.reasons or ((row.cause,) if row.cause else ("no more is known",))
