"""Tours through the lab where a plausible rule about a request's page would be wrong."""

from collections.abc import Awaitable, Callable

from temoin.portal import NEIGHBOUR, PORTAL
from truth.browser import ThirdPartyCookies
from truth.lab_page import query, services
from truth.lab_tour import lab_tour
from truth.visitor import Visitor

__all__ = ["PAGE_TOURS"]

_LAB = f"https://{PORTAL}/lab"
_AWAY = f"https://{NEIGHBOUR}/lab"


def _arrivals(scheme: str, cookie: str) -> Callable[[Visitor], Awaitable[None]]:
    """A strict consent cookie, and arrivals from another site, which leave it at home."""

    async def drive(visitor: Visitor) -> None:
        where = query("stat,pixel", cookie=cookie, home=scheme)
        await visitor.open(f"{scheme}://{PORTAL}/lab/page?{where}")
        await visitor.pause(0.4)
        await visitor.choose("#accept-all", services(True))
        await visitor.pause(0.4)
        for _ in range(2):
            await visitor.open(f"{_AWAY}/page?{where}&then=pixel,bare,stat,tick")
            await visitor.pause(0.3)
            await visitor.follow("#home")
            await visitor.pause(0.6)
        await visitor.open(f"{scheme}://{PORTAL}/lab/end?do=api,pixel")
        await visitor.pause(0.3)

    return drive


async def _sheets(visitor: Visitor) -> None:
    """A site of its own, then its style sheet elsewhere: what that fetches names the site alone."""
    await visitor.open("https://video.tube.example/lab/page?do=api")
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/page?do=stat,style,pixel")
    await visitor.pause(0.5)
    await visitor.open(f"{_AWAY}/page?do=style,frame")
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/second?do=stat,style,frame")
    await visitor.pause(0.3)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,style")
    await visitor.pause(0.3)


async def _lost_redirect(visitor: Visitor) -> None:
    """A redirect whose target lies in the cache here, and is asked for there by name."""
    await visitor.open(f"{_LAB}/page?do=stat,hop")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,hop")
    await visitor.pause(0.4)
    await visitor.open(f"{_AWAY}/page?do=landed")
    await visitor.pause(0.4)
    await visitor.open(f"{_AWAY}/again?do=hop,pixel")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/third?do=stat,landed,pixel")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _kept_frames(visitor: Visitor) -> None:
    """One document, kept in the cache: a frame elsewhere, then a page of its own, and the other way round."""
    inside = f"{_LAB}/kept/inside?do=api,pixel&keep"
    other = f"{_AWAY}/kept/inside?do=api,pixel&keep"
    await visitor.open(f"{_LAB}/page?do=stat,pixel")
    await visitor.pause(0.3)
    await visitor.open(inside)
    await visitor.pause(0.4)
    await visitor.open(f"{_AWAY}/page?do=kept")
    await visitor.pause(0.5)
    await visitor.open(f"{_AWAY}/again?do=kept,pixel")
    await visitor.pause(0.5)
    await visitor.open(other)
    await visitor.pause(0.3)
    await visitor.open(inside)
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,kept")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _borrowed_address(visitor: Visitor) -> None:
    """A page takes the address of a document that was seen in a frame elsewhere (History API)."""
    await visitor.open(f"{_AWAY}/page?do=kept")
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/page?do=stat,borrow")
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/second?do=stat,pixel,api,borrow")
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/third?do=stat,borrow")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _kept_landing(visitor: Visitor) -> None:
    """A navigation is sent on to a page in the cache; elsewhere, the same address is asked for as a picture."""
    for _ in range(2):
        await visitor.open(f"{_LAB}/redirect?to=/lab/kept/landing%3Fkeep")
        await visitor.pause(0.3)
        await visitor.open(f"{_LAB}/page?do=stat,pixel")
        await visitor.pause(0.3)
    await visitor.open(f"{_AWAY}/page?do=landing,pixel")
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/second?do=stat,pixel")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


