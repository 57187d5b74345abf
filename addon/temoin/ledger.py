"""The running counts of a session: cookies, verdicts, what was unproven, refused by browsers or outside."""

from collections import Counter

import msgspec

from temoin.doubts import Doubts
from temoin.exchanges import Crossing, Judged
from temoin.hints import hint_of
from temoin.policy.schema import Declaration
from temoin.reasons import CAUSES
from temoin.report import CookieRow, Outside, Rejected, Unproven
from temoin.shown import KeptUrl, shorten, shown_name, valid
from temoin.verdicts import Standing
from temoin.vocabulary import Certainty, Party, Verdict, Way

__all__ = ["Ledger", "Tally"]


class _Key(msgspec.Struct, frozen=True, gc=False):
    visitor: int
    host: str
    policy: str
    name: str
    domain: str
    party: Party
    verdict: Verdict
    cause: str
    needs: bool


class Tally(msgspec.Struct, gc=False):
    """The exchanges that are alike.

    Args:
        key: in what.
        first: the first of them.
        origin: the one that tells best where the cookie came from.
        declaration: the entry that declares it, or None.
        count: how many.
    """

    key: _Key
    first: Crossing
    origin: Crossing
    declaration: Declaration | None
    count: int


class _Refused(msgspec.Struct, gc=False):
    n: int
    at: float
    url: KeptUrl
    count: int


