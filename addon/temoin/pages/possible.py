"""The pages that may have caused a request, held in a form that does not grow with their number.

Only what differs in host matters for a verdict, so of each host the latest page is kept, whether it is the only
one, and since when the earliest was open.
"""

import msgspec

from temoin.fetch_metadata import Address

__all__ = ["OpenedPage", "Pages", "Possible", "latest", "only", "union"]


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


class Possible(msgspec.Struct, frozen=True):
    """The possible pages of one host and scheme.

    Args:
        page: the latest of them.
        single: True where it is the only one.
        since: when the earliest was opened.
    """

    page: OpenedPage
    single: bool
    since: float


type Pages = tuple[Possible, ...]
"""Possible pages, one for each host and scheme, by these."""


def only(page: OpenedPage) -> Pages:
    """One page, and no other.

    Args:
        page: the page.
    """
    return (Possible(page, single=True, since=page.opened),)


def union(*sets: Pages) -> Pages:
    """The pages of any of several sets.

    Args:
        sets: any number.
    """
    merged: dict[tuple[str, str], Possible] = {}
    for pages in sets:
        for possible in pages:
            key = (possible.page.address.host, possible.page.site)
            known = merged.get(key)
            merged[key] = possible if known is None else _merged(known, possible)
    if len(merged) == 1:
        return tuple(merged.values())
    return tuple(merged[key] for key in sorted(merged))


def latest(pages: Pages) -> OpenedPage | None:
    """The page opened last.

    Args:
        pages: possible pages.

    Returns:
        It, or None where there is none.
    """
    return max((possible.page for possible in pages), key=lambda page: page.id, default=None)


def _merged(one: Possible, other: Possible) -> Possible:
    if one is other or (one.page is other.page and one.single and other.single):
        return one
    return Possible(
        page=one.page if one.page.id >= other.page.id else other.page,
        single=one.single and other.single and one.page.id == other.page.id,
        since=min(one.since, other.since),
    )
