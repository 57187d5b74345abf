"""What crossed, newest first: one line a cookie, with as many facts as the width bears."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.views.phrases import counted
from temoin.views.screen.columns import Column, Columns
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Verdict, Way
from temoin.watching.board import Board, Row
from temoin.watching.screen.listing import mark_of_row, window_of
from temoin.watching.screen.state import ViewState

__all__ = ["Crossed", "declared"]

_WIRE = 80
_HEADED = 6
"""The fewest lines in which the columns' headings have a place."""

_COMFORT, _LITTLE_COMFORT = 18, 14
_WIDE = 160
_ROOMY = 100
_TINY = 50
_MOMENT, _VERDICT, _PARTY, _PLACE, _RULE = 18, 12, 7, 34, 9


class Crossed:
    """The cookies that crossed, as many as fit, around the chosen one.

    Args:
        board: what is shown.
        state: which rows, and which is chosen.
    """

    def __init__(self, board: Board, state: ViewState) -> None:
        self.board = board
        self.state = state

    def room(self, height: int) -> int:
        """How many rows fit into so many lines."""
        return max(height - 1 - (height >= _HEADED), 0)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        height = options.height or options.size.height
        window = window_of(self.board, self.state, self.room(height))
        yield Title("Crossed", self._aside(pen, window.above), tight=True)
        if not window.rows:
            yield from self._empty(pen)
            return
        rows = [self._cells(pen, row) for row in window.rows]
        headed = height >= _HEADED
        comfort = _COMFORT if pen.width >= _ROOMY else _LITTLE_COMFORT
        table = Columns(self._columns(pen), rows, headed=headed, lines=1, comfort=comfort)
        chosen = None if window.chosen is None else window.chosen + headed
        for number, line in enumerate(table.__rich_console__(console, options)):
            if number == chosen and isinstance(line, Text):
                chosen_line = Text(pen.line("›").plain + line.plain[1:], "reverse", no_wrap=True)
                chosen_line.pad_right(max(pen.width - chosen_line.cell_len, 0))
                yield chosen_line
                continue
            yield line

    def _aside(self, pen: Pen, above: int) -> str:
        parts = [f"{self.board.crossed:,}"]
        if above:
            parts.append(f"{above:,} newer above (home follows them)")
        if self.state.flagged:
            parts.append("flagged only")
        if self.state.needle:
            parts.append(f"with {pen.wire(self.state.needle, max(pen.width // 3, 1)).plain}")
        return ", ".join(parts)

    def _empty(self, pen: Pen) -> RenderResult:
        if self.board.rows:
            kept = counted(len(self.board.rows), "cookie")
            yield Text(f"  None of the last {kept} is like this (esc lists all).", DIM)
            return
        for hint in self.state.setting.hints or ("Nothing yet.",):
            yield Hanging(Text("  "), pen.wire(hint), width=pen.prose)

    def _columns(self, pen: Pen) -> tuple[Column, ...]:
        """The columns; their widths hang on the console's and on how long it has gone on, not on what crosses."""
        board = self.board
        passed = 0 if board.now is None else len(since(board.started, board.now))
        category, service = (20, 24) if pen.width >= _WIDE else (12, 16)
        tiny = pen.width < _TINY
        columns = (
            Column("at", right=True, least=passed, most=_MOMENT, spare=tiny),
            Column("#", right=True, least=len(f"#{board.requests}"), spare=3),
            Column("way", least=len(Way.SENT), spare=tiny),
            Column("verdict", least=_VERDICT, most=_VERDICT),
            Column("name", flexible=True, least=_PLACE, most=_PLACE),
            Column("party", least=_PARTY, most=_PARTY, spare=2),
            Column("domain", flexible=True, least=_PLACE, most=_PLACE),
            Column("declared", least=category, most=category, spare=1),
            Column("service", least=service, most=service, spare=4),
            Column("page", right=True, least=4, spare=5),
            Column("rule", least=_RULE, most=_RULE, spare=6),
        )
        visitor = Column("visitor", right=True, least=7, spare=1)
        return (*columns, visitor) if board.visitors > 1 else columns

    def _cells(self, pen: Pen, row: Row) -> tuple[Text, ...]:
        mark = mark_of_row(row)
        cells = (
            Text(since(self.board.started, row.at)),
            Text(f"#{row.n}", DIM),
            Text(row.way),
            Text.assemble(pen.sign(mark), " ", (mark.word, mark.style)),
            pen.wire(row.name, _WIRE, "bold") if row.name else Text("(no name)", DIM),
            Text(row.party),
            pen.wire(row.domain, _WIRE),
            pen.wire(declared(row), _WIRE),
            pen.wire(row.service or "", _WIRE),
            Text("" if row.page is None else str(row.page), DIM),
            pen.wire(" ".join(row.rules), _WIRE),
        )
        return (*cells, Text(str(row.visitor), DIM)) if self.board.visitors > 1 else cells


def declared(row: Row) -> str:
    """The category that a cookie is declared for, or what else is to be said in its place."""
    if row.consent:
        return "the choice"
    if row.verdict is Verdict.OUTSIDE:
        return "not judged"
    return row.category or "undeclared"
