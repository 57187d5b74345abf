"""Text as charters hold it: made clean for a policy, made plain for comparing.

Whoever copies a cell from a page gets soft hyphens, zero-width spaces, no-break spaces and typographic quotes
with it. What cannot be seen is left out; what can be seen stays as published, and is levelled only to compare.
"""

import re
import unicodedata

__all__ = ["clean", "clean_lines", "plain", "shortened", "slug"]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
"""Controls, soft hyphens, zero-width spaces, marks of direction, variation selectors, what is nobody's."""

_LEVEL = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼ´`′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "œ": "oe",
        "æ": "ae",
        "…": "...",
    }
)
_LONGEST_SLUG = 40


def clean(text: str) -> str:
    """A text on one line, with nothing in it that cannot be seen.

    Args:
        text: any text.
    """
    return " ".join(_UNSEEN.sub("", text).split())


def clean_lines(text: str) -> str:
    r"""A text without what cannot be seen, its lines kept and parted by "\n".

    Args:
        text: any text.
    """
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """A text levelled for comparing: one line, lower case, no accents, plain quotes and hyphens.

    Args:
        text: any text.
    """
    levelled = clean(text)
    if not levelled.isascii():
        levelled = unicodedata.normalize("NFKD", levelled.casefold().translate(_LEVEL))
        levelled = " ".join("".join(c for c in levelled if not unicodedata.combining(c)).split())
    return levelled.lower().replace("`", "'")


def slug(text: str) -> str:
    """An id made of a title: letters and digits, joined with hyphens, what is in brackets left out.

    Args:
        text: a title.

    Returns:
        The id, or empty where the title has no letter or digit of the Latin alphabet.
    """
    words = plain(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text[:400])) or plain(text[:400])
    joined = "-".join(re.findall("[a-z0-9]+", words.replace("'", "")))
    if len(joined) <= _LONGEST_SLUG:
        return joined
    return joined[: _LONGEST_SLUG + 1].rpartition("-")[0] or joined[:_LONGEST_SLUG]


def shortened(text: str, limit: int = 80) -> str:
    """A text as a remark quotes it: on one line, cut where it is long.

    Args:
        text: any text.
        limit: how many characters may stay.
    """
    one_line = clean(text)
    return one_line if len(one_line) <= limit else one_line[: limit - 1].rstrip() + "…"
