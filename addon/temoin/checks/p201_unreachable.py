"""P201: an entry that never counts."""

import re
from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.policy.patterns import includes
from temoin.policy.schema import Declaration, Policy
from temoin.sites import host_matches, registrable

__all__ = ["Unreachable"]

_STARS = re.compile(r"\*+")
_MOST_COMPARED = 200
"""Patterns of a site's own domain that each entry is held against; a charter has a handful."""


class Unreachable(Check):
    """Every cookie that an entry declares is taken by another entry, which is more specific.

    Why:
        Of several entries that declare a cookie one counts: by its domain first, then an exact name before a
        pattern, then the longer pattern, then the earlier line. An entry that can never win says something that no
        verdict will ever heed: its category, its lifetime and its party are not those that are checked.

    Sources:
        The order in which a policy's entries count (docs: Writing a policy).

    Mend:
        Remove one of the two, or narrow the one that wins.
    """

    code = "P201"
    name = "unreachable"
    title = "An entry that never counts"
    level = Severity.ERROR
    examples = """
A pattern with the site's own domain goes before any without
    - {name: "_ga*", domain: shop.example, category: statistics}
    - {name: _ga_X, category: statistics}
    found: P201 _ga_X

Two patterns that mean the same names
    - {name: "_ga*", category: statistics}
    - {name: "_ga**", category: advertising}
    found: P201 "_ga**"

An exact name beside a pattern, each where it counts
    - {name: "_ga*", category: statistics}
    - {name: _ga_X, category: statistics}
    found: nothing

A pattern for one host of several takes nothing from the others
    hosts: [shop.example, "*.shop.example"]
    - {name: "_ga*", domain: www.shop.example, category: statistics}
    - {name: _ga_X, category: statistics}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for each entry's better."""
        betters = _Betters(subject.draft.policy)
        for index, entry in enumerate(subject.draft.policy.cookies):
            better = betters.of(entry)
            if better is not None:
                of = f" of {better.domain}" if better.domain else ""
                of = f" of {better.domain}" if better.domain else ""
                yield self.fault(
                    subject.draft.place("cookies", index, "name"),
                    f"`{entry.name}` never counts: line {better.line} (`{better.name}`{of}) declares the same "
                    "cookies and goes before it",
                    "remove one of the two, or narrow the one that wins",
                    about=entry.name,
                    domain=entry.domain,
                )


class _Betters:
    """Finds what takes all cookies of an entry, looking at each entry once."""

    def __init__(self, policy: Policy) -> None:
        self._best: dict[tuple[str, str | None], Declaration] = {}
        self._sites: list[tuple[dict[str, Declaration], list[Declaration]]] = []
        for entry in policy.cookies:
            key = (_plain(entry.name), entry.domain)
            self._best[key] = max(self._best.get(key, entry), entry, key=_rank)
        for site in _sites(policy):
            takers = [
                one for one in policy.cookies if one.domain is not None and host_matches(one.domain, site)
            ]
            exact = {one.name: one for one in takers if not one.is_pattern}
            self._sites.append((exact, [one for one in takers if one.is_pattern][:_MOST_COMPARED]))

    def of(self, entry: Declaration) -> Declaration | None:
        """An entry that takes all of another's cookies, or the first of several that do together."""
        best = self._best[_plain(entry.name), entry.domain]
        if best is not entry:
            return best
        if entry.domain is not None or not self._sites:
            return None
        takers = [_taker(entry, exact, patterns) for exact, patterns in self._sites]
        return takers[0] if all(takers) else None


def _taker(
    entry: Declaration, exact: dict[str, Declaration], patterns: list[Declaration]
) -> Declaration | None:
    if entry.name in exact:
        return exact[entry.name]
    return next((one for one in patterns if includes(one.name, entry.name)), None)


def _plain(pattern: str) -> str:
    """A pattern with every run of `*` as one: two that stand for the same names are then alike."""
    return _STARS.sub("*", pattern)


def _rank(entry: Declaration) -> tuple[int, int]:
    return len(entry.name.replace("*", "")), -entry.line


def _sites(policy: Policy) -> tuple[str, ...]:
    """The registrable domains of the pages covered; empty where they are not known (`*`)."""
    if "*" in policy.hosts:
        return ()
    return tuple(dict.fromkeys(registrable(host.removeprefix("*.")) for host in policy.hosts))
