"""What the layout reads is what the exact walk reads, or it reads nothing."""

import gzip
import io
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from temoin.traffic import open_source
from temoin.traffic.flow_file import fields
from temoin.traffic.flow_file.fields import received_in, sent_in
from temoin.traffic.flow_file.layout import flow_in, start_in
from temoin.traffic.flow_file.memory import MOST, Unlike
from temoin.traffic.flow_file.record import OtherVersion, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Window
from temoin.traffic.order import Flow
from temoin.traffic.recording import Skipped
from traffic.flows import START, flow, from_states

_ROOT = Path(__file__).parents[3]
_FILES = [
    *sorted((_ROOT / "recordings").glob("*.flow")),
    *sorted((_ROOT / "tests/truth/firefox").glob("*.gz")),
]

type Facts = tuple[object, ...] | Skipped | str


def _facts(read: Flow | Skipped) -> Facts:
    if isinstance(read, Skipped):
        return read
    document = read.document
    told = None if document is None else (document.flow, document.at, document.read())
    return (read.request, read.response, read.ended, told)


def _walked(data: bytes, at: int = 0) -> Facts:
    window = Window(io.BytesIO(data), len(data))
    try:
        return _facts(read_record(window, window.value(at, len(data)), 1))
    except (Malformed, OtherVersion) as error:
        return type(error).__name__


def _laid_out(data: bytes, at: int = 0) -> Facts | None:
    """None where it is not in the layout."""
    window = Window(io.BytesIO(data), len(data))
    held = window.at_hand(at)
    if held is None:
        return None
    buffer, place, end = held
    try:
        read, ended = flow_in(buffer, place, 1, window.document_around)
    except Unlike:
        return None
    assert ended == end
    return _facts(read)


def _begun(data: bytes) -> float | None:
    window = Window(io.BytesIO(data), len(data))
    held = window.at_hand(0)
    return None if held is None else start_in(held[0], held[1])


def _holds(data: bytes) -> bool:
    """Compare both, and tell whether the layout read anything."""
    try:
        read = _laid_out(data)
    except Malformed:  # no record at all
        return False
    if read is None:
        return False
    walked = _walked(data)
    assert read == walked
    if not isinstance(walked, str | Skipped):
        assert _begun(data) == walked[0].at  # type: ignore[attr-defined]
    return True


@cache
def _records(path: Path) -> tuple[bytes, ...]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    window = Window(io.BytesIO(data), len(data))
    found, at = [], 0
    while at < len(data):
        end = window.value(at, len(data))[2] + 1
        found.append(data[at:end])
        at = end
    return tuple(found)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_every_record_of_every_recording_is_read_alike(path: Path) -> None:
    read = [_holds(record) for record in _records(path)]
    assert sum(read) > 0.9 * len(read)


