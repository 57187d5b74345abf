"""The words for yes, no, all and none, and names in any spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.consent.answers import answer, whole_answer
from temoin.consent.metadata import is_metadata
from temoin.consent.names import folded, is_name


@pytest.mark.parametrize("word", ["true", "1", "Granted", "OUI", "accepté", "opt-in"])
def test_a_yes_is_a_yes_of_one_and_of_all(word: str) -> None:
    assert answer(word) is True
    assert whole_answer(word) is True


@pytest.mark.parametrize("word", ["false", "0", "Denied", "non", "refusé", "Opt_Out"])
def test_a_no_is_a_no_of_one_and_of_all(word: str) -> None:
    assert answer(word) is False
    assert whole_answer(word) is False


@pytest.mark.parametrize(("word", "means"), [("all", True), ("Tout accepter", True), ("rien", False)])
def test_words_for_all_say_nothing_of_one(word: str, means: bool) -> None:
    assert answer(word) is None
    assert whole_answer(word) is means


@pytest.mark.parametrize("word", ["", "dismiss", "closed", "wait", "2", "01", "truefalse", "x" * 1_000_000])
def test_other_words_say_nothing(word: str) -> None:
    assert answer(word) is None
    assert whole_answer(word) is None


@given(st.text())
def test_no_word_is_both_yes_and_no(word: str) -> None:
    assert answer(word) in {True, False, None}
    assert answer(word) is None or whole_answer(word) is answer(word)


def test_spellings_of_one_name_agree() -> None:
    assert {folded(name) for name in ("Google Analytics", "google-analytics", "GOOGLE_ANALYTICS")} == {
        "googleanalytics"
    }
    assert folded("Réseaux sociaux") == folded("reseaux-sociaux")
    assert folded("***") == ""


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_a_name_is_short_and_printable() -> None:
    assert is_name("no")
    assert is_name("Réseaux sociaux")
    assert not is_name("")
    assert not is_name("--")
    assert not is_name("x" * 81)
    assert not is_name("a\x1b[2J")
    assert not is_name("a\u202eb")


def test_what_describes_the_value_is_metadata() -> None:
    assert is_metadata("consentDate")
    assert is_metadata("VERSION")
    assert not is_metadata("matomo")
