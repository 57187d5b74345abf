"""What a response set, and whether the browser took it, as its protocol tells."""

from urllib.parse import urlsplit

from truth.devtools import Params
from truth.document import CookieSet

__all__ = ["set_by"]


def set_by(url: str, received: Params) -> tuple[CookieSet, ...]:
    """The cookies of one response.

    Args:
        url: the request's URL.
        received: the content of `Network.responseReceivedExtraInfo`.

    Returns:
        One for each Set-Cookie line, in order.
    """
    blocked = {one["cookieLine"]: tuple(one["blockedReasons"]) for one in received["blockedCookies"]}
    lines = [
        line
        for key, value in received["headers"].items()
        if key.lower() == "set-cookie"
        for line in value.split("\n")
    ]
    return tuple(_one(url, line, blocked.get(line, ())) for line in lines)


def _one(url: str, line: str, blocked: tuple[str, ...]) -> CookieSet:
    pair, *rest = (part.strip() for part in line.split(";"))
    attributes = {
        key.strip().lower(): value.strip() for key, _, value in (part.partition("=") for part in rest)
    }
    return CookieSet(
        name=pair.partition("=")[0],
        domain=attributes.get("domain", "").lstrip(".") or urlsplit(url).hostname or "",
        path=attributes.get("path", ""),
        stored=not blocked,
        blocked=blocked,
        deletes=attributes.get("max-age") == "0",
    )
