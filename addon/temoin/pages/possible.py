"""The pages that may have caused a request, held in a form that does not grow with their number.

Only what differs in host matters for a verdict, so of each host the latest page is kept, whether it is the only
one, and since when the earliest was open. Of too many hosts, those of the latest pages are kept.
"""

from collections.abc import Iterable

import msgspec

from temoin.fetch_metadata import Address

__all__ = ["MOST_PAGE_HOSTS", "NO_PAGES", "OpenedPage", "Pages", "Possible", "only", "union"]

MOST_PAGE_HOSTS = 256
"""Hosts of which pages may have caused one request; past it a quarter is let go of, the longest ago opened."""


class OpenedPage(msgspec.Struct, frozen=True, gc=False):
    """A top-level document.

    Args:
        id: from 1 over the whole session.
        visitor: the visitor's number.
        n: the navigation's number; for an implied page, of the request that names it.
        address: where it lives.
        site: schemeful site.
        domain: the registrable domain of its host.
        opened: when its request started.
        implied: True where only a Referer tells of it.
    """

    id: int
    visitor: int
    n: int
    address: Address
    site: str
    domain: str
    opened: float
    implied: bool = False


class Possible(msgspec.Struct, frozen=True, gc=False):
    """The possible pages of one host and scheme.

    Args:
        page: the latest of them.
        single: True where it is the only one.
        since: when the earliest was opened.
    """

    page: OpenedPage
    single: bool
    since: float


class Pages(msgspec.Struct, frozen=True, gc=False):
    """Possible pages, one for each host and scheme.

    Args:
        possible: they, by host and site.
        hosts: theirs.
        domains: their registrable domains.
        sites: their schemeful sites.
        more: True where others were let go of, so that it may be any page.
    """

    possible: tuple[Possible, ...]
    hosts: frozenset[str]
    domains: frozenset[str]
    sites: frozenset[str]
    more: bool = False

    def of_site(self, schemeful: str) -> "Pages":
        """Those of a schemeful site.

        Args:
            schemeful: as `sites.site` gives it.
        """
        if self.sites == {schemeful}:
            return self
        return _pages((one for one in self.possible if one.page.site == schemeful), more=self.more)

    def latest(self) -> OpenedPage | None:
        """The page opened last, or None where there is none."""
        if len(self.possible) == 1:
            return self.possible[0].page
        return max((possible.page for possible in self.possible), key=lambda page: page.id, default=None)


NO_PAGES = Pages((), frozenset(), frozenset(), frozenset())


def only(page: OpenedPage) -> Pages:
    """One page, and no other.

    Args:
        page: the page.
    """
    return Pages(
        (Possible(page, single=True, since=page.opened),),
        frozenset((page.address.host,)),
        frozenset((page.domain,)),
        frozenset((page.site,)),
    )


def union(first: Pages, other: Pages) -> Pages:
    """The pages of either of two sets.

    Args:
        first: one.
        other: another.
    """
    if first is other or not other.possible:
        return first
    merged = {(one.page.address.host, one.page.site): one for one in first.possible}
    for possible in other.possible:
        key = (possible.page.address.host, possible.page.site)
        known = merged.get(key)
        merged[key] = possible if known is None else _merged(known, possible)
    more = first.more or other.more
    if len(merged) == 1:
        return Pages(tuple(merged.values()), other.hosts, other.domains, other.sites, more)
    if len(merged) > MOST_PAGE_HOSTS:
        latest = sorted(merged, key=lambda key: merged[key].page.id)[-(MOST_PAGE_HOSTS * 3 // 4) :]
        return _pages((merged[key] for key in sorted(latest)), more=True)
    return Pages(
        tuple(merged[key] for key in sorted(merged)),
        first.hosts | other.hosts,
        first.domains | other.domains,
        first.sites | other.sites,
        more,
    )


def _pages(some: Iterable[Possible], *, more: bool) -> Pages:
    possible = tuple(some)
    return Pages(
        possible,
        frozenset(one.page.address.host for one in possible),
        frozenset(one.page.domain for one in possible),
        frozenset(one.page.site for one in possible),
        more,
    )


def _merged(one: Possible, other: Possible) -> Possible:
    if one is other or (one.page is other.page and one.single and other.single):
        return one
    return Possible(
        page=one.page if one.page.id >= other.page.id else other.page,
        single=one.single and other.single and one.page.id == other.page.id,
        since=min(one.since, other.since),
    )
