"""A watch as plain lines, for an output that is no terminal: what was decided, once, in the order it was."""

from collections.abc import Iterator

from temoin.report import Choice, Finding, Page
from temoin.views.phrases import counted, listed
from temoin.views.screen.choices import names_of, told_when
from temoin.views.screen.marks import WARNING, Mark, mark_of, stage_of
from temoin.views.screen.pen import Pen
from temoin.views.times import since
from temoin.watching.board import Board, Row
from temoin.watching.screen.beside import told
from temoin.watching.screen.crossed import declared
from temoin.watching.screen.listing import mark_of_row

__all__ = ["Lines"]

_WIDE = 4000
_NAME = 80
_URL = 300
_TEXT = 1000
_AT = 12
_REMEMBERED = 10_000
"""How many findings and notes are remembered as said; a watch that goes on for weeks has no more."""


class Lines:
    """Tells a watch, board by board: each line once.

    Args:
        ascii_only: write nothing outside ASCII.
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        self._pen = Pen(ascii_only, _WIDE)
        self._run: int | None = None
        self._begin()

    def _begin(self) -> None:
        self._told_through = 0
        self._waiting: set[int] = set()
        self._choices: dict[tuple[int, str, str], tuple[object, ...]] = {}
        self._pages = 0
        self._said: dict[object, None] = {}

    def told(self, changes: Board) -> Iterator[str]:
        """What is new.

        Args:
            changes: the board, its rows those that changed since the last one (`Watched.changes`).

        Yields:
            Lines without an end.
        """
        if changes.run != self._run:
            if self._run is not None:
                yield self._line("", "a new visitor: all begins anew")
            self._run = changes.run
            self._begin()
        start = changes.started
        for page in changes.pages:
            if page.id > self._pages:
                self._pages = page.id
                yield self._page(page, start)
        for choice in changes.choices:
            key = choice.visitor, choice.policy, choice.host
            held = choice.state, choice.granted, choice.refused, choice.withdrawn, choice.note
            if self._choices.get(key) != held:
                self._choices[key] = held
                if len(self._choices) > _REMEMBERED:
                    del self._choices[next(iter(self._choices))]
                yield self._choice(choice, start)
        yield from self._rows(changes)
        for finding in changes.findings:
            if self._is_new((finding.rule, finding.name, finding.domain, finding.party, finding.policy)):
                yield self._finding(finding)
        for blind in changes.blind:
            if self._is_new((blind.kind, blind.host)):
                yield self._marked("", WARNING, told(blind))
        for note in changes.notes:
            if self._is_new(note):
                yield self._marked("", WARNING, note)

    def _is_new(self, thing: object) -> bool:
        if thing in self._said:
            return False
        self._said[thing] = None
        if len(self._said) > _REMEMBERED:
            del self._said[next(iter(self._said))]
        return True

    def _rows(self, changes: Board) -> Iterator[str]:
        """The rows that settled, in order; how many left the board before that could be seen."""
        gone = changes.lost
        missed = max(gone - self._told_through, 0)
        self._waiting.update(range(self._told_through + missed + 1, changes.crossed + 1))
        self._told_through = changes.crossed
        for row in reversed(changes.rows):
            if row.verdict is None:
                continue
            if row.id in self._waiting:
                self._waiting.discard(row.id)
                yield self._row(row, changes.started)
        lost = {number for number in self._waiting if number <= gone}
        self._waiting -= lost
        missed += len(lost)
        if missed:
            more = counted(missed, "cookie")
            yield self._line("", f"({more} more crossed than could be written here; all are judged)")

    def _row(self, row: Row, start: float | None) -> str:
        mark = mark_of_row(row)
        facts = (
            f"#{row.n:<5}",
            f"{row.way:<4}",
            f"{self._signed(mark):<12}",
            f"{self._wire(row.name or '(no name)', _NAME):<20}",
            f"{row.party:<7}",
            f"{self._wire(row.domain, _NAME):<20}",
            self._wire(", ".join(filter(None, (declared(row), row.service))), _NAME),
            "" if row.page is None else f"page {row.page}",
            f"visitor {row.visitor}" if row.visitor > 1 else "",
            " ".join(row.rules),
        )
        return self._line(since(start, row.at), "  ".join(fact for fact in facts if fact))

    def _choice(self, choice: Choice, start: float | None) -> str:
        names = "; ".join(f"{word} {listed(names)}" for word, names in names_of(choice))
        facts = (
            f"choice  {self._signed(stage_of(choice).mark)}",
            told_when(choice, start),
            self._wire(names, _TEXT),
            self._wire(choice.note, _TEXT),
            self._wire(choice.host, _NAME),
            f"visitor {choice.visitor}" if choice.visitor > 1 else "",
        )
        return self._line(since(start, choice.by), "  ".join(fact for fact in facts if fact))

    def _page(self, page: Page, start: float | None) -> str:
        url = self._wire(page.url, _URL)
        outside = "" if page.policy is not None else "  (no policy covers it)"
        return self._line(since(start, page.opened), f"page {page.id}  {url}{outside}")

    def _finding(self, finding: Finding) -> str:
        name = self._wire(finding.name or "(no name)", _NAME)
        text = f"{finding.rule} {finding.title}: {name}, {finding.domain}: {finding.message}"
        return self._marked("", mark_of(finding), text)

    def _marked(self, at: str, mark: Mark, text: str) -> str:
        return self._line(at, f"{self._pen.sign(mark).plain} {self._wire(text, _TEXT)}")

    def _signed(self, mark: Mark) -> str:
        return self._pen.named(mark).plain

    def _wire(self, text: str, limit: int) -> str:
        return self._pen.wire(text, limit).plain

    def _line(self, at: str, text: str) -> str:
        return f"{at:>{_AT}}  {text}"
