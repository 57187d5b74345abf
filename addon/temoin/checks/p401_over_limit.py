"""P401: declared for longer than its category allows."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.policy.durations import in_words
from temoin.policy.matching import category_of

__all__ = ["OverLimit"]


class OverLimit(Check):
    """An entry's lifetime is over what its category's `max_lifetime`, or the policy's profile, allows.

    Why:
        The policy says two things, and the charter tells visitors the longer one. For exempt audience measurement
        the limit is a condition of the exemption: thirteen months, by the CNIL.

    Sources:
        CNIL, délibération 2020-092 of 17 September 2020 (recommandation), article 5.

    Mend:
        Shorten the lifetime, on the site too, or give the entry a category that needs consent.
    """

    code = "P401"
    name = "over-limit"
    title = "Declared for longer than allowed"
    examples = """
Two years, though the category says thirteen months
    categories:
      necessary: {consent: exempt}
      audience: {consent: exempt, measurement: true, max_lifetime: 13 months}
      statistics: {consent: required}
      advertising: {consent: required}
    - {name: count, category: audience, lifetime: 2 years}
    found: P401 2 years

Two years, though the profile says thirteen months
    profile: fr
    - {name: count, category: audience, lifetime: 2 years}
    found: P401 2 years

Statistics with consent have no such limit
    profile: fr
    - {name: count, category: statistics, lifetime: 2 years}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Hold each lifetime against its category's limit."""
        policy = subject.draft.policy
        for index, entry in enumerate(policy.cookies):
            category = category_of(policy, entry)
            if (
                entry.seconds is None
                or category.max_lifetime is None
                or entry.seconds <= category.max_lifetime
            ):
                continue
            by = f" by the profile ({category.max_lifetime_source})" if category.max_lifetime_source else ""
            yield self.fault(
                subject.draft.place("cookies", index, "lifetime"),
                f"`{entry.name}` is declared for {in_words(entry.seconds)}, and its category `{category.id}` "
                f"allows {in_words(category.max_lifetime)}{by}",
                "shorten it, or give it a category that needs consent",
                about=entry.name,
                domain=entry.domain,
            )
