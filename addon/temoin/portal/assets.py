"""The style sheets and scripts that the stand-in's hosts serve, read from the package."""

from functools import cache
from importlib.resources import files

from temoin.portal.place import RESEDA
from temoin.portal.wire import PortalResponse

__all__ = ["asset"]

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}


@cache
def asset(name: str, domain: str = RESEDA.domain) -> PortalResponse:
    """A style sheet, script or picture that browsers may keep for an hour.

    Args:
        name: a file of `static/`, known to exist.
        domain: the domain that a portal's scripts hold cookies for.
    """
    body = (files(__package__) / "static" / name).read_bytes()
    body = body.replace(RESEDA.domain.encode(), domain.encode())
    kind = _KINDS[name.rpartition(".")[2]]
    return PortalResponse(200, (("content-type", kind), ("cache-control", "max-age=3600")), body)
