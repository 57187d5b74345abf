"""How a value is wrapped on its way through a cookie: as it is, between quotes, or URL-encoded once.

Cookie values may hold no space, comma, semicolon or quote (RFC 6265bis, section 4.1.1), so whoever writes
JSON there wraps it: scripts by `encodeURIComponent`, PHP by `urlencode`, Django and other Python servers by
`http.cookies`, which puts the whole between quotes and writes such characters as octal escapes.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from temoin.consent.choice import Reading, Unreadable

__all__ = ["read_wrapped"]

_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_QUOTED_PAIR = re.compile(r"\\(?:([0-3][0-7]{2})|(.))", re.DOTALL)
_STRUCTURE = re.compile(r"[]\[{}\"=:,&|]")


def read_wrapped(value: str, read: Callable[[str], Reading]) -> Reading:
    """Read a value under each wrapping that it may have, the plainest first.

    Args:
        value: from the wire, not empty.
        read: reads it with the wrapping taken off.

    Returns:
        The first choice found, or that there is none yet; else why the innermost text is neither.
    """
    bare = _unquoted(value)
    decoded = _url_decoded(bare)
    texts = [value, bare]
    if decoded is not None:
        texts += [decoded, _url_decoded(bare.replace("+", " ")) or decoded]
    found: Reading = Unreadable("it is empty")
    for text in dict.fromkeys(texts):
        found = read(text)
        if not isinstance(found, Unreadable):
            return found
    if _ESCAPE.search(bare) and decoded is None:
        return Unreadable("its URL-encoding is cut short or broken")
    if decoded is not None and _ESCAPE.search(decoded) and not _STRUCTURE.search(decoded):
        return Unreadable("it is URL-encoded more than once")
    return found


def _unquoted(value: str) -> str:
    if len(value) < 2 or not value.startswith('"') or not value.endswith('"'):
        return value
    return _QUOTED_PAIR.sub(lambda pair: chr(int(pair[1], 8)) if pair[1] else pair[2], value[1:-1])


def _url_decoded(text: str) -> str | None:
    """The text with its escapes taken back once; None where it has none, or where they are broken."""
    if not _ESCAPE.search(text) or _BROKEN_ESCAPE.search(text):
        return None
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeError:
        return None
