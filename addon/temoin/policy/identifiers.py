"""Names of cookies that hold an identifier, as the pattern that a policy should declare.

A site's or a visitor's identifier is often part of a cookie's name: `_ga_ABC123`, `_pk_id.1.a3f4`. Such a name
declares one site, or one visit, and no other. Which part is one is a guess by its looks; where a table of known
cookies has the pattern, that is taken.
"""

import re

from temoin.hints import hint_of

__all__ = ["pattern_of"]

_LONGEST = 256
_FEWEST_FIXED = 3
"""Letters and digits that a pattern must keep: with fewer it would declare cookies that nobody has seen."""

_LEAST_UPPER = 6
"""Capitals in a row that are no word: "ASPSESSIONIDQQABCDEF"."""

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_SEGMENT = re.compile(r"[A-Za-z0-9]+")
_GLUED = re.compile(r"(?:[0-9a-f]{16,}|[0-9A-F]{16,}|[0-9]{6,})$")
_RUN = re.compile(r"\*(?:[^A-Za-z0-9*]{0,2}\*)+")
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")


def pattern_of(name: str) -> str:
    """Turn the identifier-like parts of a cookie's name into `*`.

    Args:
        name: as it was seen.

    Returns:
        A pattern that the name fits; the name itself where nothing in it looks like an identifier, or next to
        nothing would be left.
    """
    if "*" in name or len(name) > _LONGEST:
        return name
    known = _known(name)
    if known:
        return known
    pattern = _SEGMENT.sub(lambda found: _segment(found[0]), _UUID.sub("*", name))
    pattern = _RUN.sub("*", pattern)
    return pattern if sum(char.isalnum() for char in pattern) >= _FEWEST_FIXED else name


def _known(name: str) -> str:
    """The pattern by which a table knows a name, the separator after its beginning kept; empty where none does."""
    hint = hint_of(name, "")
    if hint is None or not hint.pattern.endswith("*"):
        return ""
    head = hint.pattern[:-1]
    rest = name[len(head) :]
    if not any(char.isdigit() for char in rest) and not (rest.isupper() and len(rest) >= _LEAST_UPPER):
        return ""
    separator = rest[0] if not rest[0].isalnum() and not head.endswith(rest[0]) else ""
    return f"{head}{separator}*"


def _segment(text: str) -> str:
    glued = _GLUED.search(text)
    if glued is not None and glued.start():
        return f"{text[: glued.start()]}*"
    return "*" if _is_identifier(text) else text


def _is_identifier(text: str) -> bool:
    """Whether a run of letters and digits looks made by a machine and not by a person."""
    if text.isdigit():
        return len(text) >= 4
    if not any(char.isdigit() for char in text):
        return False
    changes = len(_CHANGE.findall(text))
    if changes >= 3 and len(text) >= 4:  # "a3f4", "3Xk9"
        return True
    mixed_case = any(char.isupper() for char in text)
    return len(text) >= 6 and (changes >= 2 or (mixed_case and text.isupper() and changes >= 1))
