"""Which page caused a request: the clues of `temoin.pages.clues` weighed, and what follows for a cookie."""

from collections import Counter, deque

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.events import RequestSeen
from temoin.fetch_metadata import Address, Purpose, SelfDescription
from temoin.pages.clues import RULES
from temoin.pages.documents import Documents, Initiator, Redirect
from temoin.pages.possible import NO_PAGES, OpenedPage, Pages, only, union
from temoin.sites import registrable, site
from temoin.vocabulary import Certainty, Party

__all__ = ["MOST_PAGES", "Attribution", "Attributor"]


class Attribution(msgspec.Struct, frozen=True, gc=False):
    """Which page caused a request, and how well that is known.

    Args:
        rule: the rule that decided, by its key in `RULES`; "none" where none did.
        pages: the pages it may be; empty where no page caused it or none is known.
        page: the page, or the likeliest; None where the possible ones differ in their site.
        page_certainty: of `page`; certain for a navigation alone, which is its own page. A page may take another's
            address (History API), and one of the same address may have been open before watching began.
        site: the first party, or None where the possible pages differ in it.
        site_certainty: of `site`.
        via: the number of the request that shows it, or None.
        cross_site: True where the initiator stands under a cross-site ancestor, None where not known.
        since: nothing it causes was caused before; None where a page of its host may have been open all along.
        unseen: True where it may be a page that the recording never showed.
        browser: True where the browser itself asked, for no page.
    """

    rule: str
    pages: Pages
    page: OpenedPage | None
    page_certainty: Certainty
    site: str | None
    site_certainty: Certainty
    via: int | None = None
    cross_site: bool | None = None
    since: float | None = None
    unseen: bool = False
    browser: bool = False

    def party(self, domain: str) -> tuple[Party, Certainty]:
        """Tell a cookie's party on this page.

        Args:
            domain: the cookie's domain or host.

        Returns:
            The party and its certainty. Third is certain where no possible page is of the cookie's site, though
            the page be unknown.
        """
        domains = self.pages.domains
        if not domains:
            return _NOT_KNOWN
        of = registrable(domain)
        if of not in domains:
            return _THIRD_IF_ALL_WAS_SEEN if self.unseen or self.pages.more else _THIRD
        if len(domains) == 1:
            return Party.FIRST, self.site_certainty if self.site else Certainty.INFERRED
        if self.page is None or self.site is None:
            return _NOT_KNOWN
        return Party.FIRST if self.page.domain == of else Party.THIRD, Certainty.INFERRED


_THIRD = (Party.THIRD, Certainty.CERTAIN)
_THIRD_IF_ALL_WAS_SEEN = (Party.THIRD, Certainty.INFERRED)
_NOT_KNOWN = (Party.UNKNOWN, Certainty.NONE)


class _Weighed(msgspec.Struct, frozen=True, gc=False):
    """An attribution, and the facts that it follows from.

    Args:
        initiator: who asked.
        whole: as in `Documents`.
        everything: every page opened, where that counted; else None.
        attribution: what follows.
    """

    initiator: Initiator
    whole: bool
    everything: Pages | None
    attribution: Attribution


_MOST_WEIGHED = 1_024
"""Attributions that are remembered; then all are forgotten."""

_UNKNOWN = Attribution("none", NO_PAGES, None, Certainty.NONE, None, Certainty.NONE)

_BROWSER = Attribution("browser", NO_PAGES, None, Certainty.NONE, None, Certainty.NONE, browser=True)

_UNCLEAR = frozenset({Purpose.UNCLEAR_NAVIGATION, Purpose.RELAYED})
_BY_A_PAGE = frozenset({"same-origin", "same-site", "cross-site"})
_RUNS = frozenset({"worker", "sharedworker", "serviceworker"})
_CAUSES = _RUNS | {"style", "script", "xslt"}


MOST_PAGES = 20_000
"""Pages that a report lists, the first half and the last; those between are counted."""

_MOST_STRANGERS = 10_000
"""Hosts of which pages that are not listed are counted."""


