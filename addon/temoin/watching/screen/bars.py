"""The lines at the edges: what is watched, how many of each verdict, where it goes, which keys there are."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.views.phrases import counted
from temoin.views.screen.marks import OPEN, VERDICTS, WARNING, Mark
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.watching.board import Board
from temoin.watching.screen.state import Mode, ViewState

__all__ = ["KEYS", "Counters", "Foot", "Head", "Hint", "counts_of"]

_NAME = 40
_GAP = 3


class Hint(msgspec.Struct, frozen=True):
    """What a key does.

    Args:
        shown: the key.
        word: what it does, in a word or two.
        sentence: the same in a sentence.
        plain: the key in ASCII, where that is another.
    """

    shown: str
    word: str
    sentence: str = ""
    plain: str = ""

    def named(self, pen: Pen) -> str:
        """The key, as a pen can write it."""
        return self.plain if pen.ascii_only and self.plain else self.shown


KEYS = (
    Hint("space", "pause", "the display stands still until it is pressed again; the watch itself goes on"),
    Hint(
        "/",
        "filter",
        "list rows that contain each word of what is typed: name, domain, declared, verdict, rule",
    ),
    Hint("f", "flagged", "list what is held against the site, or all again"),
    Hint(
        "↑↓",
        "choose",
        "another row; Page Up, Page Down and End go further, Home follows the newest",
        "up/down",
    ),
    Hint("enter", "why", "what is held of the chosen row, and why; the arrows go on to others"),
    Hint("c", "clear", "begin anew: a new visitor, nothing seen; the recording goes on"),
    Hint("s", "save", "write the report as it would be now"),
    Hint("?", "help", "this page"),
    Hint("q", "quit", "end the watch"),
)
"""The keys, in the order in which they are listed."""

_LEAST_WANTED = ("choose", "flagged", "why", "save", "clear", "filter", "pause")
"""What is left out of a narrow line of keys, the first first."""

_SCROLLING = Hint("↑↓", "scroll", plain="up/down")
_TURNING = Hint("pgup pgdn", "turn")
_OTHERS = Hint("↑↓", "other rows", plain="up/down")
_BACK = Hint("esc", "back")
_NO_KEYS = Hint("ctrl-c", "ends the watch")


class Head:
    """What is watched, for how long, and how much of it there is; that the display is paused, if so."""

    def __init__(self, board: Board, state: ViewState) -> None:
        self.board = board
        self.state = state

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        shown = self.state.shown(self.board)
        badge = Text.assemble((" temoin ", "bold reverse"), " ")
        if self.state.held is not None:
            came = counted(self.board.crossed - shown.crossed, "cookie")
            badge = Text.assemble(
                (" PAUSED ", "bold reverse magenta"), (f" {came} crossed meanwhile ", "bold"), " "
            )
        room = pen.width - badge.cell_len
        facts = _facts(shown)
        while len(facts) > 1 and len("  ".join(facts)) > room:
            facts.pop()
        right = pen.line("  ".join(facts), DIM)
        names = pen.wire(", ".join(shown.policies), max(room - right.cell_len - 3, 1), "bold")
        if right.cell_len + 12 > room:
            names = Text("")
        gap = max(room - names.cell_len - right.cell_len - 1, 0)
        yield Text.assemble(badge, names, " " * gap, right, no_wrap=True, overflow="crop")


def _facts(board: Board) -> list[str]:
    """The numbers of the watch, the most telling first."""
    passed = "" if board.started is None or board.now is None else since(board.started, board.now, 0)
    pages = board.pages[-1].id if board.pages else 0
    facts = (
        passed,
        counted(pages, "page"),
        counted(board.requests, "request"),
        counted(board.visitors, "visitor") if board.visitors else "",
    )
    return [fact for fact in facts if fact]


class Counters:
    """How many exchanges of each verdict, and how many are open; words give way before numbers do."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        counts = counts_of(self.board)
        line = _counted(pen, counts, len(counts), _GAP)
        counts = tuple((mark, count) for mark, count in counts if count)
        for worded, gap in ((len(counts), _GAP), *((worded, 2) for worded in range(len(counts), -1, -1))):
            if line.cell_len <= pen.width:
                break
            line = _counted(pen, counts, worded, gap)
        yield line


def counts_of(board: Board) -> tuple[tuple[Mark, int], ...]:
    """Each mark and how many exchanges bear it, the open ones last."""
    settled = ((mark, board.counts.get(verdict, 0)) for verdict, mark in VERDICTS.items())
    return (*settled, (OPEN, board.open))


