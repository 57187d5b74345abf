import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.har.cookies import (
    bears_cookies,
    header_fields,
    rebuilt_cookie,
    rebuilt_set_cookie,
    wire,
)
from temoin.traffic.har.schema import Cookie, Pair


def set_cookies(value: str, *, folded: bool = False) -> list[bytes]:
    return [value for _, value in header_fields([Pair("Set-Cookie", value)], folded=folded)]


def test_set_cookie_joined_with_newlines_becomes_several_fields() -> None:
    assert set_cookies("a=1; Path=/\nb=2\r\nc=3") == [b"a=1; Path=/", b"b=2", b"c=3"]


def test_a_comma_in_a_value_parts_nothing() -> None:
    assert set_cookies('a={"x":1,"y":2}, b=3') == [b'a={"x":1,"y":2}, b=3']


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("a=1; Path=/, b=2", [b"a=1; Path=/", b"b=2"]),
        (
            "a=1; Expires=Mon, 23 Nov 2026 16:00:00 GMT, b=2",
            [b"a=1; Expires=Mon, 23 Nov 2026 16:00:00 GMT", b"b=2"],
        ),
        ('a={"x":1, "y":2}; Path=/', [b'a={"x":1, "y":2}; Path=/']),
        ("a=1,2, 3", [b"a=1,2, 3"]),
        ("", [b""]),
    ],
)
def test_safari_s_set_cookie_is_parted_where_a_name_follows_a_comma(value: str, parts: list[bytes]) -> None:
    assert set_cookies(value, folded=True) == parts


def test_other_headers_are_never_parted() -> None:
    assert header_fields([Pair("Vary", "a\nb, c=d")], folded=True) == ((b"Vary", b"a\nb, c=d"),)


def test_pseudo_headers_and_nameless_ones_are_left_out() -> None:
    pairs = [
        Pair(":authority", "a.example"),
        Pair(":path", "/"),
        Pair("", "x"),
        Pair(None, "y"),
        Pair("a", None),
    ]
    assert header_fields(pairs, folded=False) == ((b"a", b""),)


def test_cookie_crumbs_stay_apart() -> None:
    fields = header_fields([Pair("cookie", "a=1"), Pair("cookie", "b=2")], folded=False)
    assert fields == ((b"cookie", b"a=1"), (b"cookie", b"b=2"))
    assert bears_cookies(fields)


def test_a_cookie_header_is_made_from_a_list() -> None:
    assert rebuilt_cookie([Cookie("a", "1"), Cookie("b", None)]) == ((b"Cookie", b"a=1; b="),)
    assert rebuilt_cookie([]) == ()


def test_set_cookie_headers_are_made_from_a_list_with_what_attributes_it_has() -> None:
    full = Cookie("a", "1", "/x", "a.example", "2026-11-23T17:00:00+01:00", True, True, "Lax")
    plain = Cookie("b", "2", expires="", http_only=False)
    odd = Cookie("c", "3", expires="never")
    numbered = Cookie("d", "4", expires=-1)
    assert rebuilt_set_cookie([full, plain, odd, numbered]) == (
        (
            b"Set-Cookie",
            b"a=1; Expires=Mon, 23 Nov 2026 16:00:00 GMT; "
            b"Domain=a.example; Path=/x; Secure; HttpOnly; SameSite=Lax",
        ),
        (b"Set-Cookie", b"b=2"),
        (b"Set-Cookie", b"c=3"),
        (b"Set-Cookie", b"d=4"),
    )


def test_bytes_that_were_no_text_come_back() -> None:
    assert wire("caf\udce9 é") == b"caf" + b"\xe9 " + "é".encode()
    assert wire("\ud800") == b"?"


@given(st.binary())
def test_every_byte_survives_a_har(raw: bytes) -> None:
    assert wire(raw.decode("utf-8", "surrogateescape")) == raw
