"""How names and URLs are shown: valid Unicode, shortened, and without what may be a credential.

A URL keeps no user info, no fragment, and of its query only the names: values there hold credentials too.
Escaping is left to each view, which knows where it writes.
"""

import re

import msgspec

__all__ = ["KeptUrl", "kept_url", "shorten", "shown_name", "shown_url", "valid"]

_NAME_LIMIT = 120
_PATH_LIMIT = 300
_QUERY_LIMIT = 12
_SHORT = 300
"""Characters up to which a path is kept as it was sent."""

_LONE = re.compile("[\ud800-\udfff]")


def valid(text: str) -> str:
    r"""Make wire text valid Unicode: a byte that was not UTF-8 becomes its escape ("\xff").

    Args:
        text: as decoded with surrogateescape.
    """
    if text.isascii():
        return text
    return _LONE.sub(
        lambda m: f"\\x{ord(m[0]) - 0xDC00:02x}" if ord(m[0]) >= 0xDC80 else f"\\u{ord(m[0]):04x}", text
    )


def shorten(text: str, limit: int) -> str:
    """Cut a long text in the middle, and say how long it was.

    Args:
        text: any text.
        limit: how many characters may stay.
    """
    if len(text) <= limit:
        return text
    head, tail = limit * 2 // 3, limit // 4
    return f"{text[:head]}…{text[-tail:]} ({len(text)} characters)"


def shown_name(name: str) -> str:
    """A cookie's name as it may be shown.

    Args:
        name: from the wire, whole.
    """
    return valid(shorten(name, _NAME_LIMIT))


def shown_url(origin: str, path: str) -> str:
    """A URL as it may be shown.

    Args:
        origin: scheme, host and port.
        path: path and query, as sent.
    """
    bare, _, query = path.partition("?")
    bare = bare.partition("#")[0]
    shown = valid(shorten(origin, _PATH_LIMIT)) + valid(shorten(bare, _PATH_LIMIT))
    if not query:
        return shown
    pieces = re.split("[&;]", query[:20_000].partition("#")[0], maxsplit=_QUERY_LIMIT)
    names = [_query_name(piece) for piece in pieces[:_QUERY_LIMIT] if piece]
    if len(pieces) > _QUERY_LIMIT:
        names.append("…")
    return shown + "?" + "&".join(names)


class KeptUrl(msgspec.Struct, frozen=True, gc=False):
    """A URL that may have to be shown: most never are, so the work of it waits until one is.

    Args:
        origin: scheme, host and port.
        path: path and query, as sent; empty where `text` stands for both.
        text: as it may be shown, where it is already known.
    """

    origin: str
    path: str
    text: str = ""

    @property
    def shown(self) -> str:
        """The URL as it may be shown."""
        return self.text or shown_url(self.origin, self.path)


def kept_url(origin: str, path: str) -> KeptUrl:
    """Keep a URL, a long one as it may be shown.

    Args:
        origin: scheme, host and port.
        path: path and query, as sent.
    """
    if len(path) + len(origin) <= _SHORT:
        return KeptUrl(origin, path)
    return KeptUrl("", "", shown_url(origin, path))


def _query_name(piece: str) -> str:
    name, equals, _ = piece.partition("=")
    if not equals:
        return "…"  # a bare piece may be a token
    return valid(shorten(name, 40)) + "=…"
