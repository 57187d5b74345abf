"""Header values, but for those that browsers and servers write alike for everybody.

A header keeps its value only where its name is on a list and its value is what such a header may hold: what a
request is for, what a browser accepts, caching, dates, lengths. Referer, Location, Origin and their like are URLs.
Every other value is replaced: Authorization and Proxy-Authorization, API keys and tokens of any name, ETag and
If-None-Match, addresses that proxies pass on. **User-Agent stays**, for it tells visitors apart, and so does
Accept-Language; both lose what looks like a token. Names stay, but for what looks like a token in them.
"""

import re
from base64 import b64decode
from contextlib import suppress
from typing import Final

from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import address, cookie, url
from temoin.redaction.words import tokens_in
from temoin.traffic.address import authority

__all__ = ["NAME", "WHAT", "header", "header_name"]

NAME: Final = "header"
WHAT: Final = ("header value", "header values")

_LONGEST = 500
_LONGEST_NAME = 100
_LISTED = re.compile(r"[a-z0-9*_-]{1,40}(?:\s?[,;]\s?[a-z0-9*_-]{1,40}){0,40}", re.IGNORECASE)
_FLAG = re.compile(r"\??[a-z0-9-]{0,16}(?:\s?[,;]\s?[a-z-]{1,16}){0,3}", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,12}")
_MEDIA = re.compile(
    r"[a-z*]{1,12}/[a-z0-9*.+-]{1,60}(?:\s?;\s?[a-z]{1,12}=[\w.-]{1,12}){0,4}"
    r"(?:\s?,\s?[a-z*]{1,12}/[a-z0-9*.+-]{1,60}(?:\s?;\s?[a-z]{1,12}=[\w.-]{1,12}){0,4}){0,20}",
    re.IGNORECASE | re.ASCII,
)
_WEIGHTED = re.compile(
    r"[a-z*]{1,8}(?:-[a-z0-9]{1,8}){0,4}(?:;q=[01](?:\.[0-9]{1,3})?)?"
    r"(?:\s?,\s?[a-z*]{1,8}(?:-[a-z0-9]{1,8}){0,4}(?:;q=[01](?:\.[0-9]{1,3})?)?){0,40}",
    re.IGNORECASE,
)
_DIRECTIVES = re.compile(
    r"[a-z-]{1,24}(?:=[0-9]{1,12})?(?:\s?[,;]\s?[a-z-]{1,24}(?:=[0-9]{1,12})?){0,20}", re.IGNORECASE
)
_DATE = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT|0|-1")
_RANGE = re.compile(r"bytes[ =](?:[0-9]{0,12}-[0-9]{0,12}|\*)(?:/(?:[0-9]{1,12}|\*))?")
_BRANDS = re.compile(
    r'"[^"\\]{1,40}";v="[0-9.]{1,12}"(?:, ?"[^"\\]{1,40}";v="[0-9.]{1,12}"){0,5}|"[\w ]{0,20}"'
)
_PRIORITY = re.compile(r"(?:u=[0-7])?(?:, ?)?i?|u=[0-7], ?i(?:=\?[01])?")

_GRAMMARS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(
        (
            "access-control-allow-credentials",
            "connection",
            "cross-origin-embedder-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "dnt",
            "proxy-connection",
            "save-data",
            "sec-ch-ua-mobile",
            "sec-fetch-dest",
            "sec-fetch-mode",
            "sec-fetch-site",
            "sec-fetch-storage-access",
            "sec-fetch-user",
            "sec-gpc",
            "sec-websocket-version",
            "service-worker",
            "te",
            "transfer-encoding",
            "upgrade",
            "upgrade-insecure-requests",
            "x-content-type-options",
            "x-dns-prefetch-control",
            "x-frame-options",
            ":method",
            ":scheme",
            ":status",
        ),
        _FLAG,
    ),
    **dict.fromkeys(
        (
            "accept-ranges",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-expose-headers",
            "access-control-request-headers",
            "access-control-request-method",
            "allow",
            "content-encoding",
            "purpose",
            "referrer-policy",
            "sec-purpose",
            "vary",
        ),
        _LISTED,
    ),
    **dict.fromkeys(("accept-encoding", "accept-language", "content-language"), _WEIGHTED),
    **dict.fromkeys(("age", "access-control-max-age", "content-length", "retry-after"), _NUMBER),
    **dict.fromkeys(("cache-control", "keep-alive", "pragma", "strict-transport-security"), _DIRECTIVES),
    **dict.fromkeys(("date", "expires"), _DATE),
    **dict.fromkeys(("content-range", "range"), _RANGE),
    **dict.fromkeys(("accept", "content-type"), _MEDIA),
    **dict.fromkeys(("sec-ch-ua", "sec-ch-ua-platform"), _BRANDS),
    "priority": _PRIORITY,
}
"""What the headers whose values stay may hold."""

