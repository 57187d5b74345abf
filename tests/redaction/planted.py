"""Recordings with a secret of its own in every place that can hold one."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote

from mitmproxy import http
from mitmproxy.flow import Error, Flow
from mitmproxy.test import tflow, tutils
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from traffic.flows import flow, written

PLACES = (
    "cookie",
    "consent",
    "consent-id",
    "set-cookie",
    "nameless",
    "attribute",
    "query",
    "bare-query",
    "path-parameter",
    "fragment",
    "referer",
    "location",
    "authorization",
    "basic",
    "api-key",
    "etag",
    "forwarded",
    "origin-user",
    "header-name",
    "form",
    "json",
    "html-text",
    "html-attribute",
    "html-script",
    "html-query",
    "packed-html",
    "script",
    "packed-script",
    "message",
    "close",
    "comment",
    "mark",
    "metadata",
    "login",
    "error",
    "backup",
    "trailer",
    "tcp",
    "udp",
    "dns",
    "reason",
    "connection-error",
    "boundary",
    "user-agent",
    "title",
    "post",
    "param",
    "initiator",
    "b64-body",
)
SECRETS = {
    place: f"S3CRET{number:03}{place.replace('-', '')}Zq7{number * 7919 % 1000:03}x"
    for number, place in enumerate(PLACES)
}
ADDRESS = "203.0.113.77"


def document(*places: str) -> bytes:
    text, attribute, script, query = (SECRETS[place] for place in places)
    return (
        f"<!doctype html><title>{text}</title><script src='https://t.example/m.js?u={query}'></script>\n"
        f"<p data-u='{attribute}'>{text}<script>let u = '{script}'</script>"
    ).encode()


def consent() -> str:
    return quote(
        json.dumps({"id": SECRETS["consent-id"], "date": 1764000000, "matomo": True, "adnet": False})
    )


def sent() -> list[tuple[bytes, bytes]]:
    pairs = {
        "cookie": f"sid={SECRETS['cookie']}; cookies_preferences={consent()}; {SECRETS['nameless']}=; "
        f"x={SECRETS['consent']}",
        "referer": f"https://opendata.reseda.fr/a?r={SECRETS['referer']}",
        "authorization": f"Bearer {SECRETS['authorization']}",
        "proxy-authorization": "Basic " + base64.b64encode(f"jean:{SECRETS['basic']}".encode()).decode(),
        "x-api-key": SECRETS["api-key"],
        "if-none-match": f'"{SECRETS["etag"]}"',
        "x-forwarded-for": ADDRESS,
        "forwarded": f"for={ADDRESS};by={SECRETS['forwarded']}",
        "origin": f"https://{SECRETS['origin-user']}@opendata.reseda.fr",
        f"x-{SECRETS['header-name'].lower()}": "1",
        "content-type": f"multipart/form-data; boundary={SECRETS['boundary']}",
        "user-agent": f"Robot/1.0 (id {SECRETS['user-agent']})",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
        "sec-fetch-site": "none",
    }
    return [(name.encode(), value.encode()) for name, value in pairs.items()]


def received(**more: str) -> list[tuple[bytes, bytes]]:
    pairs = [
        ("content-type", "text/html; charset=utf-8"),
        ("set-cookie", f"uid={SECRETS['set-cookie']}; Path=/; Comment={SECRETS['attribute']}; Max-Age=3600"),
        ("set-cookie", SECRETS["nameless"]),
        ("location", f"/next?l={SECRETS['location']}#{SECRETS['fragment']}"),
        ("etag", f'W/"{SECRETS["etag"]}"'),
        *((name.replace("_", "-"), value) for name, value in more.items()),
    ]
    return [(name.encode(), value.encode()) for name, value in pairs]


def url() -> str:
    return (
        f"https://opendata.reseda.fr/explore;jsessionid={SECRETS['path-parameter']}/"
        f"?token={SECRETS['query']}&{SECRETS['bare-query']}"
    )


def flows() -> list[Flow]:
    """Flows of every type."""
    page = flow(
        url=url(),
        sent=sent(),
        received=received(),
        body=document("html-text", "html-attribute", "html-script", "html-query"),
    )
    page.request.content = f"name={SECRETS['form']}&b=1".encode()
    page.request.trailers = http.Headers([(b"x-trailer", SECRETS["trailer"].encode())])
    page.comment, page.marked = SECRETS["comment"], SECRETS["mark"]
    page.metadata = {"note": SECRETS["metadata"], "proxyauth": ("jean", SECRETS["login"])}
    page.client_conn.peername = page.client_conn.sockname = (ADDRESS, 51234)
    page.client_conn.error = SECRETS["connection-error"]
    page.server_conn.peername = (ADDRESS, 443)
    packed = flow(
        at=1764000001.0,
        url=url(),
        sent=sent(),
        received=received(content_encoding="gzip"),
        body=gzip.compress(document("packed-html", "html-attribute", "html-script", "html-query")),
    )
    assert packed.response is not None
    packed.response.reason = SECRETS["reason"]
    script = flow(
        at=1764000002.0,
        url="https://t.example/m.js",
        received=[(b"content-encoding", b"gzip")],
        body=gzip.compress(SECRETS["packed-script"].encode() * 3),
    )
    data = flow(
        at=1764000003.0,
        url="https://t.example/collect",
        method="POST",
        received=[(b"content-type", b"application/json")],
        body=json.dumps({"uid": SECRETS["json"], "more": [SECRETS["script"]]}).encode(),
    )
    edited = flow(at=1764000004.0, sent=[(b"cookie", f"a={SECRETS['backup']}".encode())])
    edited.backup()  # type: ignore[no-untyped-call]
    edited.request.headers["cookie"] = "a=1"
    failed = flow(at=1764000005.0)
    failed.response, failed.error = None, Error(f"connection to {SECRETS['error']} failed", 1764000005.5)
    return [page, packed, script, data, edited, failed, socket(), *others()]


def socket() -> Flow:
    made = tflow.twebsocketflow()
    assert made.websocket is not None
    made.websocket.messages = [WebSocketMessage(Opcode.TEXT, True, SECRETS["message"].encode(), 1764000006.0)]
    made.websocket.close_reason = SECRETS["close"]
    return made


def others() -> list[Flow]:
    tcp, udp = tflow.ttcpflow(), tflow.tudpflow()
    tcp.messages[0].content = SECRETS["tcp"].encode()
    udp.messages[0].content = SECRETS["udp"].encode()
    dns = tflow.tdnsflow(req=tutils.tdnsreq())
    dns.request.questions[0].name = f"{SECRETS['dns']}.example"
    return [tcp, udp, dns]


def flow_file() -> bytes:
    return written(*flows())


def har() -> bytes:
    headers = [{"name": name.decode(), "value": value.decode()} for name, value in sent()]
    answers = [{"name": name.decode(), "value": value.decode()} for name, value in received()]
    page = {
        "startedDateTime": "2025-11-24T16:00:00.000Z",
        "time": 20,
        "pageref": "page_1",
        "serverIPAddress": ADDRESS,
        "_initiator": {"type": "script", "url": f"https://a.example/?{SECRETS['initiator']}"},
        "comment": SECRETS["comment"],
        "request": {
            "method": "POST",
            "url": f"{url()}#{SECRETS['fragment']}",
            "httpVersion": "HTTP/2",
            "headers": [*headers, {"name": ":path", "value": f"/?token={SECRETS['query']}"}],
            "cookies": [{"name": "sid", "value": SECRETS["cookie"], "comment": SECRETS["comment"]}],
            "queryString": [{"name": "token", "value": SECRETS["query"]}],
            "postData": {
                "mimeType": f"multipart/form-data; boundary={SECRETS['boundary']}",
                "text": SECRETS["post"],
                "params": [{"name": "a", "value": SECRETS["param"], "fileName": SECRETS["form"]}],
            },
        },
        "response": {
            "status": 200,
            "statusText": SECRETS["reason"],
            "httpVersion": "HTTP/2",
            "headers": answers,
            "cookies": [
                {
                    "name": "uid",
                    "value": SECRETS["set-cookie"],
                    "path": "/",
                    "expires": "2026-11-24T16:00:00Z",
                }
            ],
            "content": {
                "size": 10,
                "mimeType": "text/html",
                "comment": SECRETS["comment"],
                "text": document("html-text", "html-attribute", "html-script", "html-query").decode(),
            },
            "redirectURL": f"/next?l={SECRETS['location']}",
            "_error": SECRETS["error"],
        },
        "cache": {"beforeRequest": {"eTag": SECRETS["etag"]}},
        "timings": {"send": 1, "wait": 10, "receive": 1, "comment": SECRETS["comment"]},
        "_webSocketMessages": [{"type": "send", "time": 1.0, "opcode": 1, "data": SECRETS["message"]}],
    }
    picture: dict[str, Any] = {
        **page,
        "request": {"method": "GET", "url": "https://t.example/i.png", "headers": [], "cookies": []},
        "response": {
            "status": 200,
            "headers": [],
            "cookies": [],
            "content": {
                "mimeType": "image/png",
                "encoding": "base64",
                "text": base64.b64encode(SECRETS["b64-body"].encode()).decode(),
            },
        },
    }
    log = {
        "version": "1.2",
        "creator": {"name": "test", "version": "1", "comment": SECRETS["comment"]},
        "comment": SECRETS["comment"],
        "pages": [
            {
                "id": "page_1",
                "startedDateTime": "2025-11-24T16:00:00.000Z",
                "title": SECRETS["title"],
                "pageTimings": {},
            }
        ],
        "entries": [page, picture],
    }
    return json.dumps({"log": log}).encode()
