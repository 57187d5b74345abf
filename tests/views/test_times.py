import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.views.times import between, duration, moment, since

START = 1764000000.0


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/St_Johns"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield os.environ["TZ"]
    monkeypatch.undo()
    time.tzset()


def test_a_moment_is_the_same_in_every_zone(zone: str) -> None:
    assert moment(START + 0.9) == "2025-11-24 16:00:00 UTC"


@pytest.mark.parametrize("at", [1e300, -1e300, float("inf"), float("-inf"), float("nan")])
def test_a_moment_no_calendar_holds_is_written_as_a_number(at: float) -> None:
    assert moment(at) == f"Unix time {at:g}"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "0.0 s"),
        (3.44, "3.4 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 00 s"),
        (125.4, "2 min 05 s"),
        (3599.6, "1 h 00 min 00 s"),
        (3725.0, "1 h 02 min 05 s"),
        (90061.0, "1 d 01 h 01 min"),
        (1209600.0, "14 d"),
        (1e300, "1e+300 s"),
        (float("inf"), "inf s"),
        (float("nan"), "nan s"),
    ],
)
def test_a_duration_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_clock_that_went_back_shows() -> None:
    assert since(START, START - 0.24) == "-0.2 s"
    assert since(START, START - 0.01) == "+0.0 s"


def test_without_a_start_the_moment_itself_is_written() -> None:
    assert since(None, START) == "2025-11-24 16:00:00 UTC"


def test_a_narrow_interval_is_told_finer() -> None:
    assert between(START, START + 11.9, START + 14.3) == "between +11.9 s and +14.3 s"
    assert between(START, START + 11.9, START + 11.93) == "between +11.900 s and +11.930 s"
    assert between(START, START + 124.6, START + 125.1) == "about +2 min 05 s"


@given(st.floats(0, 1e9))
def test_seconds_minutes_and_hours_stay_below_their_next_unit(seconds: float) -> None:
    below = {"s": 60.0, "min": 60.0, "h": 24.0, "d": float("inf")}
    words = duration(seconds).split(" ")
    for number, unit in zip(words[::2], words[1::2], strict=True):
        assert 0 <= float(number) < below[unit]


@given(st.floats(0, 1e9), st.floats(0, 1e6))
def test_an_interval_is_told_from_the_earlier_to_the_later(after: float, more: float) -> None:
    words = between(0.0, after, after + more)
    assert words.startswith(("between +", "about +"))
