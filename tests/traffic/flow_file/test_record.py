from typing import Any

import pytest
from mitmproxy import http
from mitmproxy.flow import Error
from mitmproxy.test import tflow

from temoin.traffic import Skipped
from traffic.flows import START, client, flow, from_states, written
from traffic.readings import ends_of, events_of, only_request, opened, responses_of


def skipped(data: bytes) -> dict[Skipped, int]:
    with opened(data) as recording:
        assert list(recording.events()) == []
        return dict(recording.skipped)


def altered(**changes: Any) -> bytes:
    state = flow().get_state()
    state.update(changes)
    return from_states(state)


def test_every_fact_of_a_request_is_there() -> None:
    request = only_request(
        written(
            flow(
                url="https://opendata.reseda.fr:8443/a?b=c",
                method="POST",
                sent=[(b"Cookie", b"a=1"), (b"cookie", b"b=\xff")],
                by=client(id="conn", address="2001:db8::7", at=START - 3),
            )
        )
    )
    assert (request.scheme, request.host, request.port, request.path) == (
        "https",
        "opendata.reseda.fr",
        8443,
        "/a?b=c",
    )
    assert (request.method, request.http_version, request.at) == ("POST", "HTTP/2.0", START)
    assert (request.client, request.connection, request.connected) == ("2001:db8::7", "conn", START - 3)
    assert request.headers == ((b"Cookie", b"a=1"), (b"cookie", b"b=\xff"))
    assert (request.user, request.kind, request.read_by) == ("", "", None)


def test_every_set_cookie_stays_a_field_of_its_own() -> None:
    fields = ((b"set-cookie", b"a=1, b=2"), (b"Set-Cookie", b'c={"x":1,"y":2}'))
    (response,) = responses_of(written(flow(received=fields, status=302)))
    assert (response.status, response.headers) == (302, fields)


@pytest.mark.parametrize(
    ("version", "authority", "named", "host", "port"),
    [
        ("HTTP/1.1", "", b"Site.example", "site.example", 443),
        ("HTTP/1.1", "", b"site.example:8443", "site.example", 8443),
        ("HTTP/1.1", "other.example", b"site.example", "site.example", 443),
        ("HTTP/1.1", "", b"[2001:DB8::1]:1", "2001:db8::1", 1),
        ("HTTP/1.1", "", None, "10.0.0.1", 9000),
        ("HTTP/1.1", "", b"not a host", "10.0.0.1", 9000),
        ("HTTP/1.1", "", b"u:p@site.example", "10.0.0.1", 9000),
        ("HTTP/2.0", "site.example", None, "site.example", 443),
        ("HTTP/2.0", "site.example", b"other.example", "site.example", 443),
        ("HTTP/2.0", "", b"site.example", "site.example", 443),
        ("HTTP/3", "site.example:444", None, "site.example", 444),
    ],
)
def test_the_host_is_the_one_that_the_browser_named(
    version: str, authority: str, named: bytes | None, host: str, port: int
) -> None:
    one = flow()
    one.request.data.host, one.request.data.port = "10.0.0.1", 9000
    one.request.data.authority = authority.encode()
    one.request.data.http_version = version.encode()
    if named is not None:
        one.request.data.headers = http.Headers([(b"hOst", named)])
    request = only_request(written(one))
    assert (request.host, request.port) == (host, port)


@pytest.mark.parametrize(("path", "told"), [(b"*", "/"), (b"", "/"), (b"a", "/a"), (b"/\xe9", "/\udce9")])
def test_a_path_begins_with_a_slash_and_keeps_its_bytes(path: bytes, told: str) -> None:
    one = flow()
    one.request.data.path = path
    assert only_request(written(one)).path == told


def test_the_proxy_user_is_known_and_the_password_is_not() -> None:
    one = flow()
    one.metadata["proxyauth"] = ("anne", "secret")
    request = only_request(written(one))
    assert request.user == "anne"
    assert "secret" not in repr(request)


