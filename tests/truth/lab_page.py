"""What a page of the lab does: its words, its banner, its links."""

from temoin.portal import PORTAL

__all__ = ["ATTRIBUTES", "DO", "page_html", "query", "services"]

ATTRIBUTES = {
    "plain": "path=/; max-age=15552000; secure; samesite=lax",
    "strict": "path=/; max-age=15552000; secure; samesite=strict",
    "path": "path=/lab/deep; max-age=15552000; secure",
    "domain": "path=/; domain=reseda.fr; max-age=15552000; secure",
    "insecure": "path=/; max-age=15552000",
    "insecure-strict": "path=/; max-age=15552000; samesite=strict",
    "response": "path=/; max-age=15552000; secure; samesite=lax",
}
"""How a banner keeps the choice; "response" has a response do it."""

PIXEL = "https://pixel.adnet.example/lab/p.gif"
_FRAME = "https://video.tube.example/lab/frame"
_OWN = f"https://{PORTAL}/lab"
DO = {
    "pixel": f"new Image().src = '{PIXEL}?' + Math.random();",
    "bare": f"const i = new Image(); i.referrerPolicy = 'no-referrer'; i.src = '{PIXEL}?bare' + Math.random();",
    "fetch": f"fetch('{PIXEL}?f' + Math.random(), {{mode: 'no-cors', credentials: 'include'}});",
    "cors": f"fetch('{PIXEL}?c' + Math.random(), {{credentials: 'include'}}).catch(() => 0);",
    "omit": "fetch('/lab/api?omit', {credentials: 'omit'});",
    "api": "fetch('/lab/api?' + Math.random());",
    "bareapi": "fetch('/lab/api?bare' + Math.random(), {referrerPolicy: 'no-referrer'});",
    "frame": f"frame('{_FRAME}?do=pixel');",
    "nested": f"frame('{_FRAME}?do=inner,pixel');",
    "inner": "frame('https://ads.adnet.example/lab/frame?do=pixel,bare');",
    "back": f"frame('{_FRAME}?do=home');",
    "home": f"frame('{_OWN}/inside?do=api,pixel');",
    "chips": f"frame('{_FRAME}?chips');",
    "srcdoc": f"const f = document.createElement('iframe'); f.srcdoc = \"<img src='{PIXEL}?srcdoc'>\"; "
    "document.body.append(f);",
    "blob": f"new Worker(URL.createObjectURL(new Blob([\"fetch('{PIXEL}?blob', {{mode: 'no-cors', "
    "credentials: 'include'})\"])));",
    "worker": "new Worker('/lab/worker.js');",
    "shared": "new SharedWorker('/lab/worker.js?shared');",
    "service": "navigator.serviceWorker.register('/lab/service.js');",
    "socket": "new WebSocket('wss://pixel.adnet.example/lab/socket');",
    "source": "new EventSource('https://pixel.adnet.example/lab/events', {withCredentials: true});",
    "beacon": f"addEventListener('pagehide', () => {{ navigator.sendBeacon('{PIXEL}?beacon'); "
    "navigator.sendBeacon('/lab/api?beacon'); });",
    "push": "history.pushState({}, '', '/lab/pushed/' + Math.floor(Math.random() * 1e6));",
    "prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = '/lab/ahead'; "
    "document.head.append(l);",
    "abort": "const a = new AbortController(); fetch('/lab/slow?abort', {signal: a.signal}).catch(() => 0); "
    "setTimeout(() => a.abort(), 60);",
    "queue": "for (let k = 0; k < 14; k++) fetch('/lab/slow?' + k);",
    "twins": "for (let k = 0; k < 4; k++) fetch('/lab/slower?twin');",
    "closing": "for (let k = 0; k < 20; k++) fetch('/lab/slower?close' + k);",
    "flaky": "for (let k = 0; k < 3; k++) fetch('/lab/flaky?' + Math.random()).catch(() => 0);",
    "tick": f"setInterval(() => {{ new Image().src = '{PIXEL}?tick' + Math.random(); }}, 150);",
    "tickapi": "setInterval(() => fetch('/lab/api?tick' + Math.random()), 170);",
    "sandbox": "const f = document.createElement('iframe'); f.sandbox = 'allow-scripts'; f.srcdoc = "
    f"\"<script>new Image().src = '{PIXEL}?sandbox' + Math.random(); "
    f"fetch('{_OWN}/api?sandbox' + Math.random(), {{mode: 'no-cors', credentials: 'include'}}).catch(() => 0);"
    '</" + "script>"; document.body.append(f);',
    "credless": f"const f = document.createElement('iframe'); f.credentialless = true; "
    f"f.src = '{_OWN}/inside?do=api,later'; document.body.append(f);",
    "later": "for (const k of [150, 300, 450, 600, 750]) setTimeout(() => fetch('/lab/api?later' + k), k);",
    "style": "const l = document.createElement('link'); l.rel = 'stylesheet'; "
    "l.href = 'https://video.tube.example/lab/style.css?keep'; document.head.append(l); "
    "document.body.append(document.createElement('hr'));",
    "hop": "new Image().src = 'https://video.tube.example/lab/hop';",
    "landed": f"new Image().src = '{PIXEL}?keep';",
    "kept": f"frame('{_OWN}/kept/inside?do=api,pixel&keep');",
    "sharedframe": f"frame('{_FRAME}?do=shared');",
    "asks": f"frame('{_FRAME}?do=access');",
    "access": "const g = () => { new Image().src = '/lab/p.gif?granted'; fetch('/lab/api?granted'); }; "
    "document.requestStorageAccess ? document.requestStorageAccess().then(g, g) : g();",
    "prerender": "const s = document.createElement('script'); s.type = 'speculationrules'; "
    "s.textContent = JSON.stringify({prerender: [{source: 'list', eagerness: 'immediate', "
    "urls: [document.querySelector('#next').href]}]}); document.head.append(s);",
    "streams": "for (let k = 0; k < 110; k++) fetch('/lab/slower?' + k);",
    "borrow": "history.replaceState({}, '', '/lab/kept/inside?do=api,pixel&keep'); "
    f"fetch('/lab/api?borrowed' + Math.random()); new Image().src = '{PIXEL}?borrowed' + Math.random();",
    "landing": f"new Image().src = '{_OWN}/kept/landing?keep';",
    "pixels": f"for (let k = 0; k < 9; k++) new Image().src = '{PIXEL}?slow' + k;",
    "stat": "document.cookie = '_pk_id.1.a3f4=' + Math.random().toString(16).slice(2) + '; path=/'; "
    "fetch('/lab/stat?' + Math.random());",
}
_BANNER = """
const all = ['matomo', 'google-analytics', 'xiti', 'adnet', 'tube'];
const said = (v) => encodeURIComponent(JSON.stringify(Object.fromEntries(all.map((s) => [s, v]))));
const told = (v) => { fetch('/lab/choice', { method: 'POST', body: said(v) }); };
const kept = BY_RESPONSE ? told : (v) => { document.cookie = 'cookies_preferences=' + said(v) + '; COOKIE'; };
const frame = (src) => { const f = document.createElement('iframe'); f.src = src; document.body.append(f); };
const fire = () => { new Image().src = 'PIXEL?click' + Math.random(); };
document.querySelector('#accept-all')?.addEventListener('click', () => { kept(true); setTimeout(fire, 4); });
document.querySelector('#refuse-all')?.addEventListener('click', () => { kept(false); fire(); });
document.querySelector('#forget')?.addEventListener('click', () => {
    document.cookie = 'cookies_preferences=; path=/; max-age=0'; setTimeout(fire, 4); });
"""
_BUTTONS = """<button id="accept-all">Tout accepter</button> <button id="refuse-all">Tout refuser</button>
<button id="forget">Oublier</button> <a id="home" href="HOME/arrived?NEXT">portail</a>
<p><a id="next" href="/lab/next?NEXT">suite</a> <a id="window" target="_blank" href="/lab/window?NEXT">fenêtre</a>
<a id="file" href="/lab/file">fichier</a> <a id="away" href="https://data.voisin.example/lab/page?NEXT">ailleurs</a></p>
<form id="form" method="post" action="/lab/posted?NEXT"><button id="post">envoyer</button></form>"""


