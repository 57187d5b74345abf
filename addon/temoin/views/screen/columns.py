"""Rows in columns that always fit: what is too long is folded, then shortened, and pushes nothing out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.views.printable import printable
from temoin.views.screen.pen import DIM, Pen

__all__ = ["Cell", "Column", "Columns"]

_INDENT = 2
_GAP = 2
_LEAST = 8
_COMFORT = 12
_LINES = 2

type Cell = Text | tuple[Text, ...]
"""What stands in a cell: one text, or several below each other."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Args:
        title: its heading.
        flexible: True where it gives way when the console is narrow.
        right: True where its cells are set to the right.
        most: the most cells it takes however long its texts are.
        least: the fewest it takes however short they are.
        spare: what is left out of a console too narrow for all: the greatest first, of equals the last; what is
            0 never is.
    """

    title: str
    flexible: bool = False
    right: bool = False
    most: int = 60
    least: int = 0
    spare: int = 0


class Columns:
    """A table without lines.

    Args:
        columns: its columns.
        rows: a cell for each column.
        headed: whether the headings are shown.
        lines: the most lines a text takes before it is shortened.
        comfort: the cells a flexible column needs to be read; what is spare gives way to that.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *,
        headed: bool = True,
        lines: int = _LINES,
        comfort: int = _COMFORT,
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.headed = headed
        self.lines = lines
        self.comfort = comfort

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        needs = self._needs()
        kept = self._kept(needs, pen.width)
        widths = self._widths(needs, kept, pen.width)
        if self.headed:
            titles = (Text(self.columns[number].title, DIM) for number in kept)
            yield from self._lines(console, titles, kept, widths)
        for row in self.rows:
            cells = (
                _fitted(pen, row[number], width, self.lines)
                for number, width in zip(kept, widths, strict=True)
            )
            yield from self._lines(console, cells, kept, widths)

    def _lines(
        self, console: Console, cells: Iterable[Text], kept: list[int], widths: list[int]
    ) -> Iterator[Text]:
        """Set the cells of one row beside each other, on as many lines as the longest takes."""
        folded = [_folded(console, cell, width) for cell, width in zip(cells, widths, strict=True)]
        for parts in zip_longest(*folded, fillvalue=Text()):
            line, start = Text(no_wrap=True), _INDENT
            for number, width, part in zip(kept, widths, parts, strict=True):
                part.rstrip()
                blank = max(width - part.cell_len, 0) if self.columns[number].right else 0
                line.append(" " * (start + blank - line.cell_len))
                line.append_text(part)
                start += width + _GAP
            yield line

    def _needs(self) -> list[int]:
        """How many cells each column would take."""
        return [
            min(
                max(
                    [
                        column.least,
                        len(column.title) * self.headed,
                        *(_length(row[number]) for row in self.rows),
                    ]
                ),
                column.most,
            )
            for number, column in enumerate(self.columns)
        ]

    def _kept(self, needs: list[int], width: int) -> list[int]:
        """Leave out spare columns, one by one, until the flexible ones have room to be read."""
        kept = list(range(len(self.columns)))
        spare = sorted((column.spare, number) for number, column in enumerate(self.columns) if column.spare)
        for _, number in reversed(spare):
            flexible = sum(self.columns[one].flexible for one in kept)
            if self._room(needs, kept, width) >= flexible * self.comfort:
                break
            kept.remove(number)
        return kept

    def _room(self, needs: list[int], kept: list[int], width: int) -> int:
        """The cells left to the flexible columns."""
        fixed = sum(needs[number] for number in kept if not self.columns[number].flexible)
        return width - _INDENT - _GAP * (len(kept) - 1) - fixed

    def _widths(self, needs: list[int], kept: list[int], width: int) -> list[int]:
        """Give each column what it needs, and what is left to the flexible ones, the modest first."""
        room = self._room(needs, kept, width)
        modest = sorted((needs[number], number) for number in kept if self.columns[number].flexible)
        given = dict(zip(kept, (needs[number] for number in kept), strict=True))
        for waiting, (need, number) in zip(range(len(modest), 0, -1), modest, strict=True):
            given[number] = max(min(need, room // waiting), _LEAST)
            room -= given[number]
        return list(given.values())


def _length(cell: Cell) -> int:
    texts = (cell,) if isinstance(cell, Text) else cell
    return max(text.cell_len for text in texts)


def _folded(console: Console, cell: Text, width: int) -> Sequence[Text]:
    """The lines of a cell; most take one, and need no folding."""
    if cell.cell_len <= width and "\n" not in cell.plain and not cell.plain.endswith(" "):
        return (cell,)
    return list(cell.wrap(console, width, overflow="fold"))


def _fitted(pen: Pen, cell: Cell, width: int, lines: int) -> Text:
    """Shorten what would take more lines; a text that is styled in parts folds as it is."""
    if isinstance(cell, Text) and cell.cell_len <= width:
        return cell
    if isinstance(cell, Text) and lines == 1:
        return _cut(pen, cell, width)
    texts = (cell,) if isinstance(cell, Text) else cell
    return Text("\n", overflow="fold").join(
        text
        if text.spans or text.cell_len <= width
        else Text(
            printable(text.plain, lines * width, ascii_only=pen.ascii_only), text.style, overflow="fold"
        )
        for text in texts
    )


def _cut(pen: Pen, text: Text, width: int) -> Text:
    """Shorten a text to one line, in the end by the console's measure: of new characters it may hold another."""
    plain = text.plain if text.spans else printable(text.plain, width, ascii_only=pen.ascii_only)
    cut = text.copy()
    cut.plain = plain
    cut.truncate(width)
    return cut
