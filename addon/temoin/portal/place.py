"""Where a portal stands and how it is dressed: the one of the recordings, or another by the same code."""

import re
from collections.abc import Callable
from functools import cache

import msgspec

from temoin.portal.texts import ENGLISH, FRENCH, Texts
from temoin.portal.wire import PortalRequest

__all__ = ["RESEDA", "Place", "language_asked"]

_RANGE = re.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?")
_MOST_RANGES = 20


class Place(msgspec.Struct, frozen=True):
    """Where a portal stands, and what distinguishes its pages.

    Args:
        host: the host that it answers for.
        name: who publishes the data.
        head: more markup for the head of each page, its scripts run between trackers.js and consent.js.
        above: makes the markup that stands above each page, told its language; None for nothing.
        player: the host whose player shows the videos.
        heeds_browser: True to speak the browser's language until the visitor chooses one; else French.
    """

    host: str
    name: str
    head: str = ""
    above: Callable[[str], str] | None = None
    player: str = "video.tube.example"
    heeds_browser: bool = False

    @property
    def domain(self) -> str:
        """The domain of which its host is one."""
        return self.host.partition(".")[2]

    def texts(self, request: PortalRequest) -> Texts:
        """The words of a visitor's language.

        Args:
            request: of the visitor.
        """
        chosen = request.cookies.get("django_language", "")
        if not chosen and self.heeds_browser:
            chosen = language_asked(request.header("accept-language"))
        return _texts(chosen == ENGLISH.language, self.name)


RESEDA = Place("opendata.reseda.fr", "Réséda")


def language_asked(accepted: str) -> str:
    """Of French and English the one that a browser asks for first; English where it asks for neither.

    Args:
        accepted: its Accept-Language (RFC 9110 12.5.4).
    """
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",", _MOST_RANGES)[:_MOST_RANGES]):
        found = _RANGE.fullmatch(part)
        if found and found[1].lower() in (FRENCH.language, ENGLISH.language):
            wanted.append((float(found[2] or 1), -place, found[1].lower()))
    weight, _, language = max(wanted, default=(0.0, 0, ""))
    return language if weight > 0 else ENGLISH.language


@cache
def _texts(english: bool, name: str) -> Texts:
    texts = ENGLISH if english else FRENCH
    words = {key: str(word).replace(RESEDA.name, name) for key, word in msgspec.structs.asdict(texts).items()}
    return Texts(**words)
