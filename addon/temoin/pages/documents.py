"""What one visitor has opened: the documents and scripts that may cause requests, and redirects under way."""

from collections import OrderedDict

import msgspec

from temoin.bounds import Dropped, Ever, Lost
from temoin.fetch_metadata import Address, Purpose, SelfDescription
from temoin.pages.pools import Pools
from temoin.pages.possible import NO_PAGES, OpenedPage, Pages, only, union
from temoin.sites import site

__all__ = ["Documents", "Initiator", "Redirect", "join"]

_MOST_INITIATORS = 20_000
"""Initiator URLs kept for each visitor; the longest unused go first, and are then known by their origin alone."""

_MOST_ORIGINS = 2_000
"""Origins, sites and hosts kept for each visitor; the longest ago entered go first."""

_MOST_GONE = 20_000
"""Origins, sites and hosts of which it is remembered that they were let go of; then any may have been."""

_MOST_REDIRECTS = 1_000
"""Redirects awaited at once for each visitor; the oldest go first."""

_MOST_TO_ONE = 100
"""Redirects awaited at once to one address; the oldest go first."""

_OPENED_TOGETHER = 0.1
"""Seconds by which a browser's first connections may have been opened in another order than they were used."""

_REDIRECT_PATIENCE = 30.0
"""Seconds after which a redirect that nothing followed is forgotten."""


class Initiator(msgspec.Struct, frozen=True, gc=False):
    """A document, style sheet, worker or script that may cause requests.

    Args:
        pages: the pages it may be in.
        n: the number of the request that fetched it.
        cross_site: True where a frame between it and the page's top is of another site, None where not known.
        certain: True where its pages were found for certain.
    """

    pages: Pages
    n: int
    cross_site: bool | None
    certain: bool


class Redirect(msgspec.Struct, frozen=True, gc=False):
    """A redirect that the next request to its target follows.

    Args:
        purpose: what the redirected request was for.
        initiator: its attribution.
        at: when the redirect was received.
        said: the redirected request's own account, which the one that follows must share.
    """

    purpose: Purpose
    initiator: Initiator
    at: float
    said: SelfDescription

    def followed_by(self, said: SelfDescription) -> bool:
        """Tell whether a request may follow it: for the same use, and from nobody else.

        Args:
            said: the request's own account.
        """
        if (said.dest, said.mode) != (self.said.dest, self.said.mode):
            return False
        before, now = self.said.referer, said.referer
        return before is None or now is None or before.origin == now.origin


