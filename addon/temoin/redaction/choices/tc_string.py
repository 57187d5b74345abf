"""The IAB's TC string: the moment of the choice, to a tenth of a second, becomes another of the same day.

Version 2 begins with six bits of version and twice thirty-six of time (when it was made, when changed), which are
its first thirteen signs; nothing behind them tells visitors apart but the choice itself. Where the time was left
out already, as version 2.2 of the framework asks, it is left out still. Bits behind the last field of a segment are
replaced: no decoder reads them.
"""

from collections.abc import Iterator

from temoin.consent.tc_string import decode
from temoin.redaction.choices.reading import Naming
from temoin.redaction.choices.unread import unread
from temoin.redaction.standins import Standins

__all__ = ["hidden_in", "rewritings", "with_other_times"]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TIMES = (slice(1, 7), slice(7, 13))
_MOST_TRIES = 32
_DAY = 864_000
"""Tenths of a second."""


def rewritings(text: str, _: Naming, standins: Standins) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Write a TC string anew; see `temoin.redaction.choices.text.rewritings`."""
    made = with_other_times(text, standins)
    for _turn in range(_MOST_TRIES):  # until it is of the same shape, which all its signs decide together
        if made is None:
            return
        yield made, hidden_in(text) if made != text else ()
        made = with_other_times(made, standins)


def hidden_in(text: str) -> tuple[str, ...]:
    """What is replaced in a TC string.

    Args:
        text: long enough to be one.
    """
    return text[_TIMES[0].start : _TIMES[-1].stop], *filter(None, _rests(text))


def with_other_times(text: str, standins: Standins) -> str | None:
    """Replace the times of a TC string.

    Args:
        text: with every wrapping taken off.
        standins: of the run.

    Returns:
        As many signs, and nothing of what no decoder reads; None where it is too short to be one.
    """
    if len(text) < _TIMES[-1].stop or not set(text[: _TIMES[-1].stop]) <= set(_ALPHABET):
        return None
    segments = [
        segment.removesuffix(rest) + standins.of(rest) if rest else segment
        for segment, rest in zip(text.split("."), _rests(text), strict=True)
    ]
    made = ".".join(segments)
    return text[:1] + "".join(_other(text[one], standins) for one in _TIMES) + made[_TIMES[-1].stop :]


def _rests(text: str) -> tuple[str, ...]:
    """What nobody reads at the end of each segment."""
    core, *others = text.split(".")
    return unread(core, decode), *(unread(one, lambda end: decode(f"{core}.{end}")) for one in others)


def _other(signs: str, standins: Standins) -> str:
    moment = 0
    for sign in signs:
        moment = moment * 64 + _ALPHABET.index(sign)
    day, rest = divmod(moment, _DAY)
    if rest:
        moment = day * _DAY + 1 + standins.number(rest - 1, _DAY - 1, b"time of day")
    made = ""
    for _ in signs:
        moment, at = divmod(moment, 64)
        made = _ALPHABET[at] + made
    return made
