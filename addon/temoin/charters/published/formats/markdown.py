"""Markdown, with GitHub's tables: headings, paragraphs, a table for each category.

Every sign that Markdown gives a meaning is escaped, so that a page renders to the policy's own words. A fragment
begins with the second level of headings.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from temoin.charters.published.page import Page

__all__ = ["ENDINGS", "NAME", "render"]

NAME: Final = "markdown"
ENDINGS: Final = (".md", ".markdown")

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&]|(?<=\w)@(?=\w)|(?<=http):|(?<=https):|(?<=www)\.")
_BEGINNING = re.compile(r"^(?:[#+=-]|(?P<number>\d{1,9})(?=[.)]))")
_PLAIN_CODE = re.compile(r"[^`|\\\s](?:[^`|\\]*[^`|\\\s])?")


def render(page: Page, /, *, fragment: bool = False) -> str:
    """Write a page as Markdown."""
    return "\n\n".join(_pieces(page, "##" if fragment else "#")) + "\n"


def _pieces(page: Page, top: str) -> Iterator[str]:
    words = page.language.page
    yield f"{top} {_heading(page.title)}"
    yield from map(_paragraph, page.lead)
    for category in page.categories:
        yield f"{top}# {_heading(category.title)}"
        if category.about:
            yield _paragraph(category.about)
        yield from map(_paragraph, category.notes)
        if category.rows:
            rows = [[_name(row.name), *map(_escaped, row.cells[1:])] for row in category.rows]
            yield _table(list(map(_escaped, words.columns.values())), rows)
    yield f"{top}# {_heading(words.technical)}"
    yield _paragraph(words.technical_about)
    yield _table(
        list(map(_escaped, words.technical_columns)), [list(map(_escaped, fact.cells)) for fact in page.facts]
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], text)


def _heading(text: str) -> str:
    """A heading, whose last `#` would else be taken for its end."""
    return _escaped(text).replace("#", "\\#")


def _paragraph(text: str) -> str:
    """A paragraph whose first sign makes no heading and no list of it."""
    escaped = _escaped(text)
    begins = _BEGINNING.match(escaped)
    if begins is None:
        return escaped
    number = begins["number"] or ""
    return f"{number}\\{escaped[len(number) :]}"


def _name(name: str) -> str:
    """A cookie's name as code where that keeps it whole, else escaped."""
    return f"`{name}`" if _PLAIN_CODE.fullmatch(name) else _escaped(name)
