"""Several consent cookies taken as one choice.

Each has a timeline of its own, for they are set, sent and lapse apart. What they come to at a moment follows
from what each is known to say there:

- one that is missing, or says that nobody chose yet, says nothing where another speaks; where none speaks, there
  was no choice;
- of each category and service, a refusal by one beats a grant by another;
- where one cannot be read, nothing is permitted, and only what another refuses is known;
- where one is not known at that moment, none of it is.
"""

from collections.abc import Sequence

import msgspec

from temoin.choices.sightings import Known, Part, Placed
from temoin.consent import Choice, canonical, merged
from temoin.policy.schema import Policy
from temoin.vocabulary import ChoiceState

__all__ = ["joined", "together"]


def joined(policy: Policy, parts: Sequence[Placed]) -> Placed:
    """Place an exchange in the choice of several consent cookies.

    Args:
        policy: whose consent cookies they are.
        parts: where it lies among the sightings of each, in the policy's order.
    """
    if len(parts) == 1:
        return parts[0]
    told = tuple(Part(consent.cookie, part) for consent, part in zip(policy.consents, parts, strict=True))
    unknown = next((part for part in parts if part.known is None), None)
    if unknown is not None:
        return msgspec.structs.replace(unknown, parts=told)
    knowns = [part.known for part in parts if part.known is not None]
    known = together(policy, knowns)
    lead = next(
        (part for part in parts if part.known and part.known.state is not ChoiceState.UNSET), parts[0]
    )
    withdrawn = {name for part in parts if part.era is not None for name in part.era.withdrawn}
    era = lead.era and msgspec.structs.replace(lead.era, known=known, withdrawn=tuple(sorted(withdrawn)))
    return Placed(known, era, lead.before, lead.after, parts=told)


def together(policy: Policy, knowns: Sequence[Known]) -> Known:
    """Take what several consent cookies say at a moment as one choice.

    Args:
        policy: whose consent cookies they are.
        knowns: what each says, in the policy's order.
    """
    speaking = [one for one in knowns if one.state is not ChoiceState.UNSET]
    if not speaking:
        return max(knowns, key=lambda one: bool(one.note))
    if len(speaking) == 1:
        return speaking[0]
    choices = [one.choice for one in speaking if one.choice is not None]
    choice = _merged(policy, choices) if choices else None
    broken = [
        f"{consent.cookie}: {one.note}"
        for consent, one in zip(policy.consents, knowns, strict=True)
        if one.state is ChoiceState.UNREADABLE
    ]
    if broken:
        return Known(ChoiceState.UNREADABLE, choice and _refusals(choice), "; ".join(broken))
    return Known(choice.state, choice) if choice else Known(ChoiceState.UNPROVEN)


def _merged(policy: Policy, choices: list[Choice]) -> Choice:
    return canonical(
        merged(choices, policy.category_of),
        str,
        exempt=policy.exempt,
        asked=policy.asked,
        requirements=policy.requirements,
    )


def _refusals(choice: Choice) -> Choice | None:
    """What a choice refuses, with nothing said of all else."""
    refuses = choice.refused or choice.rest is False
    return Choice.of([], choice.refused, rest=False if choice.rest is False else None) if refuses else None
