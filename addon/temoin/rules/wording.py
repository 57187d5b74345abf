"""The words that rules share: what crossed how often, at which stage of the choice, for how long."""

from temoin.rules.rule import Group, times
from temoin.vocabulary import ChoiceState, Way

__all__ = ["crossed", "span", "stages"]

_STAGES = {
    ChoiceState.UNSET: "before any choice",
    ChoiceState.NONE: "with nothing granted",
    ChoiceState.PARTIAL: "with something granted",
    ChoiceState.ALL: "with all granted",
    ChoiceState.UNREADABLE: "under a choice that cannot be read",
    ChoiceState.UNPROVEN: "at a moment whose choice is not known",
}

_UNITS = (("year", 365 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def crossed(group: Group) -> str:
    """What crossed: "set once and sent 3 times".

    Args:
        group: the exchanges.
    """
    parts = [f"{way} {times(group.ways[way])}" for way in (Way.SET, Way.SENT) if group.ways[way]]
    return " and ".join(parts)


def stages(group: Group) -> str:
    """At which stages of the choice: "twice before any choice, once with nothing granted".

    Args:
        group: the exchanges.
    """
    return ", ".join(
        f"{times(group.states[state])} {words}" for state, words in _STAGES.items() if group.states[state]
    )


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit: "13 days", "2 years".

    Args:
        seconds: at least 0.
    """
    for unit, size in _UNITS:
        if seconds >= 2 * size or (seconds >= size and unit != "year"):
            count = round(seconds / size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{seconds:g} seconds"
