import io
import json
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mitmproxy.addons.savehar import SaveHar
from mitmproxy.flow import Error
from mitmproxy.test import taddons, tflow

from temoin.errors import UnreadableInput
from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic import Skipped, open_source
from temoin.traffic.har import text
from temoin.traffic.kinds import har as kind
from traffic.flows import START, flow, written
from traffic.hars import AT, SAMPLES, entry, har, sample
from traffic.readings import ends_of, events_of, opened, requests_of, responses_of


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.har")), ids=lambda path: path.stem)
def test_each_sample_says_what_it_is_and_is_read_whole(path: Path) -> None:
    comment = json.loads(path.read_text("utf-8-sig"))["log"]["comment"]
    assert comment.startswith(("Recorded: ", "Made by hand from the known quirks of "))
    with open_source(str(path)) as recording:
        assert (recording.kind, recording.incomplete, recording.bears_cookies) == ("har", "", True)
        assert recording.flows > 0


def cookie_fields(events: list[Any]) -> list[list[bytes]]:
    return [
        [value for name, value in event.headers if name.lower() in (b"cookie", b"set-cookie")]
        for event in events
    ]


def test_chromium_as_recorded() -> None:
    data = sample("chromium.har")
    requests = requests_of(data)
    assert [(one.flow, one.host, one.kind, one.connection) for one in requests] == [
        (1, "opendata.reseda.fr", "document", "17"),
        (2, "opendata.reseda.fr", "image", "17"),
        (4, "opendata.reseda.fr", "empty", ""),
        (5, "opendata.reseda.fr", "empty", "17"),
        (3, "frame.example", "iframe", "90"),
        (6, "tracker.example", "image", "96"),
    ]
    assert all(one.read_by is not None and one.at < one.read_by < one.at + 0.03 for one in requests)
    assert cookie_fields(responses_of(data)[:1]) == [
        [
            b"csrftoken=abc; Path=/; Max-Age=31449600; SameSite=Lax",
            b"django_language=fr; Path=/; Expires=Thu, 31 Dec 2037 23:55:55 GMT",
        ]
    ]
    assert [end.error for end in ends_of(data) if end.error] == ["net::ERR_EMPTY_RESPONSE"]


def test_playwright_as_recorded() -> None:
    data = sample("playwright.har")
    requests = requests_of(data)
    documents = [one.path for one in requests if one.kind == "document"]
    assert documents == ["/", "/explore/", "/explore/", "/explore/?q=1"]
    assert [one.host for one in requests if one.kind == "iframe"] == ["frame.example"] * 3
    assert [end.error for end in ends_of(data) if end.error] == ["net::ERR_EMPTY_RESPONSE"] * 3
    assert cookie_fields(requests)[:3] == [[], [], [b"csrftoken=abc; django_language=fr"]]


def test_firefox_by_its_quirks() -> None:
    data = sample("firefox.har")
    with opened(data) as recording:
        assert recording.skipped == {Skipped.WITHIN: 1}
    first, tracker = requests_of(data)
    assert (first.at, first.connection, first.http_version, tracker.flow) == (AT, "", "HTTP/2.0", 3)
    assert len(cookie_fields(responses_of(data))[0]) == 2


def test_safari_by_its_quirks() -> None:
    data = sample("safari.har")
    with opened(data) as recording:
        assert recording.skipped == {Skipped.WITHIN: 2}
        assert recording.notes[0].startswith("Safari joins Set-Cookie headers with commas")
    assert cookie_fields(responses_of(data)) == [
        [
            b"csrftoken=a1; Path=/; Expires=Mon, 23 Nov 2026 16:00:00 GMT; Secure; SameSite=Lax",
            b'cookies_preferences={"a":1, "b":2}; Path=/',
        ],
        [],
    ]
    assert [one.at - AT for one in responses_of(data)] == pytest.approx([0.0915, 1.07], abs=1e-6)
    assert [one.connection for one in requests_of(data)] == ["3", "3"]


def test_charles_by_its_quirks() -> None:
    data = sample("charles.har")
    (request,) = requests_of(data)
    assert request.headers == ((b"cookie", b"a=1"), (b"cookie", b"b=x,y"))
    assert (request.host, request.port, request.at) == ("opendata.reseda.fr", 443, AT + 0.52)
    assert cookie_fields(responses_of(data)) == [[b"c=3; path=/; secure", b"d=4"]]


def test_fiddler_by_its_quirks() -> None:
    data = sample("fiddler.har")
    first, aborted = requests_of(data)
    assert (first.at, first.path, first.connection) == (
        AT + 0.123456,
        "/explore/",
        "ClientPort:52001;EgressPort:52002",
    )
    assert (aborted.host, len(responses_of(data))) == ("tracker.example", 1)


def saved(*flows: Any) -> bytes:
    """A HAR as mitmproxy writes it."""
    return json.dumps(SaveHar().make_har(flows), indent=4).encode()


