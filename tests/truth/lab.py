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

__all__ = ["ATTRIBUTES", "LabAddon", "query", "services"]

ATTRIBUTES = {
    "plain": "path=/; max-age=15552000; secure; samesite=lax",
    "strict": "path=/; max-age=15552000; secure; samesite=strict",
    "path": "path=/lab/deep; max-age=15552000; secure",
    "domain": "path=/; domain=reseda.fr; max-age=15552000; secure",
    "insecure": "path=/; max-age=15552000",
}
"""How a banner keeps the choice."""

_PIXEL = "https://pixel.adnet.example/lab/p.gif"
_FRAME = "https://video.tube.example/lab/frame"
_OWN = f"https://{PORTAL}/lab"
_DO = {
    "pixel": f"new Image().src = '{_PIXEL}?' + Math.random();",
    "bare": f"const i = new Image(); i.referrerPolicy = 'no-referrer'; i.src = '{_PIXEL}?bare' + Math.random();",
    "fetch": f"fetch('{_PIXEL}?f' + Math.random(), {{mode: 'no-cors', credentials: 'include'}});",
    "cors": f"fetch('{_PIXEL}?c' + Math.random(), {{credentials: 'include'}}).catch(() => 0);",
    "omit": "fetch('/lab/api?omit', {credentials: 'omit'});",
    "api": "fetch('/lab/api?' + Math.random());",
    "bareapi": "fetch('/lab/api?bare' + Math.random(), {referrerPolicy: 'no-referrer'});",
    "frame": f"frame('{_FRAME}?do=pixel');",
    "nested": f"frame('{_FRAME}?do=inner,pixel');",
    "inner": "frame('https://ads.adnet.example/lab/frame?do=pixel,bare');",
    "back": f"frame('{_FRAME}?do=home');",
    "home": f"frame('{_OWN}/inside?do=api,pixel');",
    "chips": f"frame('{_FRAME}?chips');",
    "srcdoc": f"const f = document.createElement('iframe'); f.srcdoc = \"<img src='{_PIXEL}?srcdoc'>\"; "
    "document.body.append(f);",
    "blob": f"new Worker(URL.createObjectURL(new Blob([\"fetch('{_PIXEL}?blob', {{mode: 'no-cors', "
    "credentials: 'include'})\"])));",
    "worker": "new Worker('/lab/worker.js');",
    "shared": "new SharedWorker('/lab/worker.js?shared');",
    "service": "navigator.serviceWorker.register('/lab/service.js');",
    "socket": "new WebSocket('wss://pixel.adnet.example/lab/socket');",
    "source": "new EventSource('https://pixel.adnet.example/lab/events', {withCredentials: true});",
    "beacon": f"addEventListener('pagehide', () => {{ navigator.sendBeacon('{_PIXEL}?beacon'); "
    "navigator.sendBeacon('/lab/api?beacon'); });",
    "push": "history.pushState({}, '', '/lab/pushed/' + Math.floor(Math.random() * 1e6));",
    "prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = '/lab/ahead'; "
    "document.head.append(l);",
    "abort": "const a = new AbortController(); fetch('/lab/slow?abort', {signal: a.signal}).catch(() => 0); "
    "setTimeout(() => a.abort(), 60);",
    "queue": "for (let k = 0; k < 14; k++) fetch('/lab/slow?' + k);",
    "pixels": f"for (let k = 0; k < 9; k++) new Image().src = '{_PIXEL}?slow' + k;",
    "stat": "document.cookie = '_pk_id.1.a3f4=' + Math.random().toString(16).slice(2) + '; path=/'; "
    "fetch('/lab/stat?' + Math.random());",
}
_BANNER = """
const all = ['matomo', 'google-analytics', 'xiti', 'adnet', 'tube'];
const said = (v) => encodeURIComponent(JSON.stringify(Object.fromEntries(all.map((s) => [s, v]))));
const kept = (v) => { document.cookie = 'cookies_preferences=' + said(v) + '; COOKIE'; };
const frame = (src) => { const f = document.createElement('iframe'); f.src = src; document.body.append(f); };
const fire = () => { new Image().src = 'PIXEL?click' + Math.random(); };
document.querySelector('#accept-all')?.addEventListener('click', () => { kept(true); setTimeout(fire, 4); });
document.querySelector('#refuse-all')?.addEventListener('click', () => { kept(false); fire(); });
"""
_BUTTONS = """<button id="accept-all">Tout accepter</button> <button id="refuse-all">Tout refuser</button>
<p><a id="next" href="/lab/next?NEXT">suite</a> <a id="window" target="_blank" href="/lab/window?NEXT">fenêtre</a>
<a id="file" href="/lab/file">fichier</a> <a id="away" href="https://data.voisin.example/lab/page?NEXT">ailleurs</a></p>
<form id="form" method="post" action="/lab/posted?NEXT"><button id="post">envoyer</button></form>"""
_SERVICE = """onfetch = (e) => { if (!e.request.url.includes('p.gif')) e.respondWith(fetch(e.request)); };
onactivate = () => clients.claim();"""
_PICTURE = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


