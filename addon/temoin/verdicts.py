"""The table of verdicts: what a cookie is to the policy, what the choice says of it, and what follows.

It can be read against the design, row by row. Everything that decides *which* row (whose the cookie is, what
the choice was at that moment) is decided elsewhere; nothing here looks at traffic.
"""

from enum import StrEnum

from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState, Need, Undeclared, Verdict

__all__ = ["TABLE", "Said", "Standing", "said", "standing", "verdict"]


class Standing(StrEnum):
    """What a cookie is to the policy that covers the page."""

    EXEMPT = "its category needs no consent"
    ASKS = "its category needs consent"
    UNCONFIRMED = "what it is for is to be confirmed, so it needs consent"
    UNDECLARED = "the policy does not declare it, so it has no exemption to invoke"
    FLAGGED = "the policy does not declare it, and asks that this alone be said"
    UNKNOWN = "the template does not know it"


class Said(StrEnum):
    """What the choice known at the moment says of a cookie."""

    NO_CHOICE = "there was no choice yet"
    GRANTS = "the choice grants it"
    REFUSES = "the choice refuses it"
    SILENT = "the choice grants something, and does not name it"
    UNNAMED = "the choice grants something, and a template cannot know by what name it decides on this"
    NOTHING_GRANTED = "the choice grants nothing"
    UNREADABLE = "the choice cannot be read"
    UNKNOWN = "the wire does not tell what the choice was"


TABLE: dict[Standing, dict[Said, Verdict]] = {
    Standing.EXEMPT: dict.fromkeys(Said, Verdict.EXEMPT),
    Standing.ASKS: {
        Said.NO_CHOICE: Verdict.EARLY,
        Said.GRANTS: Verdict.PERMITTED,
        Said.REFUSES: Verdict.REFUSED,
        Said.SILENT: Verdict.REFUSED,
        Said.UNNAMED: Verdict.UNPROVEN,
        Said.NOTHING_GRANTED: Verdict.REFUSED,
        Said.UNREADABLE: Verdict.UNPROVEN,
        Said.UNKNOWN: Verdict.UNPROVEN,
    },
    Standing.UNCONFIRMED: {
        Said.NO_CHOICE: Verdict.EARLY,
        Said.GRANTS: Verdict.PERMITTED,
        Said.REFUSES: Verdict.REFUSED,
        Said.SILENT: Verdict.UNPROVEN,
        Said.UNNAMED: Verdict.UNPROVEN,
        Said.NOTHING_GRANTED: Verdict.REFUSED,
        Said.UNREADABLE: Verdict.UNPROVEN,
        Said.UNKNOWN: Verdict.UNPROVEN,
    },
    Standing.UNDECLARED: {
        Said.NO_CHOICE: Verdict.EARLY,
        Said.GRANTS: Verdict.UNDECLARED,
        Said.REFUSES: Verdict.REFUSED,
        Said.SILENT: Verdict.UNDECLARED,
        Said.UNNAMED: Verdict.UNPROVEN,
        Said.NOTHING_GRANTED: Verdict.REFUSED,
        Said.UNREADABLE: Verdict.UNPROVEN,
        Said.UNKNOWN: Verdict.UNPROVEN,
    },
    Standing.FLAGGED: dict.fromkeys(Said, Verdict.UNDECLARED),
    Standing.UNKNOWN: dict.fromkeys(Said, Verdict.UNPROVEN),
}
"""A choice that cannot be read permits nothing, and proves nothing either: the policy's reading of it is an
assumption, so it accuses nobody. Nor does a choice that grants something, of a cookie whose category is to be
confirmed: it may be what was granted."""


def standing(
    need: Need | None, undeclared: Undeclared, *, to_confirm: bool = False, template: bool = False
) -> Standing:
    """Tell what a cookie is to a policy.

    Args:
        need: of its declared category, or None where the policy does not declare it.
        undeclared: what the policy does with such a cookie.
        to_confirm: True where its category is to be confirmed.
        template: True for a template, which declares nothing.
    """
    if to_confirm:
        return Standing.UNCONFIRMED
    match need:
        case Need.EXEMPT:
            return Standing.EXEMPT
        case Need.REQUIRED:
            return Standing.ASKS
        case None if template:
            return Standing.UNKNOWN
        case None:
            return Standing.FLAGGED if undeclared is Undeclared.FLAG else Standing.UNDECLARED


def said(
    state: ChoiceState,
    choice: Choice | None,
    service: str | None,
    category: str | None,
    *,
    template: bool = False,
) -> Said:
    """Tell what a choice says of a cookie. Service beats category, refusal beats grant.

    Args:
        state: of the choice at that moment.
        choice: its names, or None where there is none to read. Of one that cannot be read, what is refused all the
            same by another consent cookie.
        service: the cookie's declared service, or None.
        category: the cookie's declared category, or None.
        template: True where the policy is a template, which knows neither all names that a site's choice uses nor
            to which category the site counts a service.
    """
    if state is ChoiceState.UNSET:
        return Said.NO_CHOICE
    permits = choice.permits(service, category) if choice and (service or category) else None
    if state is ChoiceState.UNREADABLE:
        return Said.REFUSES if permits is False else Said.UNREADABLE
    if choice is None:
        return Said.UNKNOWN
    if permits:
        return Said.GRANTS
    if template and state is ChoiceState.PARTIAL and service not in choice.refused:
        return Said.UNNAMED
    if permits is False:
        return Said.REFUSES
    if state is ChoiceState.NONE:
        return Said.NOTHING_GRANTED
    return Said.UNNAMED if template else Said.SILENT


def verdict(cookie: Standing, choice: Said) -> Verdict:
    """Look a verdict up.

    Args:
        cookie: what it is to the policy.
        choice: what is said of it.
    """
    return TABLE[cookie][choice]
