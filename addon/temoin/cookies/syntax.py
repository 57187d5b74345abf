"""What a Set-Cookie or a Cookie field says (RFC 6265bis 5.6 and 5.8.3), and nothing of whether it is heeded.

Fields are bytes, as they crossed. What comes out is `str`, decoded as UTF-8 with `surrogateescape`: every
byte survives, and equal bytes stay equal. Whatever a field holds, reading it takes time linear in its length.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec

from temoin.cookies.dates import parse_cookie_date

__all__ = [
    "LONGEST_ATTRIBUTE",
    "LONGEST_LIFETIME",
    "LONGEST_PAIR",
    "Pair",
    "SameSite",
    "SetCookie",
    "cookie_name",
    "has_control",
    "parse_cookie",
    "parse_set_cookie",
    "size",
    "split_set_cookie",
]

LONGEST_PAIR = 4096
"""Bytes of a name and its value together; a Set-Cookie with more is ignored (RFC 6265bis 5.6, step 5)."""

LONGEST_ATTRIBUTE = 1024
"""Bytes of an attribute's value; a longer one counts as not there (RFC 6265bis 5.6)."""

LONGEST_LIFETIME = 2**53 - 1
"""Seconds: a larger Max-Age is taken as this, so that sums with it stay exact."""

_WSP = b" \t"
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DELTA = re.compile(rb"-?[0-9]+")


class SameSite(StrEnum):
    """What a SameSite attribute asks for; `default` where there is none, or none that is known."""

    STRICT = "strict"
    LAX = "lax"
    NONE = "none"
    DEFAULT = "default"


_SAME_SITE = {b"strict": SameSite.STRICT, b"lax": SameSite.LAX, b"none": SameSite.NONE}


class SetCookie(msgspec.Struct, frozen=True, gc=False):
    """What one Set-Cookie asks for.

    Browsers keep no cookie for more than 400 days (RFC 6265bis 5.5). That cap is not applied here: what is
    judged is the lifetime that the site *asked* for, not the one that it was given.

    Args:
        name: the cookie's name; empty for a nameless one ("Set-Cookie: token").
        value: its value, quotes kept.
        domain: lower case, without its leading dot; None where absent or empty, both meaning this host only.
        path: None where absent, or not beginning with "/": then it is the default path of the request.
        expires: Unix seconds of the last Expires that can be read, or None.
        max_age: seconds of the last valid Max-Age, or None; zero and below delete.
        secure, http_only, partitioned: whether the attribute is there.
        same_site: the last SameSite.
    """

    name: str
    value: str
    domain: str | None = None
    path: str | None = None
    expires: float | None = None
    max_age: int | None = None
    secure: bool = False
    http_only: bool = False
    same_site: SameSite = SameSite.DEFAULT
    partitioned: bool = False

    def expiry(self, at: float) -> float | None:
        """The moment at which it is to be dropped; Max-Age wins over Expires (RFC 6265bis 5.7, step 6).

        Args:
            at: when the response came, by the recording's own clock.

        Returns:
            Unix seconds, never later than `at` for a deletion; None for a session cookie.
        """
        if self.max_age is not None:
            return at + max(self.max_age, 0)
        return self.expires

    def lifetime(self, at: float) -> float | None:
        """The seconds it asks to be kept from `at` on; None for a session cookie, 0 for a deletion."""
        if self.max_age is not None:
            return float(max(self.max_age, 0))
        return None if self.expires is None else max(self.expires - at, 0.0)

    def deletes(self, at: float) -> bool:
        """Whether it stores nothing and only removes: Max-Age of 0 or less, or an Expires not after `at`."""
        if self.max_age is not None:
            return self.max_age <= 0
        return self.expires is not None and self.expires <= at


class Pair(msgspec.Struct, frozen=True, gc=False):
    """One cookie as a request carries it.

    Args:
        name: empty for a nameless one.
        value: as sent, quotes kept.
    """

    name: str
    value: str


def parse_set_cookie(field: bytes) -> SetCookie | None:
    """Read one Set-Cookie field (RFC 6265bis 5.6).

    Args:
        field: the field's value, one cookie (see `split_set_cookie`).

    Returns:
        What it asks for, even if every browser refuses that (`temoin.cookies.storage`). None where the field
        is to be ignored entirely: it holds a control character other than TAB, or its name and value take
        more than 4096 bytes.
    """
    if has_control(field):
        return None
    pair, _, attributes = field.partition(b";")
    name, value = _name_and_value(pair)
    if len(name) + len(value) > LONGEST_PAIR:
        return None
    told = _remembered(attributes) if len(attributes) <= _LONGEST_REMEMBERED else _attributes(attributes)
    return SetCookie(_text(name), _text(value), *told)


