"""Moments and durations in words: the same on every machine, in every time zone.

A reader wants to know when something happened within the session ("+2 min 05 s") and, once, when the
session was (in UTC). The clock is the recording's own, so any number may come.
"""

import math
from datetime import UTC, datetime, timedelta

__all__ = ["between", "duration", "moment", "since"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE, _HOUR = 60, 3600
_NO_LIFE = 1e11
"""More seconds than any cookie, clock or calendar holds: some three thousand years."""


def moment(at: float) -> str:
    """Write a moment in UTC, to the second: "2025-11-24 16:00:00 UTC".

    Args:
        at: Unix seconds; one that no calendar holds is written as the number it is.
    """
    try:
        return f"{_EPOCH + timedelta(seconds=math.floor(at)):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError):
        return f"Unix time {at:g}"


def duration(seconds: float, digits: int = 1) -> str:
    """Write a length of time: "3.4 s", "2 min 05 s", "1 h 02 min 05 s", "3 d 04 h 05 min", "14 d".

    Args:
        seconds: how long, not negative; what no calendar holds is written as the number it is.
        digits: decimals of the seconds, below one minute.
    """
    if not seconds < _NO_LIFE:
        return f"{seconds:.3g} s"
    if round(seconds, digits) < _MINUTE:
        return f"{seconds:.{digits}f} s"
    whole = round(seconds)
    days, hours = divmod(whole // _HOUR, 24)
    minutes, rest = whole % _HOUR // _MINUTE, whole % _MINUTE
    if days:
        return f"{days} d {hours:02} h {minutes:02} min" if hours or minutes else f"{days} d"
    if hours:
        return f"{hours} h {minutes:02} min {rest:02} s"
    return f"{minutes} min {rest:02} s"


def since(start: float | None, at: float, digits: int = 1) -> str:
    """Write when something was, counted from the session's start: "+3.4 s"; "-0.2 s" where a clock went back.

    Args:
        start: the session's start, Unix seconds; without one the moment itself is written.
        at: Unix seconds.
        digits: decimals of the seconds, below one minute.
    """
    if start is None:
        return moment(at)
    passed = at - start
    sign = "-" if round(passed, digits) < 0 else "+"
    return sign + duration(abs(passed), digits)


def between(start: float | None, after: float, by: float) -> str:
    """Write the interval a moment lies in: "between +11.9 s and +12.3 s", finer where both would read alike.

    Args:
        start: the session's start, Unix seconds.
        after: the interval's start, Unix seconds.
        by: its end, Unix seconds.
    """
    spans = ((since(start, after, digits), since(start, by, digits)) for digits in (1, 3))
    low, high = next((span for span in spans if span[0] != span[1]), ("", ""))
    return f"between {low} and {high}" if low else f"about {since(start, by)}"
