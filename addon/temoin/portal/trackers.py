"""The third parties: made-up hosts that measure, advertise and play videos, and the cookies they set."""

from html import escape

from temoin.portal.assets import asset
from temoin.portal.services import kept
from temoin.portal.visit import Visit
from temoin.portal.wire import PortalResponse, cookie, empty, html, image, redirect, text

__all__ = ["answer_ads", "answer_logs", "answer_pixel", "answer_stats", "answer_sync", "answer_video"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz-"


def answer_stats(visit: Visit) -> PortalResponse:
    """www.stats.example: a script that measures with first-party cookies, and what it reports to."""
    if visit.request.route == "/gtag.js":
        return asset("gtag.js")
    return empty() if visit.request.route == "/collect" else _missing()


def answer_logs(visit: Visit) -> PortalResponse:
    """logs.xiti.example: a pixel that counts visits and knows the visitor elsewhere."""
    if visit.request.route != "/hit.gif":
        return _missing()
    return image().plus(*_identified(visit, "idrxvr", visit.mint.uuid().upper(), "xiti.example"))


def answer_pixel(visit: Visit) -> PortalResponse:
    """pixel.adnet.example: an advertiser's pixel, which redirects, and the script that fires it."""
    if visit.request.route == "/ad.js":
        return asset("ad.js")
    if visit.request.route != "/p.gif":
        return _missing()
    onwards = f"https://sync.adnet.example/s.gif?t={visit.mint.digits(10)}"
    return redirect(onwards).plus(*_identified(visit, "uid", visit.mint.uuid(), "adnet.example"))


def answer_sync(visit: Visit) -> PortalResponse:
    """sync.adnet.example: where the pixel leads."""
    return image() if visit.request.route == "/s.gif" else _missing()


def answer_ads(visit: Visit) -> PortalResponse:
    """ads.adnet.example: an advertisement in a frame, which fires the pixel as well."""
    if visit.request.route == "/banner.svg":
        return asset("advert.svg")
    if visit.request.route != "/frame":
        return _missing()
    return html(
        '<!doctype html><title>Annonce</title><body style="margin:0">'
        '<img src="/banner.svg" alt="Annonce" width="100%">'
        '<img src="https://pixel.adnet.example/p.gif?e=frame" width="1" height="1" alt="">'
    )


def answer_video(visit: Visit) -> PortalResponse:
    """video.tube.example: a player in a frame, which frames an advertisement where it may."""
    route = visit.request.route
    if visit.request.method == "POST":
        return empty() if route == "/api/log" else _missing()
    if route in ("/player.js", "/player.css"):
        return asset(route.removeprefix("/"))
    if route.startswith("/thumb/"):
        return asset("thumb.svg")
    video = route.removeprefix("/embed/")
    if not route.startswith("/embed/") or not video or video.strip(_LETTERS):
        return _missing()
    advert = '<iframe src="https://ads.adnet.example/frame" title="Annonce"></iframe>'
    page = (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{escape(video)}</title>'
        '<link rel="stylesheet" href="/player.css"><script defer src="/player.js"></script>'
        f'<img class="thumb" src="/thumb/{escape(video)}.svg" alt=""><div class="play">▶</div>'
        f"{advert if visit.request.query.get('ads') == '1' else ''}"
    )
    return html(page).plus(*_identified(visit, "visitor", visit.mint.hex(22), "tube.example"))


def _identified(visit: Visit, name: str, value: str, domain: str) -> tuple[tuple[str, str], ...]:
    """The Set-Cookie of a visitor not known yet, which crosses sites."""
    if name in visit.request.cookies:
        return ()
    return (cookie(visit.request, name, value, kept=kept(name), domain=domain, same_site="None"),)


def _missing() -> PortalResponse:
    return text("404 not found\n", 404)
