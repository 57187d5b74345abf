"""Plain text as blocks: paragraphs, headings, lists, and tables drawn with tabs, bars or spaces.

A text has no marks for headings: a short line of its own that does not end a sentence is one. Its tables are
told by what parts their cells; those parted by spaces alone, as a PDF's are, by a line of heads that charters
have ("Nom du cookie   Finalité   Durée").
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from temoin.charters.aligned import aligned_table
from temoin.charters.document import LEVELLESS, Block, Cell, Heading, Item, Listing, Paragraph, Row, Table
from temoin.charters.line import BLANK, Line
from temoin.charters.wording import clean

__all__ = ["blocks_of"]

_LONGEST_HEADING = 140
_BAR_OR_CROSS = re.compile(r"[|│┃║+┼╋╬├╠]")
_MORE = 4
"""By how much the space above a paragraph is more than that between its lines, in tenths of a line's height."""

_RULE = re.compile(r"[\s|│┃║:+\-=_─━═┼╋╬├┤┌┐└┘┬┴╔╗╚╝╠╣╦╩╪]+")
_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*•◦▪‣·–—+]|\d{1,2}[.)]|[a-z]\))\s+(?P<text>\S.*)")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})\s*")
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)])\s+(?P<text>\S.*)")


def blocks_of(lines: Sequence[Line], *, wrapped: bool = False, leading: int = 0) -> tuple[Block, ...]:
    """Read lines as blocks.

    Args:
        lines: in order.
        wrapped: True where they were broken by the width of a page.
        leading: the space above most lines, in tenths of a line's height.
    """
    reader = _Reader(lines, wrapped, leading)
    while reader.at < len(lines):
        reader.step()
    reader.end_paragraph()
    return tuple(reader.blocks)


class _Reader:
    def __init__(self, lines: Sequence[Line], wrapped: bool, leading: int) -> None:
        self.blocks: list[Block] = []
        self.at = 0
        self._lines = lines
        self._wrapped = wrapped
        self._paragraph = leading + _MORE
        self._width = max((len(line.text) for line in lines), default=0)
        self._held: list[Line] = []

    def step(self) -> None:
        """Take in the line at hand, and those that belong to it."""
        line = self._lines[self.at]
        if self._held and self._begins(line):
            self.end_paragraph()
        if _UNDERLINE.fullmatch(line.text) and len(self._held) == 1 and not line.above:
            title = self._held.pop()
            self.blocks.append(Heading(clean(title.text), 1 if "=" in line.text else 2, title.place))
            self.at += 1
        elif not (self._tabs() or self._drawn() or self._columns() or self._list()):
            self._held.append(line)
            self.at += 1

    def end_paragraph(self) -> None:
        """What was held is a paragraph, or a heading."""
        held, self._held = self._held, []
        if not held:
            return
        place = held[0].place
        text = clean(" ".join(line.text for line in held))
        numbered = _NUMBERED.fullmatch(text)
        title = numbered["text"] if numbered else text
        if len(held) <= 2 and _is_heading(title):
            self.blocks.append(Heading(title, LEVELLESS, place))
        else:
            lines = "\n".join(clean(line.text) for line in held)
            self.blocks.append(Paragraph(text if self._wrapped else lines, place))

    def _begins(self, line: Line) -> bool:
        """Whether a line begins a paragraph; of wrapped ones, also after a short one that ends a sentence."""
        last = self._held[-1]
        if line.above >= self._paragraph:
            return True
        ended = last.text.rstrip().endswith((".", ":", "!", "?")) and len(last.text) < 0.8 * self._width
        return self._wrapped and ended

    def _tabs(self) -> bool:
        """A table whose cells tabs part, one row a line; blank lines may stand between its rows."""
        rows: list[Row] = []
        end = self.at
        while end < len(self._lines) and "\t" in self._lines[end].text:
            line = self._lines[end]
            rows.append(Row(tuple(Cell(clean(text)) for text in line.text.split("\t")), line.place))
            end += 1
        return self._table(rows, end)

    def _drawn(self) -> bool:
        """A table drawn with bars; where rules stand between its rows, the lines between two rules are one row."""
        end = self.at
        while end < len(self._lines) and _is_drawn(self._lines[end].text):
            end += 1
        lines = self._lines[self.at : end]
        rules = [line.text for line in lines if _is_rule(line.text)]
        ruled = len(rules) > 2 or any("+" in rule for rule in rules)
        rows = list(_ruled_rows(lines) if ruled else _rows(lines))
        return self._table(rows, end, wrapped=ruled)

    def _columns(self) -> bool:
        found = aligned_table(self._lines, self.at)
        return found is not None and self._table(list(found.rows), self.at + found.lines, wrapped=True)

    def _list(self) -> bool:
        found = _BULLET.fullmatch(self._lines[self.at].text)
        if found is None or self._held:
            return False
        items, end = _items(self._lines, self.at)
        if len(items) == 1 and _NUMBERED.fullmatch(self._lines[self.at].text):
            return False
        self._add(Listing(tuple(items), self._lines[self.at].place), end)
        return True

    def _table(self, rows: Sequence[Row], end: int, *, wrapped: bool = False) -> bool:
        """Take in a table; rows of one cell each are none."""
        if not any(sum(bool(cell.text) for cell in row.cells) > 1 for row in rows):
            return False
        self._add(Table(tuple(rows), place=rows[0].place, wrapped=wrapped), end)
        return True

    def _add(self, block: Block, end: int) -> None:
        self.end_paragraph()
        self.blocks.append(block)
        self.at = end


