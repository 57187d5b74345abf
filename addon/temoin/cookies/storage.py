"""Whether a browser keeps what a Set-Cookie asks for, and as what (RFC 6265bis 5.7).

A refusal excuses a site: what every browser refuses is listed and never held against it. So this module
refuses only what the RFC makes every browser refuse, and passes what depends on a browser or its settings:

- third-party cookies that are blocked;
- unmarked cookies taken as SameSite=Lax, which Chromium alone does;
- `Partitioned` without Secure: CHIPS is no part of the RFC, and a browser without it stores the cookie;
- a broken `__Http-` or `__Host-Http-`: these prefixes are of the draft to follow (layered-cookies), not of
  the RFC. The second begins with `__Host-`, and is held to that one's rules;
- a `__Host-` cookie without Path, set where the default path is "/": the RFC wants the attribute written, and
  Firefox does not.

Every refusal here was measured on Chromium 156 and Firefox 153, which both refuse. Where a cookie was refused
here and yet comes back, the wire is right: that browser does not keep to the RFC.
"""

from enum import StrEnum

import msgspec

from temoin.cookies.syntax import (
    LONGEST_PAIR,
    SameSite,
    SetCookie,
    cookie_name,
    has_control,
    parse_set_cookie,
    size,
)
from temoin.sites import host_matches, is_ip, is_public_suffix

__all__ = ["Cause", "Refusal", "Stored", "default_path", "is_secure", "judge", "judge_field", "path_matches"]


class Cause(StrEnum):
    """Why every browser refuses a Set-Cookie."""

    EMPTY = "empty"
    CONTROL_CHARACTER = "control-character"
    TOO_LARGE = "too-large"
    DOMAIN_NOT_ASCII = "domain-not-ascii"
    PUBLIC_SUFFIX = "public-suffix"
    WRONG_DOMAIN = "wrong-domain"
    SECURE_OVER_HTTP = "secure-over-http"
    SECURE_OVERLAID = "secure-overlaid"
    CROSS_SITE = "cross-site"
    NONE_NOT_SECURE = "none-not-secure"
    SECURE_PREFIX = "secure-prefix"
    HOST_PREFIX = "host-prefix"
    NAMELESS_PREFIX = "nameless-prefix"


_WHY = {
    Cause.EMPTY: "it has neither name nor value (RFC 6265bis 5.7, step 2)",
    Cause.CONTROL_CHARACTER: "it holds a control character (RFC 6265bis 5.6, step 1)",
    Cause.TOO_LARGE: "its name and value take more than 4096 bytes (RFC 6265bis 5.6, step 5)",
    Cause.DOMAIN_NOT_ASCII: "its Domain is not ASCII (RFC 6265bis 5.7, step 8)",
    Cause.PUBLIC_SUFFIX: "its Domain is a public suffix, open to anyone (RFC 6265bis 5.7, step 9)",
    Cause.WRONG_DOMAIN: "its Domain does not cover the host that set it (RFC 6265bis 5.7, step 10)",
    Cause.SECURE_OVER_HTTP: "it is Secure and came over plain HTTP (RFC 6265bis 5.7, step 13)",
    Cause.SECURE_OVERLAID: "it came over plain HTTP and hides a Secure cookie (RFC 6265bis 5.7, step 16)",
    Cause.CROSS_SITE: "it is SameSite=Lax or Strict and was set across sites (RFC 6265bis 5.7, step 18)",
    Cause.NONE_NOT_SECURE: "it is SameSite=None and not Secure (RFC 6265bis 5.7, step 19)",
    Cause.SECURE_PREFIX: "its name begins with __Secure- and it is not Secure (RFC 6265bis 5.7, step 20)",
    Cause.HOST_PREFIX: (
        "its name begins with __Host- and it is not Secure, of path / and without Domain "
        "(RFC 6265bis 5.7, step 21)"
    ),
    Cause.NAMELESS_PREFIX: (
        "it has no name and its value poses as a __Secure- or __Host- cookie (RFC 6265bis 5.7, step 22)"
    ),
}

_SECURE_PREFIX = "__secure-"
_HOST_PREFIX = "__host-"
_SECURE_SCHEMES = frozenset({"https", "wss"})


