"""From a table to entries: which row holds the heads, what each column says, what each row declares.

A table without heads is read by what its columns hold, and that it was is said. One whose first column holds the
heads (a table for each cookie) is turned. Rows that hold one cell alone are titles within the table. Where a cell
names several cookies and another holds as many lines, each name gets its own.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from temoin.charters.columns import column_of, label_of
from temoin.charters.document import Cell, Row, Table
from temoin.charters.entries import Entry, Section, Unread
from temoin.charters.grid import GridRow, grid
from temoin.charters.guessing import guessed_columns
from temoin.charters.lifetimes import read_lifetime, unit_in
from temoin.charters.names import looks_like_a_name, read_names
from temoin.charters.sorts import sort_of
from temoin.charters.terms import Column
from temoin.charters.wording import clean, shortened

__all__ = ["Reading", "names_cookies", "read_table"]

_LONGEST_LIFETIME = 40
_HEADS_WITHIN = 3
"""The rows in which heads are looked for: a title may stand above them."""


class Reading(msgspec.Struct, frozen=True):
    """What came of a table, a list or a record.

    Args:
        entries: what it declares.
        unread: what could not be read of it.
        remarks: what was decided in reading it, each with its place.
    """

    entries: tuple[Entry, ...] = ()
    unread: tuple[Unread, ...] = ()
    remarks: tuple[Unread, ...] = ()


class _Plan(msgspec.Struct, frozen=True):
    """Which column says what.

    Args:
        columns: of each column; None for one that is not known.
        heads: the texts of the heads; empty where there are none.
        first: the first row that is no head.
        remark: what was decided without heads.
    """

    columns: tuple[Column | None, ...]
    heads: tuple[str, ...]
    first: int
    remark: str = ""


def read_table(table: Table, section: Section, *, starred: bool = False) -> Reading:
    """Read a table.

    Args:
        table: it.
        section: what stands above it.
        starred: True where the charter has a footnote marked `*`.
    """
    rows = grid(table.rows)
    plan = _plan(rows)
    if plan is None:
        turned = _turned(rows)
        if turned is not None:
            return read_table(
                Table(turned, table.caption, table.place, table.wrapped), section, starred=starred
            )
        return Reading(
            unread=(Unread(table.place, _heads_said(rows), "no column of it holds names of cookies"),)
        )
    return _Rows(table, plan, section, starred).read(rows)


def names_cookies(table: Table) -> bool:
    """Tell whether a table has a column for cookies' names by its heads, and not only by its looks.

    Args:
        table: it.
    """
    rows = grid(table.rows)
    plan = _plan(rows)
    return (plan is not None and bool(plan.heads)) or _turned(rows) is not None


def _plan(rows: Sequence[GridRow]) -> _Plan | None:
    """Find the heads, or do without."""
    for index, row in enumerate(rows[:_HEADS_WITHIN]):
        columns = tuple(column_of(cell.text) for cell in row.cells)
        distinct = {column for column in columns if column is not None}
        if len(distinct) >= 2 or (distinct == {Column.NAME} and all(cell.heading for cell in row.cells)):
            heads = tuple(clean(cell.text) for cell in row.cells)
            body = [one.cells for one in rows[index + 1 :] if one.alone is None]
            settled = _settled(columns, body)
            if settled is None:
                return None
            return _Plan(settled, heads, index + 1)
        if row.alone is None:
            break
    body = [one.cells for one in rows if one.alone is None]
    guessed = guessed_columns(body)
    if guessed is None:
        return None
    said = ", ".join(f"{column} in column {at}" for at, column in enumerate(guessed, 1) if column is not None)
    return _Plan(guessed, (), 0, f"has no heads: {said}, by what stands in them")


def _settled(
    columns: Sequence[Column | None], body: Sequence[Sequence[Cell]]
) -> tuple[Column | None, ...] | None:
    """One column for names and no more, the one that holds most that look like names; the others by their heads."""
    named = [at for at, column in enumerate(columns) if column is Column.NAME]
    if not named:
        return guessed_columns(body, known=columns)
    best = max(named, key=lambda at: (_share_of_names(body, at), -at)) if len(named) > 1 else named[0]
    settled: list[Column | None] = []
    for at, column in enumerate(columns):
        if column is Column.NAME and at != best:
            settled.append(Column.TYPE)
        elif column is not None and column is not Column.TYPE and column in settled:
            settled.append(None)
        else:
            settled.append(column)
    return tuple(settled)


def _share_of_names(body: Sequence[Sequence[Cell]], at: int) -> float:
    cells = [row[at].names for row in body if row[at].text]
    return sum(any(map(looks_like_a_name, cell.split())) for cell in cells) / len(cells) if cells else 0.0


def _turned(rows: Sequence[GridRow]) -> tuple[Row, ...] | None:
    """A table whose first column holds the heads, turned so that its first row does."""
    width = len(rows[0].cells) if rows else 0
    heads = [label_of(row.cells[0].text) for row in rows] if width >= 2 else []
    if Column.NAME not in heads or len({head for head in heads if head}) < 2:
        return None
    columns = range(min(width, 20))
    return tuple(
        Row(
            tuple(row.cells[at] for row in rows),
            rows[0].place if at < 2 else f"{rows[0].place}, column {at + 1}",
        )
        for at in columns
    )


def _heads_said(rows: Sequence[GridRow]) -> str:
    return shortened(" | ".join(clean(cell.text) for cell in rows[0].cells)) if rows else ""


class _Rows:
    def __init__(self, table: Table, plan: _Plan, section: Section, starred: bool) -> None:
        self._table = table
        self._plan = plan
        self._section = section
        self._starred = starred
        self._title = ""
        at = self._at(Column.LIFETIME)
        self._unit = unit_in(plan.heads[at]) if plan.heads and at is not None else ""
        self._entries: list[Entry] = []
        self._unread: list[Unread] = []

    def read(self, rows: Sequence[GridRow]) -> Reading:
        for row in rows[: self._plan.first - 1] if self._plan.first else ():
            if row.alone is not None:
                self._title = clean(row.alone.text)
        for row in rows[self._plan.first :]:
            if self._is_title(row):
                self._title = clean(row.alone.text) if row.alone else ""
            elif not self._are_heads(row):
                self._row(row)
        remarks = (Unread(self._table.place, "", self._plan.remark),) if self._plan.remark else ()
        return Reading(tuple(self._entries), tuple(self._unread), remarks)

    def _at(self, column: Column) -> int | None:
        columns = self._plan.columns
        return columns.index(column) if column in columns else None

    def _is_title(self, row: GridRow) -> bool:
        """A cell alone in its row is a title; one that spans nothing only where it names a sort of cookies."""
        if row.alone is None:
            return False
        if row.alone.columns > 1:
            return True
        return sort_of(row.alone.text) is not None and not looks_like_a_name(row.alone.names.strip())

    def _are_heads(self, row: GridRow) -> bool:
        """Whether a row has the heads again, as the next page of a printed table does."""
        again = [
            column_of(cell.text) is column
            for cell, column in zip(row.cells, self._plan.columns, strict=False)
            if cell.text and column is not None
        ]
        return bool(self._plan.heads) and len(again) >= 2 and all(again)

    def _row(self, row: GridRow) -> None:
        if not any(cell.text for cell in row.cells):
            return
        at = self._at(Column.NAME)
        cell = row.cells[at] if at is not None else Cell()
        names = read_names(cell.names, starred=self._starred, wrapped=self._table.wrapped)
        said = self._said(row)
        if names.rest and not said.get(Column.PURPOSE):
            said[Column.PURPOSE] = names.rest
        if not names.names:
            text = " | ".join(clean(one.text) for one in _distinct(row.cells) if one.text)
            self._unread.append(Unread(row.place, shortened(text), "names no cookie"))
            return
        self._unread.extend(Unread(row.place, piece, "is no name of a cookie") for piece in names.unread)
        section = self._section
        if self._title:
            section = Section((*section.headings, self._title), (), section.flat)
        entry = Entry(
            names.names,
            row.place,
            section,
            said,
            self._others(row),
            self._unit,
            names.remarks,
            clean(cell.names),
        )
        parted = not names.unread and not self._table.wrapped
        self._entries.extend(_parted(entry, cell.names.count("\n") + 1) if parted else (entry,))

    def _said(self, row: GridRow) -> dict[Column, str]:
        said: dict[Column, str] = {}
        for column, cell in zip(self._plan.columns, row.cells, strict=False):
            if column is not None and column is not Column.NAME and cell.text:
                text = clean(cell.text) if self._table.wrapped else cell.text
                said[column] = f"{said[column]}\n{text}" if column in said else text
        return said

    def _others(self, row: GridRow) -> dict[str, str]:
        heads = self._plan.heads or ("",) * len(row.cells)
        return {
            head: clean(cell.text)
            for head, column, cell in zip(heads, self._plan.columns, row.cells, strict=False)
            if column is None and cell.text
        }


def _distinct(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Cells without the repetitions of one that spans several columns."""
    for before, cell in zip([None, *cells], cells, strict=False):
        if cell is not before:
            yield cell


