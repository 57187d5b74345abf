"""The stand-in as a whole: which host answers what, and after how long."""

from collections.abc import Callable

import msgspec

from temoin.portal.mint import Mint
from temoin.portal.neighbour import answer_neighbour
from temoin.portal.opendata import answer_opendata
from temoin.portal.place import RESEDA
from temoin.portal.trackers import (
    answer_ads,
    answer_logs,
    answer_pixel,
    answer_stats,
    answer_sync,
    answer_video,
)
from temoin.portal.variant import CORRECT, Variant
from temoin.portal.visit import Visit
from temoin.portal.wire import PortalRequest, PortalResponse, compressed, redirect, text

__all__ = ["HOSTS", "NEIGHBOUR", "PORTAL", "Host", "Portal"]

PORTAL = RESEDA.host
NEIGHBOUR = "data.voisin.example"


class Host(msgspec.Struct, frozen=True):
    """One host of the stand-in.

    Args:
        answer: makes its answers.
        delay: how long it takes, in seconds, as a server at some distance does.
    """

    answer: Callable[[Visit], PortalResponse]
    delay: float


HOSTS: dict[str, Host] = {
    PORTAL: Host(answer_opendata, 0.03),
    NEIGHBOUR: Host(answer_neighbour, 0.03),
    "www.stats.example": Host(answer_stats, 0.02),
    "logs.xiti.example": Host(answer_logs, 0.05),
    "pixel.adnet.example": Host(answer_pixel, 0.04),
    "sync.adnet.example": Host(answer_sync, 0.04),
    "ads.adnet.example": Host(answer_ads, 0.04),
    "video.tube.example": Host(answer_video, 0.06),
}


class Portal:
    """A portal and its third parties, answered without any network.

    Its only state is how many identifiers it has handed out, so the same requests in the same order get
    the same answers.

    Args:
        variant: which portal it plays.
        seed: where identifiers begin.
    """

    def __init__(self, variant: Variant = CORRECT, seed: int = 0) -> None:
        self.variant = variant
        self._mint = Mint(seed)

    def answer(self, request: PortalRequest) -> PortalResponse:
        """Answer one request, whatever its host: unknown ones are refused, never sent on.

        Args:
            request: what was asked.

        Returns:
            The answer, and how long to wait before giving it.
        """
        host = HOSTS.get(request.host)
        if host is None:
            return text(f"503 no network here: {request.host} is no host of the stand-in\n", 503)
        if request.scheme != "https":
            return redirect(f"https://{request.host}{request.path}", 301)
        response = host.answer(Visit(request, self.variant, self._mint))
        return msgspec.structs.replace(compressed(request, response), delay=host.delay)
