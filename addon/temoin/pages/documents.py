"""What one visitor has opened: pages, the documents and scripts in them, redirects under way."""

from collections import OrderedDict

import msgspec

from temoin.fetch_metadata import Address, Purpose
from temoin.pages.pools import Pools
from temoin.sites import registrable, site

__all__ = ["Documents", "Initiator", "OpenedPage", "Redirect"]

_MOST_INITIATORS = 20_000
"""Initiator URLs kept for each visitor; the oldest go first."""

_MOST_REDIRECTS = 1_000
"""Redirects awaited at once for each visitor; the oldest go first."""

_REDIRECT_PATIENCE = 120.0
"""Seconds after which a redirect that nothing followed is forgotten."""


class OpenedPage(msgspec.Struct, frozen=True):
    """A top-level document.

    Args:
        id: from 1 over the whole session.
        visitor: the visitor's number.
        n: the navigation's number; for an implied page, of the request that names it.
        address: where it lives.
        site: schemeful site.
        opened: when its request started.
        implied: True where only a Referer tells of it.
    """

    id: int
    visitor: int
    n: int
    address: Address
    site: str
    opened: float
    implied: bool = False


class Initiator(msgspec.Struct, frozen=True):
    """A document, style sheet, worker or script that may cause requests.

    Args:
        pages: the ids of the pages it may be in, ascending.
        n: the number of the request that fetched it.
        cross_site: True where a frame between it and the page's top is of another site, None where not known.
        certain: True where its pages were found for certain.
    """

    pages: tuple[int, ...]
    n: int
    cross_site: bool | None
    certain: bool


class Redirect(msgspec.Struct, frozen=True):
    """A redirect that the next request to its target follows.

    Args:
        purpose: what the redirected request was for.
        initiator: its attribution.
        at: when the redirect was received.
    """

    purpose: Purpose
    initiator: Initiator
    at: float


class Documents:
    """One visitor's pages, initiators and redirects. State is bounded by the caps of this module."""

    def __init__(self, visitor: int) -> None:
        self.visitor = visitor
        self.pages: dict[int, OpenedPage] = {}
        self.whole = True
        self.pools = Pools()
        self._initiators: OrderedDict[str, Initiator] = OrderedDict()
        self._by_origin: dict[str, dict[str, Initiator]] = {}
        self._together: dict[str, Initiator] = {}
        self._origins_of_site: dict[str, set[str]] = {}
        self._redirects: OrderedDict[str, list[Redirect]] = OrderedDict()

    def open(self, page: OpenedPage) -> Initiator:
        """Enter a page and its document.

        Args:
            page: with an id not used before.

        Returns:
            The document as an initiator.
        """
        self.pages[page.id] = page
        document = Initiator((page.id,), page.n, None if page.implied else False, certain=not page.implied)
        self.enter(page.address, document, document=True)
        return document

    def enter(self, where: Address, initiator: Initiator, *, document: bool) -> None:
        """Enter something that may cause requests.

        Args:
            where: its URL.
            initiator: what is known of it; joined with what its URL was known for.
            document: True for what runs under its own origin (a document, a worker): a Referer trimmed to that
                origin may mean it.
        """
        known = self._initiators.pop(where.url, None)
        joined = initiator if known is None else join((known, initiator))
        self._initiators[where.url] = joined
        if document:
            self._by_origin.setdefault(where.origin, {})[where.url] = joined
            self._origins_of_site.setdefault(site(where.scheme, where.host), set()).add(where.origin)
        elif where.url in self._by_origin.get(where.origin, ()):
            self._by_origin[where.origin][where.url] = joined
        self._together.pop(where.origin, None)
        while len(self._initiators) > _MOST_INITIATORS:
            url, _ = self._initiators.popitem(last=False)
            origin = "/".join(url.split("/", 3)[:3])
            self._by_origin.get(origin, {}).pop(url, None)
            self._together.pop(origin, None)

    def named(self, where: Address) -> Initiator | None:
        """Find what a URL was fetched as.

        Args:
            where: a Referer.

        Returns:
            The initiator, or None where none has that URL.
        """
        return self._initiators.get(where.url)

    def of_origin(self, origin: str) -> Initiator | None:
        """Find the documents that run under an origin, taken together.

        Args:
            origin: scheme, host and port.

        Returns:
            One initiator that stands for all, or None where there is none.
        """
        together = self._together.get(origin)
        if together is None and (found := self._by_origin.get(origin)):
            together = self._together[origin] = join(tuple(found.values()))
        return together

    def of_site(self, schemeful: str) -> Initiator | None:
        """Find the documents of a schemeful site, taken together.

        Args:
            schemeful: as `sites.site` gives it.

        Returns:
            One initiator that stands for all, or None where there is none.
        """
        found = tuple(
            together
            for origin in sorted(self._origins_of_site.get(schemeful, ()))
            if (together := self.of_origin(origin)) is not None
        )
        return join(found) if found else None

    def pages_of_site(self, schemeful: str) -> tuple[int, ...]:
        """The pages of a schemeful site, ascending.

        Args:
            schemeful: as `sites.site` gives it.
        """
        return tuple(page.id for page in self.pages.values() if page.site == schemeful)

    def expect(self, target: Address, redirect: Redirect) -> None:
        """Note a redirect.

        Args:
            target: where it leads.
            redirect: what it carries on.
        """
        self._redirects.setdefault(target.url, []).append(redirect)
        self._redirects.move_to_end(target.url)
        while len(self._redirects) > _MOST_REDIRECTS:
            self._redirects.popitem(last=False)

    def follow(self, where: Address, at: float) -> Redirect | None:
        """Take the redirect that a request follows.

        Args:
            where: the request's URL.
            at: when it started, in Unix seconds.

        Returns:
            The redirect, its pages joined with those of others that lead there at the same time; None where
            nothing led there.
        """
        waiting = [r for r in self._redirects.pop(where.url, ()) if at - r.at <= _REDIRECT_PATIENCE]
        if not waiting:
            return None
        first, rest = waiting[0], waiting[1:]
        if rest:
            self._redirects[where.url] = rest
            together = join(tuple(r.initiator for r in waiting))
            return Redirect(first.purpose, together, first.at)
        return first

    def party_sites(self) -> frozenset[str]:
        """The registrable domains of every page opened, implied ones too."""
        return frozenset(registrable(page.address.host) for page in self.pages.values())


def join(initiators: tuple[Initiator, ...]) -> Initiator:
    """Take several possible initiators as one.

    Args:
        initiators: at least one.

    Returns:
        One that may be in the pages of any; certain only if all are.
    """
    if len(initiators) == 1:
        return initiators[0]
    pages = tuple(sorted({page for initiator in initiators for page in initiator.pages}))
    crossings = {initiator.cross_site for initiator in initiators}
    return Initiator(
        pages=pages,
        n=initiators[-1].n,
        cross_site=crossings.pop() if len(crossings) == 1 else None,
        certain=all(initiator.certain for initiator in initiators),
    )
