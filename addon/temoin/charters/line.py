"""A line of text with its place, and with how much space stands above it."""

import msgspec

__all__ = ["BLANK", "Line", "numbered"]

BLANK = 10
"""The space above a line that a blank line makes, in tenths of a line's height."""


class Line(msgspec.Struct, frozen=True):
    """A line of text that is not blank.

    Args:
        text: without its line end.
        place: where it stands.
        above: the space above it, in tenths of a line's height: 0 where it follows at once.
    """

    text: str
    place: str
    above: int = 0


def numbered(text: str, first: int = 1) -> list[Line]:
    """A text's lines with their numbers.

    Args:
        text: all of it.
        first: the first one's number.
    """
    lines = []
    blank = 0
    for number, line in enumerate(text.splitlines(), first):
        if line.strip():
            lines.append(Line(line, f"line {number}", blank * BLANK))
            blank = 0
        else:
            blank += 1
    return lines