def _counted(pen: Pen, counts: Sequence[tuple[Mark, int]], worded: int, gap: int) -> Text:
    """Counts beside each other, so many of them with their word: the open ones, then the worst first."""
    with_words = [*counts[-1:], *counts[:-1]][:worded]
    items = (_count(pen, mark, count, word=(mark, count) in with_words) for mark, count in counts)
    return Text.assemble("  ", Text(" " * gap).join(items), no_wrap=True, overflow="crop")


def _count(pen: Pen, mark: Mark, count: int, *, word: bool) -> Text:
    told = f" {mark.word}" if word else ""
    if not count:
        return Text.assemble(pen.sign(mark), f" {count}{told}", style=DIM)
    return Text.assemble(pen.sign(mark), " ", (f"{count:,}", "bold"), told)


class Foot:
    """Where it all goes, or the last thing to tell; below it the keys, or what is asked.

    Args:
        board: what is watched.
        state: what is being asked or typed.
        short: leave out where it goes.
    """

    def __init__(self, board: Board, state: ViewState, *, short: bool = False) -> None:
        self.board = board
        self.state = state
        self.short = short

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        if self.state.said:
            sign = Text.assemble(pen.sign(WARNING), " ") if self.state.trouble else Text("")
            room = max(pen.width - 3 - sign.cell_len, 1)
            yield Text.assemble("  ", sign, pen.wire(self.state.said, room, "bold"), no_wrap=True)
        elif not self.short:
            yield self._places(pen)
        yield self._asked(pen)

    def _places(self, pen: Pen) -> Text:
        """Where the page is, what is recorded, where the proxy is: whole, or not at all."""
        setting = self.state.setting
        places = (("page", setting.page), ("recording", self.board.recording), ("proxy", setting.proxy))
        line = Text("  ", no_wrap=True)
        for label, place in places:
            shown = pen.wire(place, 4 * _NAME if label == "recording" else max(len(place), 1))
            room = pen.width - line.cell_len - len(label) - _GAP - 1
            if label == "recording" and shown.cell_len > room >= _NAME // 2:
                shown = pen.wire(place, room)
            if place and shown.cell_len <= room:
                line.append_text(Text.assemble((f"{label} ", DIM), shown, " " * _GAP))
        line.rstrip()
        return line

    def _asked(self, pen: Pen) -> Text:
        state = self.state
        if not state.setting.keys:
            return _keys(pen, (_NO_KEYS,))
        cursor = Text(" ", "reverse")
        match state.mode:
            case Mode.FILTER:
                return _prompt(pen, "filter", state.needle, cursor, "enter keeps it, esc clears it")
            case Mode.SAVE:
                return _prompt(
                    pen, "save the report as", state.typed, cursor, "enter writes it, esc does not"
                )
            case Mode.CLEAR:
                asked = "Begin anew, with a new visitor? What was seen is forgotten; the recording goes on."
                brief = asked if pen.width > len(asked) + 12 else "Begin anew, with a new visitor?"
                return Text.assemble("  ", (brief, "bold"), "  ", ("y/n ", "bold"), cursor, no_wrap=True)
            case Mode.WHY:
                always = (hint for hint in KEYS if hint.word in ("pause", "quit"))
                return _keys(pen, (_OTHERS, _TURNING, _BACK, *always))
            case Mode.HELP:
                return _keys(pen, (_SCROLLING, _BACK, KEYS[-1]))
            case Mode.WATCH:
                return _keys(pen, tuple(self._offered(pen)))

    def _offered(self, pen: Pen) -> Iterator[Hint]:
        """The keys that fit, in their order."""
        hints = [hint for hint in KEYS if hint.word != "save" or self.state.setting.saves]
        for unwanted in _LEAST_WANTED:
            if _keys(pen, hints).cell_len <= pen.width:
                break
            hints = [hint for hint in hints if hint.word != unwanted]
        for hint in hints:
            going_on = hint.word == "pause" and self.state.held is not None
            yield replace(hint, word="go on") if going_on else hint


def _keys(pen: Pen, hints: Sequence[Hint]) -> Text:
    named = (Text.assemble((hint.named(pen), "bold"), (f" {hint.word}", DIM)) for hint in hints)
    return Text.assemble("  ", Text("  ").join(named), no_wrap=True, overflow="crop")


def _prompt(pen: Pen, label: str, typed: str, cursor: Text, hint: str) -> Text:
    """What is being typed; of a long text its end is shown, where the typing goes on."""
    line = Text.assemble("  ", (f"{label} ", "bold"), no_wrap=True, overflow="crop")
    room = max(pen.width - line.cell_len - 1, 1)
    shown = pen.wire(typed, room)
    if len(typed) > room:
        shown = pen.wire(typed[-room // 2 :], room)
    line.append_text(shown)
    line.append_text(cursor)
    if line.cell_len + len(hint) + _GAP <= pen.width:
        line.append(" " * _GAP + hint, DIM)
    return line
