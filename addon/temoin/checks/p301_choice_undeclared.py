"""P301: the consent cookie is not declared."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.choice import choices, declared_choice, place_of
from temoin.policy.schema import UNKNOWN

__all__ = ["ChoiceUndeclared"]


class ChoiceUndeclared(Check):
    """No entry declares the cookie that holds the choice.

    Why:
        It is a cookie like others, and visitors are told of it. Undeclared it has no exemption to invoke, so every
        visit will be told as storing it without a choice.

    Sources:
        CNIL, délibération 2020-091, article 5 (the cookie that keeps the choice needs no consent); Regulation (EU)
        2016/679, article 13.

    Mend:
        Declare it among the cookies, under a category that needs no consent.
    """

    code = "P301"
    name = "choice-undeclared"
    title = "The consent cookie is not declared"
    level = Severity.ERROR
    examples = """
Another cookie holds the choice
    consent: {cookie: banner, format: json, path: /}
    found: P301 banner

Declared for another domain alone
    consent: {cookie: banner, format: json, path: /}
    - {name: banner, domain: cmp.example, category: necessary}
    found: P301 banner

Declared
    consent: {cookie: banner, format: json, path: /}
    - {name: ban*, category: necessary}
    found: nothing

Of a choice in several cookies, one
    consent: {cookie: Optanon*, format: onetrust, path: /}
    - {name: OptanonConsent, category: necessary}
    found: nothing

Of a choice in several cookies, none
    consent: {cookie: Optanon*, format: onetrust, path: /}
    found: P301 Optanon*
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for its entry."""
        policy = subject.draft.policy
        for index, consent in choices(policy):
            if consent.cookie != UNKNOWN and declared_choice(policy, consent) is None:
                yield self.fault(
                    place_of(subject.draft, index, "cookie"),
                    f"`{consent.cookie}` holds the choice, and no entry declares it as first-party",
                    "declare it among the cookies, under a category that needs no consent",
                    about=consent.cookie,
                )
