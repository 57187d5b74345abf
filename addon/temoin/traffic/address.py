"""Where a request went: URLs and authorities, taken apart so that any text gives an answer.

Own code, since `urllib.parse` repairs (it drops tabs and newlines), refuses (brackets, ports) and normalises
(NFKC), each where a witness must not. User info and fragments end here: neither is ever sent (RFC 9110 4.2.4,
RFC 3986 3.5).
"""

import re
from functools import lru_cache

import msgspec

__all__ = ["OWN_HOSTS", "Address", "NotWeb", "authority", "default_port", "split_url"]

OWN_HOSTS = frozenset({"mitm.it", "temoin.test"})
"""mitmproxy's page and Témoin's own: never judged."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#\\]*)([^#]*))?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s\x00-\x20\x7f:/?#@\\\[\]]+))(?::([0-9]{0,5}))?")
_LONGEST_REMEMBERED = 300
_WEB = frozenset({"http", "https", "ws", "wss"})


class Address(msgspec.Struct, frozen=True, gc=False):
    """The target of a request.

    Args:
        scheme: "http", "https", "ws" or "wss".
        host: lower case, without port or brackets.
        port: TCP port.
        path: path and query, beginning with "/".
    """

    scheme: str
    host: str
    port: int
    path: str


class NotWeb(ValueError):  # noqa: N818 (an answer, not an error of the program)
    """A URL of a scheme that is no web's: data:, blob:, chrome-extension: and their like."""


def default_port(scheme: str) -> int:
    """The port that a URL of this scheme leaves out (RFC 9110 4.2, RFC 6455 3)."""
    return 443 if scheme in ("https", "wss") else 80


def authority(text: str) -> tuple[str, int | None] | None:
    """Take apart a Host header or an `:authority` (RFC 3986 3.2).

    Args:
        text: as sent; user info is no part of it.

    Returns:
        The host in lower case without brackets, and the port if it is named; None where it is no authority.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _split(text)


def _split(text: str) -> tuple[str, int | None] | None:
    match = _AUTHORITY.fullmatch(text)
    if match is None:
        return None
    port = int(match[3]) if match[3] else None
    if port is not None and port > 65535:
        return None
    return (match[1] or match[2]).lower(), port


_remembered = lru_cache(4_096)(_split)


def split_url(url: str) -> Address:
    """Take apart an absolute URL.

    Args:
        url: as a HAR has it.

    Raises:
        NotWeb: it is of another scheme.
        ValueError: it is no URL.
    """
    match = _URL.match(url.strip())
    if match is None:
        raise ValueError("no URL")
    scheme = match[1].lower()
    if scheme not in _WEB:
        raise NotWeb(scheme)
    split = authority((match[2] or "").rpartition("@")[2])
    if split is None:
        raise ValueError("no authority")
    host, port = split
    path = match[3]
    return Address(
        scheme,
        host,
        default_port(scheme) if port is None else port,
        path if path.startswith("/") else f"/{path}",
    )
