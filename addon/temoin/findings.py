"""Findings: what the rules hold of settled exchanges, taken together by cookie, the first as evidence."""

from collections import Counter
from collections.abc import Container

import msgspec

from temoin.allowances import Allowances
from temoin.bounds import Dropped, Lost
from temoin.doubts import NOBODY, Doubts
from temoin.exchanges import Crossing, Judged
from temoin.identity import Baseline
from temoin.pages import OpenedPage
from temoin.reasons import chain
from temoin.report import Allowed, Finding, Known
from temoin.rules import Group, Remark, Rule, Whole, all_rules
from temoin.shown import shorten, shown_name, shown_url, valid
from temoin.vocabulary import Level, Party, Verdict, Way

__all__ = ["MORE", "Findings", "Found"]

_MOST_HELD = 2_000
"""Cookies that one rule holds by name; what it holds of more is one finding, under `MORE`."""

MORE = "(more cookies)"
"""Stands for the cookies that a rule holds and that are too many to name."""


class Found(msgspec.Struct, frozen=True):
    """What the rules hold of a session.

    Args:
        findings: what stands.
        allowed: what the policies let pass.
        known: what the baseline holds.
    """

    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...]
    known: tuple[Known, ...]


type _Key = tuple[str, str, str, str, Party, str]
"""Rule, policy, name, domain, party, category."""


class _Held(msgspec.Struct, gc=False):
    """What one rule holds of one cookie.

    Args:
        rule: its code.
        policy: the name of the policy it was judged by.
        name: the cookie's, whole.
        domain: its domain.
        party: its party.
        category: its declared category, or empty.
        groups: the exchanges, by the visitor and the host of the page.
    """

    rule: str
    policy: str
    name: str
    domain: str
    party: Party
    category: str
    groups: dict[tuple[int, str], Group]


class Findings:
    """Shows every settled exchange to every rule, and keeps what they hold.

    Args:
        rules: their classes; a new instance is made of each.
        baseline: what is known, or None.
        dropped: where exchanges are counted that are held under no name.
    """

    def __init__(
        self,
        rules: tuple[type[Rule], ...] | None = None,
        *,
        baseline: Baseline | None = None,
        dropped: Dropped | None = None,
    ) -> None:
        self._dropped = dropped or Dropped()
        self._baseline = baseline or Baseline(())
        self._rules = {kind.code: kind() for kind in (all_rules() if rules is None else rules)}
        self._seeing = {
            (verdict, way): tuple(rule for rule in self._rules.values() if rule.may_see(verdict, way))
            for verdict in Verdict
            for way in Way
        }
        self._held: dict[_Key, _Held] = {}
        self._named: Counter[str] = Counter()
        self._of: dict[int, set[tuple[_Key, str]]] = {}
        """Where each visitor has a group: which cookie's, and for which host."""

    def see(self, judged: Judged) -> tuple[str, ...]:
        """Show a settled exchange to the rules.

        Args:
            judged: the exchange and its verdict.

        Returns:
            The codes of the rules that hold it.
        """
        verdict, crossing = judged.verdict, judged.crossing
        if verdict is Verdict.OUTSIDE:
            return ()
        policy = crossing.coverage.policy
        template = policy is not None and policy.template
        holding = [
            rule.code
            for rule in self._seeing[verdict, crossing.way]
            if not (template and rule.of_charter) and rule.see(judged)
        ]
        if not holding:
            return ()
        for code in holding:
            self._add(code, judged)
        return tuple(holding)

    def groups(self, judged: Judged) -> tuple[Group, ...] | None:
        """What an exchange is counted with, rule by rule.

        Args:
            judged: the exchange, with the codes of the rules that hold it.

        Returns:
            None where its cookie is one of those that are not named.
        """
        crossing = judged.crossing
        whose = (crossing.visitor, crossing.coverage.host)
        held = [self._held.get(_key(code, crossing)) for code in judged.rules]
        return None if None in held else tuple(one.groups[whose] for one in held if one is not None)

    def report(
        self, whole: Whole, doubts: Doubts, stored: Container[tuple[int, str, str]], *, ended: bool = True
    ) -> Found:
        """Tell what was found, what of it the policies allow, and what the baseline holds.

        Args:
            whole: the session at its end.
            doubts: what turned out to be doubtful, which no finding may rest on.
            stored: the cookies, by visitor, name and domain, that came back after a response set them.
            ended: False while the session goes on: what did not appear yet is then no finding.

        Returns:
            The findings: flagged before notes, then by rule, then by first exchange.
        """
        allowances = Allowances(whole.policies if whole.bears_cookies else (), whole.started)
        found: list[Finding] = []
        allowed: list[Allowed] = []
        known: list[Known] = []

        def sort_out(rule: Rule, name: str, domain: str, finding: Finding) -> None:
            allowance = allowances.of(type(rule), finding.policy or "", name, domain)
            if allowance is not None:
                allowed.append(Allowed(finding, allowance.reason, allowance.until or None, allowance.line))
            elif (entry := self._baseline.of(finding.identity)) is not None:
                known.append(Known(finding, entry.reason, entry.line))
            else:
                found.append(finding)

        for held in self._held.values():
            rule = self._rules[held.rule]
            sound = [
                group
                for (visitor, host), group in held.groups.items()
                if not any(doubts.of(visitor, host, verdict) for verdict in rule.rests_on)
            ]
            if sound:
                sort_out(rule, held.name, held.domain, self._finding(held, together(sound), stored))
        for rule in self._rules.values():
            if not ended and rule.of_absence:
                continue
            for remark in rule.end(whole):
                sort_out(rule, remark.name, remark.domain, _remark(rule, remark))
        spent = allowances.spent()
        for rule in self._rules.values() if ended else ():
            found += [_remark(rule, remark) for remark in rule.allowances(spent)]
        return Found(
            findings=tuple(sorted(found, key=_place)),
            allowed=tuple(sorted(allowed, key=lambda one: _place(one.finding))),
            known=tuple(sorted(known, key=lambda one: _place(one.finding))),
        )

    def _add(self, code: str, judged: Judged) -> None:
        crossing = judged.crossing
        key = _key(code, crossing)
        held = self._held.get(key)
        if held is None:
            held = self._begin(key)
        whose = (crossing.visitor, crossing.coverage.host)
        group = held.groups.get(whose)
        if group is None:
            group = held.groups[whose] = Group(judged, crossing.n, 0, Counter(), Counter(), None)
            self._of.setdefault(crossing.visitor, set()).add((_key_of(held), whose[1]))
        if held.name is MORE:
            self._dropped.note(Lost.FINDINGS)
        n = crossing.n
        if n <= group.first.crossing.n:
            group.first = min(group.first, judged, key=_order)
        if n > group.last:
            group.last = n
        group.count += 1
        state = judged.choice
        if state is not None:
            group.states[state] += 1
        group.ways[crossing.way] += 1
        if crossing.lifetime is not None:
            group.longest = max(group.longest or 0.0, crossing.lifetime)

    def size(self, visitor: int) -> int:
        """How many groups of exchanges are kept of a visitor.

        Args:
            visitor: the visitor's number.
        """
        return len(self._of.get(visitor, ()))

    def forget(self, visitor: int, doubts: Doubts, stored: Container[tuple[int, str, str]]) -> None:
        """Take what is held of a visitor's exchanges together with that of others; it is doubted no more.

        Args:
            visitor: the visitor's number.
            doubts: what speaks against verdicts now.
            stored: the cookies that came back.
        """
        for key, host in sorted(self._of.pop(visitor, ()), key=str):
            held = self._held[key]
            group = held.groups.pop((visitor, host))
            if not any(doubts.of(visitor, host, verdict) for verdict in self._rules[held.rule].rests_on):
                group.came_back = group.came_back or (visitor, held.name, held.domain) in stored
                others = held.groups.get((NOBODY, ""))
                held.groups[NOBODY, ""] = group if others is None else together([others, group])
            if not held.groups:
                del self._held[key]
                self._named[held.rule] -= held.name is not MORE

    def _begin(self, key: _Key) -> _Held:
        code, policy, _, _, party, category = key
        if self._named[code] < _MOST_HELD:
            self._named[code] += 1
        else:
            key = code, policy, MORE, "", party, category
            known = self._held.get(key)
            if known is not None:
                return known
        held = self._held[key] = _Held(*key, {})
        return held

    def _finding(self, held: _Held, group: Group, stored: Container[tuple[int, str, str]]) -> Finding:
        rule, crossing = self._rules[held.rule], group.first.crossing
        came_back = group.came_back or any(
            (visitor, held.name, held.domain) in stored for visitor, _ in held.groups
        )
        attempted = not group.ways[Way.SENT] and not came_back and held.name is not MORE
        message = rule.message(group)
        page = crossing.attribution.page
        return Finding(
            rule=held.rule,
            level=rule.level,
            title=rule.title,
            name=shown_name(held.name),
            domain=valid(shorten(held.domain, 255)),
            party=held.party,
            category=held.category or None,
            count=group.count,
            first=crossing.n,
            last=group.last,
            message=f"{message} (attempted: it never came back)" if attempted else message,
            reasons=chain(group.first),
            at=crossing.at,
            url=crossing.url,
            page=page.id if page else None,
            page_url=_shown(page) if page else None,
            policy=held.policy,
            attempted=attempted,
            pattern=crossing.declaration.name if crossing.declaration else None,
            line=crossing.declaration.line if crossing.declaration else None,
        )


