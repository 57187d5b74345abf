"""T202: kept longer than declared, or than the policy allows."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import span
from temoin.vocabulary import Way

__all__ = ["KeptLonger"]

_SLACK_SECONDS = 300.0
_SLACK_SHARE = 0.01


class KeptLonger(Rule):
    """A response asked for a cookie to be kept longer than the policy declares, or than it allows its category.

    Why:
        How long a cookie lasts is part of what a visitor is told before choosing. What counts is what the site
        asks for; browsers may keep it less long. An Expires date is counted from the response's own time. One
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
    of_charter = True
    examples = """
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
        allowed = _allowed(exchange)
        if allowed is None:
            return False
        return crossing.lifetime > allowed + max(_SLACK_SECONDS, _SLACK_SHARE * allowed)

    def message(self, group: Group) -> str:
        """Say both times."""
        allowed = _allowed(group.first) or 0.0
        declared = f"for {span(allowed)}" if allowed else "for the session"
        return f"declared {declared}, set to be kept for {span(group.longest or 0.0)}"


def _allowed(exchange: Judged) -> float | None:
    """Seconds that the declaration and its category allow; 0 for a session cookie, None for no limit."""
    declaration, policy = exchange.crossing.declaration, exchange.crossing.coverage.policy
    if declaration is None or policy is None:
        return None
    limits = [
        limit
        for limit in (declaration.seconds, policy.category(declaration.category).max_lifetime)
        if limit is not None
    ]
    return min(limits) if limits else None
