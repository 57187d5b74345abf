"""The templates' environment: everything that a template prints is escaped, and first made visible.

Text from the wire is the rule here, not the exception: whatever a template prints goes through `printable`, then
through HTML escaping. Only what is marked as markup does not: the style sheet, the scripts, the data.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from temoin.views.html.points import GROUPS
from temoin.views.html.shown import mark_kind
from temoin.views.html.wording import Noun, Wording
from temoin.views.printable import printable
from temoin.views.screen.marks import OUTCOMES, STATES, VERDICTS, mark_of
from temoin.vocabulary import Level, Party, Verdict, Way

__all__ = ["environment"]

_LONGEST = 2_000
"""Characters that anything may take; what may be long is shortened to less where it stands."""

_SPACES = re.compile("([\u00a0\u202f])")
"""The spaces that French sets before its signs. Text from the wire has none left, once it is shortened."""

_USUAL_EM = 0.72
_EM = dict.fromkeys("mwMW@%", 1.1) | dict.fromkeys("fijlrt.,:;'|!()[]-1", 0.45)
"""How wide a letter is at most, bold, in its size; the fonts that a reader has differ."""

_NAME, _URL, _TEXT = 140, 480, 1_200


@cache
def environment(wording: Wording) -> Environment:
    """The templates in a language.

    Args:
        wording: the language.
    """
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "counted": wording.counted,
        "number": wording.number,
        "name": lambda text: _shortened(text, _NAME),
        "url": lambda text: _shortened(text, _URL),
        "text": lambda text: _shortened(text, _TEXT),
        "brief": _shortened,
        "fitted": _fitted,
        "code": _code,
    }
    made.globals |= {
        "t": wording,
        "Noun": Noun,
        "Level": Level,
        "Party": Party,
        "Verdict": Verdict,
        "Way": Way,
        "verdict_marks": VERDICTS,
        "state_marks": {state: stage.mark for state, stage in STATES.items()},
        "outcome_marks": OUTCOMES,
        "groups": GROUPS,
        "kind_of": lambda finding: mark_kind(finding)[1],
        "mark_of": mark_of,
    }
    return made


def _visible(value: Any) -> Any:
    """Make what a template prints safe to look at; numbers and markup are so already."""
    if isinstance(value, Markup):
        return value
    text = "" if value is None else str(value)
    if text.isascii():
        return printable(text, _LONGEST)
    parts = _SPACES.split(text)
    return "".join(part if _SPACES.match(part) else printable(part, _LONGEST) for part in parts)


def _fitted(text: str, room: int, size: float) -> Markup:
    """What keeps a text of a drawing within its room, where its letters are so wide that it might not be.

    Args:
        text: as it is shown.
        room: the drawing's units that it may take.
        size: of its letters, in the same.
    """
    wide = sum(_EM.get(sign, _USUAL_EM if sign.isascii() else 1.0) for sign in text) * size
    return Markup(f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if wide > room else "")  # noqa: S704


def _shortened(text: str, limit: int) -> str:
    return printable(text, limit)


def _code(text: str) -> Markup:
    """Set what stands between backquotes as code. The text is ours, and escaped all the same."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )
