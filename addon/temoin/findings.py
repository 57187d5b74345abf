"""Findings: what the rules hold of settled exchanges, taken together by cookie, the first as evidence."""

from collections import Counter

import msgspec

from temoin.allowances import Allowances
from temoin.doubts import Doubts
from temoin.exchanges import Judged
from temoin.identity import Baseline
from temoin.pages import OpenedPage
from temoin.reasons import chain
from temoin.report import Allowed, Finding, Known
from temoin.rules import Group, Remark, Rule, Whole, all_rules
from temoin.shown import shorten, shown_name, shown_url, valid
from temoin.vocabulary import Level, Party, Verdict, Way

__all__ = ["Findings", "Found"]


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


class _Whose(msgspec.Struct, frozen=True):
    visitor: int
    host: str


class _Key(msgspec.Struct, frozen=True):
    rule: str
    policy: str
    name: str
    domain: str
    party: Party
    category: str


class Findings:
    """Shows every settled exchange to every rule, and keeps what they hold.

    Args:
        rules: their classes; a new instance is made of each.
        baseline: what is known, or None.
    """

    def __init__(
        self, rules: tuple[type[Rule], ...] | None = None, *, baseline: Baseline | None = None
    ) -> None:
        self._baseline = baseline or Baseline(())
        self._rules = {kind.code: kind() for kind in (all_rules() if rules is None else rules)}
        self._groups: dict[_Key, dict[_Whose, Group]] = {}
        self._cookies: dict[_Key, set[tuple[int, str, str]]] = {}

    def see(self, judged: Judged) -> tuple[str, ...]:
        """Show a settled exchange to the rules.

        Args:
            judged: the exchange and its verdict.

        Returns:
            The codes of the rules that hold it.
        """
        if judged.verdict is Verdict.OUTSIDE:
            return ()
        policy = judged.crossing.coverage.policy
        template = policy is not None and policy.template
        holding = tuple(
            code
            for code, rule in self._rules.items()
            if not (template and rule.of_charter) and rule.see(judged)
        )
        for code in holding:
            self._add(code, judged)
        return holding

    def report(
        self, whole: Whole, doubts: Doubts, stored: set[tuple[int, str, str]], *, ended: bool = True
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

        for key, groups in self._groups.items():
            rests_on = self._rules[key.rule].rests_on
            sound = [
                group
                for whose, group in groups.items()
                if not any(doubts.of(whose.visitor, whose.host, verdict) for verdict in rests_on)
            ]
            if sound:
                finding = self._finding(key, together(sound), stored)
                sort_out(self._rules[key.rule], key.name, key.domain, finding)
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
        policy = crossing.coverage.policy
        key = _Key(
            rule=code,
            policy=policy.name if policy else "",
            name=crossing.name,
            domain=crossing.domain,
            party=crossing.party,
            category=crossing.declaration.category if crossing.declaration else "",
        )
        groups = self._groups.setdefault(key, {})
        whose = _Whose(crossing.visitor, crossing.coverage.host)
        group = groups.get(whose)
        if group is None:
            group = groups[whose] = Group(judged, crossing.n, 0, Counter(), Counter(), None)
        group.first = min(group.first, judged, key=_order)
        group.last = max(group.last, crossing.n)
        group.count += 1
        if judged.choice is not None:
            group.states[judged.choice] += 1
        group.ways[crossing.way] += 1
        if crossing.lifetime is not None:
            group.longest = max(group.longest or 0.0, crossing.lifetime)
        self._cookies.setdefault(key, set()).add(crossing.key)

    def _finding(self, key: _Key, group: Group, stored: set[tuple[int, str, str]]) -> Finding:
        rule, crossing = self._rules[key.rule], group.first.crossing
        attempted = not group.ways[Way.SENT] and self._cookies[key].isdisjoint(stored)
        message = rule.message(group)
        page = crossing.attribution.page
        return Finding(
            rule=key.rule,
            level=rule.level,
            title=rule.title,
            name=shown_name(key.name),
            domain=valid(shorten(key.domain, 255)),
            party=key.party,
            category=key.category or None,
            count=group.count,
            first=crossing.n,
            last=group.last,
            message=f"{message} (attempted: it never came back)" if attempted else message,
            reasons=chain(group.first),
            at=crossing.at,
            url=crossing.url,
            page=page.id if page else None,
            page_url=_shown(page) if page else None,
            policy=key.policy,
            attempted=attempted,
            pattern=crossing.declaration.name if crossing.declaration else None,
            line=crossing.declaration.line if crossing.declaration else None,
        )


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
        count=len(remark.numbers),
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
