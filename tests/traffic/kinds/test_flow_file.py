import io
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mitmproxy.io import FlowReader, tnetstring
from mitmproxy.test import tflow

from temoin.errors import UnreadableInput
from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic import Recording, Skipped, open_source, order
from temoin.traffic.flow_file import large
from temoin.traffic.kinds import flow_file
from traffic.flows import START, client, flow, from_states, state_of, written
from traffic.readings import events_of, opened

names = st.binary(min_size=1, max_size=8)
fields = st.lists(st.tuples(names, st.binary(max_size=30)), max_size=4)
moments = st.floats(0, 2e9).map(lambda at: round(at, 3))
paths = st.binary(max_size=10).map(lambda rest: b"/" + rest)


@st.composite
def states(draw: st.DrawFn) -> dict[Any, Any]:
    """HTTP flows as mitmproxy may hold them."""
    at = draw(moments)
    one = flow(
        at=at,
        method=draw(st.sampled_from(["GET", "POST", "OPTIONS"])),
        sent=draw(fields),
        received=draw(fields),
        answered=draw(moments),
        ended=draw(moments),
        status=draw(st.integers(100, 599)),
        body=draw(st.binary(max_size=50)),
        version=draw(st.sampled_from(["HTTP/1.1", "HTTP/2.0", "HTTP/3"])),
        by=client(id=draw(st.uuids()).hex, at=draw(moments)),
    )
    one.request.data.path = draw(paths)
    if draw(st.booleans()):
        one.response = None
    return state_of(one)


many = st.lists(states(), min_size=1, max_size=6)
few_examples = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told_by_mitmproxy(data: bytes) -> Iterator[Event]:
    """The same facts by mitmproxy's own reader and its own accessors."""
    for number, one in enumerate(FlowReader(io.BytesIO(data)).stream(), 1):
        request: Any = one.request  # type: ignore[attr-defined]
        response: Any = one.response  # type: ignore[attr-defined]
        yield RequestSeen(
            flow=number,
            at=request.timestamp_start,
            scheme=request.scheme,
            host="opendata.reseda.fr",
            port=443,
            path=request.path,
            method=request.method,
            headers=request.headers.fields,
            http_version=request.http_version,
            client=one.client_conn.peername[0],
            connection=one.client_conn.id,
            connected=one.client_conn.timestamp_start or None,
        )
        end = request.timestamp_end
        if response is not None:
            began = max(request.timestamp_start, response.timestamp_start)
            yield ResponseSeen(number, began, response.status_code, response.headers.fields)
            end = max(began, response.timestamp_end)
        why = "" if response is not None else "no response was recorded"
        yield FlowEnded(number, max(request.timestamp_start, end), why)


def in_turn(events: Iterator[Event]) -> list[Event]:
    stages = (RequestSeen, ResponseSeen, FlowEnded)
    return sorted(events, key=lambda event: (event.at, event.flow, stages.index(type(event))))


@few_examples
@given(many)
def test_it_tells_what_mitmproxy_s_own_reader_tells(given_states: list[dict[Any, Any]]) -> None:
    for state in given_states:
        state["request"]["authority"] = b"opendata.reseda.fr"
        state["request"]["headers"] = [(b"Host", b"opendata.reseda.fr"), *state["request"]["headers"]]
    data = from_states(*given_states)
    assert events_of(data) == in_turn(told_by_mitmproxy(data))


@few_examples
@given(many, st.data())
def test_a_file_cut_anywhere_gives_the_flows_before_the_cut(
    given_states: list[dict[Any, Any]], data: st.DataObject
) -> None:
    records = [tnetstring.dumps(state) for state in given_states]
    whole = b"".join(records)
    cut = data.draw(st.integers(0, len(whole) - 1))
    complete, end = 0, 0
    while end + len(records[complete]) <= cut:
        end += len(records[complete])
        complete += 1
    if complete == 0:
        with pytest.raises(UnreadableInput):
            opened(whole[:cut])
        return
    with opened(whole[:cut]) as recording:
        assert list(recording.events()) == [event for event in events_of(whole) if event.flow <= complete]
        if end == cut:
            assert recording.incomplete == ""
        else:
            assert recording.incomplete.startswith(f"cut in the middle of flow {complete + 1}, byte {cut}: ")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_after_a_flow_leave_the_flow_readable(rest: bytes) -> None:
    with opened(written(flow()) + rest) as recording:
        assert recording.flows == 1
        assert bool(recording.incomplete) == bool(rest)


@settings(deadline=None)
@given(st.data())
def test_any_byte_changed_gives_events_or_one_error(data: st.DataObject) -> None:
    whole = bytearray(written(flow(sent=[(b"cookie", b"a=1")]), flow()))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    if b"2:21#" not in whole:
        return
    line: str | None = None
    times: list[float] = []
    try:
        with opened(bytes(whole)) as recording:
            times = [event.at for event in recording.events()]
    except UnreadableInput as error:
        line = str(error)
    assert times == sorted(times)
    assert line is None or line.isprintable()


@settings(deadline=None)
@given(st.binary(max_size=100).map(lambda rest: b"12:" + rest))
def test_what_only_begins_like_a_flow_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        opened(data)


def test_a_record_that_is_no_flow_is_named_with_its_place() -> None:
    first = written(flow())
    with opened(first + b"5:hello,") as recording:
        assert recording.incomplete == f"flow 2, byte {len(first) + 2}: it is no flow"
    with pytest.raises(UnreadableInput, match=r"flow 1, byte 2: it is no flow \("):
        opened(b"5:hello,")


