"""P305: two lifetimes for one choice."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.checks.choice import choices, declared_choice
from temoin.policy.durations import in_words

__all__ = ["ChoiceTwoLifetimes"]


class ChoiceTwoLifetimes(Check):
    """`consent` says that a choice is kept for one time, and the consent cookie's entry says another.

    Why:
        Visitors read one of the two, and the shorter is what the site is held to (T202).

    Sources:
        Regulation (EU) 2016/679, article 5(1)(a) (transparency).

    Mend:
        Say it once, or say the same.
    """

    code = "P305"
    name = "choice-two-lifetimes"
    title = "Two lifetimes for one choice"
    examples = """
Six months above, a year below
    consent: {cookie: banner, format: json, path: /, lifetime: 6 months}
    - {name: banner, category: necessary, lifetime: 1 year}
    found: P305 1 year

The same
    consent: {cookie: banner, format: json, path: /, lifetime: 6 months}
    - {name: banner, category: necessary, lifetime: 6 mois}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Compare the two."""
        policy = subject.draft.policy
        for _, consent in choices(policy):
            entry = declared_choice(policy, consent)
            above = None if consent.lifetime_source else consent.lifetime
            if entry is None or above is None or entry.seconds is None or entry.seconds == above:
                continue
            yield self.fault(
                subject.draft.place("cookies", policy.cookies.index(entry), "lifetime"),
                f"`{entry.name}` is declared for {in_words(entry.seconds)}, and `consent` keeps the choice for "
                f"{in_words(above)}",
                "say it once, or say the same",
                about=entry.name,
            )
