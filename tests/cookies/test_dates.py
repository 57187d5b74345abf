"""Cookie dates, RFC 6265bis 5.1.1."""

import json
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies import parse_cookie_date

CONFORMANCE = Path(__file__).resolve().parents[2].parent / "shared" / "conformance"
FILES = ("http_state_dates.json", "chromium_dates_bsd.json")


class Vector(NamedTuple):
    text: str
    expected: str | None


def _vectors(name: str) -> list[Vector]:
    file = CONFORMANCE / name
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    return [Vector(each["test"], each["expected"]) for each in json.loads(text[text.index("[\n") :])]


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the date vectors are not in ../shared/conformance")
@pytest.mark.parametrize("vector", [vector for name in FILES for vector in _vectors(name)])
def test_every_outside_vector_holds(vector: Vector) -> None:
    expected = None if vector.expected is None else parsedate_to_datetime(vector.expected).timestamp()
    assert parse_cookie_date(vector.text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 08:33:01 GMT", 1795509181.0),
        ("24-nov-26 08:33:01", 1795509181.0),
        ("Mar, 08 Dec 2026 00:00:00 GMT", 1772928000.0),
        ("1 Jan 69 00:00:00", datetime(2069, 1, 1, tzinfo=UTC).timestamp()),
        ("1 Jan 70 00:00:00", 0.0),
        ("1 Jan 1601 00:00:00", datetime(1601, 1, 1, tzinfo=UTC).timestamp()),
        ("31 Dec 9999 23:59:59", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()),
        ("29 Feb 2024 00:00:00", datetime(2024, 2, 29, tzinfo=UTC).timestamp()),
    ],
)
def test_a_date_is_read_in_utc_whatever_its_form(text: str, expected: float) -> None:
    assert parse_cookie_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-1",
        "Session",
        "29 Feb 2023 00:00:00",
        "31 Apr 2026 00:00:00",
        "0 Jan 2026 00:00:00",
        "1 Jan 1600 00:00:00",
        "1 Jan 2026 24:00:00",
        "1 Jan 2026 00:60:00",
        "1 Jan 2026 00:00:60",
        "1 Jan 2026 00:00",
        "٠١ Jan 2026 00:00:00",
        "2026-01-01T00:00:00Z",
    ],
)
def test_what_is_no_moment_is_no_date(text: str) -> None:
    assert parse_cookie_date(text) is None


@given(st.datetimes(min_value=datetime(1601, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001
@settings(deadline=None)
def test_an_http_date_comes_back_to_the_second(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_cookie_date(format_datetime(aware, usegmt=True)) == aware.timestamp()


@given(st.text())
@settings(deadline=None)
def test_no_text_is_too_much(text: str) -> None:
    read = parse_cookie_date(text)
    assert read is None or -11_644_473_600 <= read < 253_402_300_800
