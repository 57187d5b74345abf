"""P501: an allowance of no rule."""

from collections.abc import Iterable
from difflib import get_close_matches

from temoin.checks import all_checks, check
from temoin.checks.allowed import place_of
from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.rules import all_rules, rule

__all__ = ["UnknownRule"]


class UnknownRule(Check):
    """An allowance names a rule that there is not.

    Why:
        It lets nothing pass, and whoever wrote it believes that it does. A rule may be named by its code or its
        name, a check of policies by its code alone.

    Sources:
        `temoin explain` lists the rules and the checks.

    Mend:
        Correct the code or name, or remove the entry.
    """

    code = "P501"
    name = "unknown-rule"
    title = "An allowance of no rule"
    level = Severity.ERROR
    examples = """
A code that is none
    allow:
      - {rule: T999, cookie: stat, reason: a slip}
    found: P501 T999

A name misspelt
    allow:
      - {rule: [too-early, to-early], cookie: stat, reason: a slip}
    found: P501 rule: [too-early

A check by its name
    allow:
      - {rule: wide-pattern, cookie: "x*", reason: agreed}
    found: P501 wide-pattern

By code and by name
    allow:
      - {rule: T101, cookie: stat, reason: agreed}
      - {rule: refused, cookie: stat, reason: agreed}
      - {rule: P208, cookie: id, reason: the charter will say it}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look each rule up."""
        for one in subject.draft.policy.allow:
            if rule(one.rule) is None and not (one.of_check and check(one.rule)):
                yield self.fault(
                    place_of(subject.draft, one, "rule"),
                    f"there is no rule `{one.rule}`",
                    _nearest(one.rule),
                    about=one.rule,
                )


def _nearest(word: str) -> str:
    known = check(word)
    if known is not None:
        return f"write its code: `{known.code}`"
    names = [name for one in all_rules() for name in (one.code, one.name)]
    names += [one.code for one in all_checks()]
    near = get_close_matches(word, names, 1)
    return f"did you mean `{near[0]}`?" if near else "`temoin explain` lists them"