class Documents:
    """One visitor's initiators and redirects. State is bounded by the caps of this module.

    Args:
        visitor: the visitor's number.
        dropped: where what is let go of is counted.
    """

    def __init__(self, visitor: int, dropped: Dropped | None = None) -> None:
        self.visitor = visitor
        self._dropped = dropped or Dropped()
        self.everything = NO_PAGES
        """Every page opened."""
        self.whole = True
        """False where the recording shows that a page was open before it began."""
        self.implied = False
        """True once a page was only implied."""
        self.pools = Pools(self._dropped)
        self._began: float | None = None
        self._fresh: OrderedDict[str, bool] = OrderedDict()
        self._initiators: OrderedDict[str, Initiator] = OrderedDict()
        self._by_origin: OrderedDict[str, Initiator] = OrderedDict()
        self._causes: OrderedDict[str, Initiator] = OrderedDict()
        self._joined: dict[str, tuple[Initiator, Initiator, Initiator]] = {}
        self._by_site: OrderedDict[str, Initiator] = OrderedDict()
        self._redirects: OrderedDict[str, list[Redirect]] = OrderedDict()
        self._gone: Ever[str] = Ever(_MOST_GONE)
        self._addresses_gone = False

    @property
    def size(self) -> int:
        """How many things are kept."""
        return (
            len(self._initiators)
            + len(self._by_origin)
            + len(self._causes)
            + len(self._joined)
            + len(self._by_site)
            + len(self._fresh)
            + len(self._redirects)
            + len(self._gone)
            + len(self.everything.possible)
            + len(self.pools)
        )

    def asked(self, host: str, since: float, *, bare: bool) -> None:
        """Note a request: the first to its host counts, and a connection that served before the first of all.

        Args:
            host: whom it goes to.
            since: when its connection was opened, in Unix seconds; its own time where that is not known.
            bare: True for a navigation that carried no cookie, as one does on a first visit.
        """
        if self._began is None:
            self._began = since
        elif since < self._began - _OPENED_TOGETHER:
            self.whole = False
        if host not in self._fresh:
            self._fresh[host] = bare and host not in self._gone
            if len(self._fresh) > _MOST_ORIGINS:
                self._gone.add(self._fresh.popitem(last=False)[0])

    def fresh(self, host: str) -> bool:
        """Tell whether no page of a host can have been open before watching began.

        Args:
            host: the page's.
        """
        return self.whole and self._fresh.get(host, False)

    def open(self, page: OpenedPage, *, certain: bool) -> None:
        """Enter a page and its document.

        Args:
            page: with an id not used before.
            certain: False where it may be a frame's document, or was only implied.
        """
        pages = only(page)
        before = self.everything
        self.everything = union(before, pages)
        if self.everything.more:
            # From here on it is as if watching had begun after them.
            self.whole = False
            most = len(before.possible) + (page.address.host not in before.hosts)
            self._dropped.note(Lost.PAGE_HOSTS, max(0, most - len(self.everything.possible)))
        self.implied = self.implied or page.implied
        document = Initiator(pages, page.n, False if certain else None, certain=certain)
        self.enter(page.address, document, document=True)

    def enter(self, where: Address, initiator: Initiator, *, document: bool) -> None:
        """Enter something that may cause requests.

        Args:
            where: its URL.
            initiator: what is known of it; joined with what its URL was known for.
            document: True for what runs under its own origin (a document, a worker): a Referer trimmed to that
                origin may mean it.
        """
        if where.origin in self._gone:
            initiator = msgspec.structs.replace(initiator, certain=False)
        causes = self._causes.get(where.origin) if self._addresses_gone and not document else None
        if causes is not None and where.url not in self._initiators:
            _enter(self._initiators, where.url, join(causes, initiator))
        else:
            _enter(self._initiators, where.url, initiator)
        if len(self._initiators) > _MOST_INITIATORS:
            self._addresses_gone = True
            self._initiators.popitem(last=False)
        if document:
            self._keep(self._by_origin, where.origin, initiator)
            self._keep(self._by_site, site(where.scheme, where.host), initiator)
        else:
            self._keep(self._causes, where.origin, initiator)

    def _keep(self, known: OrderedDict[str, Initiator], key: str, initiator: Initiator) -> None:
        """Enter an initiator under an origin or a site: one that was let go of is certain of nothing any more."""
        if key not in known and key in self._gone:
            initiator = msgspec.structs.replace(initiator, certain=False)
        _enter(known, key, initiator)
        if len(known) > _MOST_ORIGINS:
            self._gone.add(known.popitem(last=False)[0])
            self._dropped.note(Lost.ORIGINS)

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
        return self._by_origin.get(origin)

    def causes_of(self, origin: str) -> Initiator | None:
        """Find the style sheets and scripts that were fetched from an origin, taken together.

        Args:
            origin: scheme, host and port.

        Returns:
            One initiator that stands for all, or None where there is none.
        """
        return self._causes.get(origin)

    def all_of_origin(self, origin: str) -> Initiator | None:
        """Find all that runs under an origin or was fetched from it, taken together.

        Args:
            origin: scheme, host and port.

        Returns:
            One initiator that stands for all, or None where there is none.
        """
        causes, documents = self._causes.get(origin), self._by_origin.get(origin)
        if causes is None or documents is None:
            return causes or documents
        known = self._joined.get(origin)
        if known is None or known[0] is not causes or known[1] is not documents:
            if len(self._joined) >= _MOST_ORIGINS:
                self._joined.clear()
            known = self._joined[origin] = (causes, documents, join(causes, documents))
        return known[2]

    def of_site(self, schemeful: str) -> Initiator | None:
        """Find the documents of a schemeful site, taken together.

        Args:
            schemeful: as `sites.site` gives it.

        Returns:
            One initiator that stands for all, or None where there is none.
        """
        return self._by_site.get(schemeful)

    def expect(self, target: Address, redirect: Redirect) -> None:
        """Note a redirect.

        Args:
            target: where it leads.
            redirect: what it carries on.
        """
        waiting = self._redirects.setdefault(target.url, [])
        waiting.append(redirect)
        if len(waiting) > _MOST_TO_ONE:
            del waiting[0]
        self._redirects.move_to_end(target.url)
        while len(self._redirects) > _MOST_REDIRECTS:
            self._redirects.popitem(last=False)

    def follow(self, where: Address, at: float, said: SelfDescription) -> Redirect | None:
        """Take the redirect that a request follows.

        Args:
            where: the request's URL.
            at: when it started, in Unix seconds.
            said: its own account.

        Returns:
            The redirect, its pages joined with those of others that it may as well follow; None where nothing
            led there.
        """
        expected = self._redirects.pop(where.url, None) if self._redirects else None
        if expected is None:
            return None
        waiting = [r for r in expected if at - r.at <= _REDIRECT_PATIENCE]
        fitting = [r for r in waiting if r.followed_by(said)]
        others = [r for r in waiting if not r.followed_by(said)]
        if not fitting:
            if others:
                self._redirects[where.url] = others
            return None
        together = Redirect(
            fitting[0].purpose, join(*(r.initiator for r in fitting)), fitting[0].at, fitting[0].said
        )
        left = others + [together] * (len(fitting) - 1)
        if left:
            self._redirects[where.url] = left
        return together


def join(first: Initiator, *others: Initiator) -> Initiator:
    """Take several possible initiators as one.

    Args:
        first: one.
        others: the others, in order of time.

    Returns:
        One that may be in the pages of any; certain only if all are.
    """
    joined = first
    for other in others:
        joined = Initiator(
            pages=joined.pages if joined.pages is other.pages else union(joined.pages, other.pages),
            n=other.n,
            cross_site=joined.cross_site if joined.cross_site is other.cross_site else None,
            certain=joined.certain and other.certain,
        )
    return joined


def _enter(known: OrderedDict[str, Initiator], key: str, initiator: Initiator) -> None:
    before = known.pop(key, None)
    known[key] = initiator if before is None else join(before, initiator)
