"""Text from the wire made safe to show: nothing invisible, nothing that moves a cursor, nothing endless.

A cookie's name is chosen by whoever the report is about, so it may hold an escape sequence that wipes the
screen, an override that turns a host name around, or a megabyte of accents on one letter. Every view shows
such text through `printable`; the JSON document, where text must stay what it was, through `json_safe`.
"""

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["json_safe", "printable"]

_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""What `str.isprintable` lets through and no eye sees (Unicode's Default_Ignorable_Code_Point, the blank)."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

_IN_ASCII = {
    "…": "...",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "→": "->",
    "·": ".",
    "×": "x",
}
"""The signs our own sentences use, where the terminal knows ASCII alone."""

_MARKS_KEPT = 4
"""How many combining marks a letter keeps: more than any living script stacks, too few to paint a screen."""

_VERY_LONG = 1000
_ROOM_FOR_LENGTH = 48


def printable(text: str, limit: int, *, ascii_only: bool = False) -> str:
    r"""Show text of unknown origin on one line, in a bounded room.

    Letters of every script stay. Controls, format characters (bidi overrides, zero-width ones), separators
    other than the space, surrogates, private and unassigned characters are written as escapes (`\x1b`,
    `\u202e`); a backslash stays as it is, so an escape shows what to look at, and is no encoding. What is
    too long loses its middle to "…", and above a thousand characters its length is told there. The work
    done grows with `limit`, never with the text beyond that.

    Args:
        text: what to show.
        limit: the most terminal cells the result may take, at least 1.
        ascii_only: write everything outside ASCII as an escape too.

    Returns:
        One line of at most `limit` cells.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    reach = (limit + 1) * (_MARKS_KEPT + 1)
    whole = len(text) <= 2 * reach
    head = list(_clusters(text if whole else text[:reach], ascii_only))
    if whole and sum(width for _, width in head) <= limit:
        return "".join(cluster for cluster, _ in head)
    tail = head if whole else list(_clusters(text[-reach:], ascii_only))
    gap = "..." if ascii_only else "…"
    if len(text) > _VERY_LONG and limit >= _ROOM_FOR_LENGTH:
        gap = f"{gap}({len(text):,} characters){gap}"
    if limit <= len(gap):
        return gap[:limit]
    room = limit - len(gap)
    at_end = room // 3
    return _fitting(head, room - at_end) + gap + _fitting(tail[::-1], at_end, backwards=True)


def json_safe(data: bytes) -> bytes:
    r"""Rewrite a JSON text so that every character a reader cannot see is a `\u` escape.

    Args:
        data: a JSON text in UTF-8, as msgspec encodes it.

    Returns:
        The same document, to any parser; safe to print to a terminal.
    """
    text = data.decode("utf-8", "surrogatepass")
    return _BEYOND_ASCII.sub(_escape_unseen, text).encode()


_BEYOND_ASCII = re.compile("[^\\x00-\\x7e]+")
"""The runs `json_safe` looks at: below U+007F only strings could hold harm, and there JSON escapes it."""


def _escape_unseen(run: re.Match[str]) -> str:
    text = run.group()
    if text.isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return "".join(char if _is_seen(char) else _json_escape(char) for char in text)


def _json_escape(char: str) -> str:
    code = ord(char)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _is_seen(char: str) -> bool:
    return char.isprintable() and char not in _INVISIBLE


def _clusters(text: str, ascii_only: bool) -> Iterator[tuple[str, int]]:
    """Split text into what is shown as one: (a letter with its marks or an escape, its width in cells)."""
    held, held_width, marks = "", 0, _MARKS_KEPT
    for char in text:
        if not char.isascii() and not ascii_only and marks < _MARKS_KEPT and _is_mark(char):
            held += char
            held_width += unicodedata.category(char) == "Mc"
            marks += 1
            continue
        if held:
            yield held, held_width
        held, held_width, marks = _shown(char, ascii_only)
    if held:
        yield held, held_width


def _shown(char: str, ascii_only: bool) -> tuple[str, int, int]:
    """Say how one character is shown, how wide that is, and how many marks count as on it already."""
    if " " <= char <= "~":
        return char, 1, 0
    if ascii_only:
        escape = _IN_ASCII.get(char) or _escape(char)
        return escape, len(escape), _MARKS_KEPT
    # A mark that comes here has no letter to sit on, or one that carries enough.
    if not _is_seen(char) or unicodedata.category(char).startswith("M"):
        escape = _escape(char)
        return escape, len(escape), _MARKS_KEPT
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1, 0


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M") and _is_seen(char)


def _escape(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _fitting(clusters: list[tuple[str, int]], room: int, *, backwards: bool = False) -> str:
    """Take clusters while they fit into `room` cells; given in reverse, put them in order again."""
    taken: list[str] = []
    for cluster, width in clusters:
        if width > room:
            break
        room -= width
        taken.append(cluster)
    return "".join(reversed(taken) if backwards else taken)
