"""Spans of time as charters write them: "2 weeks", "13 mois", "1 year 1 month".

A month here is as long as months can be. "6 months" is up to 184 days (March to September), "12 months" 366,
"13 months" 397: the most that so many months of the calendar ever span. A charter that says months speaks
of the calendar, and a site that adds calendar months keeps its word whatever the day; to count 30 days, or
30.44 on average, would accuse it half the year round. Taking 31 for each month would let "13 months" grow by
six days. What else to tolerate is for the rules.
"""

import re

__all__ = ["duration", "in_words"]

_DAY = 86_400
_LONGEST = 100
_SPAN = re.compile(r"(\d{1,6})\s*([a-zé]+)")
_JOINER = re.compile(r"\s*(?:,|and|et)?\s*")
_MONTHS = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
"""The most days that so many months in a row ever have, February's 29th left to the years."""

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "seconde": 1, "secondes": 1,
    "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "heure": 3600, "heures": 3600,
    "d": _DAY, "day": _DAY, "days": _DAY, "j": _DAY, "jour": _DAY, "jours": _DAY,
    "week": 7 * _DAY, "weeks": 7 * _DAY, "semaine": 7 * _DAY, "semaines": 7 * _DAY,
}  # fmt: skip
_MONTH_UNITS = {
    "month": 1, "months": 1, "mois": 1,
    "year": 12, "years": 12, "an": 12, "ans": 12, "année": 12, "années": 12,
}  # fmt: skip


def duration(text: str) -> int | None:
    """Read a span of time, in English or French.

    Args:
        text: numbers and units, alone or added up ("1 year and 1 month").

    Returns:
        Seconds, at least 1; None where it is no span of time.
    """
    rest = text.strip().casefold()
    if len(rest) > _LONGEST:
        return None
    seconds = months = 0
    while rest:
        found = _SPAN.match(rest)
        if found is None:
            return None
        number, unit = int(found[1]), found[2]
        if unit not in _UNITS and unit not in _MONTH_UNITS:
            return None
        seconds += number * _UNITS.get(unit, 0)
        months += number * _MONTH_UNITS.get(unit, 0)
        rest = rest[found.end() :]
        if rest:
            rest = _JOINER.sub("", rest, count=1) or "and what?"
    return seconds + _days(months) * _DAY or None


def in_words(seconds: float) -> str:
    """Write a span of time as charters do: "13 months", "2 weeks", "30 minutes"; 0 is "the session".

    Args:
        seconds: at least 0.

    Returns:
        The shortest way to say it, months where they are as long as months can be; rounded where nothing fits.
    """
    if seconds == 0:
        return "the session"
    for months in range(36, 0, -1):
        if seconds == _days(months) * _DAY:
            return (
                _counted(months // 12, "year")
                if months % 12 == 0 and months > 12
                else _counted(months, "month")
            )
    for unit, size in _WORDS:
        if seconds >= size and seconds % size == 0:
            return _counted(round(seconds / size), unit)
    unit, size = next(((unit, size) for unit, size in _WORDS if seconds >= 2 * size), _WORDS[-1])
    return _counted(round(seconds / size), unit)


_WORDS = (("week", 7 * _DAY), ("day", _DAY), ("hour", 3600), ("minute", 60), ("second", 1))


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _days(months: int) -> int:
    years, over = divmod(months, 12)
    return years * 365 + -(-years // 4) + _MONTHS[over]