class Ledger:
    """Counts settled exchanges; what it holds grows with the cookies seen, not with the exchanges.

    Everything is derived from the tallies when it is asked for, so that what turns out to be doubtful at the end
    can be taken back.
    """

    def __init__(self) -> None:
        self.doubts = Doubts()
        """What is doubted; to be filled before anything is asked for."""
        self._tallies: dict[tuple[object, ...], Tally] = {}
        self._seen: dict[str, set[Declaration]] = {}
        self._rejected: dict[tuple[str, str, str], _Refused] = {}
        self._outside: Counter[str] = Counter()

    def enter(self, judged: Judged) -> Tally | None:
        """Count a settled exchange.

        Args:
            judged: the exchange and its verdict.

        Returns:
            What it is counted with; None for one outside every policy.
        """
        crossing, verdict = judged.crossing, judged.verdict
        if verdict is Verdict.OUTSIDE:
            page = crossing.attribution.page
            self._outside[page.address.host if page else ""] += 1
            return None
        coverage = crossing.coverage
        policy = coverage.policy.name if coverage.policy else ""
        needs = crossing.standing is not Standing.EXEMPT
        key = (
            crossing.visitor, coverage.host, policy, crossing.name, crossing.domain, crossing.party, verdict,
            judged.cause, needs,
        )  # fmt: skip
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = Tally(_Key(*key), crossing, crossing, crossing.declaration, 1)
            self._note(policy, crossing.declaration)
            return tally
        tally.count += 1
        if crossing.declaration is not tally.declaration:
            tally.declaration = crossing.declaration
            self._note(policy, crossing.declaration)
        if crossing.n <= tally.first.n:
            tally.first = min(tally.first, crossing, key=_order)
        certain = crossing.origin_certainty is Certainty.CERTAIN
        if crossing.n <= tally.origin.n or certain is not (
            tally.origin.origin_certainty is Certainty.CERTAIN
        ):
            tally.origin = min(tally.origin, crossing, key=_surest)
        return tally

    def _note(self, policy: str, declaration: Declaration | None) -> None:
        """Note that a declared cookie was seen."""
        if declaration is not None:
            self._seen.setdefault(policy, set()).add(declaration)

    @property
    def counts(self) -> Counter[Verdict]:
        """How many exchanges of each verdict."""
        found: Counter[Verdict] = Counter()
        for tally in self._tallies.values():
            found[self._verdict(tally.key)] += tally.count
        found[Verdict.OUTSIDE] = self._outside.total()
        return found

    @property
    def nothing_proven(self) -> bool:
        """True where there were exchanges that need consent, or may, and not one of them could be judged."""
        asked = {self._verdict(tally.key) for tally in self._tallies.values() if tally.key.needs}
        return asked == {Verdict.UNPROVEN}

    def seen(self) -> dict[str, frozenset[Declaration]]:
        """Of each policy, the entries that were seen."""
        return {name: frozenset(entries) for name, entries in self._seen.items()}

    def _verdict(self, key: _Key) -> Verdict:
        doubt = self.doubts.of(key.visitor, key.host, key.verdict)
        return key.verdict if doubt is None else Verdict.UNPROVEN

    def _cause(self, key: _Key) -> str:
        doubt = self.doubts.of(key.visitor, key.host, key.verdict)
        return key.cause if doubt is None else doubt.cause

    def reject(self, n: int, at: float, name: str, host: str, url: KeptUrl, why: str) -> None:
        """Count a Set-Cookie that every browser refuses.

        Args:
            n: the request's number.
            at: the response's first byte.
            name: the cookie's name.
            host: who tried.
            url: the request's URL.
            why: the rule that refuses it.
        """
        found = self._rejected.get((name, host, why))
        if found is None:
            self._rejected[name, host, why] = _Refused(n, at, url, 1)
        else:
            found.count += 1

    def cookies(self) -> tuple[CookieRow, ...]:
        """The cookies, one row each, by first appearance."""
        rows: dict[tuple[str, str, str, Party], list[Tally]] = {}
        for tally in self._tallies.values():
            key = tally.key
            rows.setdefault((key.policy, key.name, key.domain, key.party), []).append(tally)
        made = [self._row(tallies) for tallies in rows.values()]
        return tuple(sorted(made, key=lambda row: (row.first, row.name, row.domain, row.party)))

    def unproven(self) -> tuple[Unproven, ...]:
        """What could not be judged, by cause and cookie."""
        gaps: dict[tuple[str, str, Party, str], list[Tally]] = {}
        for tally in self._tallies.values():
            key = tally.key
            if self._verdict(key) is Verdict.UNPROVEN:
                gaps.setdefault((key.name, key.domain, key.party, self._cause(key)), []).append(tally)
        order = list(CAUSES)
        made = [_gap(*where, tallies) for where, tallies in gaps.items()]
        return tuple(sorted(made, key=lambda gap: (order.index(gap.cause), gap.first, gap.name, gap.domain)))

    def rejected(self) -> tuple[Rejected, ...]:
        """The Set-Cookies that every browser refuses."""
        return tuple(
            Rejected(
                one.n, one.at, shown_name(name), valid(shorten(host, 255)), one.url.shown, why, one.count
            )
            for (name, host, why), one in sorted(
                self._rejected.items(), key=lambda item: (item[1].n, item[0][0], item[0][2])
            )
        )

    def outside(self, pages: Counter[str]) -> tuple[Outside, ...]:
        """The hosts whose pages no policy covers.

        Args:
            pages: how many pages of each such host were opened.
        """
        hosts = sorted({*pages, *self._outside} - {""})
        rows = [Outside(valid(shorten(host, 255)), pages[host], self._outside[host]) for host in hosts]
        if self._outside[""]:
            rows.append(Outside("", 0, self._outside[""]))
        return tuple(rows)

    def _row(self, tallies: list[Tally]) -> CookieRow:
        policy = tallies[0].key.policy
        first = min((tally.first for tally in tallies), key=_order)
        verdicts: Counter[Verdict] = Counter()
        for tally in tallies:
            verdicts[self._verdict(tally.key)] += tally.count
        declaration = first.declaration
        unknown = policy and (declaration is None or declaration.to_confirm)
        hint = hint_of(first.name, first.domain) if unknown else None
        return CookieRow(
            name=shown_name(first.name),
            domain=valid(shorten(first.domain, 255)),
            party=first.party,
            category=declaration.category if declaration else None,
            service=declaration.service if declaration else None,
            origin=min((tally.origin for tally in tallies), key=_surest).origin,
            policy=policy or None,
            pattern=declaration.name if declaration else None,
            first=first.n,
            seen=first.at,
            count=verdicts.total(),
            verdicts={verdict: verdicts[verdict] for verdict in Verdict if verdicts[verdict]},
            hint=str(hint) if hint else "",
        )


def _gap(name: str, domain: str, party: Party, cause: str, tallies: list[Tally]) -> Unproven:
    first = min((tally.first for tally in tallies), key=_order)
    return Unproven(
        name=shown_name(name),
        domain=valid(shorten(domain, 255)),
        party=party,
        cause=cause,
        why=CAUSES[cause],
        count=sum(tally.count for tally in tallies),
        first=first.n,
        at=first.at,
        url=first.url,
    )


def _order(crossing: Crossing) -> tuple[int, bool]:
    return crossing.n, crossing.way is Way.SET


def _surest(crossing: Crossing) -> tuple[bool, int, bool]:
    return crossing.origin_certainty is not Certainty.CERTAIN, *_order(crossing)
