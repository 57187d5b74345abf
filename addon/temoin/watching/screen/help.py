"""The page that says what the keys do, what the marks mean and where things are."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.views.screen.layout import Flow, Hanging
from temoin.views.screen.marks import OPEN, STATES, VERDICTS, WARNING, Mark
from temoin.views.screen.pen import DIM, Pen
from temoin.vocabulary import Verdict
from temoin.watching.board import Board
from temoin.watching.screen.bars import KEYS
from temoin.watching.screen.beside import told
from temoin.watching.screen.state import ViewState

__all__ = ["Help"]

_LABEL = 13
_MEANINGS = {
    Verdict.EARLY: "needs consent, and there was demonstrably no choice yet",
    Verdict.REFUSED: "needs consent, and the choice known at that moment refuses it",
    Verdict.UNDECLARED: "the policy does not declare it, so no choice can name it",
    Verdict.UNPROVEN: "the wire cannot tell; never called a pass",
    Verdict.PERMITTED: "the choice known at that moment grants it",
    Verdict.EXEMPT: "its category needs no consent",
    Verdict.OUTSIDE: "on a page that no policy covers; counted, not judged",
}
_OPEN = "not yet decidable: it settles when the browser's next requests show what the choice was"


class Help:
    """Keys, marks, addresses, and all that went by unseen or is to be noted."""

    def __init__(self, board: Board, state: ViewState) -> None:
        self.board = board
        self.state = state

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        for hint in KEYS:
            label = Text.assemble("  ", (hint.named(pen), "bold"))
            label.pad_right(max(_LABEL - label.cell_len, 1))
            yield Hanging(label, Text.assemble((hint.word, "bold"), f": {hint.sentence}"), width=pen.prose)
        yield Text("")
        for verdict, mark in VERDICTS.items():
            yield _meaning(pen, mark, _MEANINGS[verdict])
        yield _meaning(pen, OPEN, _OPEN)
        yield Text("")
        states = (pen.named(stage.mark) for stage in STATES.values())
        yield Hanging(Text(f"  {'choices':<{_LABEL - 2}}", DIM), Flow(states), width=pen.prose)
        yield from self._places(pen)
        yield from self._noted(pen)

    def _places(self, pen: Pen) -> RenderResult:
        setting = self.state.setting
        places = (
            ("page", setting.page),
            ("proxy", setting.proxy),
            ("recording", self.board.recording),
            ("policies", ", ".join(self.board.policies)),
        )
        for label, place in places:
            if place:
                yield Hanging(Text(f"  {label:<{_LABEL - 2}}", DIM), pen.wire(place, max(len(place), 1)))
        for hint in setting.hints:
            yield Hanging(Text(" " * _LABEL), pen.wire(hint), width=pen.prose)

    def _noted(self, pen: Pen) -> RenderResult:
        sentences = (*(told(blind) for blind in self.board.blind), *self.board.notes[::-1])
        if sentences:
            yield Text("")
        for sentence in sentences:
            yield Hanging(Text.assemble("  ", pen.sign(WARNING), " "), pen.wire(sentence), width=pen.prose)


def _meaning(pen: Pen, mark: Mark, sentence: str) -> Hanging:
    label = Text.assemble("  ", pen.named(mark))
    label.pad_right(max(_LABEL + 2 - label.cell_len, 1))
    return Hanging(label, Text(sentence), width=pen.prose)
