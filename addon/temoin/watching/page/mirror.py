"""Follows a watch, and knows what changed since when.

A watch tells what changed after a version; several browsers have seen several. So the watch is asked here alone,
and every browser is answered from here, from where it stands: one that is slow is told less often and misses
nothing, and nothing waits for it in memory.
"""

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from temoin.report import Finding, Page
from temoin.watching.board import Blind, Board, Row, Watched
from temoin.watching.page.cookies import Cookies
from temoin.watching.page.eras import Eras
from temoin.watching.page.legible import legible, legible_text
from temoin.watching.page.messages import Head, Held, Part, parts
from temoin.watching.page.pulse import Pulse
from temoin.watching.page.shelf import Section, Shelf

__all__ = ["Mark", "Mirror"]

_BEHIND = 0.2
"""Of the rows that a watch still tells of; the rest may cross until the next look."""

_MOST_FINDINGS = 400
_MOST_PAGES = 200
_MOST_BLIND = 200
_MOST_NOTES = 100
_MOST_HARMLESS = 2_000
"""Texts of brief rows remembered to be safe to show as they are."""

type _FindingKey = tuple[str, str | None, str, str, str, str | None, int]


class Mark(msgspec.Struct, frozen=True):
    """How far a browser was told.

    Args:
        run: of the watch.
        version: of the board.
    """

    run: int
    version: int

    def __str__(self) -> str:
        return f"{self.run}.{self.version}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read what a browser gave back; None for what is no mark."""
        run, _, version = text.partition(".")
        if len(text) <= 40 and run.isascii() and run.isdigit() and version.isascii() and version.isdigit():
            return cls(int(run), int(version))
        return None


