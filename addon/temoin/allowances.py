"""What policies allow, held against what the rules found: which findings are let pass, and by which allowance."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from temoin.policy.allowance import Allowance
from temoin.policy.schema import Policy
from temoin.rules import Rule, Spent, rule

__all__ = ["Allowances"]


class _Entry(msgspec.Struct, frozen=True):
    policy: Policy
    allowance: Allowance
    code: str | None
    ended: bool


class Allowances:
    """The allowances of one session. Those of a policy's own checks are not its concern, and are left out.

    Args:
        policies: those that covered a page seen.
        started: when the session began, or None; an allowance holds for the whole session or not at all.
    """

    def __init__(self, policies: Iterable[Policy], started: float | None) -> None:
        self._entries = tuple(
            _Entry(policy, allowance, _code(allowance.rule), started is not None and allowance.ended(started))
            for policy in policies
            for allowance in policy.allow
            if not allowance.of_check
        )
        self._by_code: dict[str | None, list[int]] = {}
        for index, entry in enumerate(self._entries):
            self._by_code.setdefault(entry.code, []).append(index)
        self._silenced: Counter[int] = Counter()
        self._missed: Counter[int] = Counter()

    def of(self, kind: type[Rule], policy: str, name: str, domain: str) -> Allowance | None:
        """Find what lets a finding pass, and count it.

        Args:
            kind: the rule that found it.
            policy: the name of the policy it was judged by.
            name: the cookie's name, whole, or the pattern that declares it.
            domain: its domain.

        Returns:
            The first allowance that holds, or None.
        """
        for index in self._by_code.get(kind.code, ()):
            entry = self._entries[index]
            if entry.policy.name != policy or not entry.allowance.covers(name, domain):
                continue
            if not entry.ended:
                self._silenced[index] += 1
                return entry.allowance
            self._missed[index] += 1
        return None

    def spent(self) -> tuple[Spent, ...]:
        """What each came to, in the order of the policies."""
        return tuple(
            Spent(
                entry.policy,
                entry.allowance,
                entry.code,
                self._silenced[index],
                entry.ended,
                self._missed[index],
            )
            for index, entry in enumerate(self._entries)
        )


def _code(word: str) -> str | None:
    found = rule(word)
    return found.code if found is not None else None