def without_what_a_har_lacks(events: list[Event]) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    for event in events:
        if isinstance(event, RequestSeen):
            told.append((event.flow, event.url, event.method, event.headers, event.http_version))
        elif isinstance(event, ResponseSeen):
            told.append((event.flow, event.status, event.headers))
        elif isinstance(event, FlowEnded):
            told.append((event.flow, event.error))
    return told


def test_mitmproxy_s_har_tells_what_its_flow_file_tells() -> None:
    flows = [
        flow(
            sent=[(b"cookie", b"a=1"), (b"cookie", b'b={"x":1,"y":2}')],
            received=[(b"set-cookie", b"c=1, d=2")],
        ),
        flow(
            at=START + 0.05,
            received=[(b"set-cookie", b"e=1"), (b"set-cookie", b"f=\xff")],
            version="HTTP/1.1",
        ),
        flow(method="CONNECT", at=START - 1),
    ]
    failed = flow(at=START + 2)
    failed.response, failed.error = None, Error("peer left", START + 3)
    data = saved(*flows, failed)
    expected = events_of(written(*flows, failed))
    told = events_of(data)
    assert without_what_a_har_lacks(told) == without_what_a_har_lacks(expected)
    assert all(
        abs(one.at - other.at) < 1e-4 for one, other in zip(told, expected, strict=True) if one.flow != 4
    )
    assert all(one.read_by is None for one in requests_of(data))


def test_mitmproxy_s_own_files_are_read(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.har", tmp_path / "b.zhar"
    flows = [flow(sent=[(b"cookie", b"a=1")]), tflow.ttcpflow()]
    with taddons.context(SaveHar()) as context:  # type: ignore[no-untyped-call]
        for path in (plain, packed):
            context.master.commands.call("save.har", flows, str(path))
    assert zlib.decompress(packed.read_bytes()) == plain.read_bytes()
    assert events_of(packed.read_bytes()) == events_of(plain.read_bytes())
    assert len(requests_of(plain.read_bytes())) == 1


def test_a_har_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "_MOST", 10)
    with pytest.raises(UnreadableInput, match="bytes large"):
        opened(har(entry()))


@settings(deadline=None)
@given(st.data())
def test_any_cut_of_a_har_gives_its_whole_entries(data: st.DataObject) -> None:
    whole = sample("chromium.har")
    at = data.draw(st.integers(1, len(whole) - 4))
    line = ""
    try:
        with opened(whole[:at]) as recording:
            every = events_of(whole)
            assert list(recording.events()) == [event for event in every if event.flow <= recording.last]
            line = recording.incomplete
    except UnreadableInput as error:
        line = str(error)
    assert "cut" in line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_large_har_is_read_as_a_small_one_is(monkeypatch: pytest.MonkeyPatch, data: st.DataObject) -> None:
    whole = sample(data.draw(st.sampled_from(sorted(path.name for path in SAMPLES.glob("*.har")))))
    at = data.draw(st.integers(0, len(whole)))
    broken = data.draw(
        st.sampled_from([whole, whole[:at], whole[:at] + b"]" + whole[at + 1 :], whole + b"x"])
    )
    monkeypatch.setattr(text, "_STEP", data.draw(st.sampled_from([7, 300, 1 << 20])))
    found: list[object] = []
    for size in (1 << 30, 0):
        monkeypatch.setattr(kind, "_WHOLE", size)
        try:
            with opened(broken) as one:
                events = list(one.events())
                found.append((events, one.incomplete, one.last, one.flows, one.skipped, one.notes))
        except UnreadableInput as error:
            found.append(str(error))
    assert found[0] == found[1]


def test_a_large_har_in_utf_16_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sample("firefox.har").decode("utf-8-sig")
    expected = events_of(plain.encode())
    monkeypatch.setattr(kind, "_WHOLE", 0)
    assert events_of(plain.encode("utf-16")) == expected


def test_a_large_har_that_is_changed_meanwhile_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kind, "_WHOLE", 0)
    path = tmp_path / "a.har"
    path.write_bytes(har(*(entry() for _ in range(2_000))))
    with open_source(str(path)) as recording:
        path.write_bytes(b"x" * path.stat().st_size)
        with pytest.raises(UnreadableInput, match="was changed while it was read"):
            list(recording.events())


def test_a_string_of_megabytes_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_STEP", 1_000)
    long = json.dumps({"log": {"entries": [], "comment": "a\\\\" * 1_000_000}}).encode()
    begun = time.process_time()
    assert text.Text(io.BytesIO(long), len(long)).end_of(0) == len(long)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text_of", "told"),
    [
        (b'{"log": {"version": "1.2"}}', "it has no entries"),
        (b'{"log": {"]ntries": []}}', "it has no entries"),
        (b'{"]og": {"entries": []}}', "it has no log"),
    ],
)
def test_what_a_large_har_lacks_is_told_as_of_a_small_one(
    monkeypatch: pytest.MonkeyPatch, text_of: bytes, told: str
) -> None:
    for size in (1 << 30, 0):
        monkeypatch.setattr(kind, "_WHOLE", size)
        with pytest.raises(UnreadableInput, match=told), opened(text_of):
            pass