_NUMERIC = frozenset({_NUMBER, _DIRECTIVES, _DATE, _RANGE})
_URLS = frozenset({"referer", "location", "content-location", ":path"})
_ORIGINS = frozenset({"origin", "access-control-allow-origin"})
_LOGINS = frozenset({"authorization", "proxy-authorization"})
_SCHEME = re.compile(r"(Basic|Bearer|Digest|Negotiate|NTLM)[ ]+", re.IGNORECASE)
_HOSTS = frozenset({"host", ":authority"})
_PREFETCH = frozenset({"purpose", "sec-purpose"})
_MEDIA_TYPE = re.compile(r"\s*([a-z]{1,12}/[a-z0-9.+-]{1,60})", re.IGNORECASE)
_PARAMETER = re.compile(
    r"((?:;\s*+(?:charset|boundary)=)?)((?:[^;]|;(?!\s*+(?:charset|boundary)=))++)", re.IGNORECASE
)
_ORIGIN = re.compile(r"https?://[A-Za-z0-9._:\[\]-]{1,255}|null|\*")


def header(redactor: Redactor, name: str, text: str) -> str:
    """A header's value.

    Args:
        redactor: the run's.
        name: as it was sent.
        text: from the wire; of a Set-Cookie one cookie.
    """
    word = name.lower()
    if word == "cookie":
        return cookie.cookie_field(redactor, text)
    if word == "set-cookie":
        return cookie.set_cookie_field(redactor, text)
    if word in _URLS:
        return url.reference(redactor, text)
    return redactor.cached(f"header {word}", text, lambda tools, one: _value(tools, word, one))


def header_name(redactor: Redactor, name: str) -> str:
    """A header's name.

    Args:
        redactor: the run's.
        name: as it was sent.
    """
    if len(name) > _LONGEST_NAME:
        return redactor.replaced(NAME, name)
    return redactor.kept(NAME, name)


def _value(redactor: Redactor, word: str, text: str) -> str:
    if not text.strip():
        return text
    if word == "user-agent":
        return redactor.kept(NAME, text)
    if word in _HOSTS:
        return _host(redactor, text)
    if word in _LOGINS:
        return _login(redactor, text)
    if word in _ORIGINS:
        if _ORIGIN.fullmatch(text):
            return redactor.named(text)
        return url.reference(redactor, text)
    grammar = _GRAMMARS.get(word)
    bare = text.strip()
    if grammar is not None and len(bare) <= _LONGEST and grammar.fullmatch(bare):
        if grammar in _NUMERIC:
            return redactor.fixed(text)
        if not tokens_in(bare):
            return redactor.kept(NAME, text)
    return _other(redactor, word, text)


def _host(redactor: Redactor, text: str) -> str:
    if authority(text) is not None:
        return redactor.named(text)
    return redactor.replaced(NAME, text)


def _login(redactor: Redactor, text: str) -> str:
    """Credentials after the name of their scheme (RFC 9110 11.4); of Basic, name and password are told apart."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        return redactor.replaced(NAME, text)
    if scheme[1].lower() == "basic":
        with suppress(ValueError):
            pair = b64decode(text[scheme.end() :]).decode("utf-8", "surrogateescape")
            for part in (pair, *pair.split(":", 1)):
                redactor.learn(NAME, part)
    return scheme[0] + redactor.replaced(NAME, text[scheme.end() :])


def _other(redactor: Redactor, word: str, text: str) -> str:
    if word == "content-type":
        kind = _MEDIA_TYPE.match(text)
        if kind is not None:
            return redactor.kept(NAME, kind[0]) + _PARAMETER.sub(
                lambda found: found[1] + redactor.replaced(NAME, found[2]), text[kind.end() :]
            )
    if word in _PREFETCH and "prefetch" in text:
        return redactor.replaced_by(NAME, text, "prefetch")
    own = redactor.addresses.of(text.strip())
    if own is not None:
        return redactor.replaced_by(address.NAME, text, own)
    return redactor.replaced(NAME, text)
