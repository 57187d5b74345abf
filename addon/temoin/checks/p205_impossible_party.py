"""P205: a party that the cookie can never have."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.policy.schema import Declaration, Policy
from temoin.sites import registrable
from temoin.vocabulary import Party

__all__ = ["ImpossibleParty"]


class ImpossibleParty(Check):
    """An entry declares a cookie of a domain for a party that it has on none of the pages covered.

    Why:
        Whether a cookie is first- or third-party follows from its domain and the page's. A domain of the site's own
        is never third-party on the site's pages, a foreign one never first-party; so every crossing of such a
        cookie would be told as of the other party (T201), and the charter is wrong about who receives it.

    Sources:
        Regulation (EU) 2016/679, article 13(1)(e) (recipients).

    Mend:
        Correct `party` or `domain`, or leave `party` out where the domain alone is meant.
    """

    code = "P205"
    name = "impossible-party"
    title = "A party it cannot have"
    level = Severity.ERROR
    examples = """
The site's own domain, as third-party
    - {name: counter, domain: stats.shop.example, party: third, category: statistics}
    found: P205 third

A foreign domain, as first-party
    - {name: counter, domain: stats.example, party: first, category: statistics}
    found: P205 first

A domain that is the site's on some pages alone
    hosts: [shop.example, shop-help.example]
    - {name: counter, domain: shop.example, party: third, category: statistics}
    found: nothing

As it is
    - {name: counter, domain: stats.example, party: third, category: statistics}
    - {name: other, domain: shop.example, category: statistics}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Hold each entry's party against its domain."""
        policy = subject.draft.policy
        for index, entry in enumerate(policy.cookies):
            message = _said_of(policy, entry)
            if message:
                yield self.fault(
                    subject.draft.place("cookies", index, "party"),
                    message,
                    "correct `party` or `domain`, or leave `party` out",
                    about=entry.name,
                    domain=entry.domain,
                )


def _said_of(policy: Policy, entry: Declaration) -> str:
    if entry.domain is None or entry.party is None or "*" in policy.hosts:
        return ""
    site = registrable(entry.domain)
    own = [registrable(host.removeprefix("*.")) == site for host in policy.hosts]
    if entry.party is Party.FIRST and not any(own):
        return f"a cookie of {entry.domain} is first-party on none of the pages covered"
    if entry.party is Party.THIRD and all(own):
        return f"a cookie of {entry.domain} is third-party on none of the pages covered"
    return ""
