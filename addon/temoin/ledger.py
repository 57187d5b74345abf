"""The running counts of a session: cookies, verdicts, what was unproven, refused by browsers or outside."""

from collections import Counter

import msgspec

from temoin.exchanges import Crossing, Judged
from temoin.policy.schema import Declaration
from temoin.reasons import CAUSES
from temoin.report import CookieRow, Outside, Rejected, Unproven
from temoin.shown import shorten, shown_name, valid
from temoin.vocabulary import Certainty, Origin, Party, Verdict

__all__ = ["Ledger"]


class _Row(msgspec.Struct):
    first: Crossing
    origin: Origin
    count: int
    verdicts: Counter[Verdict]


class _Gap(msgspec.Struct):
    first: Crossing
    count: int


class _RowKey(msgspec.Struct, frozen=True):
    policy: str
    name: str
    domain: str
    party: Party


class _GapKey(msgspec.Struct, frozen=True):
    name: str
    domain: str
    party: Party
    cause: str


class _Refused(msgspec.Struct):
    n: int
    at: float
    url: str
    count: int


class Ledger:
    """Counts settled exchanges; what it holds grows with the cookies seen, not with the exchanges."""

    def __init__(self) -> None:
        self.counts: Counter[Verdict] = Counter()
        self.judged_need = 0
        """Exchanges that need consent and were judged."""
        self.unproven_need = 0
        """Exchanges that may need consent and were not."""
        self.seen: dict[str, set[Declaration]] = {}
        """Of each policy, the entries that were seen."""
        self._rows: dict[_RowKey, _Row] = {}
        self._gaps: dict[_GapKey, _Gap] = {}
        self._rejected: dict[tuple[str, str, str], _Refused] = {}
        self._outside: Counter[str] = Counter()

    def enter(self, judged: Judged, *, needs: bool) -> None:
        """Count a settled exchange.

        Args:
            judged: the exchange and its verdict.
            needs: True where the cookie needs consent, or may.
        """
        crossing = judged.crossing
        self.counts[judged.verdict] += 1
        if judged.verdict is Verdict.OUTSIDE:
            page = crossing.attribution.page
            self._outside[page.address.host if page else ""] += 1
            return
        if judged.verdict is Verdict.UNPROVEN:
            self.unproven_need += needs
            self._gap(judged)
        else:
            self.judged_need += needs
        policy = crossing.coverage.policy
        if policy is not None and crossing.declaration is not None:
            self.seen.setdefault(policy.name, set()).add(crossing.declaration)
        self._row(judged, policy.name if policy else "")

    def reject(self, n: int, at: float, name: str, host: str, url: str, why: str) -> None:
        """Count a Set-Cookie that every browser refuses.

        Args:
            n: the request's number.
            at: the response's first byte.
            name: the cookie's name.
            host: who tried.
            url: the request's URL as it may be shown.
            why: the rule that refuses it.
        """
        found = self._rejected.get((name, host, why))
        if found is None:
            self._rejected[name, host, why] = _Refused(n, at, url, 1)
        else:
            found.count += 1

    def cookies(self) -> tuple[CookieRow, ...]:
        """The cookies, one row each: flagged ones first, then by first appearance."""
        return tuple(
            _cookie(key, row)
            for key, row in sorted(
                self._rows.items(), key=lambda one: (one[1].first.n, one[0].name, one[0].domain)
            )
        )

    def unproven(self) -> tuple[Unproven, ...]:
        """What could not be judged, by cookie and cause."""
        return tuple(
            Unproven(
                name=shown_name(key.name),
                domain=valid(shorten(key.domain, 255)),
                party=key.party,
                cause=key.cause,
                why=CAUSES[key.cause],
                count=gap.count,
                first=gap.first.n,
                at=gap.first.at,
                url=gap.first.url,
            )
            for key, gap in sorted(
                self._gaps.items(),
                key=lambda one: (list(CAUSES).index(one[0].cause), one[1].first.n, one[0].name),
            )
        )

    def rejected(self) -> tuple[Rejected, ...]:
        """The Set-Cookies that every browser refuses."""
        return tuple(
            Rejected(one.n, one.at, shown_name(name), valid(shorten(host, 255)), one.url, why, one.count)
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
        rows = [Outside(host, pages[host], self._outside[host]) for host in hosts]
        if self._outside[""]:
            rows.append(Outside("", 0, self._outside[""]))
        return tuple(rows)

    def _row(self, judged: Judged, policy: str) -> None:
        crossing = judged.crossing
        key = _RowKey(policy, crossing.name, crossing.domain, crossing.party)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row(crossing, crossing.origin, 0, Counter())
        elif crossing.n < row.first.n:
            row.first = crossing
        if (
            crossing.origin_certainty is Certainty.CERTAIN
            and row.first.origin_certainty is not Certainty.CERTAIN
        ):
            row.origin = crossing.origin
        row.count += 1
        row.verdicts[judged.verdict] += 1

    def _gap(self, judged: Judged) -> None:
        crossing = judged.crossing
        key = _GapKey(crossing.name, crossing.domain, crossing.party, judged.cause)
        gap = self._gaps.get(key)
        if gap is None:
            self._gaps[key] = _Gap(crossing, 1)
            return
        gap.count += 1
        if crossing.n < gap.first.n:
            gap.first = crossing


def _cookie(key: _RowKey, row: _Row) -> CookieRow:
    declaration = row.first.declaration
    return CookieRow(
        name=shown_name(key.name),
        domain=valid(shorten(key.domain, 255)),
        party=key.party,
        category=declaration.category if declaration else None,
        service=declaration.service if declaration else None,
        origin=row.origin,
        policy=key.policy or None,
        pattern=declaration.name if declaration else None,
        first=row.first.n,
        seen=row.first.at,
        count=row.count,
        verdicts={verdict: row.verdicts[verdict] for verdict in Verdict if row.verdicts[verdict]},
    )
