"""What the stand-in is asked and what it answers, as plain data, and the builders of its answers."""

import gzip
import json
from collections.abc import Mapping
from email.utils import formatdate
from functools import cached_property
from typing import ClassVar
from urllib.parse import parse_qsl

import msgspec

__all__ = [
    "PortalRequest",
    "PortalResponse",
    "compressed",
    "cookie",
    "deletion",
    "empty",
    "html",
    "image",
    "json_document",
    "redirect",
    "text",
]

type Pairs = tuple[tuple[str, str], ...]

_PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
_COMPRESSED_FROM = 512


class PortalRequest(msgspec.Struct, frozen=True, dict=True):
    """A request as the stand-in sees it.

    Args:
        method: upper case.
        host: lower-case host name without port.
        path: path and query, as sent.
        headers: (name, value) pairs; names in any case.
        body: the whole body.
        scheme: "https" or "http".
        at: when it came, in Unix seconds.
    """

    method: str
    host: str
    path: str
    headers: Pairs = ()
    body: bytes = b""
    scheme: str = "https"
    at: float = 0.0

    @property
    def route(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The query's fields; of equal names the last."""
        return dict(parse_qsl(self.path.partition("?")[2]))

    @cached_property
    def form(self) -> Mapping[str, str]:
        """A posted form's fields; of equal names the last."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        """The cookies sent; of equal names the first, as most servers hold it."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            if name.lower() == "cookie":
                for crumb in value.split(";"):
                    key, _, held = crumb.strip().partition("=")
                    found.setdefault(key, held)
        return found

    def header(self, name: str) -> str:
        """The first field of that lower-case name; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class PortalResponse(msgspec.Struct, frozen=True):
    """An answer of the stand-in.

    Args:
        status: the status code.
        headers: (lower-case name, value) pairs, several Set-Cookie several pairs.
        body: the whole body.
        delay: how long to wait before answering, in seconds.
    """

    status: int
    headers: Pairs = ()
    body: bytes = b""
    delay: float = 0.0

    NEVER_KEPT: ClassVar[tuple[str, str]] = ("cache-control", "no-store")

    def plus(self, *headers: tuple[str, str]) -> "PortalResponse":
        """The same answer with more header fields."""
        return msgspec.structs.replace(self, headers=self.headers + headers)


def html(body: str, status: int = 200) -> PortalResponse:
    """An HTML page, never kept in a cache."""
    kind = ("content-type", "text/html; charset=utf-8")
    return PortalResponse(status, (kind, PortalResponse.NEVER_KEPT), body.encode("utf-8", "replace"))


def text(body: str, status: int) -> PortalResponse:
    """A plain line, for errors."""
    kind = ("content-type", "text/plain; charset=utf-8")
    return PortalResponse(status, (kind, PortalResponse.NEVER_KEPT), body.encode("utf-8", "replace"))


def json_document(value: object, status: int = 200) -> PortalResponse:
    """A JSON document, never kept in a cache."""
    kind = ("content-type", "application/json; charset=utf-8")
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return PortalResponse(status, (kind, PortalResponse.NEVER_KEPT), body)


def image() -> PortalResponse:
    """A transparent picture of one pixel, never kept in a cache."""
    return PortalResponse(200, (("content-type", "image/gif"), PortalResponse.NEVER_KEPT), _PIXEL)


def redirect(location: str, status: int = 302) -> PortalResponse:
    """A redirect, never kept in a cache."""
    return PortalResponse(status, (("location", location), PortalResponse.NEVER_KEPT))


def empty() -> PortalResponse:
    """An answer without a body."""
    return PortalResponse(204, (PortalResponse.NEVER_KEPT,))


def cookie(
    request: PortalRequest,
    name: str,
    value: str,
    *,
    kept: int,
    domain: str = "",
    same_site: str = "Lax",
    http_only: bool = False,
) -> tuple[str, str]:
    """A Set-Cookie field as Django writes it: Expires and Max-Age both, over HTTPS alone.

    Args:
        request: what it answers; its time is the base of Expires.
        name: the cookie's name.
        value: its value, already encoded.
        kept: how long it is to be kept, in seconds; 0 deletes it.
        domain: the Domain attribute; empty for none.
        same_site: "Lax", "Strict" or "None".
        http_only: whether scripts may not read it.
    """
    parts = [
        f"{name}={value}",
        f"expires={formatdate(request.at + kept if kept else 0, usegmt=True)}",
        *([f"Domain={domain}"] if domain else []),
        *(["HttpOnly"] if http_only else []),
        f"Max-Age={kept}",
        "Path=/",
        f"SameSite={same_site}",
        "Secure",
    ]
    return "set-cookie", "; ".join(parts)


def deletion(request: PortalRequest, name: str, domain: str = "") -> tuple[str, str]:
    """A Set-Cookie field that deletes a cookie."""
    return cookie(request, name, '""', kept=0, domain=domain)


def compressed(request: PortalRequest, response: PortalResponse) -> PortalResponse:
    """The answer as a server would send it to this browser: text compressed, if it may be."""
    kind = next((value for name, value in response.headers if name == "content-type"), "")
    if (
        len(response.body) < _COMPRESSED_FROM
        or kind.startswith("image/gif")
        or "gzip" not in request.header("accept-encoding")
    ):
        return response
    body = gzip.compress(response.body, mtime=0)
    return msgspec.structs.replace(response, body=body).plus(
        ("content-encoding", "gzip"), ("vary", "accept-encoding")
    )
