"""What the demo shows where there is nothing of it: plain HTTP, and hosts that are none of its own."""

from html import escape

from temoin.portal.assets import asset
from temoin.portal.demo.document import document
from temoin.portal.demo.hosts import DEMO_START
from temoin.portal.demo.words import words_for
from temoin.portal.place import language_asked
from temoin.portal.wire import PortalRequest, PortalResponse, text

__all__ = ["DOOR_SCRIPT", "door", "favicon", "nowhere"]

DOOR_SCRIPT = f"{DEMO_START}door.js"
"""What runs only where the certificate is trusted, for it comes over HTTPS."""

_LONGEST_HOST = 253
_STYLE = (
    "<style>body{margin:0;min-height:100vh;display:grid;place-items:center;"
    "font:17px/1.6 system-ui,sans-serif;color-scheme:light dark;color:CanvasText;background:Canvas}"
    "main{max-width:34rem;padding:2rem}h1{font-size:1.8rem;line-height:1.2;margin:0 0 .75rem}"
    "code{overflow-wrap:anywhere}p{margin:0 0 1rem}</style>"
)
_STYLED = "style-src 'unsafe-inline'; img-src 'self' data:"


def door(request: PortalRequest) -> PortalResponse:
    """The start page over plain HTTP: it leads to HTTPS, or says what keeps the browser from it.

    Args:
        request: what was asked.
    """
    words = words_for(request.query.get("lang") or language_asked(request.header("accept-language")))
    body = (
        f"<main><h1>{words.door}</h1><p>{words.door_line}</p><p>{words.door_trust}</p>"
        f'<p><a href="{DEMO_START}">{words.to_start}</a></p></main>'
    )
    head = f'<link rel="icon" href="data:,">{_STYLE}<script async src="{DOOR_SCRIPT}"></script>'
    return document(words, words.door, body, head=head, may=f"{_STYLED}; script-src {DEMO_START}")


def nowhere(request: PortalRequest) -> PortalResponse:
    """A host that is none of the demo's: a page for a person, a line for anything else.

    Args:
        request: what was asked.
    """
    if not _for_a_person(request):
        return text(f"503 no network in the demo: begin at {DEMO_START}\n", 503)
    words = words_for(language_asked(request.header("accept-language")))
    host = f"<code>{escape(request.host[:_LONGEST_HOST])}</code>"
    body = (
        f"<main><h1>{words.nowhere}</h1><p>{words.nowhere_line.format(host)}</p>"
        f'<p><a href="{DEMO_START}">{words.to_start}</a></p></main>'
    )
    head = f'<link rel="icon" href="data:,">{_STYLE}'
    return document(words, words.nowhere, body, head=head, may=_STYLED, status=503)


def favicon() -> PortalResponse:
    """The icon of every host."""
    return asset("demo/icon.svg")


def _for_a_person(request: PortalRequest) -> bool:
    """Whether it is a page that is asked for; browsers that say nothing of the destination ask for HTML by name."""
    destination = request.header("sec-fetch-dest")
    return destination == "document" or (not destination and "text/html" in request.header("accept"))
