"""data.voisin.example: another portal, of another site, which shows the same advertiser's pixel."""

from temoin.portal.assets import asset
from temoin.portal.visit import Visit
from temoin.portal.wire import PortalResponse, cookie, html, text

__all__ = ["answer_neighbour"]

_PAGES = {"/": "Les données du Voisin", "/carte/": "Carte des équipements"}


def answer_neighbour(visit: Visit) -> PortalResponse:
    """Answer one request to the neighbour; no policy of ours covers it.

    Args:
        visit: what was asked.
    """
    route = visit.request.route
    if route == "/neighbour.css":
        return asset("neighbour.css")
    if route not in _PAGES:
        return text("404 not found\n", 404)
    links = " ".join(f'<a href="{path}">{title}</a>' for path, title in _PAGES.items())
    page = html(
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{_PAGES[route]}</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/neighbour.css">'
        '<script defer src="https://pixel.adnet.example/ad.js"></script>'
        f"<header>{links}</header><main><h1>{_PAGES[route]}</h1>"
        "<p>Un autre portail, sur un autre site. Il montre la même régie que Réséda.</p></main>"
    )
    if "voisin_session" in visit.request.cookies:
        return page
    session = cookie(visit.request, "voisin_session", visit.mint.hex(26), kept=1800, http_only=True)
    return page.plus(session)