def page_html(path: str, query: dict[str, list[str]]) -> str:
    """Write a page.

    Args:
        path: of its URL; a frame and what is inside one have no banner.
        query: of its URL: `do`, the words it acts out; `then`, those of the pages it leads to; `cookie`, how its
            banner keeps the choice; `home`, the scheme of its link to the portal.
    """
    wanted = [word for word in ",".join(query.get("do", [])).split(",") if word]
    cookie = query.get("cookie", ["plain"])[0]
    following = "&".join(
        f"{name}={values[0]}"
        for name, values in query.items()
        if name in ("cookie", "referrer", "home", "keep")
    )
    after = query.get("then", [""])[0]
    following = f"{following}&do={after}" if after else following
    home = f"{query.get('home', ['https'])[0]}://{PORTAL}/lab"
    links = _BUTTONS.replace("NEXT", following).replace("HOME", home)
    script = _BANNER.replace("COOKIE", ATTRIBUTES[cookie]).replace("PIXEL", PIXEL)
    script = script.replace("BY_RESPONSE", "true" if cookie == "response" else "false")
    acts = "".join(f"{{ {DO[word]} }}\n" for word in wanted)
    again = '<meta http-equiv="refresh" content="0.4;url=/lab/refreshed">' if path.endswith("refresh") else ""
    banner = "" if path.endswith(("frame", "inside")) else links
    head = f"<!doctype html><meta charset=utf-8>{again}<title>lab</title>"
    return f"{head}<body>{banner}<script>{script}{acts}</script>"


def query(do: str, **more: str) -> str:
    """A page's query: what it does, and how.

    Args:
        do: words of the lab, commas between them.
        more: `cookie`, `referrer`, `then`, `home`, `keep`.
    """
    return "&".join([f"do={do}", *(f"{name}={value}" for name, value in more.items())])


def services(granted: bool) -> dict[str, bool]:
    """What the lab's banner writes.

    Args:
        granted: whether all or nothing.
    """
    return dict.fromkeys(("matomo", "google-analytics", "xiti", "adnet", "tube"), granted)