def _both_sites(do: str) -> Callable[[Visitor], Awaitable[None]]:
    """The same things asked for on one site, then on the other, then on the first."""

    async def drive(visitor: Visitor) -> None:
        await visitor.open(f"{_LAB}/page?do=stat,{do}")
        await visitor.pause(0.5)
        await visitor.open(f"{_AWAY}/page?do={do}")
        await visitor.pause(0.5)
        await visitor.open(f"{_AWAY}/again?do={do},pixel")
        await visitor.pause(0.5)
        await visitor.open(f"{_LAB}/second?do=stat,{do}")
        await visitor.pause(0.4)
        await visitor.choose("#accept-all", services(True))
        await visitor.pause(0.4)
        await visitor.open(f"{_LAB}/end?do=api,{do}")
        await visitor.pause(0.4)

    return drive


async def _prerendered(visitor: Visitor) -> None:
    """A page rendered ahead of its visit; and one that is never visited."""
    await visitor.open(f"{_LAB}/page?do=stat,pixel,prerender&then=stat,pixel,api")
    await visitor.pause(0.7)
    await visitor.press("#next")
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/second?do=stat,prerender&then=stat,pixel,tick")
    await visitor.pause(0.6)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/third?do=stat,pixel")
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.3)


async def _storage_access(visitor: Visitor) -> None:
    """Third-party cookies blocked, and a frame that asks for its own all the same."""
    await visitor.grant_storage_access()
    await visitor.open("https://video.tube.example/lab/page?do=api")
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/page?do=stat,asks,pixel")
    await visitor.pause(0.8)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,asks,pixel")
    await visitor.pause(0.8)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.3)


async def _kept_pages(visitor: Visitor) -> None:
    """Pages kept whole while the visitor is elsewhere, and gone back to."""
    await visitor.open(f"{_LAB}/page?do=stat,tick,tickapi&keep")
    await visitor.pause(0.5)
    await visitor.open(f"{_AWAY}/page?do=tick&keep")
    await visitor.pause(0.5)
    await visitor.back()
    await visitor.pause(0.8)
    await visitor.open(f"{_AWAY}/again?do=tick,bare&keep")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,tick&keep")
    await visitor.pause(0.3)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/third?do=stat,tick&keep")
    await visitor.pause(0.3)
    await visitor.back()
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.3)


_PARTITIONED = ThirdPartyCookies.PARTITIONED

PAGE_TOURS = (
    lab_tour(
        "arrivals", "A strict consent cookie, and arrivals from elsewhere.", _arrivals("https", "strict")
    ),
    lab_tour("plain-arrivals", "The same over plain HTTP.", _arrivals("http", "insecure-strict"), plain=True),
    lab_tour("styled", "A style sheet of a third party, on two sites.", _both_sites("style")),
    lab_tour("sheets", "A site of its own, and its style sheet elsewhere.", _sheets),
    lab_tour("left", "Beacons on leaving for another site.", _both_sites("beacon,bare")),
    lab_tour("lost-redirect", "A redirect that ends in the cache.", _lost_redirect),
    lab_tour("kept-frames", "Frames and pages that come from the cache.", _kept_frames),
    lab_tour("borrowed-address", "A page that takes a frame's address.", _borrowed_address),
    lab_tour("kept-landing", "A navigation that ends in the cache.", _kept_landing),
    lab_tour("prerendered", "Pages rendered ahead.", _prerendered),
    lab_tour(
        "storage-access",
        "A frame that asks for its cookies.",
        _storage_access,
        third_party=ThirdPartyCookies.BLOCKED,
    ),
    lab_tour("shared-frames", "Shared workers in frames, on two sites.", _both_sites("sharedframe,sandbox")),
    lab_tour("kept-pages", "Pages kept whole, and gone back to.", _kept_pages),
    lab_tour(
        "partitioned",
        "A jar for each site.",
        _both_sites("pixel,bare,nested,chips"),
        third_party=_PARTITIONED,
    ),
)
