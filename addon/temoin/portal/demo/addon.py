"""The demo behind mitmproxy."""

import secrets

from temoin.portal.demo.hosts import OWN_PAGE
from temoin.portal.demo.web import DemoWeb
from temoin.portal.offline import ONBOARDING, OfflineWeb

__all__ = ["DemoAddon", "demo_addon"]


class DemoAddon(OfflineWeb[DemoWeb]):
    """Answers for the demo; where the live page turns out to be may be told later, as `web.live`."""


def demo_addon(*, own_page: str = OWN_PAGE, live: str = "", seed: int | None = None) -> DemoAddon:
    """Make what mitmproxy is given to play the demo.

    Args:
        own_page: the host of Témoin's own page, left alone, as mitm.it is.
        live: the address of the live page, for the start page to link to; empty to say that the terminal shows it.
        seed: where identifiers begin; None for a new beginning each run.

    Returns:
        The add-on. It refuses every connection that would leave this machine, but for one to `own_page`: whoever
        serves that page says where on this machine it is.
    """
    web = DemoWeb(secrets.randbits(64) if seed is None else seed, live)
    return DemoAddon(web, leave=frozenset({ONBOARDING, own_page.lower()}))


addons = [demo_addon()]
