"""Flow files: what mitmproxy can still load, and the engine reads as before; nothing secret in any field."""

import io
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mitmproxy import http
from mitmproxy.io import FlowReader, tnetstring
from mitmproxy.test import tflow

from redaction import planted
from redaction.reading import POLICIES, redacted
from redaction.tools import KEY
from temoin.errors import UnreadableInput
from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.redaction import check, redact
from temoin.redaction.keys import Key
from temoin.redaction.search.needles import Found, Needles, TooMuch
from traffic.flow_file.test_older import version_4, version_11, version_17, version_19, version_20
from traffic.flows import flow, from_states, state_of, written
from traffic.readings import events_of, opened

PLANTED = planted.flow_file()


def loaded(data: bytes) -> list[Any]:
    return list(FlowReader(io.BytesIO(data)).stream())


def told(event: Event) -> tuple[object, ...]:
    """What the engine judges by, where no value, path or address can be compared."""
    match event:
        case RequestSeen():
            return (
                event.flow,
                event.at,
                event.scheme,
                event.host,
                event.port,
                event.method,
                event.http_version,
                event.kind,
                event.connected,
                [len(value) for name, value in event.headers if not name.endswith((b"-for", b"forwarded"))],
            )
        case ResponseSeen():
            return (event.flow, event.at, event.status, [name for name, _ in event.headers])
        case FlowEnded():
            return (event.flow, event.at, bool(event.error))
        case BodySeen():
            return (event.flow, event.at)


def test_no_planted_secret_is_left_and_every_one_was_there() -> None:
    made, found = redacted(PLANTED)
    bodies = b"".join(
        (one.request.content or b"") + (one.response.content or b"" if one.response else b"")
        for one in loaded(PLANTED)
        if isinstance(one, http.HTTPFlow)
    )
    for place, secret in planted.SECRETS.items():
        if place in ("title", "post", "param", "initiator", "b64-body", "basic"):
            continue  # a HAR's places, and one in base64
        variants = (secret.encode(), secret.lower().encode())
        assert any(one in PLANTED or one in bodies for one in variants), place
        assert all(one not in made for one in variants), place
    assert planted.ADDRESS.encode() not in made
    assert check(found.register, io.BytesIO(made), "made").proven
    packed = [one.response.content for one in loaded(made)[:3] if one.response]
    assert all(packed)
    assert b"S3CRET" not in b"".join(packed)


def test_the_check_finds_what_was_planted_in_the_original() -> None:
    _, found = redacted(PLANTED)
    checked = check(found.register, io.BytesIO(PLANTED), "original")
    assert len(checked.left) == 20
    assert "S3CRET" not in repr(checked)


def test_mitmproxy_loads_every_flow_in_its_place() -> None:
    made, _ = redacted(PLANTED)
    before, after = loaded(PLANTED), loaded(made)
    assert [one.type for one in after] == [one.type for one in before]
    page = after[0]
    assert page.request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert page.request.headers.get_all("cookie")[0].startswith("sid=")
    assert (page.comment, page.marked, page.client_conn.certificate_list) == ("", "", [])
    assert set(page.metadata) == {"proxyauth"}
    assert page.client_conn.peername[0].startswith("2")
    assert page.client_conn.peername[0] != planted.ADDRESS
    assert [message.content for message in after[6].websocket.messages] != [
        planted.SECRETS["message"].encode()
    ]


def test_the_events_are_those_that_were() -> None:
    made, _ = redacted(PLANTED)
    assert [told(event) for event in events_of(made)] == [told(event) for event in events_of(PLANTED)]


def test_equal_keys_give_equal_bytes_and_others_do_not() -> None:
    assert redacted(PLANTED)[0] == redacted(PLANTED)[0]
    assert redacted(PLANTED)[0] != redacted(PLANTED, key=Key.random())[0]


@pytest.mark.parametrize("version", [version_20, version_19, version_17, version_11, version_4])
def test_older_versions_are_migrated(version: Callable[[], dict[Any, Any]]) -> None:
    other = {**version()}
    data = from_states(version(), other)
    made, _ = redacted(data)
    assert len(loaded(made)) == 2
    before, after = events_of(data), events_of(made)
    assert [told(event) for event in after] == [told(event) for event in before]
    connections = [
        {one.connection for one in events if isinstance(one, RequestSeen)} for events in (before, after)
    ]
    assert len(connections[0]) == len(connections[1])


@pytest.mark.parametrize("end", [b"12345:", b"12", b"!", b"100:abc", b"5:hello,", b"3:abc"])
def test_what_was_not_whole_does_not_seem_so(end: bytes) -> None:
    data = written(flow()) + end
    made, _ = redacted(data)
    with opened(data) as before, opened(made) as after:
        assert before.incomplete
        assert after.incomplete
        assert after.flows == before.flows
        assert after.incomplete.split(", byte")[0] == before.incomplete.split(", byte")[0]
        if "more bytes" in before.incomplete:
            assert after.incomplete.rpartition(": ")[2] == before.incomplete.rpartition(": ")[2]


