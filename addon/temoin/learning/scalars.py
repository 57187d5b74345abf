"""Text from the wire as words and comments of a YAML file: one line, nothing invisible, nothing that means more."""

import re

from temoin.views.printable import printable

__all__ = ["comment", "scalar"]

_PLAIN = re.compile(r"[A-Za-z_/.][A-Za-z0-9_/.@*-]*")
_MEANT_ELSE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that other readers of YAML take for something else, an editor among them."""

_MOST = 400


def scalar(text: str) -> str:
    """Write a text as one YAML word.

    Args:
        text: any text but lone surrogates, which YAML cannot hold.

    Returns:
        The text as it is where it is plain; else in quotes, what no reader can see as escapes.
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _MEANT_ELSE:
        return text
    if text.isascii() and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def comment(text: str) -> str:
    """Write a text as a comment of one line.

    Args:
        text: any text.
    """
    return f"# {printable(text, _MOST)}"


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if (char.isascii() and char.isprintable()) or char.isalnum():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
