"""The portal itself: which path gives what, and which cookies its responses set."""

from collections.abc import Callable
from urllib.parse import quote

from temoin.portal.assets import asset
from temoin.portal.catalogue import CATALOGUE, dataset
from temoin.portal.pages import charter_page, dataset_page, explore_page, home_page, login_page, missing_page
from temoin.portal.services import CHOICE_COOKIE, choice_value, kept, read_choice
from temoin.portal.variant import Leak
from temoin.portal.visit import Visit
from temoin.portal.wire import (
    PortalResponse,
    cookie,
    deletion,
    empty,
    html,
    image,
    json_document,
    redirect,
    text,
)

__all__ = ["answer_opendata"]

_STATIC = ("portal.css", "consent.js", "trackers.js", "records.js")
_PAGES: dict[str, Callable[[Visit, str], str]] = {
    "/": home_page,
    "/explore/": explore_page,
    "/pages/cookies/": charter_page,
    "/login/": login_page,
}
_DATASETS = "/explore/dataset/"
_API = "/api/explore/v2.1/catalog/datasets"
_FIVE_YEARS = 5 * 365 * 86_400
_MONTH = 30 * 86_400
_FORGOTTEN = {"matomo": ("_pk_", False), "google-analytics": ("_ga", True)}
"""By service: how the names of its first-party cookies begin, and whether they are held for the domain."""


def answer_opendata(visit: Visit) -> PortalResponse:
    """Answer one request to the portal.

    Args:
        visit: what was asked, of which portal.
    """
    route = visit.request.route
    if visit.request.method == "POST":
        return _posted(visit, route)
    if route.startswith("/static/") and route.removeprefix("/static/") in _STATIC:
        return asset(route.removeprefix("/static/"), visit.place.domain)
    if route == "/matomo/matomo.js":
        return asset("matomo.js")
    if route == "/matomo/matomo.php":
        return image()
    if route.startswith(_API):
        return _api(visit, route)
    if route in _PAGES:
        return _page(visit, _PAGES[route])
    found = dataset(route.removeprefix(_DATASETS).removesuffix("/")) if route.startswith(_DATASETS) else None
    if found is not None:
        return _page(visit, lambda visit, token: dataset_page(visit, token, found))
    return _page(visit, missing_page, status=404)


def _page(visit: Visit, make: Callable[[Visit, str], str], status: int = 200) -> PortalResponse:
    request = visit.request
    token = request.cookies.get("csrftoken", "")
    set_cookies: list[tuple[str, str]] = []
    if not token:
        token = visit.mint.hex(32)
        set_cookies.append(_token_cookie(visit, token))
    if visit.leaks(Leak.UNDECLARED) and "ab_variant" not in request.cookies:
        set_cookies.append(cookie(request, "ab_variant", f"b-{visit.mint.digits(8)}", kept=_MONTH))
    if visit.leaks(Leak.RENEWED) and visit.choice is not None:
        set_cookies.append(_choice_cookie(visit, visit.choice))
    return html(make(visit, token), status).plus(*set_cookies)


def _token_cookie(visit: Visit, token: str) -> tuple[str, str]:
    longest = _FIVE_YEARS if visit.leaks(Leak.KEPT) else kept("csrftoken")
    return cookie(visit.request, "csrftoken", token, kept=longest)


def _choice_cookie(visit: Visit, choice: dict[str, bool]) -> tuple[str, str]:
    return cookie(visit.request, CHOICE_COOKIE, choice_value(choice), kept=kept(CHOICE_COOKIE))


def _api(visit: Visit, route: str) -> PortalResponse:
    if not _token_shown(visit, visit.request.header("x-csrftoken")):
        return json_document({"error": "CSRFFailed"}, 403)
    if route == _API:
        found = [{"dataset_id": one.id, "title": one.title, "records": one.count} for one in CATALOGUE]
        return json_document({"total_count": len(found), "results": found})
    one = dataset(route.removeprefix(f"{_API}/").removesuffix("/records"))
    if one is None:
        return json_document({"error": "DatasetNotFound"}, 404)
    rows = [dict(zip(one.fields, row, strict=True)) for row in one.rows]
    return json_document({"total_count": one.count, "results": rows})


def _posted(visit: Visit, route: str) -> PortalResponse:
    if route == "/matomo/matomo.php":
        return empty()
    if route == "/cookies/choice":
        return _choice_posted(visit)
    handlers = {"/login/": _login, "/logout/": _logout, "/i18n/setlang/": _set_language}
    if route not in handlers:
        return text("405 method not allowed\n", 405)
    if not _token_shown(visit, visit.request.form.get("csrfmiddlewaretoken", "")):
        return text("403 CSRF verification failed\n", 403)
    return handlers[route](visit)


def _token_shown(visit: Visit, shown: str) -> bool:
    return bool(shown) and shown == visit.request.cookies.get("csrftoken")


def _choice_posted(visit: Visit) -> PortalResponse:
    if not _token_shown(visit, visit.request.header("x-csrftoken")):
        return json_document({"error": "CSRFFailed"}, 403)
    choice = read_choice(visit.request.body.decode("utf-8", "replace"))
    if choice is None:
        return json_document({"error": "NoChoice"}, 400)
    return empty().plus(_choice_cookie(visit, choice), *_forget(visit, choice))


def _forget(visit: Visit, choice: dict[str, bool]) -> list[tuple[str, str]]:
    if visit.leaks(Leak.WITHDRAWN):
        return []
    return [
        deletion(visit.request, name, visit.place.domain if wide else "")
        for service, (prefix, wide) in _FORGOTTEN.items()
        if not choice[service]
        for name in sorted(visit.request.cookies)
        if name.startswith(prefix)
    ]


def _login(visit: Visit) -> PortalResponse:
    session = cookie(visit.request, "sessionid", visit.mint.hex(32), kept=kept("sessionid"), http_only=True)
    return redirect("/").plus(session, _token_cookie(visit, visit.mint.hex(32)))


def _logout(visit: Visit) -> PortalResponse:
    return redirect("/").plus(deletion(visit.request, "sessionid"))


def _set_language(visit: Visit) -> PortalResponse:
    language = visit.request.form.get("language", "")
    back = visit.request.form.get("next", "/")
    # Only a path of this host: "//elsewhere" is another one.
    response = redirect(quote(back) if back.startswith("/") and not back.startswith("//") else "/")
    if language not in ("fr", "en"):
        return response
    return response.plus(cookie(visit.request, "django_language", language, kept=kept("django_language")))