class LabAddon(PortalAddon):
    """Answers for the lab's paths; everything else is the portal's.

    Args:
        seed: where its identifiers begin.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(Variant(), seed=seed)
        self._random = Random(seed)

    async def request(self, flow: HTTPFlow) -> None:
        """Answer, after as long as a server at some distance takes."""
        parts = urlsplit(flow.request.path)
        if flow.response is not None or not parts.path.startswith("/lab"):
            await super().request(flow)
            return
        slow = "slow" in flow.request.path
        await asyncio.sleep(0.12 if slow else 0.02)
        flow.response = self._answer(flow, parts.path, parse_qs(parts.query, keep_blank_values=True))

    def _answer(self, flow: HTTPFlow, path: str, query: dict[str, list[str]]) -> Response:
        host, carried = flow.request.pretty_host, flow.request.headers.get("cookie", "")
        fields: list[tuple[str, str]] = [("cache-control", "no-store")]
        if host.endswith("adnet.example") and "uid=" not in carried:
            value = f"uid={self._random.getrandbits(96):024x}; Domain=adnet.example"
            fields.append(("set-cookie", f"{value}; Path=/; Max-Age=30000000; Secure; SameSite=None"))
        if host.endswith("tube.example") and "visitor=" not in carried:
            chips = "; Partitioned" if "chips" in query else ""
            value = f"visitor={self._random.getrandbits(96):024x}"
            fields.append(("set-cookie", f"{value}; Path=/; Max-Age=30000000; Secure; SameSite=None{chips}"))
        if host == PORTAL and "csrftoken=" not in carried and path not in ("/lab/api", "/lab/slow"):
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
            case "api" | "slow" | "stat":
                return _made(b"{}", "application/json", fields)
            case "events":
                fields += [("access-control-allow-origin", f"https://{PORTAL}")]
                fields += [("access-control-allow-credentials", "true")]
                return _made(b"data: 1\n\n", "text/event-stream", fields)
            case "worker.js":
                return _made(f"fetch('/lab/api?worker'); {_DO['fetch']}".encode(), "text/javascript", fields)
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
        wanted = [word for word in ",".join(query.get("do", [])).split(",") if word]
        if policy := query.get("referrer"):
            fields.append(("referrer-policy", policy[0]))
        cookie = ATTRIBUTES[query.get("cookie", ["plain"])[0]]
        following = "&".join(
            f"{name}={values[0]}" for name, values in query.items() if name in ("cookie", "referrer")
        )
        after = query.get("then", [""])[0]
        following = f"{following}&do={after}" if after else following
        banner = "" if path.endswith(("frame", "inside")) else _BUTTONS.replace("NEXT", following)
        script = _BANNER.replace("COOKIE", cookie).replace("PIXEL", _PIXEL)
        acts = "".join(f"{{ {_DO[word]} }}\n" for word in wanted)
        again = (
            '<meta http-equiv="refresh" content="0.4;url=/lab/refreshed">' if path.endswith("refresh") else ""
        )
        head = f"<!doctype html><meta charset=utf-8>{again}<title>lab</title>"
        html = f"{head}<body>{banner}<script>{script}{acts}</script>"
        return _made(html.encode(), "text/html; charset=utf-8", fields)


def _made(body: bytes, kind: str, fields: list[tuple[str, str]]) -> Response:
    response = Response.make(200, body)
    response.headers["content-type"] = kind
    for name, value in fields:
        response.headers.add(name, value)
    return response


def query(do: str, **more: str) -> str:
    """A page's query: what it does, and how.

    Args:
        do: words of the lab, commas between them.
        more: `cookie`, `referrer`, `then`.
    """
    return "&".join([f"do={do}", *(f"{name}={value}" for name, value in more.items())])


def services(granted: bool) -> dict[str, bool]:
    """What the lab's banner writes.

    Args:
        granted: whether all or nothing.
    """
    return dict.fromkeys(("matomo", "google-analytics", "xiti", "adnet", "tube"), granted)
