"""How text is set: a hanging indent, a section's title, lines without trailing blanks."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from temoin.views.screen.pen import DIM, Pen

__all__ = ["Flow", "Hanging", "Title", "Trimmed", "chain"]

_LEAST = 12


class Hanging:
    """Something set beside a prefix: one for its first line, one for all that follow.

    Args:
        first: what stands before the first line.
        body: what is set.
        rest: what stands before the others; blanks where not given.
        width: the most cells a line may take; the console's where not given.
    """

    def __init__(
        self, first: Text, body: RenderableType, rest: Text | None = None, width: int | None = None
    ) -> None:
        self.first = first
        self.body = body
        self.rest = Text(" " * first.cell_len) if rest is None else rest
        self.width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        taken = max(self.first.cell_len, self.rest.cell_len)
        width = min(self.width or options.max_width, options.max_width)
        inner = options.update(width=max(width - taken, _LEAST), height=None)
        prefix = self.first
        for line in console.render_lines(self.body, inner, pad=False):
            yield from prefix.render(console)
            yield from line
            yield Segment.line()
            prefix = self.rest


class Flow:
    """Short texts one after the other, as many to a line as fit; none is broken that fits on a line.

    Args:
        items: the texts.
        gap: the cells between two.
    """

    def __init__(self, items: Iterable[Text], gap: int = 3) -> None:
        self.items = items
        self.gap = gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text()
        for item in self.items:
            if line and line.cell_len + self.gap + item.cell_len > options.max_width:
                yield line
                line = Text()
            line.append_text(Text.assemble(" " * self.gap if line else "", item))
        yield line


class Title:
    """A section's title, what it comes to, and a rule to the edge.

    Args:
        title: the section's name.
        aside: what it comes to, in a few words.
        tight: leave out the empty lines around it, and take one line whatever the aside.
    """

    def __init__(self, title: str, aside: str = "", *, tight: bool = False) -> None:
        self.title = title
        self.aside = aside
        self.tight = tight

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        line = Text.assemble(
            Text(self.title, "bold"), Text(f"  {self.aside}" if self.aside else "", DIM), " "
        )
        line.append_text(pen.line("─" * max(pen.width - line.cell_len, 0), DIM))
        if self.tight:
            line.truncate(pen.width)
        around = () if self.tight else (Text(""),)
        yield from (*around, line, *around)


class Trimmed:
    """Something without the blanks that layouts leave at the end of its lines, so that it copies well."""

    def __init__(self, body: RenderableType) -> None:
        self.body = body

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in Segment.split_lines(console.render(self.body, options)):
            while line and not line[-1].text.rstrip(" ") and not _is_painted(line[-1]):
                line.pop()
            if line and not _is_painted(line[-1]):
                last = line.pop()
                line.append(Segment(last.text.rstrip(" "), last.style, last.control))
            yield from line
            yield Segment.line()


def chain(pen: Pen, links: tuple[str, ...], before: Text, width: int) -> RenderResult:
    """Set the steps of an argument one below the other, joined by a line.

    Args:
        pen: what to write with.
        links: the steps, in order.
        before: what stands left of the line.
        width: the most cells a line may take.
    """
    for number, link in enumerate(links, 1):
        last = number == len(links)
        first = Text.assemble(before, pen.line("╰ " if last else "├ ", DIM))
        rest = Text.assemble(before, pen.line("  " if last else "│ ", DIM))
        yield Hanging(first, pen.wire(link), rest, width)


def _is_painted(segment: Segment) -> bool:
    return segment.style is not None and bool(segment.style.reverse or segment.style.bgcolor)
