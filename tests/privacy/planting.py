"""Traffic with a secret of its own in every place that traffic has, as a flow file and as a HAR."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from mitmproxy.addons.savehar import SaveHar
from mitmproxy.http import HTTPFlow
from mitmproxy.test import tflow
from mitmproxy.websocket import WebSocketData, WebSocketMessage
from wsproto.frame_protocol import Opcode

from temoin.rules.examples import SHOP
from traffic.flows import START, client, flow, written

__all__ = ["SECRETS", "SHOWN_NAMES", "Planted", "plant", "planted_flows"]

_PLACES = (
    "cookie", "set-cookie", "nameless cookie", "nameless set-cookie", "refused set-cookie",
    "ignored set-cookie",
    "third-party cookie", "third-party set-cookie", "beside the choice", "unreadable choice", "renewed",
    "query", "bare query", "long query", "user", "password", "fragment", "post body", "referer query",
    "referer user",
    "referer fragment", "implied page", "location query", "location fragment", "authorization",
    "proxy-authorization", "proxy login", "custom header", "custom response header", "etag", "trailer",
    "document",
    "named in markup", "script", "websocket sent", "websocket received", "websocket query", "other site",
    "user agent",
    "error", "json body", "status line", "deleted", "jwt",
)  # fmt: skip


def _secret(place: str) -> str:
    """Twenty-four letters and digits that come from nowhere else."""
    return base64.b32encode(hashlib.shake_256(place.encode()).digest(15)).decode()


SECRETS = {place: _secret(place) for place in _PLACES}
SHOWN_NAMES = ("id", "stat", "session")
"""Names that must be seen, or nothing was looked at."""

_DOCUMENT = (
    (b"sec-fetch-site", b"none"), (b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document"),
    (b"sec-fetch-user", b"?1"),
)  # fmt: skip
_PIXEL = (
    (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"no-cors"), (b"sec-fetch-dest", b"image"),
)  # fmt: skip


class Planted(NamedTuple):
    """Where the traffic was written.

    Args:
        flow_file: as mitmproxy writes it.
        har: the same.
        policy: covers the site.
    """

    flow_file: Path
    har: Path
    policy: Path


def plant(folder: Path) -> Planted:
    """Write the traffic.

    Args:
        folder: where to.
    """
    flows = list(planted_flows())
    planted = Planted(folder / "planted.flow", folder / "planted.har", folder / "shop.yaml")
    planted.flow_file.write_bytes(written(*flows))
    planted.har.write_text(json.dumps(SaveHar().make_har(flows)))
    planted.policy.write_text(SHOP)
    return planted


def planted_flows() -> Iterator[HTTPFlow]:
    """A visit to a shop that does about everything wrong."""
    s = SECRETS
    shop = "https://shop.example"
    yield _page(
        0.0, f"{shop}/?token={s['query']}&{s['bare query']}&long={s['long query'] * 40}",
        cookie=f"session={s['cookie']}; {s['nameless cookie']}",
        sets=(
            f"stat={s['set-cookie']}; Max-Age=99999999; Secure",
            f"{s['nameless set-cookie']}; Path=/",
            f"elsewhere={s['refused set-cookie']}; Domain=other.example",
            f"ignored={s['ignored set-cookie']}\x01",
            f"gone={s['deleted']}; Max-Age=0",
            f"token=eyJhbGciOiJub25lIn0.{_b64(s['jwt'])}.{s['jwt']}; Secure",
        ),
    )  # fmt: skip
    yield _pixel(0.5, f"https://ads.example/p.gif?u={s['named in markup']}")
    yield _page(
        1.0,
        f"{shop}/go?next={s['location query']}",
        location=f"/there?l={s['location query']}#{s['location fragment']}",
    )
    choice = quote(json.dumps({"id": s["beside the choice"], "ads": False, "stats": True}))
    yield _page(
        3.0,
        f"{shop}/there",
        cookie=f"choice={choice}; session={s['cookie']}",
        sets=(f"stat={s['renewed']}; Max-Age=999",),
    )
    yield _pixel(3.5, "https://ads.example/p.gif?again=1")
    yield _page(
        6.0,
        f"{shop}/again",
        cookie=f"choice={choice}; stat={s['renewed']}",
        sets=(f"stat={s['renewed']}; Max-Age=999",),
    )
    yield _page(8.0, f"{shop}/odd", cookie=f"choice={s['unreadable choice']}; stat={s['renewed']}; lang=fr")
    yield _posted(9.0)
    yield _socket(9.5)
    yield _implied(10.0)
    yield _page(11.0, f"https://elsewhere.example/?o={s['other site']}", cookie=f"else={s['other site']}")
    yield _failed(12.0)
    yield _page(14.0, f"{shop}/end", cookie=f"choice={choice}; session={s['cookie']}")


def _fields(cookie: str) -> list[tuple[bytes, bytes]]:
    s = SECRETS
    told = [
        ("user-agent", f"Browser/1.0 ({s['user agent']})"),
        ("authorization", f"Bearer {s['authorization']}"),
        ("proxy-authorization", f"Basic {_b64(s['proxy-authorization'])}"),
        ("x-api-key", s["custom header"]),
        ("if-none-match", f'"{s["etag"]}"'),
        *([("cookie", cookie)] if cookie else []),
    ]
    return [(name.encode(), value.encode()) for name, value in told]


def _answer(sets: tuple[str, ...], location: str) -> list[tuple[bytes, bytes]]:
    s = SECRETS
    told = [
        ("content-type", "text/html; charset=utf-8"),
        ("x-debug", s["custom response header"]),
        ("etag", f'"{s["etag"]}"'),
        *(("set-cookie", one) for one in sets),
        *([("location", location)] if location else []),
    ]
    return [(name.encode(), value.encode()) for name, value in told]


def _page(
    second: float, url: str, *, cookie: str = "", sets: tuple[str, ...] = (), location: str = ""
) -> HTTPFlow:
    s = SECRETS
    body = (
        f"<html><title>{s['document']}</title><img src='https://ads.example/p.gif?u={s['named in markup']}'>"
        f"<script>const key = '{s['script']}'</script></html>"
    )
    made = flow(
        at=START + second, url=url, sent=[*_DOCUMENT, *_fields(cookie)], received=_answer(sets, location),
        status=302 if location else 200, body=body.encode(),
    )  # fmt: skip
    return _held(made)


def _pixel(second: float, url: str) -> HTTPFlow:
    s = SECRETS
    referer = (
        f"https://{s['referer user']}:{s['referer user']}@shop.example/?token={s['query']}"
        f"&r={s['referer query']}#{s['referer fragment']}"
    )
    made = flow(
        at=START + second, url=url,
        sent=[*_PIXEL, (b"referer", referer.encode()), *_fields(f"id={s['third-party cookie']}; other=1")],
        received=_answer((f"id={s['third-party set-cookie']}; Secure; SameSite=None; Max-Age=99999",), ""),
    )  # fmt: skip
    return _held(made)


def _posted(second: float) -> HTTPFlow:
    s = SECRETS
    made = flow(
        at=START + second, url=f"https://shop.example/login?step={s['query']}", method="POST",
        sent=[(b"origin", b"https://shop.example"), (b"sec-fetch-mode", b"cors"),
              (b"sec-fetch-site", b"same-origin"), (b"sec-fetch-dest", b"empty"),
              (b"content-type", b"application/x-www-form-urlencoded"),
              *_fields(f"session={s['cookie']}")],
        received=[(b"content-type", b"application/json")], body=json.dumps({"token": s["json body"]}).encode(),
    )  # fmt: skip
    made.request.content = f"user=x&password={s['post body']}".encode()
    return _held(made)


def _socket(second: float) -> HTTPFlow:
    s = SECRETS
    made = flow(
        at=START + second, url=f"https://shop.example/socket?ticket={s['websocket query']}", status=101,
        version="HTTP/1.1",
        sent=[(b"upgrade", b"websocket"), (b"origin", b"https://shop.example"), *_fields(f"session={s['cookie']}")],
        received=[(b"upgrade", b"websocket")],
    )  # fmt: skip
    made.websocket = WebSocketData(
        messages=[
            WebSocketMessage(Opcode.TEXT, True, s["websocket sent"].encode(), START + second + 0.1),
            WebSocketMessage(Opcode.BINARY, False, s["websocket received"].encode(), START + second + 0.2),
        ],
        timestamp_end=START + second + 0.3,
    )
    return _held(made)


def _implied(second: float) -> HTTPFlow:
    """A picture of a page that was never seen."""
    s = SECRETS
    referer = f"https://unseen.example/page?i={s['implied page']}"
    sent = [
        (b"sec-fetch-site", b"same-origin"),
        *_PIXEL[1:],
        (b"referer", referer.encode()),
        *_fields("stat=1"),
    ]
    return _held(flow(at=START + second, url="https://unseen.example/logo.png", sent=sent))


def _failed(second: float) -> HTTPFlow:
    s = SECRETS
    made = flow(
        at=START + second,
        url=f"https://shop.example/fails?f={s['query']}",
        sent=[*_DOCUMENT, *_fields("lang=fr")],
    )
    made.response = None
    made.error = tflow.terr(f"connection closed: {s['error']}")
    made.error.timestamp = START + second + 0.1
    return _held(made)


def _held(made: HTTPFlow) -> HTTPFlow:
    s = SECRETS
    made.client_conn = client(id="c1")
    made.request.authority = (
        f"{s['user']}:{s['password']}@shop.example" if "there" in made.request.path else ""
    )
    if made.request.path == "/end":
        made.request.path += f"#{s['fragment']}"
    made.metadata["proxyauth"] = ("visitor", s["proxy login"])
    if made.response is not None:
        made.response.reason = s["status line"]
        made.response.trailers = type(made.response.headers)([(b"x-sum", s["trailer"].encode())])
    return made


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode().rstrip("=")