def _parted(entry: Entry, lines: int) -> Iterator[Entry]:
    """One entry for each name where other cells hold as many pieces as there are names, else the entry itself.

    Args:
        entry: of a row.
        lines: on how many lines its names stand.
    """
    count = len(entry.names)
    said_of_all = entry.says(Column.LIFETIME)
    lifetimes = _lifetimes(said_of_all, count)
    if (
        not lifetimes
        and count > 1
        and said_of_all.count(",") == count - 1
        and read_lifetime(said_of_all).text
    ):
        entry = msgspec.structs.replace(
            entry, remarks=(*entry.remarks, f"share “{said_of_all}”, taken for one span")
        )
    purposes = _lines(entry.says(Column.PURPOSE), count) if lines == count else []
    if count < 2 or not (lifetimes or purposes):
        yield entry
        return
    for at, name in enumerate(entry.names):
        said = dict(entry.said)
        if lifetimes:
            said[Column.LIFETIME] = lifetimes[at]
        if purposes:
            said[Column.PURPOSE] = purposes[at]
        yield msgspec.structs.replace(entry, names=(name,), said=said)


def _lifetimes(text: str, count: int) -> list[str]:
    """As many lifetimes as there are names, parted by lines, semicolons or commas; none where it is not so."""
    for mark in ("\n", ";", ","):
        pieces = [piece.strip() for piece in text.split(mark) if piece.strip()]
        one_span = mark == "," and len(read_lifetime(text).text.split()) > 2  # "1 year, 1 month"
        short = all(len(piece) <= _LONGEST_LIFETIME for piece in pieces)
        if len(pieces) == count and short and not one_span and any(read_lifetime(one).text for one in pieces):
            return pieces
    return []


def _lines(text: str, count: int) -> list[str]:
    """As many lines as there are names, each a sentence of its own and none going on in the next."""
    lines = text.split("\n")
    whole = all(re.match(r"\W*[A-ZÀ-Þ0-9]", line) and not line.endswith(",") for line in lines)
    return lines if len(lines) == count and whole else []
