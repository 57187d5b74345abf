"""Which entry of a policy declares a cookie.

An entry without `domain` declares first-party cookies only; one with `domain` declares that domain's cookies
and its subdomains', whoever's page they cross on. Of several entries the most specific counts: by domain,
then an exact name before a pattern, then the longer pattern, then the earlier line. Names are compared as
they are, for a store tells "a" from "A" (RFC 6265bis, section 5.7). In a template, which declares nothing, an entry
for one party says nothing of the other's cookies: a video's host is a site of its own where it is visited.
"""

from collections.abc import Iterator

from temoin.policy.patterns import matches
from temoin.policy.schema import Category, Declaration, Policy
from temoin.sites import host_matches
from temoin.vocabulary import Need, Party

__all__ = ["category_of", "find", "namesake", "need_of", "where"]


def find(policy: Policy, name: str, domain: str, party: Party) -> Declaration | None:
    """Find the entry that declares a cookie.

    Args:
        policy: the policy that covers the page.
        name: the cookie's name.
        domain: the domain it is held for, or the host it was sent to; lower-case, no leading dot.
        party: its relation to the page; where unknown, only entries with a `domain` can match.

    Returns:
        The most specific entry, or None where the policy declares no such cookie.
    """
    first = party is Party.FIRST
    entries = [entry for entry in _candidates(policy, name, domain) if first or entry.domain is not None]
    if policy.template:
        entries = [entry for entry in entries if entry.party in (None, party)]
    return max(entries, key=_specificity, default=None)


def namesake(policy: Policy, name: str, domain: str) -> Declaration | None:
    """Find the entry that would declare a cookie if it were of the other party.

    Args:
        policy: the policy that covers the page.
        name: the cookie's name.
        domain: as for `find`.

    Returns:
        The most specific entry, the cookie's party left aside; its own `party` says what was declared.
    """
    return max(_candidates(policy, name, domain), key=_specificity, default=None)


def category_of(policy: Policy, declaration: Declaration) -> Category:
    """The category of an entry.

    Args:
        policy: whose entry it is.
        declaration: the entry.
    """
    return policy.category(declaration.category)


def need_of(policy: Policy, declaration: Declaration) -> Need:
    """Whether what an entry declares needs consent.

    Args:
        policy: whose entry it is.
        declaration: the entry.
    """
    return category_of(policy, declaration).consent


def where(policy: Policy, line: int) -> str:
    """Say where a policy declares something, for a reason that a reader can check.

    Args:
        policy: the policy.
        line: from one of its parts.

    Returns:
        "line 41 of policies/x.yaml", "line 41 of the shipped policy opendata.reseda.fr".
    """
    shipped = policy.file.removeprefix("shipped:")
    return f"line {line} of {policy.file if shipped == policy.file else f'the shipped policy {shipped}'}"


def _candidates(policy: Policy, name: str, domain: str) -> Iterator[Declaration]:
    for entry in policy.exactly.get(name, ()):
        if _of_domain(entry, domain):
            yield entry
    for entry in policy.patterns:
        if matches(entry.name, name) and _of_domain(entry, domain):
            yield entry


def _of_domain(entry: Declaration, domain: str) -> bool:
    return entry.domain is None or host_matches(entry.domain, domain)


def _specificity(entry: Declaration) -> tuple[int, bool, int, int]:
    domain = -1 if entry.domain is None else len(entry.domain)
    return domain, not entry.is_pattern, len(entry.name.replace("*", "")), -entry.line