class Mirror:
    """What a watch shows, and when each thing of it changed.

    Args:
        watched: the watch.
    """

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._run: int | None = None
        self._version = 0
        """Up to which all is counted."""
        self._begin(None)

    @property
    def mark(self) -> Mark:
        """How far this has followed."""
        return Mark(self._run or 0, self._version)

    @property
    def behind(self) -> bool:
        """Whether so much crossed since the last look that some of it may soon be told of no longer."""
        if not self._reach:
            return self._watched.crossed > 0
        new = self._watched.crossed - self._crossed
        return new < 0 or new >= self._reach * _BEHIND

    def look(self) -> bool:
        """Take in what changed.

        Returns:
            True where something did.
        """
        board = self._watched.changes(self._shown)
        if board.run != self._run or board.version < self._version:
            board = self._watched.changes(0)
            self._begin(board.run)
        elif board.version == self._shown:
            return False
        self._take(board)
        return True

    def count(self) -> bool:
        """Count what changed, while nobody reads: rows are taken in whole once somebody does.

        Returns:
            False: there is nothing to be told yet.
        """
        board = self._watched.changes(self._version, brief=True)
        if board.run != self._run or board.version < self._version:
            board = self._watched.changes(0, brief=True)
            self._begin(board.run)
        self._take_rows(board)
        return False

    def since(self, mark: Mark | None, *, recorded: bool) -> Iterator[Part]:
        """What changed since a browser was last told.

        Args:
            mark: how far it was told; None for nothing.
            recorded: whether it may have the recording.
        """
        board = self._board
        if board is None:
            return
        whole = mark is None or mark.run != self._run or mark.version > self._version
        version = -1 if mark is None or whole else mark.version
        rows = [row for _, row in self._rows.since(version)]
        rows.sort(key=lambda row: row.id, reverse=True)
        eras = self._eras_told.since(version)
        first = Part(
            run=board.run,
            version=board.version,
            whole=whole,
            head=self._head(board, recorded),
            current=self._eras.current,
            eras=eras,
            order=self._order.since(version),
            more_findings=max(len(board.findings) - _MOST_FINDINGS, 0),
            pages=self._pages.since(version),
            blind=self._blind.since(version),
            notes=self._notes.since(version),
            pulse=self._pulse.since(version),
        )
        cookies = [cookie for _, cookie in self._cookies.shelf.since(version)]
        findings = [Held(number, finding) for number, finding in self._findings.since(version)]
        yield from parts(first, rows, cookies, findings)

    def _begin(self, run: int | None) -> None:
        self._run = run
        self._shown = 0
        """Up to which version all can be told, not counted alone."""
        self._reach = self._crossed = 0
        self._board: Board | None = None
        self._rows: Shelf[int, Row] = Shelf()
        self._counted: OrderedDict[int, Row] = OrderedDict()
        """What was counted of the rows that the watch keeps, in the order in which they came."""
        self._dropped = 0
        self._harmless: set[tuple[object, ...]] = set()
        self._cookies = Cookies()
        self._pulse = Pulse()
        self._eras = Eras()
        self._eras_told: Section[tuple[Any, ...]] = Section(())
        self._finding_ids: dict[_FindingKey, int] = {}
        self._finding_seen: tuple[Finding, ...] = ()
        self._findings: Shelf[int, Finding] = Shelf()
        self._order: Section[tuple[int, ...]] = Section(())
        self._pages: Section[tuple[Page, ...]] = Section(())
        self._blind: Section[tuple[Blind, ...]] = Section(())
        self._notes: Section[tuple[str, ...]] = Section(())

    def _take(self, board: Board) -> None:
        version = self._shown = board.version
        self._take_rows(board)
        for row in reversed(board.rows):
            told = self._counted.get(row.id)
            if told is not None and told != self._rows.get(row.id):
                self._rows.put(row.id, told, version)
        self._eras_told.set(tuple(map(legible, self._eras.told)), version)
        self._take_findings(board.findings[:_MOST_FINDINGS], version)
        self._pages.set(tuple(map(legible, board.pages[-_MOST_PAGES:])), version)
        self._blind.set(tuple(map(legible, board.blind[:_MOST_BLIND])), version)
        self._notes.set(tuple(legible_text(note, 1000) for note in board.notes[-_MOST_NOTES:]), version)
        self._board = msgspec.structs.replace(board, rows=())

    def _take_rows(self, board: Board) -> None:
        """Take in what is counted from the first crossing on, and the choices that stood before."""
        version = self._version = board.version
        self._reach, self._crossed = max(board.kept, board.reach), board.crossed
        for row in reversed(board.rows):
            self._take_row(self._legible(row), version)
        while len(self._counted) > board.kept:
            self._drop_row(version)
        self._eras.take(board.history or board.choices)

    def _legible(self, row: Row) -> Row:
        """A row that is safe to show; a brief one is told by few texts, and most were seen before."""
        if row.url or row.reasons:
            return legible(row)
        texts = row.name, row.domain, row.first_party, row.category, row.service, row.cause, row.rules
        if texts in self._harmless:
            return row
        shown = legible(row)
        if shown is row:
            if len(self._harmless) >= _MOST_HARMLESS:
                self._harmless.clear()
            self._harmless.add(texts)
        return shown

    def _take_row(self, row: Row, version: int) -> None:
        before = self._counted.get(row.id)
        if before == row or row.id <= self._dropped:
            return
        self._cookies.move(before, row, version)
        self._pulse.move(before, row, version)
        self._counted[row.id] = row

    def _drop_row(self, version: int) -> None:
        """Keep a row no longer; one that is still open can never be seen to settle, so it is counted no more."""
        self._dropped, row = self._counted.popitem(last=False)
        self._rows.drop(self._dropped)
        if row.verdict is None:
            self._cookies.forget(row, version)
            self._pulse.forget(row, version)

    def _take_findings(self, findings: tuple[Finding, ...], version: int) -> None:
        if findings is self._finding_seen or findings == self._finding_seen:
            return
        self._finding_seen = findings
        order: list[int] = []
        times: dict[_FindingKey, int] = {}
        for finding in findings:
            key: _FindingKey = (
                finding.rule, finding.policy, finding.name, finding.domain, finding.party, finding.category, 0,
            )  # fmt: skip
            times[key] = times.get(key, 0) + 1
            number = self._finding_ids.setdefault((*key[:-1], times[key]), len(self._finding_ids) + 1)
            order.append(number)
            shown = legible(finding)
            if self._findings.get(number) != shown:
                self._findings.put(number, shown, version)
        for number in set(self._order.value) - set(order):
            self._findings.drop(number)
        self._order.set(tuple(order), version)

    def _head(self, board: Board, recorded: bool) -> Head:
        return Head(
            kept=board.kept,
            crossed=board.crossed,
            counts=board.counts,
            open=board.open,
            requests=board.requests,
            visitors=board.visitors,
            policies=tuple(map(legible_text, board.policies)),
            started=board.started,
            now=board.now,
            recording=legible_text(Path(board.recording).name) if board.recording else "",
            untold=max(board.crossed - self._cookies.counted, 0),
            recorded=recorded,
        )
