"""A flow under way gives the events that its record in a flow file gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy import http
from mitmproxy.flow import Error
from mitmproxy.test import tflow
from mitmproxy.websocket import WebSocketData

from temoin.events import Event, RequestSeen
from temoin.traffic import Skipped
from temoin.traffic.live import body, body_seen, ended, request_seen, response_seen
from traffic.flows import START, client, flow, written
from traffic.readings import opened

HTML = [(b"content-type", b"text/html; charset=utf-8")]
NAVIGATES = [(b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document")]


def live(one: http.HTTPFlow) -> list[Event] | Skipped:
    seen = request_seen(one, 1)
    if not isinstance(seen, RequestSeen):
        return seen
    events: list[Event] = [seen]
    answer = response_seen(one, seen)
    end = ended(one, seen)
    content = body(one, seen)
    if answer is not None:
        events.append(answer)
    if answer is not None and content is not None and (document := body_seen(end, content, answer.headers)):
        events.append(document)
    return [*events, end]


def recorded(one: http.HTTPFlow) -> list[Event] | Skipped:
    with opened(written(one)) as recording:
        events = list(recording.events())
        return events or next(iter(recording.skipped))


def made(
    *,
    version: str = "HTTP/1.1",
    named: tuple[bytes, ...] = (),
    authority: bytes = b"",
    scheme: bytes = b"https",
    path: bytes = b"/",
    method: bytes = b"GET",
    sent: list[tuple[bytes, bytes]] | None = None,
    received: list[tuple[bytes, bytes]] | None = None,
    times: tuple[float | None, ...] = (START, START, START + 1, START + 2),
    status: int = 200,
    content: bytes | None = b"",
    error: str | None = None,
    answered: bool = True,
    websocket: bool = False,
    closed: float | None = None,
    login: str | None = None,
    peer: tuple[Any, ...] = ("192.0.2.7", 50123),
    connected: float = START - 1,
) -> http.HTTPFlow:
    one = flow(by=client())
    one.request.data.http_version = version.encode()
    one.request.data.authority = authority
    one.request.data.scheme = scheme
    one.request.data.path = path
    one.request.data.method = method
    one.request.data.host, one.request.data.port = "10.0.0.1", 9000
    one.request.data.headers = http.Headers([*((b"Host", name) for name in named), *(sent or ())])
    one.request.data.timestamp_start, one.request.data.timestamp_end = times[0], times[1]  # type: ignore[assignment]
    one.client_conn.peername = peer
    one.client_conn.timestamp_start = connected
    assert one.response is not None
    one.response.data.headers = http.Headers(received or [])
    one.response.data.status_code = status
    one.response.data.content = content
    one.response.data.timestamp_start, one.response.data.timestamp_end = times[2], times[3]  # type: ignore[assignment]
    if not answered:
        one.response = None
    if error is not None:
        one.error = Error(error, START + 3)
    if websocket:
        one.websocket = WebSocketData()
        one.websocket.timestamp_end = closed
    if login is not None:
        one.metadata["proxyauth"] = (login, "secret")
    return one


moments = st.none() | st.floats(START - 10, START + 10) | st.sampled_from([0.0, -1.0, 1e300, float("inf")])
starts = st.floats(START - 10, START + 10)
hosts = st.sampled_from(
    [
        b"shop.example",
        b"SHOP.example:8443",
        b"[2001:db8::1]:1",
        b"a b",
        b"",
        b"u:p@x",
        b"mitm.it",
        b"\xff.example",
    ]
)
fields = st.lists(
    st.tuples(
        st.sampled_from(
            [b"cookie", b"Cookie", b"set-cookie", b"upgrade", b"referer", b"sec-fetch-dest", b"x"]
        ),
        st.binary(max_size=30) | st.sampled_from([b"websocket", b"a=1; b=2", b"document"]),
    ),
    max_size=5,
)
flows = st.builds(
    made,
    version=st.sampled_from(["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3"]),
    named=st.lists(hosts, max_size=2).map(tuple),
    authority=st.just(b"") | hosts,
    scheme=st.sampled_from([b"http", b"https", b"ws", b"HTTPS", b"ftp", b""]),
    path=st.sampled_from([b"*", b"", b"a", b"/\xe9?a=b#c", b"//x", b"http://x/"]) | st.binary(max_size=20),
    method=st.sampled_from([b"GET", b"POST", b"CONNECT", b"get", b"\xff"]),
    sent=fields,
    received=fields,
    times=st.tuples(starts, moments, moments, moments),
    status=st.sampled_from([0, 101, 200, 204, 302, 304, 599]),
    content=st.none() | st.just(b""),
    error=st.none() | st.sampled_from(["", "Client disconnected.", "é"]),
    answered=st.booleans(),
    websocket=st.booleans(),
    closed=moments,
    login=st.none() | st.sampled_from(["", "anne", "é"]),
    peer=st.sampled_from([("192.0.2.7", 1), ("2001:db8::7", 1, 0, 0), ("", 0)]),
    connected=starts,
)


@given(flows)
def test_a_flow_live_is_its_record(one: http.HTTPFlow) -> None:
    assert live(one) == recorded(one)


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"gzip", b"br", b"zstd", b"identity", b"unknown, gzip"])
)
def test_a_document_live_is_its_record(content: bytes, coding: bytes) -> None:
    received = [*HTML, (b"content-encoding", coding)]
    one = made(named=(b"shop.example",), sent=NAVIGATES, received=received, content=content)
    assert live(one) == recorded(one)


def test_the_model_has_documents() -> None:
    one = made(named=(b"shop.example",), sent=NAVIGATES, received=HTML, content=b"<p>")
    events = live(one)
    assert isinstance(events, list)
    assert [type(event).__name__ for event in events] == [
        "RequestSeen",
        "ResponseSeen",
        "BodySeen",
        "FlowEnded",
    ]


@pytest.mark.parametrize(
    ("altered", "why"),
    [
        ({"method": b"CONNECT"}, Skipped.CONNECT),
        ({"named": (b"mitm.it",)}, Skipped.OWN),
        ({"named": (b"temoin.test",)}, Skipped.OWN),
        ({"scheme": b"ftp"}, Skipped.UNADDRESSED),
        ({"times": (None, None, None, None)}, Skipped.UNTIMED),
        ({"times": (float("nan"), None, None, None)}, Skipped.UNTIMED),
    ],
)
def test_what_gives_no_events_says_why(altered: dict[str, Any], why: Skipped) -> None:
    one = made(**altered)
    assert live(one) == recorded(one) == why


@pytest.mark.parametrize(
    ("change", "why"), [("is_replay", Skipped.REPLAYED), ("duplicated", Skipped.DUPLICATE)]
)
def test_what_mitmproxy_made_itself_gives_no_events(change: str, why: Skipped) -> None:
    one = made(named=(b"shop.example",))
    if change == "is_replay":
        one.is_replay = "request"
    else:
        one.metadata["duplicated"] = "by mitmproxy"
    assert live(one) == recorded(one) == why


def test_a_page_of_ours_by_another_name_is_ours() -> None:
    one = made(named=(b"witness.test",))
    assert request_seen(one, 1, frozenset({"witness.test"})) is Skipped.OWN
    assert isinstance(request_seen(one, 1), RequestSeen)


def test_a_websocket_that_is_open_has_no_end() -> None:
    one = tflow.twebsocketflow()
    one.request.timestamp_start = START
    assert one.websocket is not None
    one.websocket.timestamp_end = None
    seen = request_seen(one, 1)
    assert isinstance(seen, RequestSeen)
    assert (seen.kind, ended(one, seen).error) == ("websocket", "its end was not recorded")
    assert live(one) == recorded(one)
