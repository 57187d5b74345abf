"""T902: an allowance that let nothing pass, or that has ended."""

from collections.abc import Iterable

from temoin.policy.matching import where
from temoin.rules.rule import Remark, Rule, Spent, times
from temoin.vocabulary import Level, Party

__all__ = ["NeedlessAllowance"]


class NeedlessAllowance(Rule):
    """The policy allows something that this session did not show, or until a day that was over when it began.

    Why:
        An allowance is an exception made on purpose. One that nothing needs any more hides the next cookie of that
        name; one that has ended no longer hides anything, and somebody should know that it does not. One session
        proves little: what it lets pass may cross on a page that was not visited. Hence a note.

    Sources:
        The policy itself (`allow`).

    Mend:
        Remove the entry, or give it another day and a reason that still holds.

    Allow:
        It cannot be allowed. It is a note and fails no run, unless `--fail-on` names it.
    """

    code = "T902"
    name = "needless-allowance"
    title = "Allowed in vain"
    level = Level.NOTE
    examples = """
Something is allowed that the site does not do
    allow: {rule: T202, cookie: session, reason: the basket is kept}
    0.0  document https://shop.example/ sends session=1
    found: T902 session shop.example

What is allowed is let pass
    allow: {rule: T101, cookie: id, reason: agreed with the data-protection officer, until: 2025-11-24}
    0.0  document https://shop.example/
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next
    found: nothing

Its last day is over
    allow: {rule: too-early, cookie: id, domain: ads.example, reason: while we mend it, until: 2025-11-23}
    0.0  document https://shop.example/
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next
    found: T101 id ads.example
    found: T902 id ads.example

No rule has that code
    allow: {rule: T999, cookie: session, reason: a slip of the pen}
    0.0  document https://shop.example/ sends session=1
    found: T902 session shop.example
"""

    def allowances(self, spent: tuple[Spent, ...]) -> Iterable[Remark]:
        """Remark on each that let nothing pass."""
        for one in spent:
            if not one.silenced:
                yield _remark(one)


def _remark(spent: Spent) -> Remark:
    allowance, policy = spent.allowance, spent.policy
    until = f" until {allowance.until}" if allowance.until else ""
    return Remark(
        name=allowance.cookie,
        domain=allowance.domain or policy.hosts[0],
        party=Party.UNKNOWN,
        category=None,
        policy=policy.name,
        message=_message(spent),
        reasons=(
            f"{where(policy, allowance.line)} allows {allowance.rule} of it{until}: {allowance.reason}",
        ),
        pattern=allowance.cookie,
        line=allowance.line,
    )


def _message(spent: Spent) -> str:
    allowance = spent.allowance
    if spent.rule is None:
        return f"the policy allows {allowance.rule} of it, and there is no such rule"
    if spent.ended and spent.missed:
        return (
            f"the policy allowed {allowance.rule} of it until {allowance.until}, and that day was over: "
            f"it was found {times(spent.missed)}"
        )
    if spent.ended:
        return f"the policy allowed {allowance.rule} of it until {allowance.until}, and that day was over"
    return f"the policy allows {allowance.rule} of it, and this session did not show any"
