"""Reading a consent cookie by the formats of a policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.consent import Choice, Undecided, Unreadable, format_names, read
from temoin.consent.reading import LONGEST


def test_formats_are_tried_in_order() -> None:
    assert read("1", ["words", "json"]) == Choice.of(rest=True)
    assert read("matomo=1", ["json", "words", "query"]) == Choice.of(["matomo"])


def test_one_formats_reason_stands_alone() -> None:
    assert read("dismiss", ["json"]) == Unreadable("it is no JSON")


def test_the_reasons_of_several_formats_are_told_apart() -> None:
    found = read("dismiss", ["json", "words"])
    assert found == Unreadable("as json, it is no JSON; as words, it is no word for all or none")


@pytest.mark.parametrize("value", ["", " ", '""', "\t"])
def test_an_empty_value_is_no_choice(value: str) -> None:
    assert read(value, format_names()) == Unreadable("it is empty")


def test_a_value_that_no_browser_keeps_is_not_read() -> None:
    assert read("é" * (LONGEST // 2 + 1), ["words"]) == Unreadable(f"it is longer than {LONGEST} bytes")


def test_a_value_of_strange_bytes_is_not_read() -> None:
    assert read(b'{"a":true,"\xff":true}'.decode(errors="surrogateescape"), ["json"]) == Unreadable(
        "it is not UTF-8 text"
    )


def test_an_unknown_format_is_the_callers_fault() -> None:
    with pytest.raises(LookupError):
        read("all", ["jason"])


@given(st.binary().map(lambda data: data.decode(errors="surrogateescape")) | st.text(st.characters()))
def test_any_value_is_a_choice_or_unreadable(value: str) -> None:
    found = read(value, format_names())
    assert isinstance(found, Choice | Undecided | Unreadable)
    assert isinstance(found, Choice) or found.why
