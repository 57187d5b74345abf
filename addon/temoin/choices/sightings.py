"""What shows a choice, and what is known of it: the words of the timeline."""

from enum import StrEnum

import msgspec

from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

__all__ = ["EVERYTHING", "Era", "Known", "Part", "Placed", "Sighting", "Told"]

EVERYTHING = "*"
"""Stands among the names of a choice for all that it does not name."""


class Told(StrEnum):
    """What shows the state of the choice."""

    ABSENT = "absent"
    UNCLEAR = "unclear"
    """Not carried, where a narrow path, SameSite or another store may be the reason as well as a deletion."""
    CARRIED = "carried"
    UNTIL_RESPONSE = "until-response"
    SET = "set"
    PARTLY = "partly"
    """A response changed some of the cookies that hold the choice together, and not the others."""
    DELETED = "deleted"
    LAPSED = "lapsed"


class Known(msgspec.Struct, frozen=True, gc=False):
    """What is known of a choice at a moment.

    Args:
        state: what it amounts to.
        choice: the choice, its names those of the policy; None while unset or unreadable. Where one of several
            consent cookies cannot be read, what the others refuse.
        note: what else is to be said: why it is unreadable, that it lapsed, by what it says that nobody chose yet.
    """

    state: ChoiceState
    choice: Choice | None = None
    note: str = ""

    def agrees(self, other: "Known") -> bool:
        """Tell whether two are the same choice; an unreadable value agrees with another for the same reason."""
        if self is other:
            return True
        if self.state is ChoiceState.UNREADABLE and self.note != other.note:
            return False
        return self.state is other.state and self.choice == other.choice


class Era(msgspec.Struct, gc=False):
    """A stretch of time with one state of the choice.

    Args:
        known: the state.
        after: the last moment before it, or None where watching began with it.
        by: the first moment of it.
        exact: True when a response set it.
        withdrawn: the names granted before and no more, sorted.
        evidence: the numbers of the requests that bound its beginning.
    """

    known: Known
    after: float | None
    by: float
    exact: bool
    withdrawn: tuple[str, ...]
    evidence: tuple[int, ...]


class Sighting(msgspec.Struct, gc=False):
    """The store held this, at some time within a window.

    Args:
        window: when.
        n: the number of the request that shows it.
        told: how.
        known: what.
        era: the stretch it belongs to; given by the timeline.
    """

    window: Window
    n: int
    told: Told
    known: Known
    era: Era | None = None


class Placed(msgspec.Struct, frozen=True, gc=False):
    """Where an exchange lies among the sightings.

    Args:
        known: the choice at that moment, or None where it is not known.
        era: the stretch it lies in, or None.
        before: the sighting before it, or None.
        after: the sighting after it, or None.
        cause: why the choice is not known; empty where it is.
        parts: the same for each consent cookie, where a policy declares several.
    """

    known: Known | None
    era: Era | None
    before: Sighting | None
    after: Sighting | None
    cause: str = ""
    parts: "tuple[Part, ...]" = ()

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """Those that it lies between, of every consent cookie."""
        places = (self, *(part.placed for part in self.parts))
        return tuple(one for place in places for one in (place.before, place.after) if one is not None)


class Part(msgspec.Struct, frozen=True, gc=False):
    """Where an exchange lies among the sightings of one of several consent cookies.

    Args:
        cookie: the consent cookie.
        placed: where.
    """

    cookie: str
    placed: Placed
