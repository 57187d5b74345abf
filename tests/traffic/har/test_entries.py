from typing import Any

import pytest

from temoin.events import FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic import Skipped
from traffic.hars import AT, entry, har, pairs
from traffic.readings import ends_of, events_of, only_request, opened, requests_of, responses_of


def counted(*entries: dict[str, Any], creator: str = "WebInspector") -> dict[Skipped, int]:
    with opened(har(*entries, creator=creator)) as recording:
        assert list(recording.events()) == []
        return dict(recording.skipped)


def test_every_fact_of_an_entry_is_there() -> None:
    events = events_of(
        har(
            entry(
                url="https://u:p@Opendata.reseda.fr:8443/a?b=c#d",
                method="POST",
                sent=[{"name": ":path", "value": "/a"}, *pairs(Cookie="a=1")],
                received=pairs(Set_Cookie="b=2\nc=3"),
                status=302,
                version="h2",
                time=100,
                timings={"blocked": 10, "send": 0, "wait": 40, "receive": 50},
                connection="17",
                _resourceType="xhr",
            )
        )
    )
    assert events == [
        RequestSeen(
            flow=1,
            at=AT,
            scheme="https",
            host="opendata.reseda.fr",
            port=8443,
            path="/a?b=c",
            method="POST",
            headers=((b"Cookie", b"a=1"),),
            http_version="HTTP/2.0",
            connection="17",
            read_by=AT + 0.01,
            kind="empty",
        ),
        ResponseSeen(1, AT + 0.05, 302, ((b"Set-Cookie", b"b=2"), (b"Set-Cookie", b"c=3"))),
        FlowEnded(1, AT + 0.1),
    ]


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("HTTP/1.1", "HTTP/1.1"),
        ("http/1.0", "HTTP/1.0"),
        ("http/2.0", "HTTP/2.0"),
        ("HTTP/2", "HTTP/2.0"),
        ("h3", "HTTP/3"),
        ("h3-29", "HTTP/3"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_protocols_have_one_name_each(told: str, version: str) -> None:
    assert only_request(har(entry(version=told))).http_version == version


@pytest.mark.parametrize(
    "one",
    [
        entry(status=0, response={"_error": "net::ERR_ABORTED"}),
        entry(status=-1, response={"_failureText": "net::ERR_ABORTED"}),
    ],
)
def test_an_entry_without_an_answer_is_a_request_that_ended_badly(one: dict[str, Any]) -> None:
    data = har(one)
    assert len(requests_of(data)) == 1
    assert responses_of(data) == []
    assert [end.error for end in ends_of(data)] == ["net::ERR_ABORTED"]


def test_a_message_without_cookie_headers_gets_them_from_its_list() -> None:
    data = har(
        entry(
            sent=pairs(Accept="*/*"),
            sent_cookies=[{"name": "a", "value": "1"}],
            received_cookies=[{"name": "b", "value": "2", "path": "/", "httpOnly": True}],
        )
    )
    assert only_request(data).headers == ((b"Accept", b"*/*"), (b"Cookie", b"a=1"))
    assert responses_of(data)[0].headers == ((b"Set-Cookie", b"b=2; Path=/; HttpOnly"),)
    with opened(data) as recording:
        assert recording.bears_cookies
        assert "the cookie headers of 2 messages were made from the HAR's lists" in recording.notes[0]


def test_a_list_of_cookies_beside_their_header_changes_nothing() -> None:
    data = har(entry(sent=pairs(cookie="a=1"), sent_cookies=[{"name": "a", "value": "other"}]))
    assert only_request(data).headers == ((b"cookie", b"a=1"),)
    with opened(data) as recording:
        assert recording.notes == ()


def test_a_sanitized_har_proves_nothing_and_says_so() -> None:
    with opened(har(entry(sent=pairs(Accept="*/*")))) as recording:
        assert recording.bears_cookies is False
        assert recording.notes == (
            "no cookie headers at all: a sanitized HAR proves nothing (export it with sensitive data)",
        )


def test_an_empty_har_is_no_sanitized_one() -> None:
    with opened(har()) as recording:
        assert (recording.bears_cookies, recording.notes, recording.flows) == (None, (), 0)


def test_times_without_a_zone_are_said_to_be_read_as_utc() -> None:
    data = har(entry(started="2025-11-24T16:00:00", sent=pairs(Cookie="a=1")))
    assert only_request(data).at == AT
    with opened(data) as recording:
        assert recording.notes == ("times without a time zone were read as UTC",)


@pytest.mark.parametrize(
    ("one", "creator", "why"),
    [
        (entry(method="CONNECT"), "mitmproxy", Skipped.CONNECT),
        (entry(url="data:text/plain,x"), "Firefox", Skipped.LOCAL),
        (entry(url="blob:https://a.example/1"), "Firefox", Skipped.LOCAL),
        (entry(url="chrome-extension://x/y.js"), "WebInspector", Skipped.LOCAL),
        (entry(url="http://mitm.it/"), "Firefox", Skipped.OWN),
        (entry(url="https://temoin.test/"), "Firefox", Skipped.OWN),
        (entry(_fromCache="disk"), "WebInspector", Skipped.WITHIN),
        (entry(response={"_fetchedViaServiceWorker": True}), "WebInspector", Skipped.WITHIN),
        (entry(_fetchType="Disk Cache"), "WebKit Web Inspector", Skipped.WITHIN),
        (entry(_fetchType="Service Worker"), "WebKit Web Inspector", Skipped.WITHIN),
        (entry(cache={"afterRequest": None}), "Firefox", Skipped.WITHIN),
        (entry(cache={"afterRequest": {"hitCount": 1}}), "Firefox", Skipped.WITHIN),
        (entry(started="", status=0), "WebKit Web Inspector", Skipped.WITHIN),
    ],
)
def test_what_crossed_no_wire_to_a_site_is_counted_and_left_out(
    one: dict[str, Any], creator: str, why: Skipped
) -> None:
    assert counted(one, creator=creator) == {why: 1}
    with opened(har(one, creator=creator)) as recording:
        assert recording.incomplete == ""


def test_a_revalidated_answer_did_cross() -> None:
    data = har(entry(status=304, cache={"afterRequest": None}), creator="Firefox")
    assert len(requests_of(data)) == 1


def test_what_other_writers_say_of_a_cache_is_no_sign() -> None:
    assert len(requests_of(har(entry(cache={"afterRequest": {"hitCount": 1}}), creator="Charles Proxy"))) == 1


@pytest.mark.parametrize(
    ("one", "lost"),
    [
        (entry(started=None), "1 flow without a time left out"),
        (entry(started=" "), "1 flow without a time left out"),
        (entry(url=None), "1 flow without a readable address left out"),
        (entry(url="https://[::1/"), "1 flow without a readable address left out"),
        ({}, "1 flow without a readable address left out"),
    ],
)
def test_what_cannot_be_placed_leaves_the_source_incomplete(one: dict[str, Any], lost: str) -> None:
    with opened(har(entry(), one)) as recording:
        assert recording.incomplete == lost
        assert {event.flow for event in recording.events()} == {1}


def test_fetch_metadata_speaks_for_itself() -> None:
    assert only_request(har(entry(sent=pairs(Sec_Fetch_Dest="style"), _resourceType="image"))).kind == ""


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("stylesheet", "style"),
        ("fetch", "empty"),
        ("Image", "image"),
        ("other", ""),
        ("document", ""),
        (None, ""),
    ],
)
def test_a_resource_type_says_what_a_request_is_for(told: str | None, kind: str) -> None:
    assert only_request(har(entry(_resourceType=told))).kind == kind


