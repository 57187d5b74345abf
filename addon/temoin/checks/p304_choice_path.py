"""P304: the consent cookie's path is not said."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.choice import choices, place_of

__all__ = ["ChoicePath"]


class ChoicePath(Check):
    """The policy does not say for which path the consent cookie is set.

    Why:
        A request that lacks the consent cookie proves that there was no choice only if it would have carried it,
        and that depends on the path. Where the path is not known, less can be proven: more of what crosses early
        is unproven. It is a note.

    Sources:
        RFC 6265bis, section 5.1.4 (path matching); docs: How it knows.

    Mend:
        Say `path: /` if the site sets it for all of its pages, which browsers' developer tools show.
    """

    code = "P304"
    name = "choice-path"
    title = "The consent cookie's path is not said"
    level = Severity.NOTE
    examples = """
Left out
    consent: {cookie: choice, format: json, lifetime: 6 months}
    found: P304 consent

Said
    consent: {cookie: choice, format: json, lifetime: 6 months, path: /}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for its path."""
        for index, consent in choices(subject.draft.policy):
            if consent.path is None:
                yield self.fault(
                    place_of(subject.draft, index),
                    "the path of the consent cookie is not said, so that less can be proven",
                    "say `path: /` if it is set for the whole site",
                    about=consent.cookie,
                )
