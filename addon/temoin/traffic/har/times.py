"""The times of a HAR entry: when it started, when its cookies were read, when its answer came and went."""

import math
from datetime import UTC, datetime

import msgspec

from temoin.traffic.har.schema import Entry, Timings

__all__ = ["Times", "parse_moment", "times"]

_LAST_TIME = 253_402_300_799.0
"""The end of the year 9999."""


class Times(msgspec.Struct, frozen=True, gc=False):
    """Unix seconds, none before the one above it.

    Args:
        at: when the request was asked for.
        read_by: when it began to be sent, so the last moment at which its cookies were read.
        answered: the first byte of the response.
        ended: its last byte.
    """

    at: float
    read_by: float
    answered: float
    ended: float


def parse_moment(text: str) -> tuple[float, bool]:
    """Read a date and time in ISO 8601.

    Args:
        text: with any number of digits after the second (Fiddler writes seven), with a zone or without.

    Returns:
        Unix seconds, and whether it has a zone; without one it is read as UTC, so that every machine reads
        the same.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(text.strip())
    zoned = moment.tzinfo is not None
    try:
        at = (moment if zoned else moment.replace(tzinfo=UTC)).timestamp()
    except OverflowError:
        raise ValueError("out of range") from None
    if not 0 <= at <= _LAST_TIME:
        raise ValueError("out of range")
    return at, zoned


def times(entry: Entry, at: float, *, arrival: bool) -> Times:
    """Work out an entry's times.

    A step that is negative or missing took no time. The sum of the steps is not believed beyond what `time`
    and `receive` leave: Safari counts the wait for a connection twice when it uses one again.

    Args:
        entry: the entry.
        at: when it started.
        arrival: True where the writer is a proxy like mitmproxy. It started the entry when the request had
            come in, so the cookies had been read; and its `connect` is its own connection to the server, made
            while the browser waited for the answer, so it is part of `wait`.
    """
    steps = entry.timings or Timings()
    before = 0.0 if arrival else _took(steps.blocked) + _took(steps.dns) + _took(steps.connect)
    answered = before + _took(steps.send) + _took(steps.wait)
    ended = answered + _took(steps.receive)
    whole = _took(entry.time)
    if whole and not arrival:
        answered = min(answered, max(whole - _took(steps.receive), 0.0))
        ended = whole
    before = min(before, answered)
    return Times(at, at + before, at + answered, at + max(ended, answered))


def _took(milliseconds: float | None) -> float:
    """Seconds; none for what did not happen and for what cannot have (a day at most)."""
    if milliseconds is None or not math.isfinite(milliseconds):
        return 0.0
    return min(max(milliseconds, 0.0) / 1000, 86_400.0)
