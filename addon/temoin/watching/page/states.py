"""What a crossing is at a moment: open, or what is held of it."""

from typing import Literal

from temoin.vocabulary import Verdict
from temoin.watching.board import Row

__all__ = ["OPEN", "STATES", "State", "state_of"]

type State = Verdict | Literal["open"]

OPEN: Literal["open"] = "open"

STATES: tuple[State, ...] = (
    Verdict.EARLY,
    Verdict.REFUSED,
    Verdict.UNDECLARED,
    Verdict.UNPROVEN,
    OPEN,
    Verdict.PERMITTED,
    Verdict.EXEMPT,
    Verdict.OUTSIDE,
)
"""Every state, worst first."""


def state_of(row: Row) -> State:
    """What a row is."""
    return OPEN if row.verdict is None else row.verdict
