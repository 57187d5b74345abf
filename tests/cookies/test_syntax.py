"""Set-Cookie and Cookie fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies import Pair, SameSite, SetCookie, parse_cookie, parse_set_cookie, split_set_cookie
from temoin.cookies.syntax import LONGEST_LIFETIME, cookie_name, has_control, size

AT = 1_700_000_000.0
NAME = st.text(
    st.characters(codec="utf-8", exclude_characters="=;\x7f", exclude_categories=["Cc"]),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip(" \t") == text)
VALUE = st.text(
    st.characters(codec="utf-8", exclude_characters=";\x7f", exclude_categories=["Cc"]), max_size=60
).filter(lambda text: text.strip(" \t") == text)


def read(field: bytes) -> SetCookie:
    cookie = parse_set_cookie(field)
    assert cookie is not None
    return cookie


def test_a_set_cookie_says_all_that_its_attributes_say() -> None:
    assert read(
        b"sessionid=abc; Domain=.Reseda.FR; Path=/explore; Expires=Thu, 01 Jan 1970 00:00:10 GMT; "
        b"Max-Age=60; Secure; HttpOnly; SameSite=Lax; Partitioned"
    ) == SetCookie(
        "sessionid",
        "abc",
        domain="reseda.fr",
        path="/explore",
        expires=10.0,
        max_age=60,
        secure=True,
        http_only=True,
        same_site=SameSite.LAX,
        partitioned=True,
    )


def test_a_bare_pair_leaves_every_attribute_unsaid() -> None:
    assert read(b"a=b") == SetCookie("a", "b")


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        (b"token", "", "token"),
        (b"=token", "", "token"),
        (b"=a=b", "", "a=b"),
        (b"", "", ""),
        (b"=", "", ""),
        (b"a=", "a", ""),
        (b"a==b=", "a", "=b="),
        (b" \ta \t=\t b \t; Secure", "a", "b"),
        (b'a="b; c"', "a", '"b'),
        (b'a="b c"', "a", '"b c"'),
        (b'cookies_preferences={"a":true,"b":false}', "cookies_preferences", '{"a":true,"b":false}'),
        (b"a=b, c=d", "a", "b, c=d"),
        ("é=ü".encode(), "é", "ü"),
        (b"a=\xff\xfe", "a", "\udcff\udcfe"),
        (b"a=b\tc", "a", "b\tc"),
    ],
)
def test_name_and_value_are_what_stands_around_the_first_equals_sign(
    field: bytes, name: str, value: str
) -> None:
    cookie = read(field)
    assert (cookie.name, cookie.value) == (name, value)


@pytest.mark.parametrize("control", [*range(9), *range(10, 32), 127])
@pytest.mark.parametrize("place", [b"a%cb=c", b"a=b%cc", b"a=b; Path=/%c", b"a=b; x%c"])
def test_a_control_character_anywhere_but_a_tab_ignores_the_field(place: bytes, control: int) -> None:
    assert parse_set_cookie(place % control) is None


def test_name_and_value_may_take_4096_bytes_together_and_no_more() -> None:
    assert parse_set_cookie(b"a=" + b"x" * 4095) is not None
    assert parse_set_cookie(b"a=" + b"x" * 4096) is None
    assert parse_set_cookie(b"a=" + "é".encode() * 2048) is None
    assert parse_set_cookie(b"a=b; x=" + b"y" * 9000) == SetCookie("a", "b")


def test_an_attribute_value_of_more_than_1024_bytes_counts_as_not_there() -> None:
    assert read(b"a=b; Path=/p; Path=/" + b"x" * 1023).path == "/" + "x" * 1023
    assert read(b"a=b; Path=/p; Path=/" + b"x" * 1024).path == "/p"
    assert not read(b"a=b; Secure=" + b"x" * 1025).secure


@pytest.mark.parametrize(
    ("attributes", "domain", "path"),
    [
        (b"Domain=a.fr; Domain=b.fr", "b.fr", None),
        (b"Domain=a.fr; Domain=", None, None),
        (b"Domain=a.fr; Domain", None, None),
        (b"Domain=.", None, None),
        (b"Domain=..a.fr", ".a.fr", None),
        (b"Path=/a; Path=/b", None, "/b"),
        (b"Path=/a; Path=", None, None),
        (b"Path=/a; Path=b", None, None),
        (b'Path="/a"', None, None),
        (b" PATH \t= /a ", None, "/a"),
    ],
)
def test_the_last_domain_and_path_win_even_when_empty(
    attributes: bytes, domain: str | None, path: str | None
) -> None:
    cookie = read(b"a=b; " + attributes)
    assert (cookie.domain, cookie.path) == (domain, path)


@pytest.mark.parametrize(
    ("attributes", "max_age"),
    [
        (b"Max-Age=60", 60),
        (b"Max-Age=0", 0),
        (b"Max-Age=-0", 0),
        (b"Max-Age=-20", -20),
        (b"Max-Age=060", 60),
        (b"Max-Age=" + b"9" * 1024, LONGEST_LIFETIME),
        (b"Max-Age=-" + b"9" * 1000, -LONGEST_LIFETIME),
        (b"Max-Age=5; Max-Age=6", 6),
        (b"Max-Age=5; Max-Age=x", 5),
        (b"Max-Age=5; Max-Age=", 5),
        (b"Max-Age=+5", None),
        (b"Max-Age=5.5", None),
        (b"Max-Age=--5", None),
        (b"Max-Age=-", None),
        (b"Max-Age=5 0", None),
        (b'Max-Age="5"', None),
        ("Max-Age=٥".encode(), None),
        (b"Max-Age=5\xff", None),
    ],
)
def test_max_age_is_digits_after_at_most_one_minus(attributes: bytes, max_age: int | None) -> None:
    assert read(b"a=b; " + attributes).max_age == max_age


def test_an_expires_that_cannot_be_read_leaves_the_one_before() -> None:
    assert read(b"a=b; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Expires=never").expires == 10.0
    assert read(b"a=b; Expires=0").expires is None


@pytest.mark.parametrize(
    ("attributes", "same_site"),
    [
        (b"SameSite=Strict", SameSite.STRICT),
        (b"samesite=LAX", SameSite.LAX),
        (b"SameSite=none", SameSite.NONE),
        (b"SameSite=None; SameSite=Bogus", SameSite.DEFAULT),
        (b"SameSite=Bogus; SameSite=None", SameSite.NONE),
        (b"SameSite", SameSite.DEFAULT),
        (b"", SameSite.DEFAULT),
    ],
)
def test_the_last_same_site_wins_even_when_unknown(attributes: bytes, same_site: SameSite) -> None:
    assert read(b"a=b; " + attributes).same_site is same_site


def test_max_age_wins_over_expires() -> None:
    cookie = SetCookie("a", "b", expires=AT - 5, max_age=60)
    assert cookie.expiry(AT) == AT + 60
    assert cookie.lifetime(AT) == 60.0
    assert not cookie.deletes(AT)
    assert SetCookie("a", "b", expires=AT + 500, max_age=0).deletes(AT)


def test_ages_are_counted_from_the_recordings_clock() -> None:
    cookie = SetCookie("a", "b", expires=AT)
    assert cookie.deletes(AT)
    assert cookie.deletes(AT + 1)
    assert not cookie.deletes(AT - 1)
    assert cookie.lifetime(AT - 30) == 30.0
    assert cookie.lifetime(AT + 30) == 0.0


def test_a_session_cookie_has_no_end() -> None:
    cookie = SetCookie("a", "b")
    assert (cookie.expiry(AT), cookie.lifetime(AT), cookie.deletes(AT)) == (None, None, False)


def test_the_lifetime_asked_for_is_not_cut_to_what_browsers_allow() -> None:
    ten_years = 10 * 365 * 86400
    assert SetCookie("a", "b", max_age=ten_years).lifetime(AT) == ten_years


def test_a_deletion_ends_no_later_than_now() -> None:
    for cookie in (SetCookie("a", "", max_age=-5), SetCookie("a", "", expires=0.0)):
        expiry = cookie.expiry(AT)
        assert expiry is not None
        assert expiry <= AT
        assert cookie.lifetime(AT) == 0.0


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        (b"a=b; Path=/", (b"a=b; Path=/",)),
        (b"a=b; Path=/\nc=d", (b"a=b; Path=/", b"c=d")),
        (b"a=b\r\n c=d\n\n", (b"a=b", b"c=d")),
        (
            b"a=b; Expires=Thu, 01 Jan 1970 00:00:10 GMT, c=d",
            (b"a=b; Expires=Thu, 01 Jan 1970 00:00:10 GMT, c=d",),
        ),
        (b"", (b"",)),
        (b"\n", ()),
    ],
)
def test_only_a_newline_parts_set_cookies(field: bytes, fields: tuple[bytes, ...]) -> None:
    assert split_set_cookie(field) == fields


@pytest.mark.parametrize(
    ("fields", "pairs"),
    [
        ([b"a=b; c=d"], [("a", "b"), ("c", "d")]),
        ([b"a=b", b"c=d"], [("a", "b"), ("c", "d")]),
        ([b"a=b; c=d", b"e=f"], [("a", "b"), ("c", "d"), ("e", "f")]),
        ([b"a=1; a=2; a=1"], [("a", "1"), ("a", "2"), ("a", "1")]),
        ([b"token; a=b"], [("", "token"), ("a", "b")]),
        ([b"=token"], [("", "token")]),
        ([b"a="], [("a", "")]),
        ([b"a=b=c=="], [("a", "b=c==")]),
        ([b'p={"a":true,"b":false}; q="x y"'], [("p", '{"a":true,"b":false}'), ("q", '"x y"')]),
        ([b"a=b;c=d;;  ;"], [("a", "b"), ("c", "d")]),
        ([b"a=\xff"], [("a", "\udcff")]),
        ([b""], []),
        ([], []),
    ],
)
def test_all_cookie_fields_are_one_list_of_pairs(fields: list[bytes], pairs: list[tuple[str, str]]) -> None:
    assert parse_cookie(fields) == tuple(Pair(name, value) for name, value in pairs)


def test_a_report_can_name_a_field_that_is_ignored() -> None:
    assert cookie_name(b"track=\x00; Path=/") == "track"
    assert cookie_name(b"token") == ""


def test_sizes_are_bytes_on_the_wire() -> None:
    assert size("aé\udcff") == 4
    assert size("abc") == 3


def test_a_tab_is_no_control_character() -> None:
    assert not has_control("a\tb")
    assert has_control("a\nb")
    assert has_control(b"\x7f")


@given(NAME, VALUE)
@settings(deadline=None)
def test_what_is_set_is_read_back(name: str, value: str) -> None:
    cookie = read(f"{name}={value}; Secure".encode())
    assert cookie == SetCookie(name, value, secure=True)
    assert parse_cookie([f"x=y; {name}={value}".encode()])[1] == Pair(name, value)


@given(st.lists(st.tuples(NAME, VALUE), max_size=6))
@settings(deadline=None)
def test_crumbs_and_one_field_say_the_same(pairs: list[tuple[str, str]]) -> None:
    crumbs = [f"{name}={value}".encode() for name, value in pairs]
    assert parse_cookie(crumbs) == parse_cookie([b"; ".join(crumbs)])
    assert [(pair.name, pair.value) for pair in parse_cookie(crumbs)] == pairs


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_no_bytes_break_a_parser_and_none_are_lost(field: bytes) -> None:
    cookie = parse_set_cookie(field)
    assert (cookie is None) == has_control(field)
    pair = field.partition(b";")[0]
    if cookie is not None:
        parts = pair.split(b"=", 1) if b"=" in pair else [b"", pair]
        assert [text.encode("utf-8", "surrogateescape") for text in (cookie.name, cookie.value)] == [
            part.strip(b" \t") for part in parts
        ]
        assert cookie_name(field) == cookie.name
        assert cookie.deletes(AT) == (cookie.lifetime(AT) == 0)
    for sent in parse_cookie([field, field]):
        assert sent.value.encode("utf-8", "surrogateescape") in field
    assert b"".join(split_set_cookie(field)) == b"".join(
        line.strip(b" \t\r") if b"\n" in field else line for line in field.split(b"\n")
    )
