"""HTML: a page that stands alone, or a fragment for one that is there. No script; light and dark; narrow and wide.

All that stands in it is escaped. A fragment has no style of its own: its classes begin with `temoin-`, and its
headings with the second level.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from temoin.charters.published.page import Page
from temoin.vocabulary import Need

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["ENDINGS", "NAME", "render"]

NAME: Final = "html"
ENDINGS: Final = (".html", ".htm")

_FOLDER = Path(__file__).parent


def render(page: Page, /, *, fragment: bool = False) -> str:
    """Write a page as HTML."""
    words = page.language.page
    return _template().render(
        page=page,
        words=words,
        columns=tuple(words.columns.values()),
        fragment=fragment,
        level=2 if fragment else 1,
        other=page.texts if page.texts and page.texts.split("-")[0] != page.language.code else "",
        exempt=Need.EXEMPT,
        style="" if fragment else (_FOLDER / "charter.css").read_text(encoding="utf-8"),
    )


@functools.cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((_FOLDER / "charter.html.j2").read_text(encoding="utf-8"))
