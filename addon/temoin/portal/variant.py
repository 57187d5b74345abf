"""Which portal the stand-in plays: a correct one, or one that leaks, and how it stores the choice."""

from enum import StrEnum

import msgspec

from temoin.errors import UsageError

__all__ = ["CORRECT", "ChoiceBy", "Leak", "Variant", "leaks_named"]


class Leak(StrEnum):
    """One thing that a leaky portal does wrong."""

    EARLY = "early"
    """Services start before the visitor has chosen."""

    BUILT_IN = "built-in"
    """The markup itself names an advertiser's pixel, so no choice can stop it."""

    REFUSED = "refused"
    """Services start though the visitor refused them."""

    WITHDRAWN = "withdrawn"
    """A service once granted goes on, and its cookies stay, after the grant is withdrawn."""

    UNDECLARED = "undeclared"
    """A cookie is set that the charter does not declare."""

    KEPT = "kept"
    """A cookie is kept longer than the charter declares."""

    RENEWED = "renewed"
    """The choice is kept six months from the last visit, not from the choice."""


class ChoiceBy(StrEnum):
    """Who writes the cookie that holds the choice: a script in the page, or a response."""

    SCRIPT = "script"
    RESPONSE = "response"


class Variant(msgspec.Struct, frozen=True):
    """One portal of those the stand-in can play.

    Args:
        leaks: what it does wrong; empty for a correct portal.
        choice_by: how the choice is stored.
    """

    leaks: frozenset[Leak] = frozenset()
    choice_by: ChoiceBy = ChoiceBy.SCRIPT


CORRECT = Variant()


def leaks_named(names: str) -> frozenset[Leak]:
    """Read what a user typed: "none", "all", or leaks between commas.

    Args:
        names: as typed.

    Returns:
        The leaks.

    Raises:
        UsageError: a name that is none of them.
    """
    words = [word.strip() for word in names.split(",") if word.strip()]
    if words == ["all"]:
        return frozenset(Leak)
    if words in ([], ["none"]):
        return frozenset()
    try:
        return frozenset(Leak(word) for word in words)
    except ValueError:
        wrong = next(word for word in words if word not in list(Leak))
        known = ", ".join(["none", "all", *Leak])
        raise UsageError(repr(names), f"no leak is called {wrong!r}", mend=f"one of {known}") from None
