"""The hard tours, through the lab: each odd way of asking, before a choice, across it and after it."""

from collections.abc import Awaitable, Callable

from temoin.portal import NEIGHBOUR, PORTAL
from truth.browser import ThirdPartyCookies
from truth.lab_page import query, services
from truth.lab_tour import lab_tour
from truth.page_tours import PAGE_TOURS
from truth.timing_tours import TIMING_TOURS
from truth.visitor import Visitor

__all__ = ["LAB_TOURS"]

_LAB = f"https://{PORTAL}/lab"
_AWAY = f"https://{NEIGHBOUR}/lab"


def _across(do: str, **more: str) -> Callable[[Visitor], Awaitable[None]]:
    """The same before a choice, across it and after it."""

    async def drive(visitor: Visitor) -> None:
        await visitor.open(f"{_LAB}/page?{query(do, **more)}")
        await visitor.pause(0.7)
        await visitor.open(f"{_LAB}/deep/second?{query(do, **more)}")
        await visitor.pause(0.6)
        await visitor.choose("#accept-all", services(True))
        await visitor.pause(0.5)
        await visitor.open(f"{_LAB}/third?{query(do, **more)}")
        await visitor.pause(0.5)
        await visitor.choose("#refuse-all", services(False))
        await visitor.pause(0.4)
        await visitor.open(f"{_LAB}/deep/last?{query(do, **more)}")
        await visitor.pause(0.5)
        await visitor.open(f"{_LAB}/end?do=api")
        await visitor.pause(0.2)

    return drive


def _two_sites(do: str, **more: str) -> Callable[[Visitor], Awaitable[None]]:
    """Two tabs of two sites that ask the same third party for the same things."""

    async def drive(visitor: Visitor) -> None:
        await visitor.open(f"{_LAB}/page?{query(do, **more)}")
        first = visitor.tab
        await visitor.pause(0.4)
        await visitor.new_tab()
        await visitor.open(f"{_AWAY}/page?{query(do, **more)}")
        second = visitor.tab
        await visitor.pause(0.4)
        await visitor.turn_to(first)
        await visitor.open(f"{_LAB}/again?{query(do, **more)}")
        await visitor.choose("#refuse-all", services(False))
        await visitor.pause(0.3)
        await visitor.turn_to(second)
        await visitor.open(f"{_AWAY}/again?{query(do, **more)}")
        await visitor.pause(0.4)
        await visitor.turn_to(first)
        await visitor.open(f"{_LAB}/last?{query(do, **more)}")
        await visitor.pause(0.4)
        await visitor.open(f"{_LAB}/end?do=api")
        await visitor.pause(0.2)

    return drive


async def _both_roles(visitor: Visitor) -> None:
    """A site that is first party here and third party there."""
    await visitor.open("https://pixel.adnet.example/lab/page?do=pixel,api")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/page?do=pixel,bare,frame")
    await visitor.pause(0.5)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.3)
    await visitor.open("https://pixel.adnet.example/lab/again?do=pixel")
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.4)


async def _moves(visitor: Visitor) -> None:
    """Links, a form, a redirect, a page that refreshes itself, and back from another site."""
    await visitor.open(f"{_LAB}/page?do=stat,pixel&then=stat,pixel")
    await visitor.pause(0.4)
    await visitor.follow("#next")
    await visitor.pause(0.4)
    await visitor.follow("#post")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/redirect?to=/lab/landed%3Fdo=stat,pixel")
    await visitor.pause(0.3)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.2)
    await visitor.open(f"{_LAB}/refresh")
    await visitor.pause(1.2)
    await visitor.open(f"{_LAB}/page?do=stat&then=pixel")
    await visitor.follow("#away")
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/end?do=api,stat")
    await visitor.pause(0.3)


async def _plain_http(visitor: Visitor) -> None:
    """The portal over plain HTTP, then over HTTPS."""
    where = f"http://{PORTAL}/lab"
    await visitor.open(f"{where}/page?{query('api,pixel,stat', cookie='insecure')}")
    await visitor.pause(0.5)
    await visitor.open(f"{where}/second?{query('api,pixel,frame', cookie='insecure')}")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{where}/third?{query('api,stat', cookie='insecure')}")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?{query('api,stat', cookie='insecure')}")
    await visitor.pause(0.3)


