"""The two portals of the demo: the stand-in's code in two places, one that leaks nothing and one that leaks all."""

import re
from html import escape

import msgspec

from temoin.portal.assets import asset
from temoin.portal.demo.guide import guide
from temoin.portal.demo.hosts import HOST_OF, Which
from temoin.portal.mint import Mint
from temoin.portal.opendata import answer_opendata
from temoin.portal.place import Place, language_asked
from temoin.portal.services import kept
from temoin.portal.variant import ChoiceBy, Leak, Variant
from temoin.portal.visit import Visit
from temoin.portal.wire import PortalRequest, PortalResponse, cookie, deletion, html

__all__ = ["PORTALS", "TELLS_HOST", "DemoPortal"]

TELLS_HOST = "id.stats.example"
"""Where the leaky portal's audience service keeps `_ga`, the portal's own cookie, on a site of its own. The correct
portal never asks anything of it: or a cookie kept there by the leaky one would be held against both."""

_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_SHEETS = ("demo.css", "portal.css")
_STATIC = (*_SHEETS, "leaky.css", "portal.js", "begin.js")


class DemoPortal(msgspec.Struct, frozen=True):
    """One of the two portals.

    Args:
        place: where it stands.
        variant: what it does wrong.
    """

    place: Place
    variant: Variant

    def answer(self, request: PortalRequest, mint: Mint) -> PortalResponse:
        """Answer one request to it.

        Args:
            request: what was asked.
            mint: makes identifiers.
        """
        folder, _, name = request.route.rpartition("/")
        if request.route == "/begin":
            return self._begin(request)
        if folder == "/static/demo" and name in _STATIC:
            return asset(f"demo/{name}")
        return answer_opendata(Visit(request, self.variant, mint, self.place))

    def _begin(self, request: PortalRequest) -> PortalResponse:
        """Forget the visitor, and lead on to the home page.

        From a page of the portal itself: a request that another site's link caused proves no absence of a cookie,
        which might be SameSite=Strict.
        """
        page = html(
            f'<!doctype html><meta charset="utf-8"><title>{escape(self.place.name)}</title>'
            '<link rel="icon" href="data:,"><script src="/static/demo/begin.js"></script>'
            '<noscript><meta http-equiv="refresh" content="0;url=/"></noscript>'
        )
        return page.plus(*self._forgotten(request), *_spoken(request))

    def _forgotten(self, request: PortalRequest) -> list[tuple[str, str]]:
        """The deletion of every cookie that was sent, for the host and for the domain it may be held for."""
        return [
            deletion(request, name, domain)
            for name in sorted(request.cookies)
            if _NAME.fullmatch(name)
            for domain in (("", self.place.domain) if name.startswith("_ga") else ("",))
        ]


def _spoken(request: PortalRequest) -> list[tuple[str, str]]:
    """The language chosen on the start page, where the browser would not ask for it."""
    language = request.query.get("lang", "")
    if language not in ("fr", "en") or language == language_asked(request.header("accept-language")):
        return []
    return [cookie(request, "django_language", language, kept=kept("django_language"))]


def _place(which: Which, name: str, player: str, sheets: tuple[str, ...], tells: str = "") -> Place:
    links = "".join(f'<link rel="stylesheet" href="/static/demo/{sheet}">\n' for sheet in sheets)
    script = f'<script defer src="/static/demo/portal.js" data-tells="{tells}"></script>\n'
    return Place(
        host=HOST_OF[which],
        name=name,
        head=links + script,
        above=lambda language: guide(which, language),
        player=player,
        heeds_browser=True,
    )


PORTALS = {
    Which.CORRECT: DemoPortal(
        _place(Which.CORRECT, "Réséda", "video.tube.example", _SHEETS),
        Variant(choice_by=ChoiceBy.RESPONSE),
    ),
    Which.LEAKY: DemoPortal(
        _place(
            Which.LEAKY,
            "Garance",
            "watch.tube.example",
            (*_SHEETS, "leaky.css"),
            f"https://{TELLS_HOST}/me.gif",
        ),
        Variant(frozenset(Leak), ChoiceBy.RESPONSE),
    ),
}
"""One keeps its word, the other does not.

A response stores the choice on both, which dates it exactly. Their videos are played from hosts of their own: or a
frame within a player's, whose page only the player's name tells, could be of either portal.
"""