def test_a_websocket_keeps_its_scheme() -> None:
    request = only_request(har(entry(url="wss://opendata.reseda.fr/live", status=101)))
    assert (request.scheme, request.kind, request.port) == ("wss", "websocket", 443)


def kinds(*documents: dict[str, Any]) -> list[str]:
    made = (entry(**{"_resourceType": "document", "pageref": "page_1", **document}) for document in documents)
    return [request.kind for request in requests_of(har(*made))]


def test_the_documents_after_a_page_s_own_are_its_frames() -> None:
    assert kinds({}, {}, {}) == ["document", "iframe", "iframe"]


def test_each_hop_of_a_navigation_is_a_document() -> None:
    assert kinds({"status": 302}, {"status": 301}, {}, {}) == ["document", "document", "document", "iframe"]


def test_each_page_has_a_document_of_its_own() -> None:
    assert kinds({}, {"pageref": "page_2"}, {}) == ["document", "document", "iframe"]


def test_frames_that_are_named_are_told_apart_by_name() -> None:
    one, other = {"_frameref": "f1"}, {"_frameref": "f2"}
    assert kinds(one, other, one) == ["document", "iframe", "document"]


def test_a_navigation_that_was_not_answered_opened_no_page() -> None:
    assert kinds({"status": 0}, {}, {}) == ["", "document", "iframe"]


def connections(
    *ports: dict[str, Any], creator: str = "WebInspector", url: str = "https://a.example/"
) -> list[str]:
    return [
        request.connection
        for request in requests_of(har(*(entry(url=url, **one) for one in ports), creator=creator))
    ]


def test_a_socket_number_is_a_connection() -> None:
    assert connections({"connection": "17"}, {"connection": 18}, {}) == ["17", "18", ""]


def test_a_server_s_port_is_no_connection() -> None:
    assert connections({"connection": "443"}, {"connection": "80"}, {"connection": "0"}) == ["", "", ""]
    assert connections({"connection": "8443"}, url="https://a.example:8443/") == [""]


def test_firefox_never_names_a_connection() -> None:
    """Behind a proxy, it is the proxy's port."""
    assert connections({"connection": "8080"}, creator="Firefox") == [""]


def test_newer_chromium_names_the_connection_elsewhere() -> None:
    assert connections({"connection": "8080", "_connectionId": "17"}, {"connection": "8080"}) == ["17", ""]


def test_wire_text_keeps_its_bytes_and_can_always_be_encoded() -> None:
    request = only_request(har(entry(url="https://a.example/\udcffé", method="\ud800")))
    assert request.path.encode("utf-8", "surrogateescape") == b"/\xff" + "é".encode()
    assert request.method == "?"
