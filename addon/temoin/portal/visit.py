"""One request being answered: what was asked, which portal is played, where identifiers come from."""

import msgspec

from temoin.portal.mint import Mint
from temoin.portal.place import RESEDA, Place
from temoin.portal.services import CHOICE_COOKIE, read_choice
from temoin.portal.texts import Texts
from temoin.portal.variant import Leak, Variant
from temoin.portal.wire import PortalRequest

__all__ = ["Visit"]


class Visit(msgspec.Struct, frozen=True):
    """What a page's maker is given.

    Args:
        request: what was asked.
        variant: which portal is played.
        mint: makes identifiers.
        place: where the portal stands.
    """

    request: PortalRequest
    variant: Variant
    mint: Mint
    place: Place = RESEDA

    def leaks(self, leak: Leak) -> bool:
        """Whether the portal played does that wrong."""
        return leak in self.variant.leaks

    @property
    def choice(self) -> dict[str, bool] | None:
        """What the visitor chose, by service; None before any choice."""
        return read_choice(self.request.cookies.get(CHOICE_COOKIE, ""))

    @property
    def texts(self) -> Texts:
        """The words of the visitor's language."""
        return self.place.texts(self.request)

    @property
    def logged_in(self) -> bool:
        """Whether the visitor sent a session."""
        return bool(self.request.cookies.get("sessionid"))
