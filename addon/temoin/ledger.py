"""The running counts of a session: cookies, verdicts, what was unproven, refused by browsers or outside."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.doubts import NOBODY, PATH, Doubts
from temoin.exchanges import Crossing, Judged
from temoin.hints import hint_of
from temoin.policy.schema import Declaration
from temoin.reasons import CAUSES
from temoin.report import CookieRow, Outside, Rejected, Unproven
from temoin.shown import KeptUrl, shorten, shown_name, valid
from temoin.verdicts import Standing
from temoin.vocabulary import Certainty, Origin, Party, Verdict, Way

__all__ = ["Ledger", "Tally"]

_MOST_TALLIES = 25_000
"""Counts kept by cookie (and visitor, verdict…); of more cookies, exchanges are counted and cookies not named."""

_MOST_REJECTED = 5_000
"""Refused Set-Cookies that are listed; more are counted."""

_MOST_OUTSIDE = 10_000
"""Hosts listed whose pages no policy covers; more are counted."""


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
    listed: bool


class _Crossed(msgspec.Struct, frozen=True, gc=False):
    """What is kept of an exchange."""

    n: int
    at: float
    way: Way
    url: KeptUrl
    declaration: Declaration | None
    origin: Origin
    certain: bool


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
    first: _Crossed
    origin: _Crossed
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

    Args:
        dropped: where what is not listed is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self.doubts = Doubts()
        """What is doubted; to be filled before anything is asked for."""
        self._of: dict[int, dict[tuple[object, ...], Tally]] = {}
        """The tallies of each visitor; `NOBODY`'s are of those who were let go of."""
        self._listed = 0
        self._seen: dict[str, set[Declaration]] = {}
        self._rejected: dict[tuple[str, str, str], _Refused] = {}
        self._outside: Counter[str] = Counter()
        self._more_outside = 0

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
            host = page.address.host if page else ""
            if host in self._outside or len(self._outside) < _MOST_OUTSIDE:
                self._outside[host] += 1
            else:
                self._more_outside += 1
                self._dropped.note(Lost.OUTSIDE)
            return None
        coverage = crossing.coverage
        policy = coverage.policy.name if coverage.policy else ""
        needs = crossing.standing is not Standing.EXEMPT
        # The host is asked for where a verdict is doubted for it, and nowhere else.
        host = coverage.host if verdict in PATH.verdicts else ""
        key = (
            crossing.visitor, host, policy, crossing.name, crossing.domain, crossing.party, verdict,
            judged.cause, needs, True,
        )  # fmt: skip
        tallies = self._of.get(crossing.visitor)
        if tallies is None:
            tallies = self._of[crossing.visitor] = {}
        tally = tallies.get(key)
        if tally is None:
            self._note(policy, crossing.declaration)
            crossed = _crossed(crossing)
            tally = Tally(_Key(*key), crossed, crossed, crossing.declaration, 1)
            return tally if self._enter(tally.key, tally) else None
        tally.count += 1
        if crossing.declaration is not tally.declaration:
            tally.declaration = crossing.declaration
            self._note(policy, crossing.declaration)
        if crossing.n <= tally.first.n:
            tally.first = min(tally.first, _crossed(crossing), key=_order)
        certain = crossing.origin_certainty is Certainty.CERTAIN
        if crossing.n <= tally.origin.n or certain is not tally.origin.certain:
            tally.origin = min(tally.origin, _crossed(crossing), key=_surest)
        return tally

    def size(self, visitor: int) -> int:
        """How many counts are kept of a visitor.

        Args:
            visitor: the visitor's number.
        """
        return len(self._of.get(visitor, ()))

    def forget(self, visitor: int, doubts: Doubts) -> None:
        """Take a visitor's counts together with those of others; they are doubted no more.

        Args:
            visitor: the visitor's number.
            doubts: what speaks against verdicts now.
        """
        self.doubts = doubts
        for tally in self._of.pop(visitor, {}).values():
            key = tally.key
            self._listed -= key.listed
            merged = msgspec.structs.replace(
                key, visitor=NOBODY, host="", verdict=self._verdict(key), cause=self._cause(key)
            )
            self._enter(merged, tally)

    def _enter(self, key: _Key, tally: Tally) -> bool:
        """Add a tally to those of its visitor, under its cookie's name where there is room.

        Returns:
            True where it stands there by itself.
        """
        tallies = self._of.setdefault(key.visitor, {})
        known = tallies.get(msgspec.structs.astuple(key))
        if known is None and key.listed and self._listed >= _MOST_TALLIES:
            key = msgspec.structs.replace(key, name="", domain="", listed=False)
            known = tallies.get(msgspec.structs.astuple(key))
            self._dropped.note(Lost.COOKIES, tally.count)
        if known is None:
            tally.key = key
            tallies[msgspec.structs.astuple(key)] = tally
            self._listed += key.listed
            return key.listed
        known.count += tally.count
        known.first = min(known.first, tally.first, key=_order)
        known.origin = min(known.origin, tally.origin, key=_surest)
        return False

    @property
    def _tallies(self) -> Iterator[Tally]:
        return (tally for tallies in self._of.values() for tally in tallies.values())

    def _note(self, policy: str, declaration: Declaration | None) -> None:
        """Note that a declared cookie was seen."""
        if declaration is not None:
            self._seen.setdefault(policy, set()).add(declaration)

    @property
    def counts(self) -> Counter[Verdict]:
        """How many exchanges of each verdict."""
        found: Counter[Verdict] = Counter()
        for tally in self._tallies:
            found[self._verdict(tally.key)] += tally.count
        found[Verdict.OUTSIDE] = self._outside.total() + self._more_outside
        return found

    @property
    def nothing_proven(self) -> bool:
        """True where there were exchanges that need consent, or may, and not one of them could be judged."""
        asked = {self._verdict(tally.key) for tally in self._tallies if tally.key.needs}
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
        if found is not None:
            found.count += 1
        elif len(self._rejected) < _MOST_REJECTED:
            self._rejected[name, host, why] = _Refused(n, at, url, 1)
        else:
            self._dropped.note(Lost.REJECTED)

    def cookies(self) -> tuple[CookieRow, ...]:
        """The cookies, one row each, by first appearance."""
        rows: dict[tuple[str, str, str, Party], list[Tally]] = {}
        for tally in self._tallies:
            key = tally.key
            if not key.listed:
                continue
            rows.setdefault((key.policy, key.name, key.domain, key.party), []).append(tally)
        made = [self._row(tallies) for tallies in rows.values()]
        return tuple(sorted(made, key=lambda row: (row.first, row.name, row.domain, row.party)))

    def unproven(self) -> tuple[Unproven, ...]:
        """What could not be judged, by cause and cookie."""
        gaps: dict[tuple[str, str, Party, str], list[Tally]] = {}
        for tally in self._tallies:
            key = tally.key
            if key.listed and self._verdict(key) is Verdict.UNPROVEN:
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
        key = tallies[0].key
        policy = key.policy
        first = min((tally.first for tally in tallies), key=_order)
        verdicts: Counter[Verdict] = Counter()
        for tally in tallies:
            verdicts[self._verdict(tally.key)] += tally.count
        declaration = first.declaration
        unknown = policy and (declaration is None or declaration.to_confirm)
        hint = hint_of(key.name, key.domain) if unknown else None
        return CookieRow(
            name=shown_name(key.name),
            domain=valid(shorten(key.domain, 255)),
            party=key.party,
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
        url=first.url.shown,
    )


def _crossed(crossing: Crossing) -> _Crossed:
    return _Crossed(
        crossing.n, crossing.at, crossing.way, crossing.kept_url, crossing.declaration, crossing.origin,
        crossing.origin_certainty is Certainty.CERTAIN,
    )  # fmt: skip


def _order(crossed: _Crossed) -> tuple[int, bool]:
    return crossed.n, crossed.way is Way.SET


def _surest(crossed: _Crossed) -> tuple[bool, int, bool]:
    return not crossed.certain, *_order(crossed)
