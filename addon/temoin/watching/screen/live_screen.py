"""The whole screen: what stands where, at any size.

From the top: what is watched, the choice as it stands, the counters. From the bottom: where it goes, the keys.
What is left between them is shared out: rows first, beside or below them the findings, the pages and the notes.
A part that a smaller terminal has no room for is left out whole, the least telling first.
"""

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.layout import Layout
from rich.segment import Segment
from rich.text import Text

from temoin.views.screen.layout import Title
from temoin.watching.board import Board, Row
from temoin.watching.screen.bars import Counters, Foot, Head
from temoin.watching.screen.beside import FindingsNow, Noted, PagesNow
from temoin.watching.screen.choice_now import ChoiceNow
from temoin.watching.screen.crossed import Crossed
from temoin.watching.screen.help import Help
from temoin.watching.screen.pressing import Room
from temoin.watching.screen.state import Mode, ViewState
from temoin.watching.screen.why import Why

__all__ = ["LiveScreen"]

_TWO_COLUMNS = 170
"""The fewest cells in which rows and what stands beside them can be read side by side."""

_TWO_BELOW = 100
_LOW = 14
_TALL = 30
_MEDIUM = 20
_LEAST_BODY = 4
_TWO_PARTS = 6
_SIDE = (50, 84)

type _Lines = list[list[Segment]]


class LiveScreen:
    """A watch at a moment, as large as the console.

    Args:
        board: the board as it stands.
        state: what a person asked of the screen.
    """

    def __init__(self, board: Board, state: ViewState | None = None) -> None:
        self.state = (state or ViewState(run=board.run)).facing(board)
        self.live = board
        self.board = self.state.shown(board)
        self.room = Room()
        """How much of it was shown the last time it was."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width, height = options.max_width, max(options.height or options.size.height, 1)
        head = self._above(console, options, height)
        foot = _lines(console, options, Foot(self.board, self.state, short=height < _LOW))
        foot = foot[-max(height - len(head), 1) :]
        room = height - len(head) - len(foot)
        lines = [*head, *self._body(console, options, width, room)[: max(room, 0)], *foot]
        for line in lines[-height:]:
            yield from line
            yield Segment.line()

    def _above(self, console: Console, options: ConsoleOptions, height: int) -> _Lines:
        """The lines above the rows; fewer, and closer, the lower the terminal is."""
        roomy = height >= _MEDIUM
        head = _lines(console, options, Head(self.live, self.state))
        if height < _LEAST_BODY * 2:
            return head if height > 2 else []
        most = max(height // 4, 2)
        choice = _lines(console, options, ChoiceNow(self.board, roomy=roomy, most=most))
        counters = _lines(console, options, Counters(self.board))
        blank = _lines(console, options, Text("")) if roomy else []
        last = blank if height >= _TALL else []
        return [*head, *blank, *choice, *blank, *counters, *last]

    def _body(self, console: Console, options: ConsoleOptions, width: int, room: int) -> _Lines:
        if room < 1:
            return []
        match self.state.mode:
            case Mode.HELP:
                return self._text(console, options, "Help", Help(self.live, self.state), room)
            case Mode.WHY if (row := self.state.selected) is not None:
                return self._why(console, options, row, room)
            case _:
                return self._rows(console, options, width, room)

    def _rows(self, console: Console, options: ConsoleOptions, width: int, room: int) -> _Lines:
        crossed = Crossed(self.board, self.state)
        notes = [Noted(self.board)] if self.board.blind or self.board.notes else []
        findings, pages = FindingsNow(self.board), PagesNow(self.board)
        if width >= _TWO_COLUMNS:
            side = min(max(width // 3, _SIDE[0]), _SIDE[1])
            self.room = Room(crossed.room(room))
            layout = Layout()
            right = Layout(size=side)
            right.split_column(Layout(findings, ratio=2), *_shared(pages, *notes))
            layout.split_row(Layout(crossed), Layout(" ", size=2), right)
            return _lines(console, options, layout, room)
        below = room // 3 if room >= 3 * _LEAST_BODY else 0
        rows = room - below
        self.room = Room(crossed.room(rows))
        top = _lines(console, options, crossed, rows)
        if not below:
            return top
        if width < _TWO_BELOW:
            layout = Layout()
            layout.split_column(*_shared(findings, *(notes if below >= _TWO_PARTS else [])))
        else:
            layout = Layout()
            right = Layout(size=width // 2 - 4)
            right.split_column(*_shared(pages, *notes))
            layout.split_row(Layout(findings), Layout(" ", size=2), right)
        return top + _lines(console, options, layout, below)

    def _why(self, console: Console, options: ConsoleOptions, row: Row, room: int) -> _Lines:
        """The rows around the chosen one, and below them why it is held as it is."""
        above = room // 3 if room >= 3 * _LEAST_BODY else 0
        top = _lines(console, options, Crossed(self.board, self.state), above) if above else []
        rest = self._text(console, options, "Why", Why(self.board, row), room - above)
        return top + rest

    def _text(
        self, console: Console, options: ConsoleOptions, title: str, text: RenderableType, room: int
    ) -> _Lines:
        """A longer text below its title, the part of it that it was scrolled to."""
        lines = _lines(console, options, text, None)
        shown = max(room - 1, 0)
        most = max(len(lines) - shown, 0)
        scroll = min(self.state.scroll, most)
        self.room = Room(max(shown, 1), most)
        aside = f"lines {scroll + 1} to {min(scroll + shown, len(lines))} of {len(lines)}" if most else ""
        heading = _lines(console, options, Title(title, aside, tight=True))
        return _filled([*heading, *lines[scroll : scroll + shown]], room, options.max_width)


def _shared(*parts: RenderableType) -> list[Layout]:
    """Parts below each other, of equal height."""
    return [Layout(part) for part in parts]


def _lines(
    console: Console, options: ConsoleOptions, part: RenderableType, height: int | None = None
) -> _Lines:
    """The lines of a part, cut to the width, and cut or filled up to a height where one is given."""
    return console.render_lines(part, options.update(height=height), pad=False)


def _filled(lines: _Lines, height: int, width: int) -> _Lines:
    """Lines, with empty ones below them up to a height."""
    return lines + [[Segment(" " * width)] for _ in range(height - len(lines))]
