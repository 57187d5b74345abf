import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.har.document import NotHar, decode
from traffic.hars import entry, har


def refused(data: bytes) -> NotHar:
    with pytest.raises(NotHar) as told:
        decode(data)
    return told.value


def test_a_document_is_its_entries_and_its_writer() -> None:
    document = decode(har(entry(), entry(), creator="Firefox"))
    assert (document.creator, len(document.entries), document.incomplete) == ("Firefox", 2, "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(encoding: str) -> None:
    document = decode(har(entry(url="https://a.example/é")).decode().encode(encoding))
    assert document.entries[0].request is not None
    assert document.entries[0].request.url == "https://a.example/é"


def test_whatever_may_be_missing_or_null_may_be() -> None:
    bare: list[dict[str, Any]] = [
        {},
        dict.fromkeys(("startedDateTime", "time", "request", "response", "timings", "cache", "connection")),
        {"request": dict.fromkeys(("method", "url", "headers", "cookies")), "response": {"headers": None}},
        {"request": {"headers": [{}, {"name": None, "value": None}]}},
    ]
    assert len(decode(json.dumps({"log": {"entries": bare, "creator": None}}).encode()).entries) == 4


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{}", "is JSON but no HAR: it has no log"),
        (b"[1]", "is JSON but no HAR: it is a list, not an object"),
        (b'{"log": 1}', "is JSON but no HAR: log is a number, not an object"),
        (b'{"log": {}}', "is JSON but no HAR: it has no entries"),
        (b'{"log": {"entries": null}}', "is JSON but no HAR: log.entries is null, not a list"),
    ],
)
def test_json_that_is_no_har_is_said_to_be_none(data: bytes, problem: str) -> None:
    assert refused(data).problem == problem


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (entry(started=12), "startedDateTime is a number, not a text"),
        (entry(url=["x"]), "request.url is a list, not a text"),
        (entry(sent={"Cookie": "a=1"}), "request.headers is an object, not a list"),
        (entry(status="200"), "response.status is a text, not a number"),
        (entry(timings=[]), "timings is a list, not an object"),
        (entry(sent=[{"name": "a", "value": True}]), "request.headers[0].value is true or false, not a text"),
        ("x", "it is a text, not an object"),
    ],
)
def test_a_wrong_type_is_told_with_its_entry(wrong: Any, problem: str) -> None:
    error = refused(har(entry(), wrong))
    assert (error.problem, error.place) == (problem, "entry 2")


def test_bytes_that_are_no_utf_8_come_back() -> None:
    data = har(entry(url="https://a.example/X"), entry()).replace(b"/X", b"/\xe9")
    document = decode(data)
    assert (len(document.entries), document.incomplete) == (2, "")
    assert document.entries[0].request is not None
    assert document.entries[0].request.url == "https://a.example/\udce9"


def test_lone_surrogates_come_back() -> None:
    """As mitmproxy writes the bytes of a header that are no UTF-8."""
    document = decode(har(entry(sent=[{"name": "cookie", "value": "a=\udcff"}]), creator="mitmproxy"))
    assert document.creator == "mitmproxy"
    assert document.entries[0].request is not None
    assert document.entries[0].request.headers is not None
    assert document.entries[0].request.headers[0].value == "a=\udcff"


def test_a_wrong_type_beside_a_lone_surrogate_is_told_too() -> None:
    error = refused(har(entry(url="https://a.example/\udcff"), entry(started=3)))
    assert (error.problem, error.place) == ("startedDateTime is a number, not a text", "entry 2")


@given(st.integers(min_value=1))
def test_a_cut_document_gives_its_whole_entries(at: int) -> None:
    whole = har(entry(url="https://a.example/1"), entry(url="https://a.example/2"))
    at %= len(whole)
    second = whole.index(b', {"startedDateTime"')
    last = whole.rindex(b"]}}")
    if at < second:
        error = refused(whole[:at] or b"{")
        assert error.problem == "is cut before its first entry ends"
    else:
        document = decode(whole[:at])
        assert len(document.entries) == (1 if at < last else 2)
        assert document.incomplete == f"cut after entry {len(document.entries)}, byte {at}"


def test_a_document_broken_in_the_middle_is_read_up_to_there() -> None:
    whole = har(entry(), entry(), entry())
    middle = whole.index(b"startedDateTime", whole.index(b"startedDateTime") + 1)
    document = decode(whole[:middle] + whole[middle:].replace(b":", b"", 1))
    assert len(document.entries) == 1
    assert document.incomplete == f"broken after entry 1, byte {middle - 2}"


def test_what_follows_the_end_is_not_passed_over() -> None:
    document = decode(har(entry()) + b"\n" + har(entry()))
    assert document.incomplete.startswith("something follows the end of the HAR, byte ")


def test_an_entry_that_nests_without_end_stops_the_reading() -> None:
    deep = b'{"_initiator": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    whole = har(entry(), "DEEP").replace(b'"DEEP"', deep)
    document = decode(whole)
    assert (len(document.entries), document.incomplete.startswith("broken after entry 1")) == (1, True)
    assert refused(har("DEEP").replace(b'"DEEP"', deep)).problem == "is broken JSON"


KEYS = ["log", "entries", "request", "response", "headers", "url", "name", "startedDateTime", "creator"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


def outcome(data: bytes) -> str:
    try:
        return decode(data).incomplete
    except NotHar as error:
        return error.problem


@given(json_values, st.booleans())
def test_any_json_is_entries_or_no_har(value: Any, wrapped: bool) -> None:
    data = json.dumps({"log": {"entries": [value]}} if wrapped else value).encode()
    assert outcome(data).isprintable()


@given(st.binary(max_size=100))
def test_any_bytes_are_entries_or_no_har(data: bytes) -> None:
    for prefix in (b"", b'{"log":', b'{"log":{"entries":[{"request":{}},', b'{"log":{"creator":'):
        assert outcome(prefix + data).isprintable()
