"""What a request says of itself: why it was sent and by whom, from Fetch Metadata, Referer and Origin.

Sources: W3C Fetch Metadata Request Headers; Fetch (Origin, CORS preflight); Referrer Policy. Where a browser
sends no Fetch Metadata (plain HTTP, old Safari) what a recording says (`RequestSeen.kind`) stands in, and
`Upgrade-Insecure-Requests: 1`, which browsers send with navigations only, says the rest.
"""

from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from temoin.events import RequestSeen

__all__ = ["Address", "Purpose", "SelfDescription", "address", "describe"]


class Purpose(StrEnum):
    """What a request is for, as far as attribution cares."""

    TOP = "top-level navigation"
    FRAME = "frame navigation"
    RELAYED = "navigation relayed by a service worker"
    UNCLEAR_NAVIGATION = "navigation, top-level or frame"
    SUBRESOURCE = "subresource"
    PREFLIGHT = "preflight"
    BACKGROUND = "the browser's own"


class Address(msgspec.Struct, frozen=True, gc=False):
    """Where a document or script lives.

    Args:
        url: without user info and fragment.
        origin: scheme, host and port.
        scheme: "https"…
        host: lower-case.
        bare: True when the URL is no more than the origin (path "/"), as a trimmed Referer is.
    """

    url: str
    origin: str
    scheme: str
    host: str
    bare: bool


class SelfDescription(msgspec.Struct, frozen=True):
    """A request's own account of itself.

    Args:
        purpose: what it is for.
        dest: Sec-Fetch-Dest, or what the recording says in its place; empty where neither does.
        mode: Sec-Fetch-Mode, or empty.
        site: Sec-Fetch-Site, or empty.
        fetch_metadata: True when the browser sent any.
        prefetch: True for a prefetch or prerender (Sec-Purpose).
        referer: the Referer, or None.
        origin: the Origin, or None where absent or "null".
        opaque_origin: True where Origin is "null".
        user_agent: as sent.
        cookies: the Cookie fields, in wire order.
    """

    purpose: Purpose
    dest: str
    mode: str
    site: str
    fetch_metadata: bool
    prefetch: bool
    referer: Address | None
    origin: Address | None
    opaque_origin: bool
    user_agent: str
    cookies: tuple[bytes, ...]


_FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def address(url: str) -> Address | None:
    """Read an http(s) or ws(s) URL from the wire.

    Args:
        url: as it stands in a header.

    Returns:
        Its address, or None where it is no such URL.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    named = f"[{host}]" if ":" in host else host
    suffix = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    origin = f"{parts.scheme}://{named}{suffix}"
    rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(origin + rest, origin, parts.scheme, host, rest == "/")


def describe(request: RequestSeen) -> SelfDescription:
    """Read what a request says of itself.

    Args:
        request: as it was seen.

    Returns:
        Its account; fields it does not send are empty.
    """
    fields: dict[bytes, bytes] = {}
    cookies: list[bytes] = []
    for name, value in request.headers:
        key = name.lower()
        if key == b"cookie":
            cookies.append(value)
        else:
            fields.setdefault(key, value)
    dest = _text(fields, b"sec-fetch-dest")
    mode = _text(fields, b"sec-fetch-mode")
    site = _text(fields, b"sec-fetch-site")
    fetch_metadata = bool(dest or mode or site)
    origin = _text(fields, b"origin")
    referer = address(_text(fields, b"referer"))
    if not dest:
        dest = request.kind
    upgrade = fields.get(b"upgrade-insecure-requests") == b"1"
    # No page can have its own request to its own origin name another's: a service worker passes on what was asked.
    relayed = upgrade or (site == "same-origin" and referer is not None and not _own(request, referer))
    return SelfDescription(
        purpose=_purpose(request, fields, dest, mode, site, upgrade, relayed, referer is None and not origin),
        dest=dest,
        mode=mode,
        site=site,
        fetch_metadata=fetch_metadata,
        prefetch=b"prefetch" in fields.get(b"sec-purpose", b"") or b"prefetch" in fields.get(b"purpose", b""),
        referer=referer,
        origin=address(origin),
        opaque_origin=origin == "null",
        user_agent=_text(fields, b"user-agent"),
        cookies=tuple(cookies),
    )


def _own(request: RequestSeen, referer: Address) -> bool:
    own = address(request.url)
    return own is not None and own.origin == referer.origin


def _text(fields: dict[bytes, bytes], name: bytes) -> str:
    value = fields.get(name)
    return value.strip().decode("utf-8", "surrogateescape") if value else ""


def _purpose(
    request: RequestSeen,
    fields: dict[bytes, bytes],
    dest: str,
    mode: str,
    site: str,
    upgrade: bool,
    relayed: bool,
    unnamed: bool,
) -> Purpose:
    if request.method == "OPTIONS" and b"access-control-request-method" in fields:
        return Purpose.PREFLIGHT
    if mode == "navigate":
        if dest == "document":
            return Purpose.TOP
        return Purpose.FRAME if dest in _FRAMES else Purpose.RELAYED
    if mode == "same-origin" and dest == "empty" and relayed:
        return Purpose.RELAYED  # as Firefox's service workers relay navigations
    if mode or site:
        return Purpose.BACKGROUND if site == "none" and dest == "empty" else Purpose.SUBRESOURCE
    if dest == "document":
        return Purpose.TOP
    if dest in _FRAMES:
        return Purpose.FRAME
    if dest:
        return Purpose.SUBRESOURCE
    if upgrade:
        return Purpose.UNCLEAR_NAVIGATION
    secure = request.scheme in ("https", "wss")
    socket = fields.get(b"upgrade", b"").lower() == b"websocket"
    return Purpose.BACKGROUND if secure and unnamed and not socket else Purpose.SUBRESOURCE
