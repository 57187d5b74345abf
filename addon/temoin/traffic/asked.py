"""What a proxy saw of a request, as the browser meant it: shared by flow files and the live proxy.

Which host a request went to is what the browser calls it: the Host header or, in HTTP/2 and 3, the
`:authority` (mitmproxy's `pretty_host`). Where mitmproxy sent it, which in transparent and reverse modes is an
address or another name, counts only where the request names none.
"""

from temoin.events import Headers
from temoin.traffic.address import authority, default_port

__all__ = ["LAST_TIME", "SCHEMES", "first", "kind_of", "origin_form", "target"]

SCHEMES = frozenset({"http", "https", "ws", "wss"})

LAST_TIME = 253_402_300_799.0
"""The end of the year 9999; what lies beyond is no time of a flow."""


def target(
    headers: Headers, version: str, scheme: str, *, named: str, sent_to: tuple[str, int]
) -> tuple[str, int]:
    """The host and port that the browser asked for.

    Args:
        headers: the request's.
        version: "HTTP/1.1", "HTTP/2.0"…
        scheme: of the request.
        named: the `:authority`; empty for none.
        sent_to: where the proxy sent it.

    Returns:
        The host in lower case without brackets, and the port.
    """
    name = named if version.startswith(("HTTP/2", "HTTP/3")) else ""
    split = authority(name or first(headers, b"host").decode("utf-8", "surrogateescape"))
    if split is None:
        return sent_to[0].lower().strip("[]"), sent_to[1]
    host, port = split
    return host, default_port(scheme) if port is None else port


def origin_form(path: str) -> str:
    """A request's target as a path (RFC 9110 7.1).

    Args:
        path: as sent. The asterisk form has no path; what else begins otherwise was sent by no browser.
    """
    if path.startswith("/"):
        return path
    return "/" if path == "*" else f"/{path}"


def kind_of(headers: Headers) -> str:
    """What a request says it is for where it sends no Fetch Metadata.

    Args:
        headers: the request's.

    Returns:
        "websocket" for a handshake (RFC 6455 4.1), else empty.
    """
    if first(headers, b"upgrade").strip().lower() != b"websocket" or first(headers, b"sec-fetch-dest"):
        return ""
    return "websocket"


def first(headers: Headers, name: bytes) -> bytes:
    """The first field of a name, as sent; empty where there is none.

    Args:
        headers: of a message.
        name: lower case.
    """
    size = len(name)
    for key, value in headers:
        if len(key) == size and key.lower() == name:
            return value
    return b""
