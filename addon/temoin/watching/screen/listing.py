"""Which rows are listed: those that contain what was typed, around the one that is chosen."""

from collections.abc import Iterator

import msgspec

from temoin.views.screen.marks import OPEN, VERDICTS, Mark
from temoin.vocabulary import Verdict
from temoin.watching.board import Board, Row
from temoin.watching.screen.state import ViewState

__all__ = ["Window", "is_flagged", "listed_rows", "mark_of_row", "place_of", "window_of"]

_FLAGGED = frozenset((Verdict.EARLY, Verdict.REFUSED, Verdict.UNDECLARED))


class Window(msgspec.Struct, frozen=True):
    """The rows that fit.

    Args:
        rows: the newest first.
        above: how many newer ones are listed above them.
        chosen: where the chosen row is among `rows`; None for none.
    """

    rows: tuple[Row, ...]
    above: int = 0
    chosen: int | None = None


def mark_of_row(row: Row) -> Mark:
    """The sign and word for what is held of a row, or that it is open."""
    return OPEN if row.verdict is None else VERDICTS[row.verdict]


def is_flagged(row: Row) -> bool:
    """True where the row is held against the site: by its verdict, or by a rule."""
    return row.verdict in _FLAGGED or bool(row.rules)


def listed_rows(board: Board, state: ViewState) -> Iterator[Row]:
    """The rows a person wants to see, newest first, one by one: the caller stops when there are enough."""
    words = state.needle.casefold().split()
    for row in board.rows:
        if state.flagged and not is_flagged(row):
            continue
        if not words or _contains(row, words):
            yield row


def window_of(board: Board, state: ViewState, room: int) -> Window:
    """The rows that fit into a room: the newest, or those around the chosen one.

    Args:
        board: the board that is shown.
        state: which rows, and which is chosen.
        room: how many fit.
    """
    room = max(room, 0)
    if state.selected is None:
        newest = [row for row, _ in zip(listed_rows(board, state), range(room), strict=False)]
        return Window(tuple(newest))
    rows = tuple(listed_rows(board, state))
    if not rows:
        return Window(())
    place = place_of(rows, state.selected)
    above = max(min(place - room // 2, len(rows) - room), 0)
    return Window(rows[above : above + room], above, place - above)


def place_of(rows: tuple[Row, ...], row: Row) -> int:
    """Where a row is among listed ones; of one that is listed no more, the next older, else the oldest."""
    return next((place for place, one in enumerate(rows) if one.id <= row.id), len(rows) - 1)


def _contains(row: Row, words: list[str]) -> bool:
    mark = mark_of_row(row)
    fields = (
        row.name,
        row.domain,
        row.category or "undeclared",
        row.service or "",
        mark.word,
        row.verdict or "",
        *row.rules,
    )
    hay = "\n".join(fields).casefold()
    return all(word in hay for word in words)
