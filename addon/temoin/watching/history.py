"""The rows of a board: what crossed last, each row the same while it is open and once it is settled."""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice

import msgspec

from temoin.doubts import Doubts
from temoin.exchanges import Crossing, Judged
from temoin.watching.board import Row
from temoin.watching.rows import brief_row, open_row, settled_row

__all__ = ["KEPT", "History"]

KEPT = 1_000
"""Rows on a board; the oldest go first."""

_MOST_TOLD = 10_000
"""Rows that may still be told of as changed: so many may cross at once, between two looks of who follows."""

_MOST_OPEN = 20_000
"""Open exchanges shown once they settle; of more, the oldest are no longer, though they are judged all the same."""

_NO_DOUBTS = Doubts()


class _Entry(msgspec.Struct, gc=False):
    number: int
    version: int
    crossing: Crossing
    judged: Judged | None
    row: Row | None


class History:
    """Numbers what crosses, and remembers what is to be shown of it.

    Args:
        kept: how many rows a board has.
        most_open: how many open exchanges are followed.
    """

    def __init__(self, kept: int = KEPT, most_open: int = _MOST_OPEN) -> None:
        self._kept = kept
        self.reach = max(kept, min(_MOST_TOLD, 10 * kept))
        """How many rows are remembered, to be told of as changed."""
        self._most_open = most_open
        self.crossed = 0
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._open: OrderedDict[int, _Entry] = OrderedDict()
        self._unshown: set[int] = set()
        """Open exchanges that are no longer shown; the engine bounds how many there are."""

    @property
    def open(self) -> int:
        """How many are open."""
        return len(self._open) + len(self._unshown)

    def enter(self, move: Crossing | Judged, version: int) -> None:
        """Take in what happened.

        Args:
            move: a crossing that waits, or an exchange that was settled.
            version: of the board that it changes.
        """
        if isinstance(move, Judged):
            entry = self._open.pop(id(move.crossing), None)
            if entry is None:
                if id(move.crossing) in self._unshown:
                    self._unshown.discard(id(move.crossing))
                else:
                    self._add(move.crossing, move, version)
                return
            entry.judged, entry.row, entry.version = move, None, version
            return
        self._open[id(move)] = self._add(move, None, version)
        if len(self._open) > self._most_open:
            self._unshown.add(self._open.popitem(last=False)[0])

    def doubted(self, version: int) -> None:
        """Note that verdicts may have been taken back: every settled row is to be told again.

        Args:
            version: of the board that this changes.
        """
        for entry in self._entries.values():
            if entry.judged is not None:
                entry.row, entry.version = None, version

    def rows(self, since: int, doubts: Doubts, *, brief: bool = False) -> Iterator[Row]:
        """The rows that changed after a version, newest first.

        Args:
            since: the version; 0 for all that are remembered.
            doubts: what speaks against verdicts.
            brief: True for rows without URL and reasons, which most who follow a watch never show.
        """
        if brief:
            revised = None if doubts == _NO_DOUBTS else doubts.revised
            for entry in reversed(self._entries.values()):
                if entry.version > since:
                    judged = entry.judged
                    if revised is not None and judged is not None:
                        judged = revised(judged)
                    yield brief_row(entry.number, entry.crossing, judged)
            return
        for entry in reversed(self._entries.values()):
            if entry.version > since:
                if entry.row is None:
                    entry.row = _row(entry, doubts)
                yield entry.row

    def newest(self, doubts: Doubts) -> Iterator[Row]:
        """The rows of a board, newest first.

        Args:
            doubts: what speaks against verdicts.
        """
        return islice(self.rows(0, doubts), self._kept)

    def of_flow(self, flow: int, doubts: Doubts) -> tuple[Row, ...]:
        """The rows of one flow that are kept, oldest first.

        Args:
            flow: its number.
            doubts: what speaks against verdicts.
        """
        return tuple(_row(entry, doubts) for entry in self._entries.values() if entry.crossing.flow == flow)

    def _add(self, crossing: Crossing, judged: Judged | None, version: int) -> _Entry:
        self.crossed += 1
        entry = _Entry(self.crossed, version, crossing, judged, None)
        self._entries[entry.number] = entry
        if len(self._entries) > self.reach:
            self._entries.popitem(last=False)
        return entry


def _row(entry: _Entry, doubts: Doubts) -> Row:
    if entry.judged is None:
        return open_row(entry.number, entry.crossing)
    return settled_row(entry.number, doubts.revised(entry.judged))
