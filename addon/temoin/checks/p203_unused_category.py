"""P203: a category that nothing is of."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject

__all__ = ["UnusedCategory"]


class UnusedCategory(Check):
    """No cookie and no service is of a category.

    Why:
        A charter may describe kinds of cookies that the site does not set, so this is a note. But a category that a
        misspelling emptied, or whose last cookie is gone, tells visitors something untrue, and asks them to choose
        about nothing.

    Sources:
        Regulation (EU) 2016/679, article 5(1)(a) (transparency).

    Mend:
        Remove the category, or give it the cookies that belong there.
    """

    code = "P203"
    name = "unused-category"
    title = "A category of nothing"
    level = Severity.NOTE
    examples = """
Nobody's
    categories:
      necessary: {consent: exempt}
      audience: {consent: exempt, measurement: true}
      statistics: {consent: required}
      advertising: {consent: required}
      comfort: {consent: required}
    found: P203 comfort

One that a service alone is of
    services:
      stats: {category: statistics}
      ads: {category: advertising}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for each category's cookies and services."""
        policy = subject.draft.policy
        used = {entry.category for entry in policy.cookies} | {one.category for one in policy.services}
        for category in policy.categories:
            if category.id not in used and not policy.template:
                yield self.fault(
                    subject.draft.place("categories", category.id),
                    f"no cookie and no service is of the category `{category.id}`",
                    "remove it, or give it the cookies that belong there",
                    about=category.id,
                )
