"""Texts as words and remarks of a YAML file: nothing invisible in them, and none that means anything else."""

import re
import textwrap

from temoin.charters.wording import clean, shortened

__all__ = ["folded_text", "remark", "scalar"]

_PLAIN = re.compile(r"[^\W\d][^\x00-\x1f\x7f]*|[\d./][^\x00-\x1f\x7f]*")
"""What YAML takes as it stands, if `_BREAKS` does not stand in it (YAML 1.1, section 9.1.3)."""

_BREAKS = re.compile(r":\s|:$|\s#")
_IN_LISTS = re.compile(r"[,\[\]{}?]")
_MEANT_ELSE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", ".", ".."})
"""Words that other readers of YAML take for something else, an editor among them."""

_NUMBER = re.compile(r"[\d.][\d_.:eExXoO+-]*|\.inf|\.nan", re.I)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
"""What other readers make a date of, as it is meant."""

_WIDTH = 110
_MOST = 400


def scalar(text: str, *, listed: bool = False) -> str:
    """Write a text as one YAML word.

    Args:
        text: any text; of what cannot be seen, nothing is written.
        listed: True where it stands in a list in brackets.
    """
    word = clean(text)
    if _DATE.fullmatch(word):
        return word
    unmistaken = word.lower() not in _MEANT_ELSE and not _NUMBER.fullmatch(word)
    broken = _BREAKS.search(word) or (listed and _IN_LISTS.search(word))
    if _PLAIN.fullmatch(word) and unmistaken and not broken:
        return word
    return "'" + word.replace("'", "''") + "'"


def folded_text(text: str, indent: int) -> str:
    """Write a long text as a folded block, which reads back as one line; a short one as a word.

    Args:
        text: any text.
        indent: of the lines.
    """
    word = clean(text)
    if len(word) + indent <= _WIDTH - 12:
        return scalar(word)
    margin = " " * indent
    return ">-\n" + "\n".join(margin + line for line in _wrapped(word, _WIDTH - indent))


def remark(text: str, indent: int = 0) -> str:
    """Write a text as a remark, of several lines where it is long.

    Args:
        text: any text.
        indent: of the lines.
    """
    margin = " " * indent
    return "\n".join(
        f"{margin}# {line}".rstrip() for line in _wrapped(shortened(text, _MOST), _WIDTH - indent - 2)
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
