"""Tables whose columns are parted by spaces alone, as a PDF's text lays them out.

Where a column begins is seen from what all lines leave free; where a row begins, from the space above it, for a
name may stand in the middle of the lines of its purpose. Where no space tells, a row begins with a name.
"""

import bisect
import itertools
import re
from collections.abc import Sequence

import msgspec

from temoin.charters.columns import column_of
from temoin.charters.document import Cell, Row
from temoin.charters.line import Line
from temoin.charters.names import looks_like_a_name
from temoin.charters.terms import Column

__all__ = ["Aligned", "aligned_table"]

_WIDEST = 600
_LONGEST = 2000
"""Lines of one table."""

_PIECE = re.compile(r"\S+(?: \S+)*")
"""What stands between two runs of spaces."""

_RULE = re.compile(r"[\s\-=_─━]+")
_MORE = 2
"""By how much the space above a row is more than that between its lines, in tenths of a line's height."""


class Aligned(msgspec.Struct, frozen=True):
    """Such a table.

    Args:
        rows: its heads first.
        lines: how many lines it takes.
    """

    rows: tuple[Row, ...]
    lines: int


class _Piece(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str


def aligned_table(text: Sequence[Line], at: int) -> Aligned | None:
    """Read the table that begins on a line.

    Args:
        text: all lines.
        at: which of them.

    Returns:
        The table, or None where that is no line of heads.
    """
    heads = _pieces(text[at].text)
    if len(heads) < 2 or len(text[at].text) > _WIDEST:
        return None
    columns = [column_of(piece.text) for piece in heads]
    if not _are_heads(columns):
        return None
    lines = text[at : at + _LONGEST]
    end = _end(lines, heads)
    taken = [line for line in lines[:end] if not _RULE.fullmatch(line.text)]
    bounds = _bounds(heads, taken)
    key = columns.index(Column.NAME) if Column.NAME in columns else 0
    rows = [_row(group, bounds) for group in _groups(taken, bounds, key)]
    return Aligned(tuple(rows), end) if len(rows) > 1 else None


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(found.start(), found.end(), found[0]) for found in _PIECE.finditer(text[:_WIDEST])]


def _are_heads(columns: Sequence[Column | None]) -> bool:
    known = {column for column in columns if column is not None}
    return len(known) >= 2 and bool(known & {Column.NAME, Column.LIFETIME}) and len(columns) <= 12


def _end(lines: Sequence[Line], heads: Sequence[_Piece]) -> int:
    """How many lines belong to the table: up to one that is laid out otherwise."""
    second = heads[1].start
    inner = min((line.above for line in lines[1:40] if len(_pieces(line.text)) > 1), default=0)
    for index in range(1, len(lines)):
        pieces = _pieces(lines[index].text)
        if len(pieces) != 1 or pieces[0].start >= second - 2:
            continue
        across = pieces[0].end > second + 2
        apart = lines[index].above > inner
        names = all(looks_like_a_name(word.strip(",;")) for word in pieces[0].text.split())
        if across or (apart and not names):
            return index
    return len(lines)


def _bounds(heads: Sequence[_Piece], lines: Sequence[Line]) -> list[int]:
    """Where each column but the first begins."""
    covered = [0] * (_WIDEST + 2)
    for line in lines:
        for piece in _pieces(line.text):
            for at in range(piece.start, piece.end):
                covered[at] += 1
    bounds = []
    for left, right in itertools.pairwise(heads):
        span = range(left.start + 1, right.end)
        least = min(covered[at] for at in span)
        runs = _runs([at for at in span if covered[at] == least])
        _, start, after = max((stop - start, start, stop) for start, stop in runs)
        bounds.append(after if after > start else right.start)
    return bounds


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places in a row as (first, one past the last)."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _cut(line: Line, bounds: Sequence[int]) -> list[str]:
    """A line's words, each in the column that its middle stands in."""
    cells: list[list[str]] = [[] for _ in range(len(bounds) + 1)]
    for found in re.finditer(r"\S+", line.text[:_WIDEST]):
        cells[bisect.bisect_right(bounds, (found.start() + found.end()) // 2)].append(found[0])
    return [" ".join(words) for words in cells]


def _groups(lines: Sequence[Line], bounds: Sequence[int], key: int) -> list[list[Line]]:
    """The lines of each row, the heads' first."""
    body = [line.above for line in lines[1:]]
    inner = min(body, default=0)
    apart = {index for index, line in enumerate(lines) if index and line.above >= inner + _MORE}
    if len(apart) > 1 or (apart and min(apart) > 1):
        starts = apart
    else:
        starts = {index for index, line in enumerate(lines) if index and _cut(line, bounds)[key]}
    groups: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        if index in starts:
            groups.append([])
        groups[-1].append(line)
    return [group for group in groups if group]


def _row(lines: Sequence[Line], bounds: Sequence[int]) -> Row:
    cut = [_cut(line, bounds) for line in lines]
    cells = ("\n".join(text for text in column if text) for column in zip(*cut, strict=True))
    return Row(tuple(map(Cell, cells)), lines[0].place)
