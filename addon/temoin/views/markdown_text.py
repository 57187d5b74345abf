r"""Text of unknown origin in Markdown: no HTML, no link, no mention, no broken table.

Whatever came over the wire stands in code, where neither GitHub nor GitLab looks for links, mentions (`@team`) or
references (`#1`). Two signs would end a piece of code or a cell: they are written as the escapes by which the other
views show what cannot be seen (a backtick is `\x60`, a bar is `\x7c`).
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from temoin.views.printable import printable

__all__ = ["Page", "code", "details", "prose", "table"]

_PLAIN = re.compile(r"\(?[A-Z]?[a-z]+(?:['-][a-z]+)*[,.;:)]?|[0-9]{1,3}(?:,[0-9]{3})*[,.;:)]?")
"""A word that no program takes for anything else: a lower-case word or a number, and a sign after it."""

_IN_CELL = 120


def code(text: str, limit: int = _IN_CELL) -> str:
    """Text in code.

    Args:
        text: any text.
        limit: how long it may be.
    """
    return f"`{_within(text, limit)}`" if text else ""


def prose(text: str, limit: int = 400) -> str:
    """A sentence: as it is where it is words and numbers alone, else in code.

    Args:
        text: any text.
        limit: how long it may be.
    """
    if len(text) <= limit and all(_PLAIN.fullmatch(word) for word in text.split(" ")):
        return text
    return code(text, limit)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table: its head, then a line a row.

    Args:
        head: the names of the columns, ours.
        rows: cells that may stand in Markdown.
    """
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def details(title: str, subject: str, lines: Iterable[str], limit: int = 400) -> str:
    """Lines of text, folded away.

    Args:
        title: what is seen of them, ours.
        subject: what they are about, any text.
        lines: any text.
        limit: how long each may be.
    """
    inner = "\n".join(_within(line, limit) for line in lines)
    about = f" <code>{escape(_within(subject, _IN_CELL))}</code>" if subject else ""
    return _folded(f"{escape(title)}{about}", f"```text\n{inner}\n```")


def _folded(summary: str, inner: str) -> str:
    """Markdown, folded away. The summary is HTML, and no Markdown."""
    return f"<details><summary>{summary}</summary>\n\n{inner}\n\n</details>"


class Page:
    """A page that never grows past its room; what does not fit is counted.

    Args:
        room: bytes.
    """

    def __init__(self, room: int) -> None:
        self.left_out = 0
        """How many rows and paragraphs did not fit."""
        self._left = room
        self._parts: list[str] = []

    def add(self, text: str) -> bool:
        """Add a paragraph, if it fits.

        Args:
            text: Markdown.

        Returns:
            Whether it did.
        """
        size = len(text.encode()) + 2
        if size > self._left:
            self.left_out += 1
            return False
        self._left -= size
        self._parts.append(text)
        return True

    def table(
        self,
        title: str,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        share: float = 1.0,
        folded: bool = False,
    ) -> None:
        """Add a table under its title: as many rows as fit, and how many were left out.

        Args:
            title: ours.
            head: the names of the columns, ours.
            rows: cells that may stand in Markdown.
            share: the part of what room is left that it may take.
            folded: True to show its title alone.
        """
        if not rows:
            return
        lines = table(head, ())
        room = self._left * share - sum(len(line.encode()) + 1 for line in lines) - _AROUND
        for row in rows:
            line = _row(row)
            room -= len(line.encode()) + 1
            if room < 0:
                break
            lines.append(line)
        shown = len(lines) - 2
        if not shown:
            self.left_out += len(rows)
            return
        if shown < len(rows):
            self.left_out += len(rows) - shown
            lines += ["", f"{len(rows) - shown:,} more are left out here."]
        inner = "\n".join(lines)
        titled = f"{title} ({len(rows):,})"
        self.add(_folded(titled, inner) if folded else f"### {titled}\n\n{inner}")

    def rendered(self) -> bytes:
        """The page: UTF-8, with a newline at the end."""
        return ("\n\n".join(self._parts) + "\n").encode()


_AROUND = 250
"""Bytes of a table's title, its fold, and the line that says what is left out."""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _within(text: str, limit: int) -> str:
    return printable(text, limit).replace("`", r"\x60").replace("|", r"\x7c")
