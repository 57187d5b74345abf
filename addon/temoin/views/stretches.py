"""A visitor's choice over time as stretches that follow each other, for every view that draws it.

A choice made by a script has no moment but an interval: that is a stretch of its own, in which nobody can say
what the choice was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from temoin.report import Choice

__all__ = ["Stretch", "stretches_of"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time.

    Args:
        begins: its start, Unix seconds.
        ends: its end.
        choice: what the choice was; None where that is not known.
        unsure: True where a choice was made somewhere within.
    """

    begins: float
    ends: float
    choice: Choice | None = None
    unsure: bool = False


def stretches_of(choices: tuple[Choice, ...], start: float, end: float) -> Iterator[Stretch]:
    """Part the time of a session by one visitor's choice.

    Args:
        choices: its states, in order.
        start: the session's first moment, Unix seconds.
        end: its last.

    Returns:
        Stretches in order, none before the start; where a clock went back, one may take no time.
    """
    reached = start
    for number, choice in enumerate(choices):
        begins = start if number == 0 and choice.after is None else max(choice.by, reached)
        opens = min(max(_unsure_from(choice), reached), begins)
        if opens > reached:
            yield Stretch(reached, opens)
        if opens < begins:
            yield Stretch(opens, begins, unsure=True)
        last = number + 1 == len(choices)
        reached = max(end if last else _unsure_from(choices[number + 1]), begins)
        yield Stretch(begins, reached, choice)


def _unsure_from(choice: Choice) -> float:
    """The moment from which a choice may have been made."""
    return choice.by if choice.exact or choice.after is None else min(choice.after, choice.by)
