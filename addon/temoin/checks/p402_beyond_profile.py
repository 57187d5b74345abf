"""P402: a category goes beyond the policy's profile, without a reason."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.policy.durations import in_words
from temoin.policy.regime import Defaults
from temoin.policy.schema import Category
from temoin.vocabulary import Need

__all__ = ["BeyondProfile"]


class BeyondProfile(Check):
    """A category of audience measurement is exempt where the profile asks consent, or kept longer than it
    allows.

    Why:
        A profile is chosen to be held to it. What a policy says itself goes before, so such a category silently
        takes the profile's limit away; an override does the same openly, with its reason.

    Sources:
        The text that the profile names for its default (docs: Writing a policy, profiles).

    Mend:
        Take the profile's value, or put another in its place with a reason: `overrides`.
    """

    code = "P402"
    name = "beyond-profile"
    title = "Beyond the profile"
    examples = """
Exempt statistics under the European profile
    profile: eu
    found: P402 exempt

With a reason
    profile: eu
    overrides:
      anonymous_statistics: {value: exempt, reason: Spain's authority exempts them on conditions}
    found: nothing

Twenty-five months under the French one
    profile: fr
    categories:
      necessary: {consent: exempt}
      audience: {consent: exempt, measurement: true, max_lifetime: 25 months}
      statistics: {consent: required}
      advertising: {consent: required}
    found: P402 25 months

As the profile says
    profile: fr
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Hold each category of measurement against the profile."""
        policy, draft = subject.draft.policy, subject.draft
        defaults = policy.defaults
        if defaults is None:
            return
        for category in policy.categories:
            if not category.measurement or category.consent is not Need.EXEMPT:
                continue
            if defaults.statistics.need is Need.REQUIRED:
                yield self.fault(
                    draft.place("categories", category.id, "consent"),
                    f"`{category.id}` is exempt, and the profile {defaults.profile} asks consent for statistics "
                    f"({defaults.statistics.source})",
                    "write `consent: required`, or give the reason in `overrides: {anonymous_statistics: …}`",
                    about=category.id,
                )
            if _longer(category, defaults):
                most, limit = category.max_lifetime or 0, defaults.measurement
                yield self.fault(
                    draft.place("categories", category.id, "max_lifetime"),
                    f"`{category.id}` allows {in_words(most)}, and the profile {defaults.profile} "
                    f"{in_words(limit.seconds or 0)} ({limit.source})",
                    "shorten it, or give the reason in `overrides: {measurement_lifetime: …}`",
                    about=category.id,
                )


def _longer(category: Category, defaults: Defaults) -> bool:
    most = defaults.measurement.seconds
    return most is not None and category.max_lifetime is not None and category.max_lifetime > most
