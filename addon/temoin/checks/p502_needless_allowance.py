"""P502: an allowance that lets nothing pass."""

from collections.abc import Iterable

from temoin.checks.allowed import place_of
from temoin.checks.check import Check, Fault, Subject
from temoin.policy.allowance import Allowance
from temoin.policy.patterns import includes, overlaps
from temoin.policy.schema import Policy
from temoin.rules import Rule, rule
from temoin.sites import host_matches

__all__ = ["NeedlessAllowance"]

_MOST_COMPARED = 200
"""Earlier allowances of one rule that each is held against; no policy comes near."""

_MOST_ENTRIES = 2_000
"""Entries above which they are not looked through for each allowance."""


class NeedlessAllowance(Check):
    """An allowance can let nothing pass: an earlier one does, no entry bears such a name, or no recording needs it.

    Why:
        An allowance is an exception made on purpose. One that nothing needs hides the next cookie of that name.
        What rules hold cannot be told from the policy alone, but for those that hold declared cookies only; with
        recordings, each allowance that none of them needs is told.

    Sources:
        None: this is about the policy as it is written.

    Mend:
        Remove the entry.

    Allow:
        It cannot be allowed.
    """

    code = "P502"
    name = "needless-allowance"
    title = "Allowed in vain"
    examples = """
An earlier one lets the same pass
    allow:
      - {rule: T101, cookie: "s*", reason: agreed}
      - {rule: too-early, cookie: stat, reason: agreed}
    found: P502 stat

Kept longer than declared, of a cookie that is not declared
    allow:
      - {rule: T202, cookie: basket, reason: agreed}
    found: P502 basket

A check that holds nothing of that name
    allow:
      - {rule: P201, cookie: stat, reason: agreed}
    found: P502 stat

One that a check holds
    allow:
      - {rule: P208, cookie: id, reason: the charter will say it}
    found: nothing

Not needed by a recording
    allow:
      - {rule: T101, cookie: stat, reason: agreed}
    traffic:
    0.0  document https://shop.example/
         sets session=1; Secure
    4.0  document https://shop.example/next sends session=1
    found: P502 stat

Needed by it
    allow:
      - {rule: T101, cookie: stat, reason: agreed}
    traffic:
    0.0  document https://shop.example/
         sets stat=1; Max-Age=3600; Secure
    4.0  document https://shop.example/next sends stat=1
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look at each allowance of a rule."""
        policy = subject.draft.policy
        used = {(one.finding.rule, one.line) for session in subject.covered for one in session.allowed}
        earlier: dict[str, list[Allowance]] = {}
        for one in policy.allow:
            kind = rule(one.rule)
            code = kind.code if kind else one.rule
            before = earlier.setdefault(code, [])
            why = next(
                (f"line {other.line} allows that already" for other in before if _covers(other, one)), ""
            )
            if kind is not None and not why:
                why = _undeclared(policy, kind, one)
            if kind is not None and not why and subject.covered and (code, one.line) not in used:
                why = "no recording shows what it would let pass"
            if why and not (subject.day is not None and one.ended(subject.day)):
                yield self._of(subject, one, why)
            if len(before) < _MOST_COMPARED:
                before.append(one)

    def unneeded(self, subject: Subject, allowances: tuple[Allowance, ...]) -> Iterable[Fault]:
        """Remark on each of a check that holds nothing."""
        for one in allowances:
            if not (subject.day is not None and one.ended(subject.day)):
                yield self._of(subject, one, f"{one.rule} holds nothing of that name")

    def _of(self, subject: Subject, one: Allowance, why: str) -> Fault:
        return self.fault(
            place_of(subject.draft, one, "cookie"),
            f"`{one.cookie}`: {one.rule} is allowed in vain: {why}",
            "remove it",
            about=one.cookie,
            domain=one.domain,
        )


def _covers(earlier: Allowance, later: Allowance) -> bool:
    """Whether one lets pass all that another would, for as long."""
    of_domain = earlier.domain is None or (
        later.domain is not None and host_matches(earlier.domain, later.domain)
    )
    as_long = not earlier.until or (bool(later.until) and later.until <= earlier.until)
    return of_domain and as_long and includes(earlier.cookie, later.cookie)


def _undeclared(policy: Policy, kind: type[Rule], one: Allowance) -> str:
    if not kind.of_declared or len(policy.cookies) > _MOST_ENTRIES:
        return ""
    if any(overlaps(one.cookie, entry.name) for entry in policy.cookies):
        return ""
    return f"{kind.code} holds declared cookies alone, and no entry declares such a name"
