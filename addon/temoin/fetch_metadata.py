"""What a request says of itself: why it was sent and by whom, from Fetch Metadata, Referer and Origin.

Sources: W3C Fetch Metadata Request Headers; Fetch (Origin, CORS preflight); Referrer Policy. Where a browser
sends no Fetch Metadata (plain HTTP, old Safari) what a recording says (`RequestSeen.kind`) stands in, and
`Upgrade-Insecure-Requests: 1`, which browsers send with navigations only, says the rest.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Final
from urllib.parse import urlsplit

import msgspec

from temoin.events import Headers, RequestSeen

__all__ = ["Address", "Purpose", "SelfDescription", "address", "describe", "is_plain", "target_of"]

MEMORY: Final = 4_096
"""How many accounts, addresses and names of fields are remembered each: pages say the same for all they ask for."""

_LONGEST: Final = 2_048
"""Characters of what is remembered; what is longer is read anew each time."""


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


class SelfDescription(msgspec.Struct, frozen=True, gc=False):
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
        cookies: True where it carries any Cookie field.
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
    cookies: bool


_FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


_URL = re.compile(
    r"(https?|wss?)://([a-z0-9._-]+)(?::([0-9]{1,5}))?(/[^\t\r\n?#]*)?(?:\?([^\t\r\n#]*))?(?:#[^\t\r\n]*)?"
)
"""A URL that needs no repair; `urllib` knows what to do with the others, and takes five times as long."""

_HOST = re.compile(r"[a-z0-9._-]+")


def address(url: str) -> Address | None:
    """Read an http(s) or ws(s) URL from the wire.

    Args:
        url: as it stands in a header.

    Returns:
        Its address, or None where it is no such URL.
    """
    return _remembered(url) if len(url) <= _LONGEST else _address(url)


def is_plain(url: str) -> bool:
    """Tell whether a URL is whole and needs no repair, so that it is the same from wherever it is named.

    Args:
        url: as it stands in a header.
    """
    return len(url) <= _LONGEST and _URL.fullmatch(url) is not None


def target_of(request: RequestSeen) -> Address | None:
    """Where a request goes, as `address` reads its URL.

    Args:
        request: any.
    """
    scheme, host, path = request.scheme, request.host, request.path
    origin = _origin(scheme, host, request.port)
    # Tabs, line ends and fragments are on no wire, and are taken out where they are; an empty query is none.
    if (
        origin
        and path[:1] == "/"
        and path[-1] != "?"
        and "#" not in path
        and "\t" not in path
        and "\n" not in path
        and "\r" not in path
    ):
        return Address(origin + path, origin, scheme, host, path == "/")
    return address(request.url)


@lru_cache(MEMORY)
def _origin(scheme: str, host: str, port: int) -> str:
    """An origin that needs no repair, or nothing."""
    if scheme not in _DEFAULT_PORTS or len(host) > _LONGEST or not _HOST.fullmatch(host):
        return ""
    found = _address(f"{scheme}://{host}:{port}/")
    return found.origin if found else ""


def _address(url: str) -> Address | None:
    plain = _URL.fullmatch(url)
    if plain is None:
        return _repaired(url)
    scheme, host, port, path, query = plain.groups()
    number = None if port is None else int(port)
    if number is not None and number > 65_535:
        return None
    suffix = "" if number is None or number == _DEFAULT_PORTS[scheme] else f":{number}"
    origin = f"{scheme}://{host}{suffix}"
    rest = (path or "/") + (f"?{query}" if query else "")
    return Address(origin + rest, origin, scheme, host, rest == "/")


_remembered = lru_cache(MEMORY)(_address)


def _repaired(url: str) -> Address | None:
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


_TOLD = frozenset(
    {
        b"access-control-request-method", b"origin", b"purpose", b"referer", b"sec-fetch-dest", b"sec-fetch-mode",
        b"sec-fetch-site", b"sec-purpose", b"upgrade", b"upgrade-insecure-requests", b"user-agent",
    }
)  # fmt: skip
"""The fields that an account is made of, beside cookies."""


class _Parts(msgspec.Struct, frozen=True, gc=False):
    """Where the parts of an account stand among the fields of a request, whose names are always the same.

    Args:
        told: takes out the fields that an account is made of.
        cookies: the places of the Cookie fields.
    """

    told: Callable[[Headers], Headers]
    cookies: tuple[int, ...]


_parts: dict[tuple[bytes, ...], _Parts] = {}
_accounts: dict[tuple[object, ...], SelfDescription] = {}


def describe(request: RequestSeen) -> tuple[SelfDescription, list[bytes]]:
    """Read what a request says of itself.

    Args:
        request: as it was seen.

    Returns:
        Its account, the fields of which are empty where it does not send them, and its Cookie fields in wire order.
    """
    headers = request.headers
    names = tuple([name for name, _ in headers])
    parts = _parts.get(names) or _parts_of(names)
    told, cookies = parts.told(headers), parts.cookies
    key = (request.scheme, request.host, request.port, request.method, request.kind, cookies != (), told)
    account = _accounts.get(key)
    if account is None:
        account = _described(request, told, cookies=cookies != ())
        if sum(len(value) for _, value in told) + len(request.host) + len(request.method) <= _LONGEST:
            if len(_accounts) >= MEMORY:
                _accounts.clear()
            _accounts[key] = account
    return account, [headers[place][1] for place in cookies]


def _parts_of(names: tuple[bytes, ...]) -> _Parts:
    lower = [name.lower() for name in names]
    told = [place for place, name in enumerate(lower) if name in _TOLD]
    cookies = tuple(place for place, name in enumerate(lower) if name == b"cookie")
    found = _Parts(_taking(told), cookies)
    if sum(map(len, names)) <= _LONGEST:
        if len(_parts) >= MEMORY:
            _parts.clear()
        _parts[names] = found
    return found


def _taking(places: list[int]) -> Callable[[Headers], Headers]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda headers: tuple(headers[place] for place in places)


def _described(request: RequestSeen, told: Headers, *, cookies: bool) -> SelfDescription:
    fields: dict[bytes, bytes] = {}
    for name, value in told:
        fields.setdefault(name.lower(), value)
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
        cookies=cookies,
    )


def _own(request: RequestSeen, referer: Address) -> bool:
    own = target_of(request)
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