class Attributor:
    """Finds the page of every request, in order of time, for all visitors of a session.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._last_id = 0
        self._of: dict[int, Documents] = {}
        self._weighed: dict[tuple[str, int], _Weighed] = {}
        self._first: list[OpenedPage] = []
        self._latest: deque[OpenedPage] = deque()
        self.passed: Counter[str] = Counter()
        """How many pages are not listed, by host."""

    @property
    def opened(self) -> tuple[OpenedPage, ...]:
        """The pages of every visitor, by id; where there are more than `MOST_PAGES`, the first and the last."""
        return (*self._first, *self._latest)

    def forget(self, visitor: int) -> None:
        """Forget what a visitor opened; the list stays as it is.

        Args:
            visitor: the visitor's number.
        """
        self._of.pop(visitor, None)

    def documents(self, visitor: int) -> Documents:
        """What a visitor has opened so far.

        Args:
            visitor: the visitor's number.
        """
        found = self._of.get(visitor)
        if found is None:
            found = self._of[visitor] = Documents(visitor, self._dropped)
        return found

    def attribute(
        self, n: int, documents: Documents, request: RequestSeen, said: SelfDescription, where: Address
    ) -> Attribution:
        """Find the page of a request, and enter what it will run.

        Args:
            n: the request's number.
            documents: what the visitor has opened so far.
            request: as it was seen.
            said: its own account.
            where: its URL.

        Returns:
            Which page caused it.
        """
        found = self._decide(documents, n, request, said, where)
        if found.site_certainty is Certainty.CERTAIN and found.site is not None:
            documents.pools.serve(request, found.site, n, cookies=said.cookies)
        return found

    def _decide(
        self, documents: Documents, n: int, request: RequestSeen, said: SelfDescription, where: Address
    ) -> Attribution:
        purpose = said.purpose
        since = request.at if request.connected is None else request.connected
        documents.asked(where.host, since, bare=purpose is Purpose.TOP and not said.cookies)
        followed = documents.follow(where, request.at, said)
        if documents.whole and said.site == "same-origin" and documents.of_origin(where.origin) is None:
            documents.whole = False
        if (
            followed
            and not said.fetch_metadata
            and purpose in (Purpose.UNCLEAR_NAVIGATION, Purpose.SUBRESOURCE, Purpose.BACKGROUND)
        ):
            purpose = followed.purpose
        if documents.whole and not documents.everything.possible and _by_a_page(said):
            documents.whole = False
        if purpose is Purpose.TOP or (purpose in _UNCLEAR and not said.referer):
            return self._navigation(documents, n, request, where, inferred=purpose is not Purpose.TOP)
        if purpose is Purpose.BACKGROUND:
            return _BROWSER
        if followed is not None and followed.initiator.pages.possible:
            found = self._from(documents, "redirect", followed.initiator, inferred=False)
        else:
            found = self._search(documents, n, request, said, where)
        if purpose in _UNCLEAR:
            found = self._unclear(documents, n, request, where, found)
        frame = purpose is Purpose.FRAME
        if frame or said.dest in _CAUSES:
            self._enter(documents, n, said, where, found, frame=frame)
        return found

    def redirected(
        self, visitor: int, attribution: Attribution, said: SelfDescription, n: int, to: Address, at: float
    ) -> None:
        """Note that a response redirects.

        Args:
            visitor: the visitor's number.
            attribution: of the request it answers.
            said: that request's own account.
            n: its number.
            to: where the redirect leads.
            at: when the response started.
        """
        purpose = Purpose.TOP if attribution.rule == "navigation" else said.purpose
        initiator = Initiator(
            attribution.pages,
            n,
            attribution.cross_site,
            certain=attribution.site_certainty is Certainty.CERTAIN,
        )
        self.documents(visitor).expect(to, Redirect(purpose, initiator, at, said))

    def _open(
        self,
        documents: Documents,
        n: int,
        request: RequestSeen,
        where: Address,
        *,
        implied: bool,
        certain: bool,
    ) -> OpenedPage:
        self._last_id += 1
        page = OpenedPage(
            self._last_id,
            documents.visitor,
            n,
            where,
            site(where.scheme, where.host),
            registrable(where.host),
            request.at,
            implied=implied,
        )
        self._list(page)
        documents.open(page, certain=certain)
        return page

    def _list(self, page: OpenedPage) -> None:
        if len(self._first) < MOST_PAGES // 2:
            self._first.append(page)
            return
        self._latest.append(page)
        if len(self._latest) > MOST_PAGES // 2:
            passed = self._latest.popleft().address.host
            self._dropped.note(Lost.PAGES)
            if passed in self.passed or len(self.passed) < _MOST_STRANGERS:
                self.passed[passed] += 1
            else:
                self._dropped.note(Lost.STRANGERS)

    def _navigation(
        self, documents: Documents, n: int, request: RequestSeen, where: Address, *, inferred: bool
    ) -> Attribution:
        page = self._open(documents, n, request, where, implied=False, certain=not inferred)
        grade = Certainty.INFERRED if inferred else Certainty.CERTAIN
        return Attribution("navigation", only(page), page, grade, page.site, grade, via=n, cross_site=False)

    def _unclear(
        self, documents: Documents, n: int, request: RequestSeen, where: Address, found: Attribution
    ) -> Attribution:
        """A navigation, over plain HTTP or relayed by a service worker: a page of its own, or a frame."""
        own = self._navigation(documents, n, request, where, inferred=True)
        pages = union(found.pages, own.pages)
        if found.site == own.site:
            return msgspec.structs.replace(
                found, pages=pages, page=own.page, page_certainty=Certainty.INFERRED
            )
        return Attribution(
            "navigation",
            pages,
            own.page,
            Certainty.INFERRED,
            own.site,
            Certainty.INFERRED,
            via=n,
            cross_site=None,
        )

    def _search(
        self, documents: Documents, n: int, request: RequestSeen, said: SelfDescription, where: Address
    ) -> Attribution:
        for rule in RULES:
            initiator = rule.decide(documents, request, said, where)
            if initiator is not None and initiator.pages.possible:
                found = self._from(documents, rule.key, initiator, inferred=rule.inferred)
                return (
                    found if found.site is not None else self._narrowed(documents, request, initiator, found)
                )
        names = said.referer or said.origin
        if names is not None:
            return self._implied(documents, n, request, names)
        return msgspec.structs.replace(_UNKNOWN, pages=documents.everything, unseen=not documents.whole)

    def _narrowed(
        self, documents: Documents, request: RequestSeen, initiator: Initiator, found: Attribution
    ) -> Attribution:
        """Of an initiator in pages of several sites, take those of the site that the connection served."""
        served = documents.pools.site_of(request)
        if served is None:
            return found
        pages = initiator.pages.of_site(served[0])
        if not pages.possible:
            return found
        narrowed = Initiator(pages, served[1], initiator.cross_site, certain=initiator.certain)
        return self._from(documents, "connection", narrowed, inferred=not documents.pools.apart)

    def _implied(self, documents: Documents, n: int, request: RequestSeen, named: Address) -> Attribution:
        """A Referer that names a document never seen: a page from a cache, or a frame in one."""
        page = self._open(documents, n, request, named, implied=True, certain=False)
        documents.whole = False
        return Attribution(
            "implied",
            documents.everything,
            page,
            Certainty.INFERRED,
            page.site,
            Certainty.INFERRED,
            via=n,
            unseen=True,
        )

    def _from(self, documents: Documents, key: str, initiator: Initiator, *, inferred: bool) -> Attribution:
        # A page asks for many things in a row, and what follows from the same facts is the same.
        whole, everything = documents.whole, documents.everything
        known = self._weighed.get((key, id(initiator)))
        if (
            known is not None
            and known.initiator is initiator
            and known.whole is whole
            and (known.everything is None or known.everything is everything)
        ):
            return known.attribution
        found = _weighed(documents, key, initiator, inferred=inferred)
        if len(self._weighed) >= _MOST_WEIGHED:
            self._weighed.clear()
        certain = initiator.certain and not inferred
        self._weighed[key, id(initiator)] = _Weighed(initiator, whole, None if certain else everything, found)
        return found

    def _enter(
        self,
        documents: Documents,
        n: int,
        said: SelfDescription,
        where: Address,
        found: Attribution,
        *,
        frame: bool,
    ) -> None:
        runs = frame or said.dest in _RUNS
        if not found.pages.possible:
            return
        crossed = found.cross_site
        if runs and not crossed:
            own, domains = registrable(where.host), found.pages.domains
            if own not in domains:
                crossed = True
            elif len(domains) > 1:
                crossed = None
        initiator = Initiator(
            found.pages,
            n,
            crossed,
            certain=found.site_certainty is Certainty.CERTAIN,
        )
        documents.enter(where, initiator, document=runs)


def _weighed(documents: Documents, key: str, initiator: Initiator, *, inferred: bool) -> Attribution:
    likely = initiator.pages
    if not likely.possible:
        return _UNKNOWN
    grade = Certainty.CERTAIN if initiator.certain and not inferred else Certainty.INFERRED
    told = not likely.more or key == "connection"
    page = likely.latest() if told and len(likely.sites) == 1 else None
    return Attribution(
        rule=key,
        pages=likely if grade is Certainty.CERTAIN else documents.everything,
        page=page,
        page_certainty=Certainty.INFERRED if page else Certainty.NONE,
        site=page.site if page else None,
        site_certainty=grade if page else Certainty.NONE,
        via=initiator.n,
        cross_site=initiator.cross_site,
        since=_since(documents, likely) if grade is Certainty.CERTAIN else None,
        unseen=grade is Certainty.INFERRED and not documents.whole,
    )


def _since(documents: Documents, pages: Pages) -> float | None:
    """When the first of some pages was opened, where no other page of their hosts can have been open before."""
    if not documents.whole:
        return None
    for host in pages.hosts:
        if not documents.fresh(host):
            return None
    if len(pages.possible) == 1:
        return pages.possible[0].since
    return min([possible.since for possible in pages.possible])


def _by_a_page(said: SelfDescription) -> bool:
    """Whether a request shows that some page was open when it was made."""
    if said.purpose is Purpose.BACKGROUND:
        return False
    if said.referer or said.origin or said.site in _BY_A_PAGE:
        return True
    return said.purpose is Purpose.SUBRESOURCE and said.cookies
