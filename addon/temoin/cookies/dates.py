"""When a cookie's Expires says: the one date reader that all browsers share (RFC 6265bis 5.1.1).

It reads what no date format allows and refuses what others accept, so no library's parser will do: words in
any order, two-digit years, zones ignored (every time is taken as UTC).
"""

import re
from datetime import UTC, datetime

__all__ = ["parse_cookie_date"]

_TOKEN = re.compile(r"[^\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])")
_DAY = re.compile(r"[0-9]{1,2}(?![0-9])")
_YEAR = re.compile(r"[0-9]{2,4}(?![0-9])")
_DIGITS = frozenset("0123456789")
_MONTHS = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_EARLIEST_YEAR = 1601


def parse_cookie_date(text: str) -> float | None:
    """Read a cookie-date (RFC 6265bis 5.1.1), in time linear in its length.

    Args:
        text: an Expires attribute's value.

    Returns:
        Unix seconds, or None where the algorithm fails.
    """
    time = day = month = year = None
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token[0] not in _DIGITS:
            month = month or _MONTHS.get(token[:3].lower())
        elif time is None and (match := _TIME.match(token)):
            time = (int(match[1]), int(match[2]), int(match[3]))
        elif day is None and (match := _DAY.match(token)):
            day = int(match[0])
        elif year is None and (match := _YEAR.match(token)):
            year = int(match[0])
        if time and day is not None and month and year is not None:
            return _seconds(year, month, day, *time)
    return None


def _seconds(year: int, month: int, day: int, hour: int, minute: int, second: int) -> float | None:
    """Steps 3 to 7: whole years, then None where no such moment exists."""
    if year <= 99:
        year += 1900 if year >= 70 else 2000
    if year < _EARLIEST_YEAR:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()
    except ValueError:
        return None