def _key(code: str, crossing: Crossing) -> _Key:
    policy, declaration = crossing.coverage.policy, crossing.declaration
    return (
        code, policy.name if policy else "", crossing.name, crossing.domain, crossing.party,
        declaration.category if declaration else "",
    )  # fmt: skip


def _key_of(held: _Held) -> _Key:
    return held.rule, held.policy, held.name, held.domain, held.party, held.category


def _place(finding: Finding) -> tuple[bool, str, int, str, str]:
    return finding.level is Level.NOTE, finding.rule, finding.first or 0, finding.name, finding.domain


def together(groups: list[Group]) -> Group:
    """Take the groups of several visitors as one.

    Args:
        groups: at least one, of one cookie and rule.
    """
    return Group(
        first=min((group.first for group in groups), key=_order),
        last=max(group.last for group in groups),
        count=sum(group.count for group in groups),
        states=sum((group.states for group in groups), Counter()),
        ways=sum((group.ways for group in groups), Counter()),
        longest=max((group.longest for group in groups if group.longest is not None), default=None),
        came_back=any(group.came_back for group in groups),
    )


def _order(judged: Judged) -> tuple[int, bool]:
    return judged.crossing.n, judged.crossing.way is Way.SET


def _remark(rule: Rule, remark: Remark) -> Finding:
    crossing = remark.first.crossing if remark.first else None
    page = crossing.attribution.page if crossing else None
    declaration = crossing.declaration if crossing else None
    return Finding(
        rule=rule.code,
        level=rule.level,
        title=rule.title,
        name=shown_name(remark.name),
        domain=valid(shorten(remark.domain, 255)),
        party=remark.party,
        category=remark.category,
        count=len(remark.numbers) if remark.count is None else remark.count,
        first=remark.numbers[0] if remark.numbers else None,
        last=remark.numbers[-1] if remark.numbers else None,
        message=remark.message,
        reasons=remark.reasons,
        at=remark.at,
        url=crossing.url if crossing else None,
        page=page.id if page else None,
        page_url=_shown(page) if page else None,
        policy=remark.policy,
        pattern=declaration.name if declaration else remark.pattern,
        line=declaration.line if declaration else remark.line,
    )


def _shown(page: OpenedPage) -> str:
    return shown_url(page.address.origin, page.address.url.removeprefix(page.address.origin))
