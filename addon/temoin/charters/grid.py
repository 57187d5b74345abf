"""A table as a grid: what spans several rows or columns stands in each of them."""

from collections.abc import Sequence

import msgspec

from temoin.charters.document import Cell, Row

__all__ = ["GridRow", "grid"]

WIDEST = 60
"""Columns: what stands further right is in no charter."""


class GridRow(msgspec.Struct, frozen=True):
    """A row of a grid.

    Args:
        cells: one in each column.
        place: where the row stands.
        alone: the only cell with a text that begins in the row, as a title within a table does; None where
            there are several, or none.
    """

    cells: tuple[Cell, ...]
    place: str
    alone: Cell | None = None


def grid(rows: Sequence[Row]) -> tuple[GridRow, ...]:
    """Lay a table's cells out.

    Args:
        rows: as they stand in the file. A span reaches no further than the table's last row, and `WIDEST`.

    Returns:
        Rows of equal width.
    """
    hanging: dict[int, tuple[int, Cell]] = {}
    laid = [_laid(row, hanging) for row in rows]
    width = max(map(len, laid), default=0)
    return tuple(
        GridRow((*cells, *(Cell(),) * (width - len(cells))), row.place, _alone(row) if width > 1 else None)
        for cells, row in zip(laid, rows, strict=True)
    )


def _laid(row: Row, hanging: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """A row's cells, with those that hang into it from above; what hangs on into the next is kept."""
    laid: list[Cell] = []
    begun = iter(row.cells)
    last = max(hanging, default=-1)
    after: dict[int, tuple[int, Cell]] = {}
    while len(laid) < WIDEST:
        at = len(laid)
        if at in hanging:
            left, cell = hanging[at]
            laid.append(cell)
            if left > 1:
                after[at] = (left - 1, cell)
            continue
        begins = next(begun, None)
        if begins is None:
            if at > last:
                break
            laid.append(Cell())
            continue
        for column in range(at, min(at + begins.columns, WIDEST)):
            laid.append(begins)
            if begins.rows > 1:
                after[column] = (begins.rows - 1, begins)
    hanging.clear()
    hanging.update(after)
    return laid


def _alone(row: Row) -> Cell | None:
    filled = [cell for cell in row.cells if cell.text]
    return filled[0] if len(filled) == 1 else None
