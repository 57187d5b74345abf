"""Cookies: another value, and to a browser the same cookie."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.tools import redactor
from temoin.cookies.storage import Refusal, Stored, judge_field
from temoin.cookies.syntax import parse_cookie, parse_set_cookie
from temoin.cookies.values import shape
from temoin.redaction.secrets.cookie import cookie_field, set_cookie_field

AT = 1_764_000_000.0
NAMES = st.sampled_from(["sid", "__Host-sid", "__Secure-x", "__HOST-Y", "", "a b", "é"])
TEXTS = st.one_of(
    st.just(""),
    st.just('"quoted-value"'),
    st.text("abcXYZ0189 \t\"%,'&é", max_size=12),
    st.just("x" * 4_096),
    st.just("con\x01trol"),
    st.just("__host-posing"),
)
ATTRIBUTES = st.lists(
    st.sampled_from(
        [
            "Secure",
            "HttpOnly",
            "Partitioned",
            "secure=yes",
            "Path=/",
            "Path=/explore",
            "Path=relative",
            "Path=",
            "Domain=reseda.fr",
            "Domain=.opendata.reseda.fr",
            "Domain=fr",
            "Domain=elsewhere.example",
            "Domain=é.fr",
            "Domain=",
            "Max-Age=0",
            "Max-Age=-1",
            "Max-Age=3600",
            "Max-Age=99999999999999999999",
            "Max-Age=soon",
            "Expires=Wed, 24 Nov 2027 16:00:00 GMT",
            "expires=Thu, 01-Jan-1970 00:00:01 GMT",
            "Expires=never",
            "Expires=secret 24 Nov 2027 16:00:00",
            "SameSite=None",
            "SameSite=lax",
            "SameSite=odd",
            "Priority=High",
            "Comment=S3CRET-words",
            "S3CRET-tail",
            "",
            " ",
            "Path=/" + "p" * 1_100,
        ]
    ),
    max_size=5,
)


def said(field: str) -> bytes:
    return field.encode("utf-8", "surrogateescape")


def judged(field: str) -> object:
    """All that a browser makes of a field, the value left aside."""
    found = judge_field(said(field), scheme="https", host="opendata.reseda.fr", path="/explore/x", at=AT)
    if isinstance(found, Refusal):
        return (found.name, found.cause)
    cookie = found.cookie
    return (
        cookie.name,
        len(cookie.value),
        shape(cookie.value),
        found.domain,
        found.host_only,
        found.path,
        found.expiry,
        found.deletion,
        cookie.secure,
        cookie.http_only,
        cookie.same_site,
        cookie.partitioned,
    )


@settings(deadline=None, max_examples=150)
@given(NAMES, TEXTS, ATTRIBUTES, st.booleans())
def test_a_browser_keeps_or_refuses_it_just_as_before(
    name: str, value: str, attributes: list[str], nameless: bool
) -> None:
    field = "; ".join([value if nameless else f"{name}={value}", *attributes])
    assert judged(set_cookie_field(redactor(), field)) == judged(field)


@settings(deadline=None, max_examples=60)
@given(st.text('ab=; \té\udcff"', max_size=30))
def test_a_cookie_header_carries_as_many_cookies_of_the_same_names(header: str) -> None:
    made = cookie_field(redactor(), header)
    assert len(made) == len(header)
    before, after = parse_cookie([said(header)]), parse_cookie([said(made)])
    assert [(one.name, shape(one.value)) for one in before] == [(one.name, shape(one.value)) for one in after]
    values = dict(zip([one.value for one in before], [one.value for one in after], strict=True))
    assert [values[one.value] for one in before] == [one.value for one in after]


@settings(deadline=None, max_examples=60)
@given(st.text("abcdef0123456789-_", min_size=8, max_size=30))
def test_what_was_set_comes_back(value: str) -> None:
    tools = redactor()
    cookie = parse_set_cookie(said(set_cookie_field(tools, f"sid={value}; Path=/")))
    assert cookie is not None
    assert cookie_field(tools, f"a=1; sid={value}").endswith(f"; sid={cookie.value}")


def test_a_nameless_cookie_that_comes_back_as_a_name_is_no_name() -> None:
    tools = redactor()
    cookie = parse_set_cookie(said(set_cookie_field(tools, "S3CRETnameless1")))
    assert cookie is not None
    assert cookie_field(tools, "S3CRETnameless1=; a=1").startswith(f"{cookie.value}=;")


@pytest.mark.parametrize(
    "secret", ["Comment=S3CRET-words", "S3CRET-tail", "Expires=S3CRET 24 Nov 2027 16:00:00"]
)
def test_nothing_hides_in_an_attribute(secret: str) -> None:
    assert "S3CRET" not in set_cookie_field(redactor(), f"a=b; Path=/; {secret}; Secure")


def test_a_deletion_is_one_still() -> None:
    made = set_cookie_field(redactor(), "sid=; Max-Age=0; Path=/")
    found = judge_field(said(made), scheme="https", host="opendata.reseda.fr", path="/", at=AT)
    assert isinstance(found, Stored)
    assert found.deletion
