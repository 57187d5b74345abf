"""What the layout reads is what the exact walk reads, or it reads nothing."""

import gzip
import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from temoin.traffic.flow_file.layout import flow_in, start_in
from temoin.traffic.flow_file.memory import Unlike
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
    ]
)  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """A record of a recording with some bytes replaced, and its outer length mended."""
    record = draw(st.sampled_from(_records(draw(st.sampled_from(_FILES)))))
    head, _, body = record[:-1].partition(b":")
    assert int(head) == len(body)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(body)))
        until = draw(st.integers(at, min(at + 12, len(body))))
        body = body[:at] + draw(st.one_of(_NASTY, st.binary(max_size=6))) + body[until:]
    return b"%d:%b}" % (len(body), body)


@settings(max_examples=400, deadline=None)
@given(_mutated())
def test_a_record_of_which_bytes_were_changed_is_read_alike_or_not_at_all(record: bytes) -> None:
    _holds(record)


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
            st.sampled_from([b"cookie", b"Host", b"upgrade", b"Upgrade", b"uPgrade", b"content-type"]), _TEXT
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


def test_what_mitmproxy_writes_is_in_the_layout() -> None:
    assert _holds(from_states(flow().get_state()))


def test_a_row_that_poses_as_more_fields_is_one_field() -> None:
    posing = b"x,]24:10:set-cookie,6:forged,]"
    state = flow(received=[(b"x", posing)]).get_state()
    read = _laid_out(from_states(state))
    assert read is None or read == _walked(from_states(state))
