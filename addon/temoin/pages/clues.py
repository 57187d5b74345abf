"""The clues that lead from a request to its page, in order, each with its grade."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from temoin.events import RequestSeen
from temoin.fetch_metadata import Address, SelfDescription
from temoin.pages.documents import Documents, Initiator, join
from temoin.sites import site

__all__ = ["RULES", "AttributionRule"]


_BY_CAUSES = frozenset({"", "font", "image", "script", "style"})
"""What a style sheet or a module script fetches under its own address."""


class AttributionRule(msgspec.Struct, frozen=True):
    """One way to find a request's page.

    Args:
        key: its name in reports.
        says: the reason it gives, as a clause that follows "because".
        decide: finds the initiator, or None where the rule does not speak.
        inferred: True where what it finds is likely and not proven.
    """

    key: str
    says: str
    decide: "Callable[[Documents, RequestSeen, SelfDescription, Address], Initiator | None]"
    inferred: bool = False


def _referer(documents: Documents, _r: RequestSeen, said: SelfDescription, _w: Address) -> Initiator | None:
    if not said.referer or said.referer.bare:
        return None
    named = documents.named(said.referer)
    around = documents.of_origin(said.referer.origin)
    if named is None or around is None or around.pages.sites <= named.pages.sites:
        return named
    # Any document of that origin may have taken the address (History API).
    return join(named, around)


def _referer_origin(
    documents: Documents, _r: RequestSeen, said: SelfDescription, _w: Address
) -> Initiator | None:
    if not said.referer:
        return None
    if said.dest not in _BY_CAUSES:
        return documents.of_origin(said.referer.origin)
    found = documents.all_of_origin(said.referer.origin)
    if found is None or documents.whole or documents.everything.sites <= found.pages.sites:
        return found
    # A style sheet of that origin may have come from a cache, on any page.
    return replace(found, certain=False)


def _origin(documents: Documents, _r: RequestSeen, said: SelfDescription, _w: Address) -> Initiator | None:
    return documents.of_origin(said.origin.origin) if said.origin and not said.referer else None


def _same_origin(
    documents: Documents, _r: RequestSeen, said: SelfDescription, w: Address
) -> Initiator | None:
    if said.referer or said.origin:
        return None
    if said.site == "same-origin":
        return documents.of_origin(w.origin)
    return documents.of_site(site(w.scheme, w.host)) if said.site == "same-site" else None


def _connection(
    documents: Documents, request: RequestSeen, said: SelfDescription, _w: Address
) -> Initiator | None:
    if said.referer or said.origin:
        return None
    served = documents.pools.site_of(request)
    if served is None:
        return None
    pages = documents.everything.of_site(served[0])
    return Initiator(pages, served[1], cross_site=None, certain=documents.pools.apart)


def _only_site(documents: Documents, _r: RequestSeen, said: SelfDescription, _w: Address) -> Initiator | None:
    if said.referer or said.origin or not documents.whole or len(documents.everything.domains) != 1:
        return None
    page = documents.everything.latest()
    if page is None or documents.implied:
        return None
    return Initiator(documents.everything, page.n, cross_site=None, certain=True)


RULES: tuple[AttributionRule, ...] = (
    AttributionRule("referer", "its Referer names what request {via} fetched", _referer),
    AttributionRule(
        "referer-origin", "its Referer names the origin of what request {via} fetched", _referer_origin
    ),
    AttributionRule("origin", "its Origin is that of what request {via} fetched", _origin),
    AttributionRule(
        "same-origin", "its initiator is of its own origin or site, as request {via}", _same_origin
    ),
    AttributionRule("connection", "its connection served that site, as request {via}", _connection),
    AttributionRule("only-site", "pages of one site only were ever open", _only_site, inferred=True),
)
"""Tried in order after what needs no search: a navigation is its own page, a redirect inherits, and what the
browser asks for itself has none. The first that decides is the reason."""
