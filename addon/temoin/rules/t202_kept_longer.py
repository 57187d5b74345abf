"""T202: kept longer than declared, or than the policy allows."""

import msgspec

from temoin.exchanges import Judged
from temoin.policy.durations import in_words
from temoin.policy.schema import Policy
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import span
from temoin.vocabulary import Way

__all__ = ["KeptLonger"]

_SLACK_SECONDS = 300.0
_SLACK_SHARE = 0.01


class KeptLonger(Rule):
    """A response asked for a cookie to be kept longer than the policy declares, or than it or its profile allows.

    Why:
        How long a cookie lasts is part of what a visitor is told before choosing. What counts is what the site
        asks for; browsers may keep it less long. A limit is the entry's own `lifetime`, its category's
        `max_lifetime`, and for the choice itself `consent: {lifetime: …}`; where the policy says none, what its
        `profile` sets. An Expires date is counted from the response's own time. One
        hundredth of the declared time, and at least five minutes, is let pass for clocks and calendars.

    Sources:
        Court of Justice, C-673/17 (Planet49), 1 October 2019, point 81; CNIL, délibération 2020-091 and
        délibération 2020-092 (13 months for exempt audience measurement).

    Mend:
        Shorten Max-Age or Expires, or declare the time that is meant.
    """

    code = "T202"
    name = "kept-longer"
    title = "Kept longer than declared"
    of_declared = True
    of_charter = True
    of_way = Way.SET
    examples = """
Audience measurement for two years, under a profile that allows thirteen months
    profile: fr
    declares: {name: count, category: audience}
    0.0  document https://shop.example/
         sets count=1; Max-Age=63072000; Secure
    4.0  document https://shop.example/next sends count=1
    found: T202 count shop.example

A year, though three months are declared
    0.0  document https://shop.example/ sends choice={"stats":true}
         sets stat=1; Max-Age=31536000; Secure
    4.0  document https://shop.example/next sends choice={"stats":true}; stat=1
    found: T202 stat shop.example

A persistent cookie, though it is declared for the session
    0.0  document https://shop.example/
         sets session=1; Max-Age=86400; Secure
    4.0  document https://shop.example/next sends session=1
    found: T202 session shop.example

As declared
    0.0  document https://shop.example/ sends choice={"stats":true}
         sets stat=1; Max-Age=7776000; Secure
    4.0  document https://shop.example/next sends choice={"stats":true}; stat=1
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what asks for more time than declared."""
        crossing = exchange.crossing
        if not exchange.attributed or crossing.way is not Way.SET or crossing.lifetime is None:
            return False
        limit = _limit(exchange)
        if limit is None:
            return False
        return crossing.lifetime > limit.seconds + max(_SLACK_SECONDS, _SLACK_SHARE * limit.seconds)

    def message(self, group: Group) -> str:
        """Say both times."""
        limit = _limit(group.first) or Limit(0, "")
        kept = span(group.longest or 0.0)
        if limit.source:
            return (
                f"set to be kept for {kept}, and no longer than {in_words(limit.seconds)} by {limit.source}"
            )
        return f"declared for {in_words(limit.seconds)}, set to be kept for {kept}"


class Limit(msgspec.Struct, frozen=True):
    """How long a cookie may be kept.

    Args:
        seconds: 0 for the session.
        source: what sets it, where the policy's profile does; else empty.
    """

    seconds: int
    source: str


def _limit(exchange: Judged) -> Limit | None:
    """The shortest of what the declaration, its category and the consent cookie's lifetime allow; None for none."""
    crossing = exchange.crossing
    declaration, policy = crossing.declaration, crossing.coverage.policy
    if declaration is None or policy is None:
        return None
    category = policy.category(declaration.category)
    limits = [(declaration.seconds, ""), (category.max_lifetime, _by(policy, category.max_lifetime_source))]
    consent = policy.consent_in(crossing.name) if crossing.consent else None
    if consent is not None:
        limits.append((consent.lifetime, _by(policy, consent.lifetime_source)))
    known = [Limit(seconds, source) for seconds, source in limits if seconds is not None]
    return min(known, key=lambda limit: limit.seconds, default=None)


def _by(policy: Policy, source: str) -> str:
    if not source or policy.defaults is None:
        return ""
    return f"profile {policy.defaults.profile} ({source})"
