"""The choice as it stands, to be read at a glance: the state large, the names under what became of them."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Choice
from temoin.views.phrases import counted, listed
from temoin.views.screen.choices import names_of, told_when
from temoin.views.screen.layout import Hanging
from temoin.views.screen.marks import stage_of
from temoin.views.screen.pen import DIM, Pen
from temoin.vocabulary import ChoiceState
from temoin.watching.board import Board
from temoin.watching.screen.letters import large

__all__ = ["ChoiceNow"]

_GUTTER = 3
_HOST = 60
_FACTS = 36
"""The fewest cells beside large letters in which names can be read."""

_LABEL = 11
_LINES = 2
"""The most lines that the names under one word take."""
_EVIDENCE_SHOWN = 4
_MORE = len(", and 1,000 more")

_STYLES = {"granted": "bold green", "withdrawn": "bold magenta", "refused": "bold magenta"}
_MEANINGS = {
    ChoiceState.UNSET: "no choice was made yet: what needs consent and crosses now crosses too early",
    ChoiceState.NONE: "nothing is granted",
    ChoiceState.PARTIAL: "a part is granted",
    ChoiceState.ALL: "all is granted",
    ChoiceState.UNREADABLE: "the consent cookie cannot be read: nothing is permitted by it, nobody accused",
    ChoiceState.UNPROVEN: "the wire cannot tell what the choice is",
}


class ChoiceNow:
    """The current choice, then those of other visitors and hosts, a line each.

    Args:
        board: what is watched.
        roomy: write the state in large letters, where the console bears them and is wide enough.
        most: the most lines it takes, at least 1.
    """

    def __init__(self, board: Board, *, roomy: bool = True, most: int = 12) -> None:
        self.board = board
        self.roomy = roomy
        self.most = most

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        if not self.board.choices:
            yield from self._none(pen)
            return
        *others, current = self.board.choices
        lines = list(self._current(pen, console, current))
        yield from lines
        yield from self._others(pen, others[::-1], self.most - len(lines))

    def _none(self, pen: Pen) -> RenderResult:
        policies = listed(self.board.policies) if self.board.policies else ""
        of = f"of {policies} " if policies else "that a policy covers "
        yield Hanging(Text("  "), pen.wire(f"No page {of}was opened yet.", style="bold"))

    def _current(self, pen: Pen, console: Console, choice: Choice) -> Iterator[Text]:
        """The state, in large letters or as a word, and beside it what is known of it."""
        mark = stage_of(choice).mark
        letters = large(mark.word)
        start = 2 + len(letters[0]) + _GUTTER
        drawn = self.roomy and not pen.ascii_only and pen.width - start >= _FACTS
        if not drawn:
            start = 2
        width = max(pen.width - start - 1, 1)
        facts: list[Text] = []
        for label, fact in self._facts(pen, choice, width):
            first = Text(f"{label:<{_LABEL}}" if label else "", DIM)
            for line in fact.wrap(console, max(width - first.cell_len, 1), overflow="fold"):
                facts.append(Text.assemble(first, line))
                first = Text(" " * first.cell_len)
        if len(facts) > self.most:
            del facts[self.most :]
            facts[-1].append(pen.wire(" …").plain)
        while drawn and len(facts) < len(letters):
            facts.append(Text(""))
        for number, fact in enumerate(facts):
            fact.rstrip()
            line = Text("  ", no_wrap=True)
            if drawn:
                letter = letters[number] if number < len(letters) else " " * len(letters[0])
                line.append(letter, mark.style)
                line.append(" " * _GUTTER)
            yield line.append_text(fact)

    def _facts(self, pen: Pen, choice: Choice, width: int) -> Iterator[tuple[str, Text]]:
        """What is known of a choice: a label, or none, and what stands beside it."""
        mark = stage_of(choice).mark
        badge = Text.assemble(pen.sign(mark), " ", (mark.word, f"bold {mark.style}"))
        numbers = listed(tuple(f"#{number}" for number in choice.evidence[:_EVIDENCE_SHOWN]))
        when = Text.assemble(badge, f"  {told_when(choice, self.board.started)}")
        numbered = Text.assemble(when, (f"  {numbers}" if choice.evidence else "", DIM))
        whole = Text.assemble(numbered, "   ", self._whose(pen, choice))
        alone = len(self.board.choices) == 1
        fitting = (line for line in (whole, numbered, when) if line.cell_len <= width)
        yield "", next(fitting, when) if alone else whole
        names = names_of(choice)
        if choice.state is ChoiceState.UNSET or not names:
            yield "", Text(_MEANINGS[choice.state])
        for word, some in names:
            yield word, _listing(pen, some, _STYLES[word], _LINES * max(width - _LABEL, 1))
        if choice.note:
            yield "", pen.wire(choice.note)

    def _others(self, pen: Pen, others: list[Choice], room: int) -> Iterator[Text]:
        """A line for each of the other choices that fits."""
        shown = others if len(others) <= room else others[: max(room - 1, 0)]
        for choice in shown:
            mark = stage_of(choice).mark
            names = "; ".join(f"{word} {listed(some)}" for word, some in names_of(choice))
            first = Text.assemble("  ", self._whose(pen, choice), "  ", pen.named(mark), "  ")
            when = told_when(choice, self.board.started)
            told = pen.wire(f"{when}  {names}".rstrip(), max(pen.width - first.cell_len, 1), DIM)
            yield Text.assemble(first, told, no_wrap=True, overflow="crop")
        if len(shown) < len(others):
            yield Text(f"  and {counted(len(others) - len(shown), 'choice')} of other visitors or hosts", DIM)

    def _whose(self, pen: Pen, choice: Choice) -> Text:
        host = pen.wire(choice.host, _HOST, DIM)
        if self.board.visitors < 2 and len({one.visitor for one in self.board.choices}) < 2:
            return host
        return Text.assemble(f"visitor {choice.visitor} ", host)


def _listing(pen: Pen, names: tuple[str, ...], style: str, room: int) -> Text:
    """Names one after the other; how many there are of those that do not fit."""
    listing = Text()
    for number, name in enumerate(names):
        shown = pen.wire(name, _HOST, style)
        if number and listing.cell_len + shown.cell_len + _MORE > room:
            return listing.append(f" and {len(names) - number:,} more")
        listing.append_text(Text.assemble(", " if number else "", shown))
    return listing