type _Attributes = tuple[
    str | None, str | None, float | None, int | None, bool, bool, SameSite, bool
]  # fmt: skip
"""What attributes ask for: all the fields of a `SetCookie` but its name and value."""


def _attributes(attributes: bytes) -> _Attributes:
    domain = path = expires = max_age = None
    secure = http_only = partitioned = False
    same_site = SameSite.DEFAULT
    for attribute in attributes.split(b";") if attributes else ():
        key, _, content = attribute.partition(b"=")
        content = content.strip(_WSP)
        if len(content) > LONGEST_ATTRIBUTE:
            continue
        match key.strip(_WSP).lower():
            case b"path":
                path = _text(content) if content.startswith(b"/") else None
            case b"domain":
                domain = _text(content.removeprefix(b".").lower()) or None
            case b"expires":
                moment = parse_cookie_date(_text(content))
                expires = expires if moment is None else moment
            case b"max-age":
                max_age = _seconds(content) if _DELTA.fullmatch(content) else max_age
            case b"secure":
                secure = True
            case b"httponly":
                http_only = True
            case b"samesite":
                same_site = _SAME_SITE.get(content.lower(), SameSite.DEFAULT)
            case b"partitioned":
                partitioned = True
            case _:
                pass
    return domain, path, expires, max_age, secure, http_only, same_site, partitioned


_LONGEST_REMEMBERED = 400
"""Bytes of attributes that are remembered."""

_remembered = lru_cache(1_024)(_attributes)
"""A site writes the same attributes with every value."""


def split_set_cookie(field: bytes) -> tuple[bytes, ...]:
    """Part what some HAR writers join: several Set-Cookie in one field, a newline between them.

    A comma parts nothing: it belongs to values and dates (RFC 9110 5.3).

    Args:
        field: a Set-Cookie field's value.

    Returns:
        The fields, empty lines left out; a field without a newline is itself.
    """
    if b"\n" not in field:
        return (field,)
    lines = (line.strip(b" \t\r") for line in field.split(b"\n"))
    return tuple(line for line in lines if line)


def parse_cookie(fields: Sequence[bytes]) -> tuple[Pair, ...]:
    """Read the cookies that a request carries, the inverse of RFC 6265bis 5.8.3.

    HTTP/2 and HTTP/3 send one field a cookie (RFC 9113 8.2.3, RFC 9114 4.2.1), and a client may send several
    whole ones: all are one list, joined by "; ".

    Args:
        fields: the values of every Cookie field of the request, in wire order.

    Returns:
        The pairs in order, duplicates kept; what has no "=" is a nameless cookie's value.
    """
    field = fields[0] if len(fields) == 1 else b";".join(fields)
    return _known_pairs(field) if len(field) <= LONGEST_PAIR else _pairs(field)


def _pairs(field: bytes) -> tuple[Pair, ...]:
    pairs = []
    for crumb in _text(field).split(";"):
        name, equals, value = crumb.partition("=")
        if equals:
            pairs.append(Pair(name.strip(" \t"), value.strip(" \t")))
        elif nameless := name.strip(" \t"):
            pairs.append(Pair("", nameless))
    return tuple(pairs)


_known_pairs = lru_cache(1_024)(_pairs)
"""A browser sends the same cookies with all that a page asks for."""


def cookie_name(field: bytes) -> str:
    """The name that a Set-Cookie field bears, for reports, even where the field is to be ignored."""
    return _text(_name_and_value(field.partition(b";")[0])[0])


def size(text: str) -> int:
    """The bytes that a name or value takes on the wire."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def has_control(text: str | bytes) -> bool:
    """Whether a field, name or value holds a control character other than TAB."""
    found = _CONTROL.search(text) if isinstance(text, str) else _CONTROL_BYTE.search(text)
    return found is not None


def _name_and_value(pair: bytes) -> tuple[bytes, bytes]:
    name, equals, value = pair.partition(b"=")
    return (name.strip(_WSP), value.strip(_WSP)) if equals else (b"", name.strip(_WSP))


def _seconds(digits: bytes) -> int:
    return max(-LONGEST_LIFETIME, min(int(digits), LONGEST_LIFETIME))


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")
