"""How the demo's pages name what Témoin shows: rules, verdicts and states, in its own words, and explained."""

import msgspec

from temoin.portal.demo.both import Both
from temoin.vocabulary import ChoiceState, Verdict

__all__ = ["RULES", "STATES", "VERDICTS", "WITHDRAWN", "Named"]


class Named(msgspec.Struct, frozen=True):
    """Something that Témoin shows.

    Args:
        word: as Témoin writes it.
        means: what that means.
        sign: the sign that Témoin marks it with; empty for rules, whose code says it.
    """

    word: str
    means: Both
    sign: str = ""


RULES = {
    "T101": Named("Too early", Both("avant tout choix", "before there is any choice")),
    "T102": Named("Against the choice", Both("malgré le refus", "although they were refused")),
    "T103": Named("After withdrawal", Both("après le retrait de l'accord", "after the grant was withdrawn")),
    "T104": Named("Not declared", Both("absents de la charte", "missing from the charter")),
    "T105": Named(
        "Built in without a choice",
        Both(
            "commandé par la page même : aucun choix n'y peut rien",
            "ordered by the page itself, so no choice can help",
        ),
    ),
    "T201": Named(
        "Other party than declared",
        Both("déclaré interne, vu chez un tiers", "declared as the portal's own, seen at a third party's"),
    ),
    "T202": Named(
        "Kept longer than declared",
        Both("déclaré pour douze mois, gardé cinq ans", "declared for twelve months, kept for five years"),
    ),
    "T203": Named(
        "Renewed at every visit",
        Both("chaque page le garde six mois de plus", "each page keeps it six months more"),
    ),
}
"""The rules that the demo can show, by code."""

VERDICTS = {
    Verdict.EXEMPT: Named(
        "exempt", Both("nécessaires, aucun accord requis", "needed, no consent required"), "·"
    ),
    Verdict.PERMITTED: Named("permitted", Both("accordés par le choix", "granted by the choice"), "✓"),
}
"""The verdicts by which a cookie crosses by right."""

STATES = {
    ChoiceState.UNSET: Named("unset", Both("rien n'est encore choisi", "nothing is chosen yet"), "○"),
    ChoiceState.NONE: Named("none", Both("tout est refusé", "everything is refused"), "◌"),
    ChoiceState.PARTIAL: Named(
        "partial", Both("certains services sont accordés", "some services are granted"), "◐"
    ),
    ChoiceState.ALL: Named("all", Both("tout est accordé", "everything is granted"), "●"),
}
"""What a choice can amount to."""

WITHDRAWN = Named("withdrawn", Both("l'accord donné est retiré", "the consent given is taken back"), "◌")
"""A choice that takes all back."""