def _is_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING or text.endswith((".", ";", ",")):
        return False
    return re.search(r"[.!] [A-ZÀ-Ý]", text) is None


def _cells(line: str) -> list[str]:
    """What stands between a line's bars; an escaped bar is part of a cell."""
    bare = line.strip()
    parts = re.split(r"(?<!\\)[|│┃║]", bare)
    if len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [clean(part.replace("\\|", "|")) for part in parts]


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None and re.search(r"[-=_─━═]{2}|[├╠╟]", line) is not None


def _is_drawn(line: str) -> bool:
    return len(_cells(line)) > 1 or (_is_rule(line) and _BAR_OR_CROSS.search(line) is not None)


def _rows(lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        if not _is_rule(line.text):
            yield Row(tuple(map(Cell, _cells(line.text))), line.place)


def _ruled_rows(lines: Iterable[Line]) -> Iterator[Row]:
    held: list[list[str]] = []
    place = ""
    for line in [*lines, Line("+--+", "")]:
        if not _is_rule(line.text):
            place = place or line.place
            held.append(_cells(line.text))
        elif held:
            width = max(map(len, held))
            columns = ["\n".join(row[at] for row in held if at < len(row) and row[at]) for at in range(width)]
            yield Row(tuple(map(Cell, columns)), place)
            held, place = [], ""


def _items(lines: Sequence[Line], at: int) -> tuple[list[Item], int]:
    """The items from a line on, and where they end; what is indented further than an item is inside it."""
    flat: list[tuple[int, list[str], str]] = []
    while at < len(lines):
        line = lines[at]
        found = _BULLET.fullmatch(line.text)
        if found:
            flat.append((len(found["indent"].expandtabs()), [found["text"]], line.place))
        elif flat and (line.above < BLANK or _indent(line.text) > flat[-1][0]):
            flat[-1][1].append(line.text)
        else:
            break
        at += 1
    return _nested(flat, 0), at


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _nested(flat: list[tuple[int, list[str], str]], depth: int) -> list[Item]:
    if not flat:
        return []
    least = min(indent for indent, _, _ in flat)
    starts = [index for index, (indent, _, _) in enumerate(flat) if indent <= least + 1 or depth >= 3]
    items = []
    for start, end in zip(starts, [*starts[1:], len(flat)], strict=True):
        _, texts, place = flat[start]
        inner = _nested(flat[start + 1 : end], depth + 1)
        inside: tuple[Block, ...] = (Listing(tuple(inner), inner[0].place),) if inner else ()
        items.append(Item("", "\n".join(map(clean, texts)), place=place, inside=inside))
    return items
