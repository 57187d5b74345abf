"""What a consent cookie says: which names are granted, which refused, and what of all the others."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Self

import msgspec

from temoin.consent.names import folded
from temoin.vocabulary import ChoiceState

__all__ = ["Choice", "Reading", "Requirement", "Undecided", "Unreadable", "canonical", "merged"]


class Choice(msgspec.Struct, frozen=True):
    """What a visitor chose, as far as the value of a consent cookie tells.

    Make one with `Choice.of`, which keeps its fields in agreement.

    Args:
        state: `all` where something is granted and nothing refused, `none` where nothing is granted,
            else `partial`.
        granted: the names granted, sorted; none of them refused.
        refused: the names refused, sorted.
        rest: what is said of every name not listed: granted, refused, or nothing (None).
    """

    state: ChoiceState
    granted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    rest: bool | None = None

    @classmethod
    def of(
        cls, granted: Iterable[str] = (), refused: Iterable[str] = (), *, rest: bool | None = None
    ) -> Self:
        """Make a choice; a name both granted and refused is refused.

        Args:
            granted: names, in any order.
            refused: names, in any order.
            rest: what is said of all others.
        """
        no = frozenset(refused)
        yes = frozenset(granted) - no
        return cls(_state(yes, no, rest), tuple(sorted(yes)), tuple(sorted(no)), rest)

    def permits(self, service: str | None, category: str | None) -> bool | None:
        """Tell what is said of a cookie: its service beats its category, and a refusal beats a grant.

        Args:
            service: the cookie's service, or None.
            category: the cookie's category, or None.

        Returns:
            True granted, False refused, None where neither name is spoken of.
        """
        for name in (service, category):
            if name in self.refused:
                return False
            if name in self.granted:
                return True
        return self.rest


class Unreadable(msgspec.Struct, frozen=True):
    """A value that says no choice.

    Args:
        why: what is wrong, with "it" for the value; never any part of the value itself.
    """

    why: str


class Undecided(msgspec.Struct, frozen=True):
    """A value by which the site itself says that the visitor chose nothing yet.

    Args:
        why: by what it says so, with "it" for the value; never any part of the value itself.
    """

    why: str


type Reading = Choice | Undecided | Unreadable
"""What a value may turn out to be."""


class Requirement(msgspec.Struct, frozen=True):
    """What a category or a service needs to be granted: all of it.

    Args:
        id: of the category or the service.
        signals: the folded names by which consent cookies speak of what it needs; at least one.
    """

    id: str
    signals: tuple[str, ...]


def canonical(
    choice: Choice,
    named: Callable[[str], str],
    *,
    exempt: Collection[str] = (),
    asked: Iterable[tuple[str | None, str]] = (),
    requirements: Iterable[Requirement] = (),
) -> Choice:
    """Put a choice into a policy's names. Two names that become one: the refusal wins.

    With `requirements`, what needs several names is granted once all of them are, and refused as soon as one is;
    the names themselves stay listed. With `exempt`, names that need no consent stay listed, but no longer make the
    state: to grant only what is necessary is to grant nothing. With `asked`, a list of grants that leaves nothing
    out is `all`, which the list alone cannot show.

    Args:
        choice: as a format read it.
        named: gives the policy's name for one found in the cookie.
        exempt: the policy's names that need no consent.
        asked: a (service, category) for each thing that does need it.
        requirements: what the policy's categories and services need.
    """
    mapped = Choice.of(map(named, choice.granted), map(named, choice.refused), rest=choice.rest)
    mapped = _fulfilled(mapped, requirements)
    granted = frozenset(mapped.granted).difference(exempt)
    refused = frozenset(mapped.refused).difference(exempt)
    state = _state(granted, refused, mapped.rest)
    if state is ChoiceState.PARTIAL and not refused:
        answers = [mapped.permits(service, category) for service, category in asked]
        if answers and all(answers):
            state = ChoiceState.ALL
    return msgspec.structs.replace(mapped, state=state)


def merged(choices: Sequence[Choice], category_of: Callable[[str], str | None]) -> Choice:
    """Take what several consent cookies say as one choice: of each thing, a refusal beats a grant.

    A cookie that does not speak of a thing says nothing of it. `canonical` is to be asked again of what comes out,
    for what one cookie grants half and another the other half is granted.

    Args:
        choices: what each says, in a policy's names; at least one.
        category_of: gives a service's category, and None for any other name.
    """
    if len(choices) == 1:
        return choices[0]
    granted: set[str] = set()
    refused: set[str] = set()
    for name in {name for one in choices for name in (*one.granted, *one.refused)}:
        answers = {one.permits(name, category_of(name)) for one in choices}
        (refused if False in answers else granted).add(name)
    rests = {one.rest for one in choices} - {None}
    return Choice.of(granted, refused, rest=False not in rests if rests else None)


def _fulfilled(choice: Choice, requirements: Iterable[Requirement]) -> Choice:
    yes, no = frozenset(map(folded, choice.granted)), frozenset(map(folded, choice.refused))
    granted, refused = set(choice.granted), set(choice.refused)
    for one in requirements:
        answers = [
            False if signal in no else True if signal in yes else choice.rest for signal in one.signals
        ]
        if False in answers:
            refused.add(one.id)
        elif all(answers):
            granted.add(one.id)
    return Choice.of(granted, refused, rest=choice.rest)


def _state(granted: frozenset[str], refused: frozenset[str], rest: bool | None) -> ChoiceState:
    if not granted and not rest:
        return ChoiceState.NONE
    if refused or rest is False:
        return ChoiceState.PARTIAL
    return ChoiceState.ALL