async def _to_https(visitor: Visitor) -> None:
    """A plain HTTP address that leads to HTTPS, as portals' do."""
    for do in ("stat,pixel,api", "stat,pixel"):
        await visitor.open(f"http://{PORTAL}/lab/redirect?to=https://{PORTAL}/lab/landed%3Fdo={do}")
        await visitor.pause(0.5)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.4)
    await visitor.open(f"http://{PORTAL}/lab/redirect?to=https://{PORTAL}/lab/end%3Fdo=stat,api")
    await visitor.pause(0.4)


async def _side_steps(visitor: Visitor) -> None:
    """A window of its own, a download, and back again."""
    await visitor.open(f"{_LAB}/page?do=stat,pixel&then=pixel,api")
    await visitor.pause(0.4)
    await visitor.press("#window")
    await visitor.pause(0.8)
    await visitor.press("#file")
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,pixel")
    await visitor.pause(0.4)
    await visitor.back()
    await visitor.pause(0.8)
    await visitor.open(f"{_LAB}/third?do=stat,pixel")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.back()
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.2)


_EVERY_WAY = "stat,pixel,bare,fetch,cors,omit,api"
_ON_LEAVING = "stat,beacon,prefetch,push,pixel,api"
_QUEUE = "queue,stat,pixels,pixel,api"

LAB_TOURS = (
    lab_tour("plain", "Pixels and calls, with and without Referer and credentials.", _across(_EVERY_WAY)),
    lab_tour(
        "no-referrer",
        "A page that sends no Referer at all.",
        _across("stat,pixel,api,frame", referrer="no-referrer"),
    ),
    lab_tour(
        "frames", "Frames within frames, and what they fetch.", _across("stat,nested,frame,srcdoc,chips")
    ),
    lab_tour("back-in-frame", "The portal in a foreign frame on the portal.", _across("stat,back,api")),
    lab_tour(
        "workers", "A worker, a shared one and one made of a blob.", _across("stat,worker,shared,blob,pixel")
    ),
    lab_tour("service-worker", "A service worker that relays every page.", _across("service,stat,pixel,api")),
    lab_tour("sockets", "A websocket and a stream of events.", _across("stat,socket,source,bareapi")),
    lab_tour("leaving", "Beacons on leaving, a page fetched ahead, a changed address.", _across(_ON_LEAVING)),
    lab_tour("aborted", "Requests given up.", _across("stat,abort,pixel")),
    lab_tour("queued", "A queue of slow calls before all else, over HTTP/1.1.", _across(_QUEUE), http2=False),
    lab_tour("queued-h2", "The same over HTTP/2.", _across(_QUEUE)),
    lab_tour(
        "strict",
        "A consent cookie that is SameSite=Strict.",
        _across("stat,pixel,back,api", cookie="strict"),
    ),
    lab_tour("domain", "A consent cookie for the whole domain.", _across("stat,pixel,api", cookie="domain")),
    lab_tour(
        "path",
        "A consent cookie for a path alone, which the policy does not tell.",
        _across("stat,pixel,api", cookie="path"),
        policy="portal-without-path",
    ),
    lab_tour(
        "two-sites",
        "Two sites, the same third party, no Referer.",
        _two_sites("pixel,bare,stat,frame", referrer="no-referrer"),
    ),
    lab_tour("two-sites-named", "Two sites, the same third party.", _two_sites("pixel,bare,stat,nested")),
    lab_tour("both-roles", "The advertiser's own site, then its pixels on the portal.", _both_roles),
    lab_tour("moves", "Links, a form, a redirect, a refresh, and back from elsewhere.", _moves),
    lab_tour("plain-http", "Over plain HTTP.", _plain_http, plain=True),
    lab_tour("to-https", "Plain HTTP that leads to HTTPS.", _to_https, plain=True),
    lab_tour("side-steps", "A window of its own, a download, and back again.", _side_steps),
    lab_tour(
        "blocked",
        "Third-party cookies blocked.",
        _across("stat,pixel,bare,nested,chips"),
        third_party=ThirdPartyCookies.BLOCKED,
    ),
    *TIMING_TOURS,
    *PAGE_TOURS,
)
