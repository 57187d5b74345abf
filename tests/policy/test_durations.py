"""Spans of time as charters write them."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.policy.durations import duration

DAY = 86_400


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30 minutes", 1800),
        ("30min", 1800),
        ("2 weeks", 14 * DAY),
        ("2 semaines", 14 * DAY),
        ("1 jour", DAY),
        ("24 heures", DAY),
        ("45 secondes", 45),
        ("6 months", 184 * DAY),
        ("6 mois", 184 * DAY),
        ("12 months", 366 * DAY),
        ("1 an", 366 * DAY),
        ("1 year", 366 * DAY),
        ("2 années", 731 * DAY),
        ("13 months", 397 * DAY),
        ("1 year and 1 month", 397 * DAY),
        ("1 an et 1 mois", 397 * DAY),
        ("  13   Mois ", 397 * DAY),
        ("1 day, 2 hours", DAY + 7200),
    ],
)
def test_a_span_is_read_in_english_and_french(text: str, seconds: int) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3600",
        "0 days",
        "six months",
        "6 moons",
        "1:30:00",
        "-1 day",
        "1.5 years",
        "1 day and",
        "session",
        "1 day 2",
        "1" * 7 + " days",
        "1 s " * 50_000,
        "é",
    ],
)
def test_what_is_no_span_is_none(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize("months", [*range(1, 31), 36, 48, 60])
def test_months_are_as_long_as_the_calendar_ever_makes_them(months: int) -> None:
    days = [date(2023, 1, 1) + timedelta(n) for n in range(4 * 366)]
    longest = max((months_later(day, months) - day).days for day in days)
    assert duration(f"{months} months") == longest * DAY


@given(st.text())
def test_any_text_is_a_span_of_at_least_a_second_or_none(text: str) -> None:
    seconds = duration(text)
    assert seconds is None or seconds >= 1


@given(st.integers(1, 999_999), st.sampled_from(["s", "min", "hours", "jours", "weeks", "mois", "ans"]))
def test_more_of_a_unit_is_longer(number: int, unit: str) -> None:
    less = duration(f"{number} {unit}")
    more = duration(f"{number} {unit} 1 second")
    assert less is not None
    assert more == less + 1
