"""The demo's web as a whole: the start page, two portals, the third parties of both, and nothing beyond."""

from collections.abc import Callable

import msgspec

from temoin.portal.assets import asset
from temoin.portal.demo.hosts import DEMO_START, START_HOST
from temoin.portal.demo.notices import door, favicon, nowhere
from temoin.portal.demo.portals import PORTALS, TELLS_HOST
from temoin.portal.demo.start import start_page
from temoin.portal.mint import Mint
from temoin.portal.place import RESEDA
from temoin.portal.portal import HOSTS, NEIGHBOUR, PORTAL, Host
from temoin.portal.services import kept
from temoin.portal.variant import CORRECT
from temoin.portal.visit import Visit
from temoin.portal.wire import PortalRequest, PortalResponse, compressed, cookie, image, redirect, text

__all__ = ["DemoWeb"]

type Answer = Callable[[PortalRequest, Mint], PortalResponse]

_OF_START = ("demo.css", "start.css", "door.js")


class DemoWeb:
    """Two portals and their third parties, answered without any network, and a page that leads through them.

    Its only state is how many identifiers it has handed out.

    Args:
        seed: where identifiers begin.
        live: the address of Témoin's live page, to which the start page links; empty where it is not known.
    """

    def __init__(self, seed: int = 0, live: str = "") -> None:
        self.live = live
        self._mint = Mint(seed)

    def answer(self, request: PortalRequest) -> PortalResponse:
        """Answer one request, whatever its host: nothing is ever sent on.

        Args:
            request: what was asked.

        Returns:
            The answer, and how long to wait before giving it.
        """
        if request.route == "/favicon.ico":
            return favicon()
        if request.host == START_HOST:
            return compressed(request, self._start(request))
        host = _HOSTS.get(request.host)
        if host is None:
            return nowhere(request)
        if request.scheme != "https":
            return redirect(f"https://{request.host}{request.path}")
        response = compressed(request, host.answer(request, self._mint))
        return msgspec.structs.replace(response, delay=host.delay)

    def _start(self, request: PortalRequest) -> PortalResponse:
        if request.method not in ("GET", "HEAD"):
            return text("405 method not allowed\n", 405)
        if request.route == "/":
            return start_page(request, self.live) if request.scheme == "https" else door(request)
        if request.scheme != "https":
            return redirect(f"https://{START_HOST}{request.path}")
        name = request.route.removeprefix("/")
        return asset(f"demo/{name}") if name in _OF_START else redirect(DEMO_START)


class _Host(msgspec.Struct, frozen=True):
    answer: Answer
    delay: float


def _third_party(host: Host) -> _Host:
    return _Host(lambda request, mint: host.answer(Visit(request, CORRECT, mint)), host.delay)


def _told(request: PortalRequest, mint: Mint) -> PortalResponse:
    """What the leaky portal's audience service is told on a site of its own, where it keeps `_ga` as well."""
    if "_ga" in request.cookies:
        return image()
    value = f"GA1.1.{mint.digits(10)}.{int(request.at)}"
    return image().plus(cookie(request, "_ga", value, kept=kept("_ga"), same_site="None"))


_HOSTS = {
    **{name: _third_party(host) for name, host in HOSTS.items() if name not in (PORTAL, NEIGHBOUR)},
    **{one.place.player: _third_party(HOSTS[RESEDA.player]) for one in PORTALS.values()},
    **{one.place.host: _Host(one.answer, HOSTS[PORTAL].delay) for one in PORTALS.values()},
    TELLS_HOST: _Host(_told, HOSTS[PORTAL].delay),
}
