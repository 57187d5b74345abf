"""Writing on a console: what it can show, and text from the wire put there unharmed."""

from dataclasses import dataclass

from rich.console import ConsoleOptions
from rich.text import Text

from temoin.views.printable import printable
from temoin.views.screen.marks import Mark

__all__ = ["DIM", "PROSE", "Pen"]

DIM = "dim"
PROSE = 100
"""The most cells a line of prose takes, however wide the console: longer lines are hard to follow."""

_ASCII_LINES = str.maketrans("─━│├╰×·›", "-=|+`x->")


@dataclass(frozen=True, slots=True)
class Pen:
    """What every part of a screen writes with.

    Args:
        ascii_only: True where the console's encoding cannot bear more.
        width: the console's cells.
    """

    ascii_only: bool
    width: int

    @classmethod
    def of(cls, options: ConsoleOptions) -> "Pen":
        """The pen for a console."""
        return cls(options.ascii_only, options.max_width)

    @property
    def prose(self) -> int:
        """How wide prose is set, in cells."""
        return min(self.width, PROSE)

    def wire(self, text: str, limit: int = 4 * PROSE, style: str = "") -> Text:
        """Text of unknown origin, escaped, within `limit` cells; words too long for a line are folded."""
        return Text(printable(text, max(limit, 1), ascii_only=self.ascii_only), style, overflow="fold")

    def line(self, text: str, style: str = "") -> Text:
        """Text of our own, with the signs of a drawing in it."""
        return Text(text.translate(_ASCII_LINES) if self.ascii_only else text, style)

    def sign(self, mark: Mark) -> Text:
        """A mark's sign."""
        return Text(mark.plain if self.ascii_only else mark.sign, mark.style)

    def named(self, mark: Mark, count: int | None = None) -> Text:
        """A mark's sign with its word, and how many of it: "✗ 12 too early"."""
        number = "" if count is None else f"{count:,} "
        return Text.assemble(self.sign(mark), f" {number}{mark.word}")
