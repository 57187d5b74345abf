"""Tours through the lab where a plausible rule about the moment of the choice would be wrong."""

from collections.abc import Awaitable, Callable

from temoin.portal import PORTAL
from truth.lab_page import query, services
from truth.lab_tour import lab_tour
from truth.visitor import Visitor

__all__ = ["TIMING_TOURS"]

_LAB = f"https://{PORTAL}/lab"


def _hasty(do: str, *, again: str = "") -> Callable[[Visitor], Awaitable[None]]:
    """A visitor who chooses while the page's own requests still wait."""

    async def drive(visitor: Visitor) -> None:
        await visitor.open(f"{_LAB}/page?do=stat,api")
        await visitor.pause(0.3)
        await visitor.open(f"{_LAB}/second?do={do}")
        await visitor.choose("#accept-all", services(True))
        await visitor.pause(1.8)
        await visitor.open(f"{_LAB}/third?do={again or do}")
        await visitor.choose("#refuse-all", services(False))
        await visitor.pause(1.8)
        await visitor.open(f"{_LAB}/end?do=api,pixel")
        await visitor.pause(0.3)

    return drive


async def _by_response(visitor: Visitor) -> None:
    """A response stores the choice."""
    where = query("stat,pixel,tick,api", cookie="response")
    await visitor.open(f"{_LAB}/page?{where}")
    await visitor.pause(0.6)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/second?{where}")
    await visitor.pause(0.4)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _forgotten(visitor: Visitor) -> None:
    """A choice made, deleted, and made again."""
    await visitor.open(f"{_LAB}/page?do=stat,pixel,tick")
    await visitor.pause(0.5)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/second?do=stat,pixel,tick,tickapi")
    await visitor.pause(0.4)
    await visitor.choose("#forget", {})
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/third?do=stat,pixel,tick,tickapi")
    await visitor.pause(0.5)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _there_and_back(visitor: Visitor) -> None:
    """Choices made and unmade while the page asks nothing of its own site."""
    await visitor.open(f"{_LAB}/page?do=stat,tick")
    await visitor.pause(0.5)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.5)
    await visitor.choose("#forget", {})
    await visitor.pause(0.5)
    await visitor.open(f"{_LAB}/second?do=stat,tick")
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.3)
    await visitor.open(f"{_LAB}/third?do=stat,tick")
    await visitor.pause(0.4)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.5)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.4)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


async def _ticking(visitor: Visitor) -> None:
    """A page that asks all the time, across two choices."""
    await visitor.open(f"{_LAB}/page?do=stat,tick,tickapi")
    await visitor.pause(1.0)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(1.0)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(1.0)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.2)


async def _second_tab(visitor: Visitor) -> None:
    """A choice made in one tab while another of the same site goes on."""
    await visitor.open(f"{_LAB}/page?do=stat,tick")
    await visitor.pause(0.4)
    await visitor.new_tab()
    await visitor.open(f"{_LAB}/other?do=stat,pixel,api")
    await visitor.pause(0.4)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/again?do=stat,pixel,api")
    await visitor.pause(0.4)
    await visitor.choose("#refuse-all", services(False))
    await visitor.pause(0.6)
    await visitor.open(f"{_LAB}/end?do=api")
    await visitor.pause(0.2)


async def _two_profiles(visitor: Visitor) -> None:
    """Somebody else, at the same browser and address, who makes no choice."""
    mine = visitor.tab
    await visitor.open(f"{_LAB}/page?do=stat,pixel,api")
    await visitor.pause(0.3)
    theirs = await visitor.somebody_else()
    await visitor.open(f"{_LAB}/page?do=stat,pixel,api")
    await visitor.pause(0.3)
    await visitor.turn_to(mine)
    await visitor.choose("#accept-all", services(True))
    await visitor.pause(0.3)
    for word in ("second", "third"):
        await visitor.turn_to(mine)
        await visitor.open(f"{_LAB}/{word}?do=stat,pixel,api")
        await visitor.pause(0.3)
        await visitor.turn_to(theirs)
        await visitor.open(f"{_LAB}/{word}?do=stat,pixel,api")
        await visitor.pause(0.3)
    await visitor.turn_to(mine)
    await visitor.open(f"{_LAB}/end?do=api,pixel")
    await visitor.pause(0.3)


TIMING_TOURS = (
    lab_tour(
        "twins",
        "One address asked for many times at once: each waits for the last.",
        _hasty("stat,twins,tick"),
    ),
    lab_tour("closing", "Connections closed after each answer.", _hasty("stat,closing,tick"), http2=False),
    lab_tour("flaky", "Connections let go before an answer.", _hasty("stat,flaky,tick"), http2=False),
    lab_tour("handshake", "Slow TLS handshakes.", _hasty("queue,stat,pixel,tick"), handshake=0.35),
    lab_tour(
        "handshakes",
        "Slow TLS handshakes, six of them at once.",
        _hasty("queue,stat,pixel,tick"),
        http2=False,
        handshake=0.35,
    ),
    lab_tour("by-response", "A response stores the choice.", _by_response),
    lab_tour("forgotten", "A choice made, deleted and made again.", _forgotten),
    lab_tour("credentialless", "A frame with an empty jar of its own.", _hasty("stat,credless,pixel")),
    lab_tour(
        "streams",
        "More requests at once than a connection takes.",
        _hasty("stat,streams,tick", again="stat,tick"),
    ),
    lab_tour("there-and-back", "Choices made and unmade unseen.", _there_and_back),
    lab_tour("ticking", "A page that asks all the time, across two choices.", _ticking),
    lab_tour("second-tab", "A choice in one tab while another goes on.", _second_tab),
    lab_tour("two-profiles", "Two profiles behind one address.", _two_profiles),
)
