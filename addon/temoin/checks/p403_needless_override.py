"""P403: an override that changes nothing."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.policy.regimes import regime

__all__ = ["NeedlessOverride"]


class NeedlessOverride(Check):
    """The policy puts in the place of a profile's default what the profile says itself.

    Why:
        An override is an exception with a reason. One that is none hides which values of the policy are.

    Sources:
        None: this is about the policy as it is written.

    Mend:
        Remove it.
    """

    code = "P403"
    name = "needless-override"
    title = "An override that changes nothing"
    level = Severity.NOTE
    examples = """
Six months for six months
    profile: fr
    overrides:
      choice_lifetime: {value: 6 mois, reason: we like it}
    found: P403 choice_lifetime

Another value
    profile: fr
    overrides:
      choice_lifetime: {value: 12 months, reason: visitors come once a year}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Compare each override with the default."""
        ours = subject.draft.policy.defaults
        if ours is None:
            return
        theirs = regime(ours.profile).defaults
        pairs = (
            ("choice_lifetime", ours.choice.line, ours.choice.seconds == theirs.choice.seconds),
            (
                "measurement_lifetime",
                ours.measurement.line,
                ours.measurement.seconds == theirs.measurement.seconds,
            ),
            ("anonymous_statistics", ours.statistics.line, ours.statistics.need == theirs.statistics.need),
        )
        for key, line, same in pairs:
            if line and same:
                yield self.fault(
                    subject.draft.place("overrides", key),
                    f"`{key}` says what the profile {ours.profile} says itself",
                    "remove it",
                    about=key,
                )
