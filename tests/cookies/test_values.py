"""What may be said of a value."""

import base64
import json
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies import MOST_LABELS, Labels, Shape, length, shape


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", Shape.EMPTY),
        ('""', Shape.EMPTY),
        ("true", Shape.BOOLEAN),
        ("No", Shape.BOOLEAN),
        ("0", Shape.DIGITS),
        ("550e8400-e29b-41d4-a716-446655440000", Shape.UUID),
        ("550E8400-E29B-41D4-A716-446655440000", Shape.UUID),
        ("550e8400-e29b-41d4-a716-44665544000", Shape.TEXT),
        ("1795509181", Shape.TIMESTAMP),
        ("1795509181000", Shape.TIMESTAMP),
        ("4133980799", Shape.TIMESTAMP),
        ("4133980800", Shape.DIGITS),
        ("0978307199", Shape.DIGITS),
        ("179550918", Shape.DIGITS),
        ("17955091810", Shape.DIGITS),
        ("١٧٩٥٥٠٩١٨١", Shape.TEXT),
        ("deadbeef", Shape.HEX),
        ("0123456789ABCDEF", Shape.HEX),
        ("facade", Shape.WORD),
        ("dEadbeef0", Shape.TEXT),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", Shape.JWT),
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", Shape.JWT),
        ('{"analytics":true}', Shape.JSON),
        ("[1,2]", Shape.JSON),
        ('{"a":', Shape.TEXT),
        ('"{"a":1}"', Shape.JSON),
        ("%7B%22a%22%3Atrue%7D", Shape.URL_ENCODED),
        ("a%20b&c=d", Shape.URL_ENCODED),
        ("100%", Shape.TEXT),
        ("a=b&c=d", Shape.TEXT),
        ("SGVsbG8gV29ybGQhIQ==", Shape.BASE64),
        ("SGVsbG8gV29ybGQhIQ", Shape.BASE64),
        ("aB3_-aB3_-aB3_-aB3_-", Shape.BASE64),
        ("SGVsbG8gV29ybGQhIQ=", Shape.TEXT),
        ("fr", Shape.WORD),
        ("fr-FR", Shape.WORD),
        ("tout_accepter", Shape.WORD),
        ("préféré", Shape.WORD),
        ("analyticsStorageGranted", Shape.WORD),
        ("GA1.1.123.456", Shape.TEXT),
        ("hello world", Shape.TEXT),
        ("\udcff", Shape.TEXT),
    ],
)
def test_a_value_has_the_first_shape_that_fits(value: str, expected: Shape) -> None:
    assert shape(value) is expected


@given(st.uuids())
@settings(deadline=None)
def test_every_uuid_has_its_shape(value: uuid.UUID) -> None:
    assert shape(str(value)) is Shape.UUID


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text()))
@settings(deadline=None)
def test_every_json_object_has_its_shape(value: dict[str, object]) -> None:
    assert shape(json.dumps(value)) is Shape.JSON


@given(st.binary(min_size=12))
@settings(deadline=None)
def test_bytes_in_base64_have_a_shape_that_base64_can_take(value: bytes) -> None:
    found = shape(base64.b64encode(value).decode())
    assert found in {Shape.BASE64, Shape.HEX, Shape.DIGITS, Shape.WORD, Shape.TEXT}


@given(
    st.text(st.characters(codec="utf-8"))
    | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape"))
)
@settings(deadline=None)
def test_any_value_has_a_shape_and_a_length(value: str) -> None:
    assert shape(value) in Shape
    assert length(value) == len(value.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    "unit", ["a", "1", "%", "%4", "%41", "[", '{"a":', "a-", "eyJ", "eyJ.", "=", "A", '"', "é", "-", "\udcff"]
)
def test_a_megabyte_of_anything_has_a_shape_in_linear_time(unit: str) -> None:
    value = unit * (1_000_000 // len(unit))
    start = time.process_time()
    for text in (value, value + "!", "eyJ" + value, "[" + value):
        assert shape(text) in Shape
    assert time.process_time() - start < 3


def test_labels_go_by_first_appearance() -> None:
    labels = Labels()
    assert [labels.of(value) for value in ("x", "y", "x", "", "y")] == ["A", "B", "A", "C", "B"]


def test_labels_go_on_after_z_as_columns_do() -> None:
    labels = Labels()
    given_out = [labels.of(str(number)) for number in range(26 * 27 + 1)]
    assert given_out[:2] == ["A", "B"]
    assert given_out[25:28] == ["Z", "AA", "AB"]
    assert given_out[26 * 27 - 1 :] == ["ZZ", "AAA"]
    assert len(set(given_out)) == len(given_out)


def test_labels_are_the_same_in_every_session_of_the_same_values() -> None:
    values = ["x", "\udcff", "x" * 5000]
    assert [Labels().of(value) for value in values] == ["A"] * 3
    first, second = Labels(), Labels()
    assert [first.of(value) for value in values] == [second.of(value) for value in values]


def test_values_past_the_bound_share_a_question_mark_and_known_ones_keep_their_label() -> None:
    labels = Labels()
    for number in range(MOST_LABELS):
        labels.of(str(number))
    assert labels.of("one more") == "?"
    assert labels.of("0") == "A"
