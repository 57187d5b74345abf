"""A made-up web for what the portal is too plain for: every odd way in which a page can make a request.

It is answered by the proxy, under the portal's own name and those of its third parties. A page does what its
query's `do` lists, in order; `cookie` says how its banner keeps the choice; `referrer` is its referrer policy.
"""

import asyncio
from random import Random
from urllib.parse import parse_qs, urlsplit

from mitmproxy.http import HTTPFlow, Response

from temoin.portal import PORTAL, Variant
from temoin.portal.addon import PortalAddon
from truth.lab_page import ATTRIBUTES, DO, page_html

__all__ = ["LabAddon"]

_SERVICE = """onfetch = (e) => { if (!e.request.url.includes('p.gif')) e.respondWith(fetch(e.request)); };
onactivate = () => clients.claim();"""
_PICTURE = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)

_QUIET = frozenset({"/lab/api", "/lab/slow", "/lab/slower", "/lab/flaky", "/lab/choice"})
"""What sets no cookie of the portal's own."""

_DELAYS = {"slower": 0.4, "slow": 0.12, "": 0.02}
"""Seconds until an answer, by what the address holds."""

_LETS_GO_AFTER = 0.9


class LabAddon(PortalAddon):
    """Answers for the lab's paths; everything else is the portal's.

    Args:
        seed: where its identifiers begin.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(Variant(), seed=seed)
        self._random = Random(seed)
        self._given_up: set[str] = set()

    async def request(self, flow: HTTPFlow) -> None:
        """Answer, after as long as a server at some distance takes."""
        parts = urlsplit(flow.request.path)
        if flow.response is not None or not parts.path.startswith("/lab"):
            await super().request(flow)
            return
        if parts.path == "/lab/flaky" and flow.request.path not in self._given_up:
            # A server that lets go of a connection instead of answering: browsers ask again, on another.
            self._given_up.add(flow.request.path)
            await asyncio.sleep(_LETS_GO_AFTER)
            flow.kill()  # type: ignore[no-untyped-call]
            return
        await asyncio.sleep(next(delay for word, delay in _DELAYS.items() if word in flow.request.path))
        flow.response = self._answer(flow, parts.path, parse_qs(parts.query, keep_blank_values=True))

    def _answer(self, flow: HTTPFlow, path: str, query: dict[str, list[str]]) -> Response:
        host, carried = flow.request.pretty_host, flow.request.headers.get("cookie", "")
        fields: list[tuple[str, str]] = [("cache-control", "max-age=600" if "keep" in query else "no-store")]
        if "close" in flow.request.path:
            fields.append(("connection", "close"))
        if host.endswith("adnet.example") and "uid=" not in carried:
            value = f"uid={self._random.getrandbits(96):024x}; Domain=adnet.example"
            fields.append(("set-cookie", f"{value}; Path=/; Max-Age=30000000; Secure; SameSite=None"))
        if host.endswith("tube.example") and "visitor=" not in carried:
            chips = "; Partitioned" if "chips" in query else ""
            value = f"visitor={self._random.getrandbits(96):024x}"
            fields.append(("set-cookie", f"{value}; Path=/; Max-Age=30000000; Secure; SameSite=None{chips}"))
        if host == PORTAL and "csrftoken=" not in carried and path not in _QUIET:
            secure = "; Secure" if flow.request.scheme == "https" else ""
            fields.append(("set-cookie", f"csrftoken={self._random.getrandbits(96):024x}; Path=/{secure}"))
        match path.rpartition("/")[2]:
            case "p.gif":
                origin = flow.request.headers.get("origin")
                if origin:
                    fields += [
                        ("access-control-allow-origin", origin),
                        ("access-control-allow-credentials", "true"),
                    ]
                return _made(_PICTURE, "image/gif", fields)
            case "choice":
                fields.append(
                    ("set-cookie", f"cookies_preferences={flow.request.text}; {ATTRIBUTES['response']}")
                )
                return _made(b"", "text/plain", fields)
            case "hop":
                return Response.make(302, b"", {"location": "https://pixel.adnet.example/lab/p.gif?keep"})
            case "style.css":
                rule = "hr { background: url(https://pixel.adnet.example/lab/p.gif?style) }"
                return _made(rule.encode(), "text/css", fields)
            case "api" | "slow" | "slower" | "flaky" | "stat":
                return _made(b"{}", "application/json", fields)
            case "events":
                fields += [("access-control-allow-origin", f"https://{PORTAL}")]
                fields += [("access-control-allow-credentials", "true")]
                return _made(b"data: 1\n\n", "text/event-stream", fields)
            case "worker.js":
                return _made(f"fetch('/lab/api?worker'); {DO['fetch']}".encode(), "text/javascript", fields)
            case "service.js":
                return _made(_SERVICE.encode(), "text/javascript", fields)
            case "file":
                fields.append(("content-disposition", "attachment; filename=f.csv"))
                return _made(b"a;b\n", "text/csv", fields)
            case "socket":
                return Response.make(503, b"")
            case "redirect":
                return Response.make(302, b"", {"location": query.get("to", ["/lab/page"])[0]})
            case _:
                return self._page(path, query, fields)

    def _page(self, path: str, query: dict[str, list[str]], fields: list[tuple[str, str]]) -> Response:
        if policy := query.get("referrer"):
            fields.append(("referrer-policy", policy[0]))
        return _made(page_html(path, query).encode(), "text/html; charset=utf-8", fields)


def _made(body: bytes, kind: str, fields: list[tuple[str, str]]) -> Response:
    response = Response.make(200, body)
    response.headers["content-type"] = kind
    for name, value in fields:
        response.headers.add(name, value)
    return response
