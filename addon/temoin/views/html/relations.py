"""Who set what on which page: exchanges put together by site, party and page.

Who is one registrable domain: `ads.example` and `pixel.ads.example` are one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from temoin.report import Session
from temoin.sites import registrable
from temoin.views.screen.marks import VERDICTS
from temoin.vocabulary import Party, Verdict, Way

__all__ = ["Relation", "relations_of", "worst"]


@dataclass(slots=True)
class Relation:
    """What of one party crossed because of the pages of one site.

    Args:
        site: the pages' site.
        domain: the party's registrable domain.
        party: its relation to the site.
        pages: how many exchanges of each verdict, by page; None for a page that is not known.
        names: the names of its cookies, in order of appearance.
        sets: how many exchanges a response set.
        sends: how many a request sent.
    """

    site: str
    domain: str
    party: Party
    pages: dict[int | None, Counter[Verdict]] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    sets: int = 0
    sends: int = 0

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many exchanges of each verdict, on all pages."""
        return sum(self.pages.values(), Counter())


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The worst of some verdicts, or None of none."""
    seen = set(verdicts)
    return next((verdict for verdict in VERDICTS if verdict in seen), None)


def relations_of(session: Session) -> tuple[Relation, ...]:
    """Put together who crossed where, the sites with the most exchanges first, worst first in each.

    Args:
        session: what was found; without its exchanges, whose pages are not known.
    """
    found: dict[tuple[str, str, Party], Relation] = {}
    for site, domain, party, page, verdict, name, way, count in _exchanged(session):
        key = site, registrable(domain), party
        relation = found.setdefault(key, Relation(*key))
        relation.pages.setdefault(page, Counter())[verdict] += count
        relation.names.setdefault(name)
        relation.sets += count if way is Way.SET else 0
        relation.sends += count if way is Way.SENT else 0
    sizes: Counter[str] = Counter()
    for relation in found.values():
        sizes[relation.site] += relation.verdicts.total()
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (
                -sizes[one.site],
                one.site,
                one.party is not Party.FIRST,
                min(order[verdict] for verdict in one.verdicts),
                -one.verdicts.total(),
                one.domain,
            ),
        )
    )


type _Exchanged = tuple[str, str, Party, int | None, Verdict, str, Way | None, int]


def _exchanged(session: Session) -> Iterable[_Exchanged]:
    """What is known of who crossed where: site, domain, party, page, verdict, name, way, count."""
    sites = {page.id: page.site for page in session.pages}
    if session.exchanges is None:
        covered = [page.site for page in session.pages if page.policy is not None]
        site = Counter(covered).most_common(1)[0][0] if covered else ""
        for row in session.cookies:
            if row.policy is not None:
                for verdict, count in row.verdicts.items():
                    yield site, row.domain, row.party, None, verdict, row.name, None, count
        return
    for one in session.exchanges:
        if one.verdict is not Verdict.OUTSIDE:
            page = one.page if one.page in sites else None
            site = one.first_party or (sites[page] if page is not None else "")
            yield site, one.domain, one.party, page, one.verdict, one.name, one.way, 1
