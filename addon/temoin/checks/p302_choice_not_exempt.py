"""P302: the consent cookie needs consent."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.choice import choices, declared_choice
from temoin.policy.matching import need_of
from temoin.vocabulary import Need

__all__ = ["ChoiceNotExempt"]


class ChoiceNotExempt(Check):
    """The cookie that holds the choice is declared under a category that needs consent.

    Why:
        A refusal could then not be kept, nor could a choice be stored before it is made; every visit would be told
        as storing it against the choice.

    Sources:
        CNIL, délibération 2020-091, article 5 (the cookie that keeps the choice needs no consent).

    Mend:
        Declare it under a category with `consent: exempt`.
    """

    code = "P302"
    name = "choice-not-exempt"
    title = "The consent cookie needs consent"
    level = Severity.ERROR
    examples = """
As statistics
    consent: {cookie: banner, format: json, path: /}
    - {name: banner, category: statistics}
    found: P302 banner

To be confirmed (P207 says so)
    consent: {cookie: banner, format: json, path: /}
    - {name: banner, category: unknown}
    found: nothing

As necessary
    consent: {cookie: banner, format: json, path: /}
    - {name: banner, category: necessary}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look at its entry's category."""
        policy = subject.draft.policy
        for _, consent in choices(policy):
            entry = declared_choice(policy, consent)
            if entry is not None and need_of(policy, entry) is Need.REQUIRED and not entry.to_confirm:
                yield self.fault(
                    subject.draft.place("cookies", policy.cookies.index(entry), "name"),
                    f"`{entry.name}` holds the choice, and its category `{entry.category}` needs consent",
                    "give it a category with `consent: exempt`",
                    about=entry.name,
                    domain=entry.domain,
                )