def test_a_packed_file_that_is_cut_does_not_seem_whole() -> None:
    import gzip

    data = gzip.compress(written(flow(), flow(at=1764000001.0)))
    made, _ = redacted(data[:-5])
    with opened(data[:-5]) as before, opened(made) as after:
        assert before.incomplete
        assert after.incomplete
        assert after.flows == before.flows


@pytest.mark.parametrize("data", [b"", b"5:hello,", b"999:", b"PK\x03\x04", b"nothing"])
def test_what_is_no_recording_is_one_error(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        redacted(data)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_byte_changed_gives_a_recording_or_one_error(data: st.DataObject) -> None:
    raw = bytearray(PLANTED[:20_000])
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        made, found = redacted(bytes(raw), policies=())
    except UnreadableInput:
        return
    for place in ("cookie", "query", "set-cookie", "authorization"):
        assert planted.SECRETS[place].encode() not in made
    assert found.kind in ("flow", "har")


FIELDS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.binary(max_size=20) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_value_in_any_field_is_replaced_or_left_out(data: st.DataObject) -> None:
    state = state_of(flow(sent=planted.sent(), received=planted.received()))
    tables = [state, state["client_conn"], state["server_conn"], state["request"], state["response"]]
    table = data.draw(st.sampled_from(tables))
    table[data.draw(st.sampled_from(sorted(table)))] = data.draw(FIELDS)
    table["unheard-of"] = "S3CRET-of-an-add-on"
    try:
        made, _ = redacted(tnetstring.dumps(state), policies=())
    except UnreadableInput:
        return
    assert b"S3CRET" not in made
    with opened(made) as recording:
        assert recording.flows <= 1


def test_a_large_body_costs_no_memory() -> None:
    state = state_of(flow())
    data = tnetstring.dumps(state)
    state["response"]["content"] = b"x" * 64_000_000
    data += tnetstring.dumps(state)
    file = io.BytesIO(data)
    out = _Counting()
    tracemalloc.start()
    redact("-", out, KEY, POLICIES, stdin=file)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert out.size > 64_000_000
    assert peak < 30_000_000


class _Counting:
    """Takes what is written, and keeps its size."""

    size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("regular", "regular"),
        ("upstream:http://S3CRET@proxy.example", "regular"),
        ("reverse:https://S3CRET.example", "regular"),
        ("local:S3CRET", "local"),
        ("wireguard:S3CRET@51820", "wireguard"),
    ],
)
def test_how_the_proxy_was_reached_stays_and_where_to_does_not(mode: str, kept: str) -> None:
    state = state_of(flow())
    state["client_conn"]["proxy_mode"] = mode
    made, _ = redacted(from_states(state))
    assert b"S3CRET" not in made
    assert loaded(made)[0].client_conn.proxy_mode.full_spec == kept


def test_visitors_behind_two_addresses_and_logins_stay_apart(tmp_path: Path) -> None:
    flows = [flow(at=1764000000.0 + number) for number in range(4)]
    for number, one in enumerate(flows):
        one.client_conn = tflow.tclient_conn()
        one.client_conn.peername = (f"192.0.2.{number % 2}", 50_000 + number)
        one.metadata["proxyauth"] = (f"jean{number // 2}", "x")
    made, _ = redacted(written(*flows))
    requests = [one for one in events_of(made) if isinstance(one, RequestSeen)]
    assert len({(one.client, one.user) for one in requests}) == 4
    assert len({one.client for one in requests}) == len({one.user for one in requests}) == 2


def test_a_secret_in_a_path_that_is_an_echo_goes_and_the_referer_with_it() -> None:
    secret = "S3CRET-echo"
    one = flow(
        url=f"https://opendata.reseda.fr/u/{secret}/", received=[(b"set-cookie", f"sid={secret}".encode())]
    )
    two = flow(at=1764000001.0, sent=[(b"referer", f"https://opendata.reseda.fr/u/{secret}/".encode())])
    made, found = redacted(written(one, two))
    assert found.register.echoes == {secret}
    assert secret.encode() not in made
    requests = [event for event in events_of(made) if isinstance(event, RequestSeen)]
    assert dict(requests[1].headers)[b"referer"].decode() == requests[0].url


def test_secrets_made_to_be_compared_without_end_are_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(*_: object) -> Iterator[Found]:
        raise TooMuch

    monkeypatch.setattr(Needles, "find", find)
    with pytest.raises(UnreadableInput, match="in reasonable time"):
        redacted(PLANTED)


def test_names_that_look_like_identifiers_are_told() -> None:
    one = flow(
        url="https://a1b2c3d4e5f6.ads.example/", received=[(b"set-cookie", b"_hjSession_47110815=abc")]
    )
    _, found = redacted(written(one))
    assert found.suspects == ("_hjSession_47110815", "a1b2c3d4e5f6.ads.example")
