"""A HAR's headers as the fields that crossed, one pair a cookie header.

Writers fold what must not be folded. Chromium joins several Set-Cookie with a newline. Safari joins them with
a comma and a space, which may also be part of a value or of a date; it is taken for a join where a name and
"=" follow at once. Where a message has no cookie header at all but the writer lists its cookies (`cookies`),
headers are made from the list.
"""

import re
from datetime import UTC, datetime

from temoin.events import Headers
from temoin.traffic.har.schema import Cookie, Pair
from temoin.traffic.har.times import parse_moment

__all__ = ["FOLDED", "bears_cookies", "header_fields", "rebuilt_cookie", "rebuilt_set_cookie", "wire"]

_MOST, _LONGEST = 4_096, 400
_known: dict[tuple[str, str], tuple[bytes, bytes]] = {}
"""Fields that are remembered, so that what every message says is held once; then all are forgotten."""

_COOKIE_NAMES = (b"cookie", b"set-cookie")
FOLDED = re.compile(rb", (?=[^\s,;=\"(){}\[\]<>@:?/\\]+=)")
"""Where Safari joined two Set-Cookie."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def wire(text: str) -> bytes:
    """The bytes that a HAR's text stands for.

    A byte that was no UTF-8 comes back as it was: mitmproxy writes it as a lone surrogate, as Python does.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def header_fields(pairs: list[Pair] | None, *, folded: bool) -> Headers:
    """The header fields of a message, HTTP/2's pseudo-headers left out.

    Args:
        pairs: as the HAR has them.
        folded: True where the writer joins Set-Cookie with commas.
    """
    fields: list[tuple[bytes, bytes]] = []
    for pair in pairs or ():
        told = (pair.name or "", pair.value or "")
        known = _known.get(told)
        if known is not None:
            fields.append(known)
            continue
        name, value = wire(told[0]), wire(told[1])
        if not name or name.startswith(b":"):
            continue
        lower = name.lower()
        if lower not in _COOKIE_NAMES:
            field = (name, value)
            fields.append(field)
            if len(name) + len(value) <= _LONGEST:
                if len(_known) >= _MOST:
                    _known.clear()
                _known[told] = field
            continue
        for line in value.split(b"\n"):
            parts = FOLDED.split(line) if folded and lower == b"set-cookie" else [line]
            fields += [(name, part.rstrip(b"\r")) for part in parts]
    return tuple(fields)


def bears_cookies(headers: Headers) -> bool:
    """Whether a message has a cookie header, empty or not."""
    return any(name.lower() in _COOKIE_NAMES for name, _ in headers)


def rebuilt_cookie(cookies: list[Cookie]) -> Headers:
    """A Cookie header made from a list of cookies (RFC 6265bis 4.2.1)."""
    pairs = b"; ".join(wire(f"{cookie.name or ''}={cookie.value or ''}") for cookie in cookies)
    return ((b"Cookie", pairs),) if cookies else ()


def rebuilt_set_cookie(cookies: list[Cookie]) -> Headers:
    """Set-Cookie headers made from a list of cookies, with such attributes as it has (RFC 6265bis 4.1.1)."""
    return tuple((b"Set-Cookie", wire(_set_cookie(cookie))) for cookie in cookies)


def _set_cookie(cookie: Cookie) -> str:
    parts = [f"{cookie.name or ''}={cookie.value or ''}"]
    if expires := _expires(cookie.expires):
        parts.append(f"Expires={expires}")
    if cookie.domain:
        parts.append(f"Domain={cookie.domain}")
    if cookie.path:
        parts.append(f"Path={cookie.path}")
    if cookie.secure:
        parts.append("Secure")
    if cookie.http_only:
        parts.append("HttpOnly")
    if cookie.same_site:
        parts.append(f"SameSite={cookie.same_site}")
    return "; ".join(parts)


def _expires(moment: str | float | None) -> str:
    """An HTTP date (RFC 9110 5.6.7) out of HAR's ISO 8601; empty for a session cookie."""
    if not isinstance(moment, str) or not moment.strip():
        return ""
    try:
        at = datetime.fromtimestamp(parse_moment(moment)[0], UTC)
    except ValueError:
        return ""
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} GMT"
