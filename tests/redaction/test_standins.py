"""Stand-ins: the shape and length of what they stand for, one for each value, nothing of it without the key."""

import itertools
import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies.syntax import size
from temoin.cookies.values import Shape, shape
from temoin.redaction.keys import Key
from temoin.redaction.standins import Standins

ONE, OTHER = Standins(Key(b"a key of sixteen bytes")), Standins(Key(b"another key of sixteen bytes"))

PLAIN = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60)
WIRE = st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
ANY = st.text(max_size=40)
SHAPED = st.one_of(
    st.uuids().map(str),
    st.uuids().map(lambda one: str(one).upper()),
    st.from_regex(r"[0-9a-f]{8,40}", fullmatch=True),
    st.from_regex(r"eyJ[A-Za-z0-9_-]{0,20}\.[A-Za-z0-9_-]{1,30}\.[A-Za-z0-9_-]{0,30}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9+/_-]{14,40}={0,2}", fullmatch=True),
    st.integers(978_307_200, 4_133_980_799).map(str),
    st.integers(0, 10**20).map(str),
    st.from_regex(r"[A-Za-zà-ü]{1,12}(?:[-_][A-Za-z]{1,8}){0,2}", fullmatch=True),
    st.from_regex(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2}){1,30}", fullmatch=True),
    st.from_regex(r"GA1\.[0-9]\.[0-9]{6,10}\.[0-9]{10}", fullmatch=True),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**13), 10**13) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ).map(json.dumps),
)
VALUES = st.one_of(PLAIN, WIRE, ANY, SHAPED, SHAPED.map(lambda one: f'"{one}"'))


quick = settings(deadline=None, max_examples=60)


@quick
@given(VALUES)
def test_length_size_and_shape_stay(value: str) -> None:
    made = ONE.of(value)
    assert (len(made), size_of(made), shape(made)) == (len(value), size_of(value), shape(value))


def size_of(value: str) -> int:
    try:
        return size(value)
    except UnicodeEncodeError:  # a HAR's lone surrogate, which is no byte
        return len(value)


@quick
@given(VALUES)
def test_what_is_neither_letter_nor_digit_stays_in_its_place(value: str) -> None:
    if shape(value) in (Shape.BASE64, Shape.JWT):
        return
    for sign, new in zip(value, ONE.of(value), strict=True):
        if sign.isascii() and not sign.isalnum():
            assert sign == new


@quick
@given(VALUES)
def test_equal_values_have_equal_stand_ins_under_one_key(value: str) -> None:
    assert Standins(Key(b"a key of sixteen bytes")).of(value) == ONE.of(value)


@quick
@given(st.sets(VALUES, min_size=2, max_size=12))
def test_different_values_have_different_stand_ins(values: set[str]) -> None:
    assert len({ONE.of(value) for value in values}) == len(values)


@quick
@given(st.text(string.ascii_letters + string.digits, min_size=12, max_size=60))
def test_a_long_value_shares_nothing_with_its_stand_in_nor_with_another_keys(value: str) -> None:
    if shape(value) is Shape.JWT:
        return
    made = ONE.of(value)
    assert made != value
    assert made != OTHER.of(value)


@pytest.mark.parametrize(
    ("alphabet", "length"), [(string.digits, 1), (string.digits, 3), ("abc", 4), ("aB1", 4), ("é1", 2)]
)
def test_short_values_are_permuted_and_none_is_left(alphabet: str, length: int) -> None:
    values = ["".join(signs) for signs in itertools.product(alphabet, repeat=length)]
    made = {value: ONE.of(value) for value in values}
    assert len(set(made.values())) == len(values)
    assert [value for value, stand_in in made.items() if value == stand_in] == []


@pytest.mark.parametrize("value", ["", "true", "FALSE", "yes", "no", "on", "off", "--", '""', "%20", "::"])
def test_what_tells_nothing_stays(value: str) -> None:
    assert ONE.of(value) == value


@pytest.mark.parametrize("value", ["%53%33%43%52%45%54%2d%76%61%6c%75%65", '["\\u0053\\u0033\\u0043"]'])
def test_what_is_written_in_escapes_is_replaced_too(value: str) -> None:
    made = ONE.of(value)
    assert made != value
    assert shape(made) is shape(value)


@quick
@given(st.text(min_size=1, max_size=5))
def test_what_is_longer_than_any_cookie_is_filled(part: str) -> None:
    value = part * 8_193
    made = ONE.of(value)
    assert len(made) == len(value)
    assert set(made) <= set(string.ascii_lowercase)


def test_no_stand_in_shows_the_pattern_of_an_identifier() -> None:
    digits = {
        tuple(sign.isdigit() for sign in ONE.of(value))
        for value in ("d703ce5eef2876f41b46d46f7e2a86ec", "d703ce5eef2876f41b46d46f7e2a86ed")
    }
    assert len(digits) == 2
    assert tuple(sign.isdigit() for sign in "d703ce5eef2876f41b46d46f7e2a86ec") not in digits
