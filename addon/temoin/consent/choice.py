"""What a consent cookie says: which names are granted, which refused, and what of all the others."""

from collections.abc import Callable, Collection, Iterable
from typing import Self

import msgspec

from temoin.vocabulary import ChoiceState

__all__ = ["Choice", "Unreadable", "canonical"]


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


def canonical(
    choice: Choice,
    named: Callable[[str], str],
    *,
    exempt: Collection[str] = (),
    asked: Iterable[tuple[str | None, str]] = (),
) -> Choice:
    """Put a choice into a policy's names. Two names that become one: the refusal wins.

    With `exempt`, names that need no consent stay listed, but no longer make the state: to grant only what is
    necessary is to grant nothing. With `asked`, a list of grants that leaves nothing out is `all`, which
    the list alone cannot show.

    Args:
        choice: as a format read it.
        named: gives the policy's name for one found in the cookie.
        exempt: the policy's names that need no consent.
        asked: a (service, category) for each thing that does need it.
    """
    mapped = Choice.of(map(named, choice.granted), map(named, choice.refused), rest=choice.rest)
    granted = frozenset(mapped.granted).difference(exempt)
    refused = frozenset(mapped.refused).difference(exempt)
    state = _state(granted, refused, mapped.rest)
    if state is ChoiceState.PARTIAL and not refused:
        answers = [mapped.permits(service, category) for service, category in asked]
        if answers and all(answers):
            state = ChoiceState.ALL
    return msgspec.structs.replace(mapped, state=state)


def _state(granted: frozenset[str], refused: frozenset[str], rest: bool | None) -> ChoiceState:
    if not granted and not rest:
        return ChoiceState.NONE
    if refused or rest is False:
        return ChoiceState.PARTIAL
    return ChoiceState.ALL
