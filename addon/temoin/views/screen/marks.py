"""The signs of a screen: what each verdict, state and rule is marked with.

A sign stands beside its word or is named in a legend, and a colour only repeats what a sign says, so nothing
is lost in a file or to a reader who sees no colours. Colours are the terminal's own sixteen, which its theme
keeps legible on light and dark; yellow and white are left out, which few light themes do keep so.
"""

from dataclasses import dataclass

from temoin.report import Choice, Finding
from temoin.vocabulary import ChoiceState, Level, Outcome, Verdict

__all__ = [
    "OPEN",
    "OUTCOMES",
    "STATES",
    "UNKNOWN",
    "UNSURE",
    "VERDICTS",
    "WARNING",
    "Mark",
    "Stage",
    "mark_of",
    "stage_of",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign and what it means.

    Args:
        sign: one cell.
        plain: the same in ASCII, one cell.
        word: what it means, as a reader is told.
        style: the rich style that repeats it.
    """

    sign: str
    plain: str
    word: str
    style: str


@dataclass(frozen=True, slots=True)
class Stage:
    """How a state of the choice is drawn: its mark in a list, its texture on the timeline.

    Args:
        mark: its sign and word.
        texture: what its stretch of the bar is filled with; the fuller, the more is granted.
        plain: the same in ASCII.
    """

    mark: Mark
    texture: str
    plain: str


VERDICTS = {
    Verdict.EARLY: Mark("✗", "x", "too early", "bold red"),
    Verdict.REFUSED: Mark("!", "!", "refused", "bold magenta"),
    Verdict.UNDECLARED: Mark("*", "*", "undeclared", "red"),
    Verdict.UNPROVEN: Mark("?", "?", "unproven", "cyan"),
    Verdict.PERMITTED: Mark("✓", "+", "permitted", "green"),
    Verdict.EXEMPT: Mark("·", ".", "exempt", ""),
    Verdict.OUTSIDE: Mark("–", "-", "outside", "dim"),
}
"""A mark a verdict, worst first."""

OPEN = Mark("◇", ">", "open", "bold")
"""What is not decidable yet, in a view that shows a watch as it goes on."""

WARNING = Mark("▲", "!", "warning", "bold magenta")
_FLAGGED = Mark("■", "#", "flagged by another rule", "red")
_NOTE = Mark("○", "o", "note", "")

OUTCOMES = {
    Outcome.CLEAR: Mark("○", "o", "clear", "green"),
    Outcome.FLAGGED: Mark("✗", "x", "flagged", "red"),
    Outcome.UNPROVEN: Mark("?", "?", "unproven", "cyan"),
    Outcome.UNREADABLE: Mark("▲", "!", "unreadable", "magenta"),
}

# The rules that repeat a verdict bear its mark; every other rule bears that of its level.
_RULES = {
    "T101": VERDICTS[Verdict.EARLY],
    "T102": VERDICTS[Verdict.REFUSED],
    "T103": VERDICTS[Verdict.REFUSED],
    "T104": VERDICTS[Verdict.UNDECLARED],
}
_LEVELS = {Level.FLAGGED: _FLAGGED, Level.NOTE: _NOTE}

STATES = {
    ChoiceState.UNSET: Stage(Mark("○", "o", "unset", ""), ".", "."),
    ChoiceState.NONE: Stage(Mark("◌", "0", "none", "magenta"), "▁", "_"),
    ChoiceState.PARTIAL: Stage(Mark("◐", "%", "partial", "green"), "▄", "="),
    ChoiceState.ALL: Stage(Mark("●", "@", "all", "green"), "█", "#"),
    ChoiceState.UNREADABLE: Stage(Mark("~", "~", "unreadable", "cyan"), "~", "~"),
    ChoiceState.UNPROVEN: Stage(Mark("?", "?", "unproven", "cyan"), "?", "?"),
}
UNKNOWN = Stage(Mark(" ", " ", "", ""), " ", " ")
UNSURE = Stage(Mark("░", ":", "the choice was made somewhere in here", ""), "░", ":")


def mark_of(finding: Finding) -> Mark:
    """The mark a finding bears."""
    return _RULES.get(finding.rule, _LEVELS[finding.level])


def stage_of(choice: Choice) -> Stage:
    """How a choice is drawn; one that takes all back is called so."""
    stage = STATES[choice.state]
    if not choice.withdrawn:
        return stage
    word = "withdrawn" if choice.state is ChoiceState.NONE else stage.mark.word
    return Stage(Mark(stage.mark.sign, stage.mark.plain, word, "magenta"), stage.texture, stage.plain)
