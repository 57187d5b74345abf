import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.portal.services import SERVICES, choice_value, kept, read_choice

KEYS = [service.key for service in SERVICES]


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, st.booleans())))
def test_a_choice_read_back_is_the_choice_written(choice: dict[str, bool]) -> None:
    assert read_choice(choice_value(choice)) == choice


def test_a_choice_is_written_as_percent_encoded_json() -> None:
    assert choice_value({"matomo": True}).startswith(
        "%7B%22matomo%22%3Atrue%2C%22google-analytics%22%3Afalse"
    )


@given(st.text())
def test_anything_else_is_no_choice_or_one_of_every_service(value: str) -> None:
    choice = read_choice(value)
    assert choice is None or list(choice) == KEYS


@pytest.mark.parametrize("value", ["", "{", "[]", "%7B%22matomo%22%3A1%7D", "[" * 100_000])
def test_what_is_no_choice_is_none(value: str) -> None:
    assert read_choice(value) is None


def test_the_charter_keeps_the_choice_six_months() -> None:
    assert kept("cookies_preferences") == 180 * 86_400