def test_a_flow_that_lacks_a_field_is_named_with_the_field() -> None:
    state = flow().get_state()
    del state["request"]["headers"]
    with pytest.raises(UnreadableInput, match="it has no headers"):
        opened(from_states(state))


def test_a_type_that_no_mitmproxy_writes_is_no_flow() -> None:
    with pytest.raises(UnreadableInput, match="no flow of a known type"):
        opened(from_states({**flow().get_state(), "type": "ftp"}))


def test_a_hostile_length_allocates_nothing() -> None:
    with pytest.raises(UnreadableInput, match="cut in the middle of flow 1"):
        opened(b"999999999999:" + b"x" * 100)


def test_flows_are_numbered_by_record_whatever_was_skipped() -> None:
    data = written(flow(method="CONNECT"), flow(at=START + 1), tflow.tdnsflow(), flow(at=START))
    with opened(data) as recording:
        assert [event.flow for event in recording.events() if isinstance(event, RequestSeen)] == [4, 2]
        assert recording.skipped == {Skipped.CONNECT: 1, Skipped.DNS: 1}
        assert (recording.flows, recording.last) == (2, 4)


def test_events_can_be_asked_for_twice() -> None:
    with opened(written(flow(), flow(at=START + 1))) as recording:
        assert list(recording.events()) == list(recording.events())


class TestLargerThanWhatIsKept:
    """A file that is read twice, once to order it and once in order."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(flow_file, "_KEPT", 0)

    def test_the_events_are_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = written(*(flow(at=START + at, sent=[(b"cookie", b"a=1")]) for at in (3, 1, 2, 1)))
        twice = events_of(data)
        monkeypatch.setattr(flow_file, "_KEPT", 1 << 30)
        assert twice == events_of(data)

    def test_bodies_larger_than_the_window_are_no_trouble(self) -> None:
        data = written(*(flow(at=START - at, body=bytes(3 << 20)) for at in range(3)))
        assert [event.flow for event in events_of(data) if isinstance(event, RequestSeen)] == [3, 2, 1]

    def test_a_file_changed_meanwhile_is_said_to_be(self) -> None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(written(flow()))
            file.flush()
            with open_source(file.name) as recording:
                file.seek(0)
                file.write(written(flow(at=START + 9)))
                file.flush()
                with pytest.raises(UnreadableInput, match="was changed while it was read"):
                    list(recording.events())

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_a_broken_file_is_read_as_a_small_one_is(
        self, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
    ) -> None:
        late = data.draw(st.booleans())
        monkeypatch.setattr(order, "BLOCK", 4)
        monkeypatch.setattr(large, "BLOCK", 4)
        monkeypatch.setattr(order, "_PATIENCE", 2 if late else 16)
        times = data.draw(st.lists(st.integers(0, 99), min_size=2, max_size=30))
        flows = [
            flow(at=START + at, method=data.draw(st.sampled_from(["GET", "GET", "CONNECT"]))) for at in times
        ]
        whole = written(*flows)
        at = data.draw(st.integers(0, len(whole)))
        broken = data.draw(
            st.sampled_from([whole[:at], whole[:at] + b"x" + whole[at + 1 :], whole[:at] + whole[at + 9 :]])
        )
        first = data.draw(st.booleans())
        found: list[object] = []
        for kept in (1 << 30, 0):
            monkeypatch.setattr(flow_file, "_KEPT", kept)
            try:
                with opened(broken) as one:
                    asked = (one.incomplete, one.last) if first else None
                    events = list(one.events())
                    assert asked is None or asked == (one.incomplete, one.last)
                    found.append((events, one.incomplete, one.last, one.flows, one.skipped, one.notes))
            except UnreadableInput as error:
                found.append(str(error))
        assert found[0] == found[1]

    def test_a_record_that_begins_twice_ends_a_large_file(self) -> None:
        good = from_states(flow().get_state())
        again = tnetstring.dumps(flow(at=START - 5).get_state()["request"])
        body = good.partition(b":")[2][:-1] + b"7:request;" + again
        twice = b"%d:%b}" % (len(body), body)
        with opened(good + twice + good) as one:
            assert {event.flow for event in one.events()} == {1}
            assert one.incomplete.startswith("flow 2, byte ")

    def test_progress_rises_to_the_end_of_the_second_reading(self) -> None:
        data = written(*(flow(at=START + at, body=bytes(1 << 20)) for at in range(4)))
        told: list[tuple[int, int]] = []
        with open_source(
            "-", stdin=io.BytesIO(data), progress=lambda done, total: told.append((done, total))
        ) as one:
            for _ in one.events():
                pass
        done = [done for done, _ in told]
        assert done == sorted(done)
        assert {total for _, total in told} == {2 * len(data)}
        assert done[-1] > 2 * len(data) - (1 << 20)


def test_a_mitmproxy_file_bears_all_cookies_there_were() -> None:
    recording: Recording
    with opened(written(flow())) as recording:
        assert (recording.kind, recording.bears_cookies, recording.notes) == ("flow", None, ())


def test_a_clock_that_was_set_back_is_said() -> None:
    early, late = flow(at=START), flow(at=START + 100)
    with opened(written(late, early)) as recording:
        assert "flow 2 ended 100 s before" in recording.notes[0]
    with opened(written(early, late)) as recording:
        assert recording.notes == ()