_NASTY = st.sampled_from(
    [
        b",]", b"]", b"}", b"~", b"#", b"^", b",", b";", b":", b"0:~", b"9", b"1", b"0", b"\xff", b"",
        b",7:headers;0:]", b"8:response;0:~", b"15:timestamp_start;1:1#", b"}7:request;0:}", b"7:request;",
        b",6:scheme;4:http,6:method;3:GET,4:port;2:80#4:host;", b"5:error;0:~", b"7:version;2:20#", b"nan", b"1e5",
        b",]12:6:cookie,1:a", b":6:cookie,", b"pgrade,", b"3:tcp;2:id;36:", b"#]}5:error;0:~2:id;36:", b"18:1_0.5",
        b"^15:timestamp_start;18:", b"]12:http_version;8:HTTP/1.1,}", b";13:timestamp_end;0:~", b"}11:client_conn;",
        b";4:type;4:http;7:version;2:21#}", b"0:,7:headers;0:]", b"^8:trailers;0:~7:content;0:,",
    ]
)  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A record of a recording, and the same with some bytes replaced, its outer length mended."""
    record = draw(st.sampled_from(_records(draw(st.sampled_from(_FILES)))))
    head, _, body = record[:-1].partition(b":")
    assert int(head) == len(body)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(body)))
        until = draw(st.integers(at, min(at + 12, len(body))))
        body = body[:at] + draw(st.one_of(_NASTY, st.binary(max_size=6))) + body[until:]
    return record, b"%d:%b}" % (len(body), body)


@settings(max_examples=400, deadline=None)
@given(_mutated())
def test_a_record_of_which_bytes_were_changed_is_read_alike_or_not_at_all(
    records: tuple[bytes, bytes],
) -> None:
    record, changed = records
    _holds(changed)
    _holds(record)  # nothing of the other is remembered for it
    _holds(changed)


def _digits() -> st.SearchStrategy[tuple[bytes, int]]:
    return st.sampled_from(_FILES).flatmap(
        lambda path: st.sampled_from(_records(path)).flatmap(
            lambda record: st.tuples(
                st.just(record), st.sampled_from([n for n, byte in enumerate(record) if 48 <= byte <= 57])
            )
        )
    )


@settings(max_examples=400, deadline=None)
@given(_digits(), st.sampled_from(b"0123456789"))
def test_a_length_that_is_wrong_forges_nothing(place: tuple[bytes, int], digit: int) -> None:
    record, at = place
    _holds(record[:at] + bytes((digit,)) + record[at + 1 :])


_TEXT = st.lists(st.one_of(_NASTY, st.binary(max_size=8)), max_size=4).map(b"".join)
_PAIRS = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(
                [b"cookie", b"Cookie", b"Host", b"upgrade", b"Upgrade", b"uPgrade", b"content-type"]
            ),
            _TEXT,
        ),
        st.one_of(st.sampled_from([b"websocket", b"text/html", b"text/hTml", b"site.example"]), _TEXT),
    ),
    max_size=4,
)
_TIME = st.one_of(
    st.none(), st.sampled_from([0.0, START, 1e300, float("nan"), -1.0, 253402300800.5]), st.floats(0, 2e9)
)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT, _TEXT, _TEXT, _TEXT, _PAIRS, _PAIRS, _TIME, _TIME)
@example(b"", b"", b"", b"", b"", [(b"a", b",]4:1:b,0:,]")], [], START, START)
def test_hostile_values_forge_nothing(
    path: bytes,
    authority: bytes,
    method: bytes,
    reason: bytes,
    body: bytes,
    sent: list[tuple[bytes, bytes]],
    received: list[tuple[bytes, bytes]],
    began: float | None,
    ended: float | None,
) -> None:
    state: dict[str, Any] = flow(url="https://site.example/", sent=[], received=[]).get_state()
    state["request"].update(path=path, authority=authority, headers=sent, timestamp_end=ended)
    state["request"]["method"] = method or b"GET"
    state["response"].update(reason=reason, content=body, headers=received, timestamp_start=began)
    state["client_conn"]["sni"] = method.decode("latin-1")
    data = from_states(state)
    _holds(data)


def _plain_records() -> list[bytes]:
    """Two records of a recording that have little in their bodies: with cookies, and with one that is set."""
    records = [one for path in _FILES for one in _records(path) if len(one) < 3_000]
    sent = next(one for one in records if b":6:cookie," in one and b"8:response;0:~" not in one)
    return [sent, next(one for one in records if b":10:set-cookie," in one)]


@pytest.mark.parametrize("which", [0, 1])
def test_no_single_byte_can_be_changed_unseen(which: int) -> None:
    record = _plain_records()[which]
    assert _holds(record)
    for at, byte in enumerate(record):
        for other in (byte ^ 1, byte + 1, ord(",")):
            if other != byte:
                _holds(record[:at] + bytes((other % 256,)) + record[at + 1 :])
    assert _holds(record)


@pytest.mark.parametrize("which", [0, 1])
def test_no_byte_can_be_left_out_or_doubled_unseen(which: int) -> None:
    body = _plain_records()[which].partition(b":")[2][:-1]
    for at in range(len(body)):
        for changed in (body[:at] + body[at + 1 :], body[: at + 1] + body[at:]):
            _holds(b"%d:%b}" % (len(changed), changed))


def _state(**changes: Any) -> dict[str, Any]:
    state: dict[str, Any] = flow(sent=[(b"accept", b"*/*"), (b"cookie", b"a=1")]).get_state()
    for name, value in changes.items():
        of, _, field = name.partition("_")
        if of in ("request", "response") and field:
            state[of].update({field: value})
        else:
            state[name] = value
    return state


_ERROR = {"msg": "gone", "timestamp": START + 5}
_FORESEEN: dict[str, dict[str, Any]] = {
    "comma in a path": {"request_path": b"/a,b?c=d,9:authority;0:,"},
    "long path": {"request_path": b"/" + b"a" * 5_000},
    "path without a slash": {"request_path": b"*"},
    "body": {"request_content": b",7:headers;0:]" * 3},
    "long body": {"request_content": b"," * 200_000},
    "no body": {"request_content": None},
    "no response body": {"response_content": b""},
    "reason": {"response_reason": b"As it was"},
    "short moments": {"request_timestamp_start": START + 0.5, "response_timestamp_end": START + 2},
    "HTTP/3": {"request_http_version": b"HTTP/3", "response_http_version": b"HTTP/3"},
    "HTTP/1.0": {"request_http_version": b"HTTP/1.0", "response_http_version": b"HTTP/1.0"},
    "comment": {"comment": "}6:marked;0:;"},
    "mark": {"marked": ":default:", "metadata": {"temoin": ["early"]}},
    "intercepted": {"intercepted": True},
    "error": {"error": _ERROR},
    "error, no response": {"error": _ERROR, "response": None},
    "no response": {"response": None},
    "a wide row": {"request_headers": [(b"a", b"b" * 12_000)]},
    "no fields": {"request_headers": [], "response_headers": []},
    "only cookies": {"request_headers": [(b"cookie", b"a=1"), (b"cookie", b"a" * 399)]},
    "upgrade behind a cookie": {"request_headers": [(b"cookie", b"a"), (b"Upgrade", b"websocket")]},
}  # fmt: skip


@pytest.mark.parametrize("changes", _FORESEEN.values(), ids=_FORESEEN.keys())
def test_what_is_foreseen_is_in_the_layout(changes: dict[str, Any]) -> None:
    data = from_states(_state(**changes))
    assert _holds(data)
    assert _holds(data)


@pytest.mark.parametrize("changed", ["request", "response"])
def test_what_did_not_end_is_read_alike(changed: str) -> None:
    state = _state()
    state[changed]["timestamp_end"] = None
    assert _holds(from_states(state))


_CLIENTS: dict[str, dict[str, Any]] = {
    "other id": {"id": "0" * 36},
    "later": {"timestamp_start": START - 9},
    "short id": {"id": "1"},
    "mode": {"proxy_mode": "reverse:https://a.example"},
    "name that poses as an id": {"sni": "a;3:tcp;2:id;36:" + "0" * 36 + ";8:sockname;0:]8:peername;"},
    "no name": {"sni": None},
    "port of four digits": {"peername": ("192.0.2.7", 5012)},
    "other host": {"peername": ("192.0.2.8", 50123)},
    "IPv6": {"peername": ("2001:db8::1", 50123, 0, 0)},
    "nobody": {"peername": None},
    "offers": {"alpn_offers": [b"h2", b"]4:alpn;0:~"]},
    "UDP": {"transport_protocol": "udp"},
    "closed": {"timestamp_end": START + 3},
    "without TLS": {"tls_version": None, "cipher": None, "alpn": None, "tls": False, "timestamp_tls_setup": None},
}  # fmt: skip


def test_connections_that_end_alike_are_told_apart() -> None:
    records = []
    for changes in _CLIENTS.values():
        state = _state()
        state["client_conn"].update({"id": "5a1f6f2c-0000-4000-8000-000000000000", **changes})
        records.append(from_states(state))
    for record in records + records[::-1] + records:
        assert _holds(record)


@pytest.mark.parametrize("size", [1, 2, 12, 13, 14, 60, 102, 103, 104, 399, 400, 401, 402])
def test_what_is_as_long_as_a_cookie_is_none_for_that(size: int) -> None:
    for part in (b"~" * size, b"6:cookie," * 60, b"11:6:cookie,0:" + b"a" * 500):
        row = part[:size] + b",]"
        assert row == b"11:6:cookie,0:,]" or _unlike(row)


@pytest.mark.parametrize(
    "size", [0, 1, 9, 50, 97, 98, 99, 100, 101, 380, 384, 385, 386, 387, 388, 999, 1000, 5000]
)
def test_a_cookie_of_any_length_is_one_by_its_own_lengths(size: int) -> None:
    inner = b"6:cookie,%d:%b," % (size, b"a" * size)
    row = b"%d:%b]" % (len(inner), inner)
    assert sent_in(row, 0, len(row))[0] == ((b"cookie", b"a" * size),)
    for wrong in (row.replace(b",%d:" % size, b",%d:" % (size + 1)), row[:-2] + b"a,]", b"1" + row):
        assert _unlike(wrong)


def _unlike(row: bytes) -> bool:
    try:
        sent_in(row, 0, len(row))
    except Unlike:
        return True
    return False


@pytest.mark.parametrize("total", [0, 1, 10, 60, 66, 100, 149, 150])
def test_a_record_that_says_it_is_short_is_not_read_from_behind(total: int) -> None:
    record = from_states(_state())
    data = b"%d:%b" % (total, record.partition(b":")[2])
    _holds(data)  # so that its client is remembered
    for behind in range(200):
        with pytest.raises(Unlike):
            flow_in(data + data[-behind:] if behind else data, 0, 1, lambda *_: bytes)


def test_little_is_remembered() -> None:
    for n in range(MOST + 10):
        row = b"%d" % n
        row = b"%d:1:a,%d:%b,]" % (len(row) + len(b"%d" % len(row)) + 6, len(row), row)
        assert received_in(row)[0] == ((b"a", b"%d" % n),)
        assert sent_in(row, 0, len(row))[0] == ((b"a", b"%d" % n),)
    for memory in (received_in, fields._before_cookies, fields._field):
        assert 0 < len(memory.__self__) <= MOST  # type: ignore[union-attr]


def test_a_text_without_an_end_is_not_looked_for_in_all_that_follows(tmp_path: Path) -> None:
    took = []
    for more in (b"", b"9:websocket;0:~8:response;13:6:reason;1:a;}"):
        record = more + b"4:type;3:tcp;7:version;2:21#"
        (tmp_path / "a.flow").write_bytes(b"%d:%b}" % (len(record), record) * 8_000)
        began = time.process_time()
        with open_source(str(tmp_path / "a.flow")) as recording:
            assert recording.skipped == {Skipped.TCP: 8_000}
        took.append(time.process_time() - began)
    assert took[1] < 4 * took[0] + 1


def test_what_mitmproxy_writes_is_in_the_layout() -> None:
    assert _holds(from_states(flow().get_state()))


def test_a_row_that_poses_as_more_fields_is_one_field() -> None:
    posing = b"x,]24:10:set-cookie,6:forged,]"
    state = flow(received=[(b"x", posing)]).get_state()
    read = _laid_out(from_states(state))
    assert read is None or read == _walked(from_states(state))
