"""What a rule is: one class in one file, that sees every settled exchange and then the whole session.

A rule's docstring is its documentation (`temoin explain`, the rules page, SARIF's help), its `examples` are
its tests. Its first line says what it holds; the sections "Why", "Sources" and "Mend" follow.
"""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

import msgspec

from temoin.choices.disagreement import Disagreement
from temoin.choices.sightings import Era
from temoin.exchanges import Judged
from temoin.orders import Order
from temoin.policy.allowance import Allowance
from temoin.policy.schema import Declaration, Policy
from temoin.vocabulary import ChoiceState, Level, Party, Verdict, Way

__all__ = ["EraOf", "Group", "Remark", "Rule", "Spent", "Whole", "times"]


class Group(msgspec.Struct, gc=False):
    """The exchanges of one cookie that one rule holds, taken together.

    Args:
        first: the first of them.
        last: the number of the last one's request.
        count: how many.
        states: how many at each state of the choice.
        ways: how many set, how many sent.
        longest: the longest lifetime asked for, in seconds; None where none was.
        came_back: True where one of visitors who were let go of sent it back.
    """

    first: Judged
    last: int
    count: int
    states: Counter[ChoiceState]
    ways: Counter[Way]
    longest: float | None
    came_back: bool = False


class EraOf(msgspec.Struct, frozen=True):
    """A stretch of one visitor's choice on one host.

    Args:
        visitor: the visitor's number.
        policy: whose consent cookie it is.
        host: where.
        cookie: the consent cookie, as the policy declares it.
        era: the stretch.
    """

    visitor: int
    policy: Policy
    host: str
    cookie: str
    era: Era


class Whole(msgspec.Struct, frozen=True):
    """The session at its end.

    Args:
        policies: those that covered a page seen.
        seen: for each policy's name, its entries that were seen.
        ordered: the exchanges that a document's markup ordered by itself.
        eras: every stretch of every choice, in order of time.
        bears_cookies: False where the source holds no cookie headers at all.
        started: when the first request started, or None.
        disagreements: where consent cookies of one policy contradict each other.
    """

    policies: tuple[Policy, ...]
    seen: dict[str, frozenset[Declaration]]
    ordered: tuple[Order, ...]
    eras: tuple[EraOf, ...]
    bears_cookies: bool
    started: float | None = None
    disagreements: tuple[Disagreement, ...] = ()

    def never_seen(self, *, required: bool) -> Iterable[tuple[Policy, Declaration]]:
        """The declared cookies that never crossed; a template's are declared by nobody.

        Args:
            required: whether to look among those that must appear, or the others.
        """
        for policy in self.policies:
            if policy.template:
                continue
            for declaration in policy.cookies:
                if declaration.required is required and declaration not in self.seen.get(policy.name, ()):
                    yield policy, declaration


class Spent(msgspec.Struct, frozen=True):
    """What an allowance of a policy came to in a session.

    Args:
        policy: whose allowance it is.
        allowance: the allowance.
        rule: the code of the rule that it names, or None where there is none such.
        silenced: how many findings it let pass.
        ended: True where its last day was over when the session began.
        missed: how many findings it would have let pass, had it not ended.
    """

    policy: Policy
    allowance: Allowance
    rule: str | None
    silenced: int
    ended: bool
    missed: int


class Remark(msgspec.Struct, frozen=True):
    """What a rule holds of a session as a whole.

    Args:
        name: the cookie's name or pattern.
        domain: its domain, or the policy's host.
        party: its party.
        category: its declared category, or None.
        policy: the policy's name.
        message: one sentence.
        reasons: what led to it.
        numbers: the requests that show it, ascending; empty where nothing was seen.
        count: how many exchanges or requests, where these are not all.
        at: when the first crossed, or None.
        first: the first exchange, or None where nothing was seen.
        pattern: of what was not seen, the policy's entry that it is about, or None.
        line: of what was not seen, where the policy's file says it, or None.
    """

    name: str
    domain: str
    party: Party
    category: str | None
    policy: str
    message: str
    reasons: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    at: float | None = None
    first: Judged | None = None
    pattern: str | None = None
    line: int | None = None
    count: int | None = None


class Rule:
    """The base of all rules: it holds nothing.

    A new instance is made for each session, so a rule may keep what it needs between exchanges.
    """

    code: ClassVar[str]
    """"T101": the hundreds are the family (1 choice, 2 declaration, 3 absence, 9 the watching itself)."""

    name: ClassVar[str]
    """Reads well after "allow": "too-early"."""

    title: ClassVar[str]
    """A heading of two to five words."""

    level: ClassVar[Level] = Level.FLAGGED

    of_charter: ClassVar[bool] = False
    """True where it holds a site to what it declares; then a template, which declares nothing, never fires it."""

    rests_on: ClassVar[frozenset[Verdict]] = frozenset()
    """The verdicts that its findings rest on, and all that it is shown of where it names any: where those are taken
    back, so are the findings."""

    of_way: ClassVar[Way | None] = None
    """The way that it is shown alone; None for both."""

    of_absence: ClassVar[bool] = False
    """True where it holds what did not appear, which only a session's end can tell."""

    of_declared: ClassVar[bool] = False
    """True where it holds only cookies whose name the policy declares."""

    of_undeclared: ClassVar[bool] = False
    """True where it holds only cookies that the policy does not declare."""

    examples: ClassVar[str] = ""
    """Event lists with what must be found, in the notation of `temoin.rules.examples`."""

    @classmethod
    def allowing(cls) -> str:
        """How to let a finding pass."""
        entry = f"For one cookie: `allow: [{{rule: {cls.code}, cookie: NAME, reason: …}}]` in the policy."
        if cls.level is Level.NOTE:
            return f"{entry} It is a note and fails no run, unless `--fail-on` names it."
        return f"{entry} For all: `--fail-on` with the rules that are to fail a run, {cls.code} left out."

    @classmethod
    def may_see(cls, verdict: Verdict, way: Way) -> bool:
        """Tell whether exchanges of a verdict and a way are shown to it.

        Args:
            verdict: of an exchange.
            way: of an exchange.
        """
        if cls.see is Rule.see:
            return False
        return (not cls.rests_on or verdict in cls.rests_on) and cls.of_way in (None, way)

    def see(self, exchange: Judged) -> bool:
        """Tell whether the rule holds this exchange against the site.

        Of a cookie that was sent it must go by verdict, choice, party, grades and declaration alone: what crosses
        as it did before is counted as before, and not shown again (`temoin.repeats`).

        Args:
            exchange: the next settled one. Those outside every policy are not shown to rules.
        """
        del exchange
        return False

    def message(self, group: Group) -> str:
        """Say what was found, in one sentence without the cookie's name.

        Args:
            group: the exchanges held.
        """
        raise NotImplementedError

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Say what the session as a whole shows.

        Args:
            whole: the session at its end.
        """
        del whole
        return ()

    def allowances(self, spent: tuple[Spent, ...]) -> Iterable[Remark]:
        """Say what the policies' allowances came to, once all rules have spoken.

        Args:
            spent: every allowance of the policies that covered a page seen, in their order.
        """
        del spent
        return ()


def times(count: int) -> str:
    """A count in words: "once", "twice", "7 times".

    Args:
        count: at least 1.
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