class Refusal(msgspec.Struct, frozen=True, gc=False):
    """A Set-Cookie that every browser refuses.

    Args:
        name: the name it would have set; wire text.
        cause: which rule refuses it.
    """

    name: str
    cause: Cause

    @property
    def why(self) -> str:
        """The rule in one sentence, with its section; no wire text."""
        return _WHY[self.cause]


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A Set-Cookie that no rule of the RFC refuses, as a browser would keep it.

    Args:
        cookie: what the site asked for.
        domain: the domain or host it is kept for; lower case.
        host_only: True where subdomains do not get it.
        path: the path it is kept for.
        expiry: when it is to be dropped, as asked; None for a session cookie.
        deletion: True where it keeps nothing and only removes.
        secure_origin: whether it came over a secure connection.
    """

    cookie: SetCookie
    domain: str
    host_only: bool
    path: str
    expiry: float | None
    deletion: bool
    secure_origin: bool


def judge_field(
    field: bytes, *, scheme: str, host: str, path: str, at: float, cross_site: bool | None = None
) -> Stored | Refusal:
    """Read one Set-Cookie field and judge it; the arguments are those of `judge`.

    A field that the syntax ignores entirely is a refusal too, named as well as it can be.
    """
    cookie = parse_set_cookie(field)
    if cookie is None:
        return Refusal(cookie_name(field), Cause.CONTROL_CHARACTER if has_control(field) else Cause.TOO_LARGE)
    return judge(cookie, scheme=scheme, host=host, path=path, at=at, cross_site=cross_site)


def judge(
    cookie: SetCookie, *, scheme: str, host: str, path: str, at: float, cross_site: bool | None = None
) -> Stored | Refusal:
    """Whether a browser keeps a cookie, by the steps of RFC 6265bis 5.7 and in their order.

    Args:
        cookie: what the Set-Cookie asks for.
        scheme: of the request it answers: "http", "https", "ws" or "wss".
        host: of that request, lower case, without port or brackets.
        path: of that request; a query is left out of account.
        at: when the response came, in Unix seconds by the recording's own clock.
        cross_site: True where the request was cross-site and no top-level navigation, so that an explicit
            SameSite=Lax or Strict is refused; None where that is not known, which refuses nothing. (The RFC
            refuses unmarked cookies too; only Chromium does, so they are kept.)

    Returns:
        The cookie as kept, or the first rule that refuses it. Step 16, which needs the jar, is the jar's.
    """
    secure = is_secure(scheme, host)
    domain = cookie.domain
    if domain is not None and domain.isascii() and domain == host and (is_ip(host) or is_public_suffix(host)):
        domain = None
    kept_path = default_path(path) if cookie.path is None else cookie.path
    cause = (
        _malformed(cookie)
        or _misplaced(cookie, domain, host, secure)
        or _breaks_same_site(cookie, cross_site)
        or _breaks_prefix(cookie, domain, kept_path)
    )
    if cause is not None:
        return Refusal(cookie.name, cause)
    return Stored(
        cookie=cookie,
        domain=host if domain is None else domain,
        host_only=domain is None,
        path=kept_path,
        expiry=cookie.expiry(at),
        deletion=cookie.deletes(at),
        secure_origin=secure,
    )


def is_secure(scheme: str, host: str) -> bool:
    """Whether a browser may count a connection as secure for cookies (RFC 6265bis 5.7, step 13).

    Loopback counts: Chromium and Firefox take Secure cookies from it over plain HTTP, though Safari does not.

    Args:
        scheme: "http", "https", "ws" or "wss".
        host: lower case, without port or brackets.
    """
    if scheme in _SECURE_SCHEMES:
        return True
    if host == "localhost" or host.endswith(".localhost") or host == "::1":
        return True
    return host.startswith("127.") and is_ip(host)


def default_path(request_path: str) -> str:
    """The path of a cookie that names none: the request's up to its last slash (RFC 6265bis 5.1.4).

    Args:
        request_path: as sent; a query is left out of account.
    """
    path = request_path.partition("?")[0]
    if not path.startswith("/"):
        return "/"
    return path[: path.rindex("/")] or "/"


def path_matches(cookie_path: str, request_path: str) -> bool:
    """Whether a request's path path-matches a cookie's (RFC 6265bis 5.1.4).

    Args:
        cookie_path: the cookie's.
        request_path: the request's, without query.
    """
    if not request_path.startswith(cookie_path):
        return False
    return (
        len(request_path) == len(cookie_path)
        or cookie_path.endswith("/")
        or request_path.startswith("/", len(cookie_path))
    )


def _malformed(cookie: SetCookie) -> Cause | None:
    """Steps 2 to 4: what no context can mend."""
    if not cookie.name and not cookie.value:
        return Cause.EMPTY
    if has_control(cookie.name) or has_control(cookie.value):
        return Cause.CONTROL_CHARACTER
    if size(cookie.name) + size(cookie.value) > LONGEST_PAIR:
        return Cause.TOO_LARGE
    return None


def _misplaced(cookie: SetCookie, domain: str | None, host: str, secure: bool) -> Cause | None:
    """Steps 8 to 13, `domain` being None for a cookie of this host only."""
    if domain is not None:
        if not domain.isascii():
            return Cause.DOMAIN_NOT_ASCII
        if is_public_suffix(domain):
            return Cause.PUBLIC_SUFFIX
        if not host_matches(domain, host):
            return Cause.WRONG_DOMAIN
    return Cause.SECURE_OVER_HTTP if cookie.secure and not secure else None


def _breaks_same_site(cookie: SetCookie, cross_site: bool | None) -> Cause | None:
    """Steps 18 and 19."""
    if cross_site and cookie.same_site in (SameSite.LAX, SameSite.STRICT):
        return Cause.CROSS_SITE
    return Cause.NONE_NOT_SECURE if cookie.same_site is SameSite.NONE and not cookie.secure else None


def _breaks_prefix(cookie: SetCookie, domain: str | None, path: str) -> Cause | None:
    """Steps 20 to 22; prefixes are matched in any case (RFC 6265bis 5.4)."""
    name = cookie.name[: len(_SECURE_PREFIX)].lower()
    if name.startswith(_SECURE_PREFIX) and not cookie.secure:
        return Cause.SECURE_PREFIX
    if name.startswith(_HOST_PREFIX) and not (cookie.secure and domain is None and path == "/"):
        return Cause.HOST_PREFIX
    if not cookie.name:
        value = cookie.value[: len(_SECURE_PREFIX)].lower()
        if value.startswith((_SECURE_PREFIX, _HOST_PREFIX)):
            return Cause.NAMELESS_PREFIX
    return None
