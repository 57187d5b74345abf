"""What every browser refuses, and what is kept as what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies import (
    Cause,
    Refusal,
    SetCookie,
    Stored,
    default_path,
    is_secure,
    judge,
    judge_field,
    path_matches,
)

AT = 1_700_000_000.0


def kept(
    field: bytes,
    *,
    scheme: str = "https",
    host: str = "opendata.reseda.fr",
    path: str = "/explore/list?q=x",
    cross_site: bool | None = None,
) -> Stored | Refusal:
    return judge_field(field, scheme=scheme, host=host, path=path, at=AT, cross_site=cross_site)


def stored(field: bytes, **request: str) -> Stored:
    outcome = kept(field, **request)  # type: ignore[arg-type]
    assert isinstance(outcome, Stored)
    return outcome


def cause(outcome: Stored | Refusal) -> Cause | None:
    return outcome.cause if isinstance(outcome, Refusal) else None


def test_a_cookie_without_attributes_is_kept_for_its_host_and_default_path() -> None:
    assert stored(b"a=b") == Stored(
        cookie=SetCookie("a", "b"),
        domain="opendata.reseda.fr",
        host_only=True,
        path="/explore",
        expiry=None,
        deletion=False,
        secure_origin=True,
    )


def test_a_cookie_with_domain_and_path_is_kept_for_them() -> None:
    outcome = stored(b"a=b; Domain=.RESEDA.fr; Path=/api; Max-Age=60")
    assert (outcome.domain, outcome.host_only, outcome.path) == ("reseda.fr", False, "/api")
    assert outcome.expiry == AT + 60


def test_a_deletion_is_kept_as_one() -> None:
    assert stored(b"a=; Max-Age=0").deletion
    assert stored(b"a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT").deletion
    assert not stored(b"a=b").deletion


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (b"", Cause.EMPTY),
        (b"=; Secure", Cause.EMPTY),
        (b"a=\x00", Cause.CONTROL_CHARACTER),
        (b"a=b; Path=/\x1b", Cause.CONTROL_CHARACTER),
        (b"a=" + b"x" * 4096, Cause.TOO_LARGE),
        ("a=b; Domain=résèda.fr".encode(), Cause.DOMAIN_NOT_ASCII),
        (b"a=b; Domain=fr", Cause.PUBLIC_SUFFIX),
        (b"a=b; Domain=github.io", Cause.PUBLIC_SUFFIX),
        (b"a=b; Domain=other.fr", Cause.WRONG_DOMAIN),
        (b"a=b; Domain=www.reseda.fr", Cause.WRONG_DOMAIN),
        (b"a=b; Domain=www.opendata.reseda.fr", Cause.WRONG_DOMAIN),
        (b"a=b; Domain=endata.reseda.fr", Cause.WRONG_DOMAIN),
        (b"a=b; Domain=reseda.fr.", Cause.WRONG_DOMAIN),
        (b"a=b; Domain=reseda.fr:443", Cause.WRONG_DOMAIN),
        (b'a=b; Domain="reseda.fr"', Cause.WRONG_DOMAIN),
        (b"a=b; SameSite=None", Cause.NONE_NOT_SECURE),
        (b"__Secure-a=b", Cause.SECURE_PREFIX),
        (b"__sEcUrE-a=b", Cause.SECURE_PREFIX),
        (b"__Host-a=b; Path=/", Cause.HOST_PREFIX),
        (b"__Host-a=b; Secure", Cause.HOST_PREFIX),
        (b"__Host-a=b; Secure; Path=/explore", Cause.HOST_PREFIX),
        (b"__Host-a=b; Secure; Path=/; Domain=opendata.reseda.fr", Cause.HOST_PREFIX),
        (b"__HOST-a=b; Secure; Path=/; Domain=reseda.fr", Cause.HOST_PREFIX),
        (b"__Host-Http-a=b; Path=/; HttpOnly", Cause.HOST_PREFIX),
        (b"__Secure-a", Cause.NAMELESS_PREFIX),
        (b"=__host-a=b; Secure; Path=/", Cause.NAMELESS_PREFIX),
    ],
)
def test_what_the_rfc_has_every_browser_refuse_is_refused(field: bytes, expected: Cause) -> None:
    assert cause(kept(field)) is expected


@pytest.mark.parametrize(
    "field",
    [
        b"a=b; SameSite=None; Secure",
        b"a=b; SameSite=Bogus",
        b"a=b; Domain=",
        b"a=b; Domain=opendata.reseda.fr",
        b"__Secure-a=b; Secure; Domain=reseda.fr",
        b"__Host-a=b; Secure; Path=/",
        b"__Host-a=b; Secure; Path=/; Domain=",
        b"__Hosta=b",
        b"token",
        b"a=__Secure-b",
        b"a=" + b"x" * 4095,
        b"a=b\tc",
    ],
)
def test_what_browsers_keep_is_kept(field: bytes) -> None:
    assert isinstance(kept(field), Stored)


@pytest.mark.parametrize(
    ("field", "path"),
    [
        (b"a=b; Partitioned", "/"),
        (b"__Http-a=b; Secure", "/"),
        (b"=__Http-a", "/"),
        (b"__Host-Http-a=b; Secure; Path=/", "/"),
        (b"__Host-a=b; Secure", "/explore"),
    ],
)
def test_what_only_some_browsers_refuse_is_kept(field: bytes, path: str) -> None:
    assert isinstance(kept(field, path=path), Stored)


def test_a_public_suffix_may_set_cookies_for_itself_alone() -> None:
    outcome = stored(b"a=b; Domain=github.io", host="github.io")
    assert (outcome.domain, outcome.host_only) == ("github.io", True)


def test_an_address_may_set_cookies_for_itself_alone() -> None:
    outcome = stored(b"a=b; Domain=192.0.2.7", host="192.0.2.7")
    assert (outcome.domain, outcome.host_only) == ("192.0.2.7", True)
    assert cause(kept(b"a=b; Domain=0.2.7", host="192.0.2.7")) is not None


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("https", "reseda.fr", None),
        ("wss", "reseda.fr", None),
        ("http", "reseda.fr", Cause.SECURE_OVER_HTTP),
        ("ws", "reseda.fr", Cause.SECURE_OVER_HTTP),
        ("http", "localhost", None),
        ("http", "app.localhost", None),
        ("http", "127.0.0.1", None),
        ("http", "127.9.9.9", None),
        ("http", "::1", None),
        ("http", "127.example.org", Cause.SECURE_OVER_HTTP),
        ("http", "notlocalhost", Cause.SECURE_OVER_HTTP),
        ("http", "128.0.0.1", Cause.SECURE_OVER_HTTP),
    ],
)
def test_secure_needs_a_secure_connection_or_loopback(scheme: str, host: str, expected: Cause | None) -> None:
    assert cause(kept(b"a=b; Secure", scheme=scheme, host=host)) is expected
    assert is_secure(scheme, host) is (expected is None)


@pytest.mark.parametrize(
    ("attributes", "cross_site", "expected"),
    [
        (b"SameSite=Lax", True, Cause.CROSS_SITE),
        (b"SameSite=Strict", True, Cause.CROSS_SITE),
        (b"SameSite=None; Secure", True, None),
        (b"", True, None),
        (b"SameSite=Bogus", True, None),
        (b"SameSite=Lax", False, None),
        (b"SameSite=Strict", None, None),
    ],
)
def test_across_sites_only_an_explicit_lax_or_strict_is_refused(
    attributes: bytes, cross_site: bool | None, expected: Cause | None
) -> None:
    assert cause(kept(b"a=b; " + attributes, cross_site=cross_site)) is expected


def test_a_refusal_names_the_cookie_and_the_section_but_shows_no_wire_text() -> None:
    outcome = kept(b"track=secret; Domain=evil.example")
    assert isinstance(outcome, Refusal)
    assert outcome.name == "track"
    assert outcome.why == "its Domain does not cover the host that set it (RFC 6265bis 5.7, step 10)"


def test_an_ignored_field_is_named_too() -> None:
    outcome = kept(b"track=\x01secret")
    assert outcome == Refusal("track", Cause.CONTROL_CHARACTER)


@pytest.mark.parametrize("each", Cause)
def test_every_cause_cites_its_section_in_one_sentence(each: Cause) -> None:
    why = Refusal("a", each).why
    assert why.endswith(")")
    assert why.count("(RFC 6265bis 5.") == 1


@pytest.mark.parametrize("name", ["a\nb", "\x7f"])
def test_a_cookie_made_elsewhere_is_held_to_the_syntax_too(name: str) -> None:
    cookies = {
        Cause.CONTROL_CHARACTER: SetCookie(name, "b"),
        Cause.TOO_LARGE: SetCookie("é", "x" * 4095),
        Cause.EMPTY: SetCookie("", ""),
    }
    for expected, cookie in cookies.items():
        outcome = judge(cookie, scheme="https", host="reseda.fr", path="/", at=AT)
        assert cause(outcome) is expected


@pytest.mark.parametrize(
    ("request_path", "expected"),
    [
        ("", "/"),
        ("*", "/"),
        ("/", "/"),
        ("/a", "/"),
        ("/a/", "/a"),
        ("/a/b", "/a"),
        ("/a/b?c=/d/e", "/a"),
        ("?/a/b", "/"),
        ("//", "/"),
        ("/a//b", "/a/"),
    ],
)
def test_the_default_path_ends_before_the_last_slash(request_path: str, expected: str) -> None:
    assert default_path(request_path) == expected


@pytest.mark.parametrize(
    ("cookie_path", "request_path", "expected"),
    [
        ("/", "/", True),
        ("/", "/a", True),
        ("/a", "/a", True),
        ("/a", "/a/", True),
        ("/a", "/a/b", True),
        ("/a", "/ab", False),
        ("/a/", "/a", False),
        ("/a/", "/a/b", True),
        ("/a", "/A", False),
        ("/a/b", "/a", False),
    ],
)
def test_a_path_matches_itself_and_what_lies_below(
    cookie_path: str, request_path: str, expected: bool
) -> None:
    assert path_matches(cookie_path, request_path) is expected


HOSTS = st.sampled_from(
    ["opendata.reseda.fr", "reseda.fr", "fr", "localhost", "127.0.0.1", "::1", "a..b", "x" * 300]
)


@given(
    field=st.binary(max_size=120)
    | st.from_regex(rb"[a_H-]{0,9}=?b(; (Domain|Path|SameSite|Secure)=?[a-z./]{0,9}){0,3}"),
    scheme=st.sampled_from(["http", "https", "ws", "wss"]),
    host=HOSTS,
    path=st.text(max_size=20),
    cross_site=st.sampled_from([None, False, True]),
)
@settings(deadline=None)
def test_whatever_is_kept_is_kept_for_the_host_that_set_it(
    field: bytes, scheme: str, host: str, path: str, cross_site: bool | None
) -> None:
    outcome = judge_field(field, scheme=scheme, host=host, path=path, at=AT, cross_site=cross_site)
    if isinstance(outcome, Refusal):
        assert outcome.why
        return
    assert host == outcome.domain or host.endswith("." + outcome.domain)
    assert outcome.path.startswith("/")
    assert not outcome.cookie.secure or outcome.secure_origin
