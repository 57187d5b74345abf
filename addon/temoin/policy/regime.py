"""What a regime is: the defaults that a policy takes by `profile`, each with the text that it rests on.

The law of a country, and what its authority makes of it, set a few numbers that policies would else all repeat.
A default is what a policy means where it says nothing; what it says itself goes before, and it can put another
value in a default's place by `overrides`, with a reason.
"""

import msgspec

from temoin.policy.durations import duration
from temoin.vocabulary import Need

__all__ = ["Default", "Defaults", "Limit", "Regime", "Waiver"]


class Default(msgspec.Struct, frozen=True):
    """One default.

    Args:
        words: the value as a policy would write it; empty where the texts set none.
        source: the text it rests on, or what the texts say instead of a number.
    """

    words: str
    source: str


class Limit(msgspec.Struct, frozen=True):
    """A length of time that a policy's profile sets.

    Args:
        seconds: how long; None where the profile sets none.
        source: what it rests on.
        line: where the policy puts it in the place of its profile's own; 0 where it does not.
    """

    seconds: int | None
    source: str
    line: int = 0


class Waiver(msgspec.Struct, frozen=True):
    """Whether anonymous statistics need consent.

    Args:
        need: `exempt` where they do not.
        source: what that rests on.
        line: where the policy puts it in the place of its profile's own; 0 where it does not.
    """

    need: Need
    source: str
    line: int = 0


class Defaults(msgspec.Struct, frozen=True):
    """What a policy's profile sets, what the policy overrides taken into account.

    Args:
        profile: the regime's id.
        choice: how long a choice is kept.
        measurement: how long a cookie of exempt audience measurement may be kept.
        statistics: whether anonymous statistics need consent.
    """

    profile: str
    choice: Limit
    measurement: Limit
    statistics: Waiver


class Regime(msgspec.Struct, frozen=True):
    """The defaults of one profile.

    Args:
        id: as a policy's `profile` names it.
        title: a few words.
        about: what it is and what it leaves open.
        choice_lifetime: how long a choice is kept.
        measurement_lifetime: how long a cookie of exempt audience measurement may be kept.
        anonymous_statistics: `exempt` or `required`.
    """

    id: str
    title: str
    about: str
    choice_lifetime: Default
    measurement_lifetime: Default
    anonymous_statistics: Default

    @property
    def defaults(self) -> Defaults:
        """What it sets, nothing overridden."""
        return Defaults(
            profile=self.id,
            choice=_limit(self.choice_lifetime),
            measurement=_limit(self.measurement_lifetime),
            statistics=Waiver(Need(self.anonymous_statistics.words), self.anonymous_statistics.source),
        )


def _limit(default: Default) -> Limit:
    return Limit(duration(default.words) if default.words else None, default.source)
