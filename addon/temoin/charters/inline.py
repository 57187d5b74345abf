"""A run of Markdown as a reader sees it, and as its author spelled it.

Cookies' names are made of the signs that Markdown takes for emphasis: `_ga_<ID>`, `_pk_id.*, _pk_ses.*` lose half
of themselves in a renderer. So emphasis is not left to the parser: prose loses its marks, a name keeps every sign.
"""

import re
from collections.abc import Sequence

import msgspec
from markdown_it.token import Token

from temoin.consent.names import word_set

__all__ = ["Run", "run_of"]

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_DROPPED = word_set(
    "a abbr b bdi bdo cite code del em font i ins kbd mark nobr q s samp small span strong u wbr"
)
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol"})
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_]{1,400}?)(?<=[^\s_])_(?![\w_])"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")

_KEPT = {"*": "\ue000", "_": "\ue001", "[": "\ue002"}
"""Signs that are escaped or stand in code, put aside while the others are read as marks."""

_GIVEN_BACK = str.maketrans({kept: sign for sign, kept in _KEPT.items()})


class Run(msgspec.Struct, frozen=True):
    r"""A run of Markdown.

    Args:
        text: as a reader sees it, lines parted by "\n".
        spelled: with every sign of its author's, but for bold type; escapes undone.
        lead: what is set apart at its front, by bold type or code; empty where nothing is.
        coded: True where that is code.
        bold: True where all of it is bold.
    """

    text: str
    spelled: str
    lead: str = ""
    coded: bool = False
    bold: bool = False


def run_of(tokens: Sequence[Token]) -> Run:
    """Read the inline tokens of a paragraph, a cell or an item.

    Args:
        tokens: as markdown-it gives them with emphasis left alone.
    """
    raised = False
    parts: list[str] = []
    lead = ""
    coded = False
    for token in tokens:
        match token.type:
            case "code_inline":
                if not "".join(parts).strip(" *_"):
                    lead, coded = token.content, True
                parts.append(_aside(token.content))
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "text_special":
                parts.append(_aside(token.content))
            case "html_inline":
                tag = _TAG.fullmatch(token.content)
                name = tag[2].lower() if tag else ""
                if name == "sup" and tag:
                    raised = not tag[1]
                elif name in _BREAKS:
                    parts.append("\n")
                elif name not in _DROPPED and not token.content.startswith("<!--"):
                    parts.append(token.content)
            case "text" if raised and re.fullmatch(r"\s*[\[(]?[\d*†]{1,3}[\])]?\s*", token.content):
                pass
            case "text" | "image":
                parts.append(token.content)
            case _:
                pass
    marked = _FOOTNOTE.sub("", "".join(parts))
    bold = _STRONG.match(marked.strip())
    whole = bold is not None and bold.end() == len(marked.strip())
    if bold is not None and not lead:
        lead = bold[2].strip()
    unbold = _STRONG.sub(r"\2", marked)
    return Run(
        text=_EMPHASIS.sub(lambda found: found[1] or found[2], unbold).translate(_GIVEN_BACK),
        spelled=unbold.translate(_GIVEN_BACK),
        lead=lead.translate(_GIVEN_BACK),
        coded=coded,
        bold=whole,
    )


def _aside(text: str) -> str:
    return "".join(_KEPT.get(sign, sign) for sign in text)
