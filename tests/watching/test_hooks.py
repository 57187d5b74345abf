"""Hooks: from flows as mitmproxy has them to what a watch is given; nothing here breaks traffic."""

import gc
import time
from typing import Any

import pytest
from mitmproxy.flow import Error
from mitmproxy.http import HTTPFlow

from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic.recording import Skipped
from temoin.watching import hooks
from temoin.watching.hooks import FlowFeed
from temoin.watching.queued import Document
from traffic.flows import flow

HTML = [(b"content-type", b"text/html")]
NAVIGATES = [(b"sec-fetch-mode", b"navigate")]


class Given:
    """Stands where a watch does."""

    def __init__(self) -> None:
        self.events: list[Event | Document] = []
        self.loaded: list[bool] = []
        self.blinds: list[tuple[str, str]] = []
        self.lost: list[Skipped] = []
        self.said: list[str] = []

    def put(self, what: Event | Document, now: float, *, loaded: bool = False) -> None:
        assert abs(now - time.time()) < 10
        self.events.append(what)
        self.loaded.append(loaded)

    def blind(self, kind: str, host: str) -> None:
        self.blinds.append((kind, host))

    def left_out(self, why: Skipped) -> None:
        self.lost.append(why)


@pytest.fixture
def given() -> Given:
    return Given()


@pytest.fixture
def feed(given: Given) -> FlowFeed:
    return FlowFeed(given, given.said.append)  # type: ignore[arg-type]


def pass_through(feed: FlowFeed, one: HTTPFlow) -> None:
    feed.request(one)
    feed.response(one)
    feed.end(one)


def kinds(given: Given) -> list[type]:
    return [type(one) for one in given.events]


def test_a_flow_is_told_of_in_three_events(feed: FlowFeed, given: Given) -> None:
    pass_through(feed, flow())
    assert kinds(given) == [RequestSeen, ResponseSeen, FlowEnded]
    assert not given.said
    assert not given.blinds
    assert not given.lost


def test_a_document_is_handed_on_as_it_crossed(feed: FlowFeed, given: Given) -> None:
    pass_through(feed, flow(sent=NAVIGATES, received=HTML, body=b"<p>"))
    assert kinds(given) == [RequestSeen, ResponseSeen, Document, FlowEnded]


def test_a_flow_ends_once_however_often_it_is_told(feed: FlowFeed, given: Given) -> None:
    one = flow()
    pass_through(feed, one)
    one.error = Error("late")
    feed.end(one)
    feed.end(one)
    assert kinds(given) == [RequestSeen, ResponseSeen, FlowEnded]


def test_a_flow_that_fails_before_an_answer_has_an_end(feed: FlowFeed, given: Given) -> None:
    one = flow()
    one.response, one.error = None, Error("Client disconnected.")
    feed.request(one)
    feed.response(one)
    feed.end(one)
    assert kinds(given) == [RequestSeen, FlowEnded]
    (_, end) = given.events
    assert isinstance(end, FlowEnded)
    assert end.error == "Client disconnected."


def test_flows_that_are_not_judged_are_neither_told_of_nor_followed(feed: FlowFeed, given: Given) -> None:
    for one in (flow(method="CONNECT"), flow(url="http://mitm.it/"), flow(url="http://temoin.test/")):
        pass_through(feed, one)
    assert given.events == []
    assert given.lost == [Skipped.CONNECT, Skipped.OWN, Skipped.OWN]


def test_flows_are_numbered_and_found_by_their_number(feed: FlowFeed) -> None:
    first, second, stranger = flow(), flow(), flow()
    for one in (first, second):
        feed.request(one)
    assert (feed.number(first), feed.number(second), feed.number(stranger)) == (1, 2, None)
    assert feed.flow(2) is second
    assert feed.flow(3) is None


def test_flows_are_let_go_of_once_nobody_else_holds_them(feed: FlowFeed) -> None:
    one = flow()
    pass_through(feed, one)
    del one
    gc.collect()
    assert feed.flow(1) is None


def test_what_is_remembered_is_bounded(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_REMEMBERED", 10)
    feed = FlowFeed(given, given.said.append)  # type: ignore[arg-type]
    flows = [flow() for _ in range(30)]
    for one in flows:
        pass_through(feed, one)
    assert [feed.flow(number) is not None for number in (20, 21, 30)] == [False, True, True]
    assert [feed.number(one) for one in (flows[19], flows[20])] == [None, 21]


def test_a_flow_that_is_still_under_way_is_never_forgotten(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_REMEMBERED", 2)
    feed = FlowFeed(given, given.said.append)  # type: ignore[arg-type]
    slow = flow()
    feed.request(slow)
    for _ in range(10):
        pass_through(feed, flow())
    feed.close()
    last = given.events[-1]
    assert isinstance(last, FlowEnded)
    assert last.flow == 1


def test_flows_of_a_file_are_told_apart(feed: FlowFeed, given: Given) -> None:
    one = flow()
    one.live = False
    pass_through(feed, one)
    assert given.loaded == [True, True, True]


def test_closing_ends_what_is_under_way(feed: FlowFeed, given: Given) -> None:
    one, other = flow(), flow()
    feed.request(one)
    feed.request(other)
    feed.response(other)
    feed.close()
    feed.close()
    assert [type(event) for event in given.events[-2:]] == [FlowEnded, FlowEnded]
    assert len(given.events) == 5


@pytest.mark.parametrize("name", ["request_seen", "response_seen", "ended", "body"])
def test_a_fault_is_counted_and_said_with_the_flows_own_number(
    feed: FlowFeed, given: Given, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fails(*_: Any) -> None:
        raise ValueError("secret-value")

    first, second = flow(), flow()
    if name != "request_seen":
        feed.request(first)
    feed.request(second)
    given.said.clear()
    monkeypatch.setattr(hooks, name, fails)
    number = 1
    if name == "request_seen":
        feed.request(first)
        number = 2
    feed.response(first)
    feed.end(first)
    assert set(given.blinds) == {("fault", f"flow {number}")}
    assert len(given.said) == 1
    assert given.said[0].startswith(f"Témoin failed on flow {number} (ValueError at test_hooks.py:")
    assert "secret" not in given.said[0]


def test_faults_do_not_flood_the_log(feed: FlowFeed, given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise ValueError

    monkeypatch.setattr(hooks, "request_seen", fails)
    for _ in range(100):
        pass_through(feed, flow())
    assert (len(given.said), len(given.blinds)) == (20, 100)


def test_a_flow_that_is_no_flow_at_all_passes(feed: FlowFeed, given: Given) -> None:
    one = flow()
    one.request = None  # type: ignore[assignment]
    pass_through(feed, one)
    assert given.blinds == [("fault", "flow 1")]
