"""What changed, for a terminal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from temoin.difference import Difference, Side
    from temoin.views.compared import Form
    from temoin.views.compared.lines import Line
    from temoin.views.screen.pen import Pen

__all__ = ["FORM", "Terminal"]

_NAME = 60
_STYLES = {"new": "bold red", "gone": "green", "changed": "magenta"}
_SIGNS = {"new": "+", "gone": "-", "changed": "~"}


class Terminal:
    """What changed, to read from the top: the two sides, the findings, the cookies.

    A `+` is new, a `-` is gone, a `~` is something else now; the word stands in each heading. Text from the wire is
    escaped.
    """

    name = "terminal"
    ending = ".txt"

    def render(self, difference: "Difference") -> "RenderableType":
        """Lay out what changed, for a rich console of any width to print."""
        return _Screen(difference)


FORM: "Form" = Terminal()


class _Screen:
    def __init__(self, difference: "Difference") -> None:
        self.difference = difference

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.console import Group

        from temoin.views.screen.layout import Trimmed
        from temoin.views.screen.pen import Pen

        yield Trimmed(Group(*self._parts(Pen.of(options))))

    def _parts(self, pen: "Pen") -> "Iterator[RenderableType]":
        from rich.text import Text

        from temoin.views.compared.lines import cookie_lines, finding_lines, of_absence
        from temoin.views.phrases import counted
        from temoin.views.screen.layout import Hanging, Title

        yield from _side(pen, "old", self.difference.old)
        yield from _side(pen, "new", self.difference.new)
        for note in self.difference.notes:
            yield Hanging(Text("  "), Text(note), width=pen.prose)
        findings, cookies = finding_lines(self.difference), cookie_lines(self.difference)
        for title, lines in (("Findings", findings), ("Cookies", cookies)):
            if lines:
                yield Title(title, _tally(lines))
            for line in lines:
                yield from _line(pen, line)
        absent = of_absence(self.difference)
        if absent:
            yield Text("")
            told = f"{counted(absent, 'note')} on which declared cookie did not appear: see the JSON."
            yield Hanging(Text("  "), Text(told), width=pen.prose)
        if not findings and not cookies:
            yield Text("")
            yield Hanging(Text("  "), Text("Nothing changed.", "bold"), width=pen.prose)


def _side(pen: "Pen", word: str, side: "Side") -> "Iterator[RenderableType]":
    from rich.text import Text

    from temoin.views.screen.layout import Hanging

    told = Text.assemble(pen.wire(side.file, style="bold"), f"  {side.outcome}")
    yield Hanging(Text(f"  {word}  "), told, width=pen.prose)
    for summary in side.summaries:
        yield Hanging(Text("       "), pen.wire(summary), width=pen.prose)


def _tally(lines: "tuple[Line, ...]") -> str:
    from temoin.views.compared.lines import signs

    return ", ".join(f"{count:,} {sign}" for sign, count in signs(lines))


def _line(pen: "Pen", line: "Line") -> "Iterator[RenderableType]":
    from rich.text import Text

    from temoin.views.screen.layout import Hanging

    facts = (line.domain, f"{line.party} party")
    about = pen.line("  ·  ").join(pen.wire(fact, _NAME) for fact in facts if fact)
    name = pen.wire(line.name or "(no name)", _NAME, "bold")
    sign = Text(f"{_SIGNS[line.sign]} ", _STYLES[line.sign])
    rule = Text(f"{line.rule} " if line.rule else "")
    yield Hanging(sign, Text.assemble(rule, name, "   ", about), width=pen.prose)
    yield Hanging(Text("    "), pen.wire(line.told, style="dim"), width=pen.prose)
