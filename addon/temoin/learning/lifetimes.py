"""A lifetime as a policy can say it, never shorter than what was seen."""

__all__ = ["lifetime_words"]

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_MOST = 999_999
"""A policy's spans have at most six digits."""

_YEAR = 365 * 86_400
_ROUNDING = 0.005


def lifetime_words(seconds: float) -> str:
    """Write a lifetime: "365 days", "30 minutes".

    Args:
        seconds: more than 0.

    Returns:
        The largest unit in which it is no more than half a hundredth longer than it is.
    """
    for unit, size in _UNITS:
        count = -int(-seconds // size)
        if count <= _MOST and count * size - seconds <= _ROUNDING * seconds:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{min(-int(-seconds // _YEAR), _MOST)} years"