def test_a_websocket_is_told_by_its_kind() -> None:
    one = tflow.twebsocketflow()
    one.request.timestamp_start = START
    assert one.websocket is not None
    one.websocket.timestamp_end = START + 60
    data = written(one)
    assert only_request(data).kind == "websocket"
    assert [end.at for end in ends_of(data)] == [START + 60]


def test_fetch_metadata_speaks_for_itself() -> None:
    one = tflow.twebsocketflow()
    one.request.headers["Sec-Fetch-Dest"] = "websocket"
    assert only_request(written(one)).kind == ""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (written(flow(method="CONNECT")), Skipped.CONNECT),
        (written(tflow.ttcpflow()), Skipped.TCP),
        (written(tflow.tudpflow()), Skipped.UDP),
        (written(tflow.tdnsflow()), Skipped.DNS),
        (altered(is_replay="request"), Skipped.REPLAYED),
        (altered(is_replay="response"), Skipped.REPLAYED),
        (written(flow(url="http://mitm.it/")), Skipped.OWN),
        (written(flow(url="http://temoin.test/live")), Skipped.OWN),
        (altered(metadata={"duplicated": "by mitmproxy"}), Skipped.DUPLICATE),
    ],
)
def test_what_no_browser_sent_to_a_site_is_counted_and_left_out(data: bytes, why: Skipped) -> None:
    assert skipped(data) == {why: 1}


@pytest.mark.parametrize("at", [None, float("nan"), float("inf"), -1.0, 1e300])
def test_a_flow_without_a_time_leaves_the_source_incomplete(at: float | None) -> None:
    one = flow().get_state()
    one["request"]["timestamp_start"] = at
    with opened(from_states(one, flow().get_state())) as recording:
        assert recording.skipped == {Skipped.UNTIMED: 1}
        assert recording.incomplete == "1 flow without a time left out"
        assert {event.flow for event in recording.events()} == {2}


@pytest.mark.parametrize(("field", "value"), [("scheme", b""), ("scheme", b"ftp"), ("host", "")])
def test_a_flow_without_an_address_leaves_the_source_incomplete(field: str, value: object) -> None:
    one = flow().get_state()
    one["request"]["authority"] = b""
    one["request"][field] = value
    with opened(from_states(one)) as recording:
        assert recording.incomplete == "1 flow without a readable address left out"


def test_times_of_one_flow_never_run_backwards() -> None:
    events = events_of(written(flow(at=START, answered=START - 5, ended=START - 10)))
    assert [event.at for event in events] == [START, START, START]


def test_an_error_without_a_response_ends_the_flow_when_it_was_met() -> None:
    one = flow()
    one.response = None
    one.error = Error("Connection killed.", START + 2)
    data = written(one)
    assert responses_of(data) == []
    assert [(end.at, end.error) for end in ends_of(data)] == [(START + 2, "Connection killed.")]


def test_an_error_after_a_response_keeps_both() -> None:
    one = flow()
    one.error = Error("peer left", START + 2)
    data = written(one)
    assert len(responses_of(data)) == 1
    assert [(end.at, end.error) for end in ends_of(data)] == [(START + 2, "peer left")]


def test_a_flow_in_flight_says_that_nothing_came() -> None:
    one = flow()
    one.response = None
    assert [end.error for end in ends_of(written(one))] == ["no response was recorded"]


def test_a_response_still_running_says_so() -> None:
    one = flow()
    assert one.response is not None
    one.response.timestamp_end = None
    assert [end.error for end in ends_of(written(one))] == ["its end was not recorded"]


def test_a_connection_without_a_time_has_none() -> None:
    assert only_request(written(flow(by=client(at=0.0)))).connected is None


def test_a_request_that_nothing_came_of_ends_where_it_began() -> None:
    one = flow()
    one.response = None
    one.request.data.timestamp_end = None
    assert [(end.at, end.error) for end in ends_of(written(one))] == [(START, "no response was recorded")]
