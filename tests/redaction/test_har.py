"""HARs: every place that repeats a cookie or a query, and what of a file that is not whole must not seem so."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction import planted
from redaction.reading import redacted
from redaction.test_flow_file import told
from temoin.errors import UnreadableInput
from temoin.redaction import check
from traffic.hars import entry, har
from traffic.readings import events_of, opened

PLANTED = planted.har()
OF_FLOWS = {
    "trailer",
    "tcp",
    "udp",
    "dns",
    "mark",
    "metadata",
    "login",
    "backup",
    "connection-error",
    "close",
    "json",
    "packed-html",
    "script",
    "packed-script",
    "basic",
    "b64-body",
}


def log(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)["log"]
    return found


def test_no_planted_secret_is_left_and_every_one_was_there() -> None:
    made, found = redacted(PLANTED)
    for place, secret in planted.SECRETS.items():
        if place not in OF_FLOWS:
            assert any(one.encode() in PLANTED for one in (secret, secret.lower())), place
        assert all(one.encode() not in made for one in (secret, secret.lower())), place
    assert planted.ADDRESS.encode() not in made
    assert check(found.register, io.BytesIO(made), "made").proven
    assert not check(found.register, io.BytesIO(PLANTED), "original").proven


def test_a_cookie_is_the_same_in_headers_and_lists() -> None:
    made = log(redacted(PLANTED)[0])["entries"][0]
    header = next(one["value"] for one in made["request"]["headers"] if one["name"] == "cookie")
    assert header.startswith(f"sid={made['request']['cookies'][0]['value']};")
    answer = next(one["value"] for one in made["response"]["headers"] if one["name"] == "set-cookie")
    assert answer.startswith(f"uid={made['response']['cookies'][0]['value']};")
    assert made["response"]["cookies"][0]["expires"] == "2026-11-24T16:00:00Z"


def test_a_query_is_the_same_in_the_url_and_in_its_list() -> None:
    made = log(redacted(PLANTED)[0])["entries"][0]["request"]
    assert f"?token={made['queryString'][0]['value']}&" in made["url"]
    path = next(one["value"] for one in made["headers"] if one["name"] == ":path")
    assert path == f"/?token={made['queryString'][0]['value']}"


def test_a_body_in_base64_is_one_still() -> None:
    made = log(redacted(PLANTED)[0])["entries"][1]["response"]["content"]
    assert made["encoding"] == "base64"
    assert len(made["text"]) == len(log(PLANTED)["entries"][1]["response"]["content"]["text"])


def test_the_events_are_those_that_were() -> None:
    made, _ = redacted(PLANTED)
    assert [told(event)[:3] for event in events_of(made)] == [told(event)[:3] for event in events_of(PLANTED)]


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,S3CRET",
        "blob:https://a.example/S3CRET1",
        "chrome-extension://S3CRET/x",
        "about:S3CRET",
        "S3CRET1",
        "http://S3C RET/",
        "",
        None,
    ],
)
def test_what_is_skipped_is_skipped_still(url: str | None) -> None:
    data = har(entry(), entry(url=url))
    made, _ = redacted(data)
    with opened(data) as before, opened(made) as after:
        assert dict(after.skipped) == dict(before.skipped)
        assert (after.flows, after.incomplete) == (before.flows, before.incomplete)


@pytest.mark.parametrize(
    "more",
    [
        {"started": ""},
        {"status": 0},
        {"status": -1},
        {"connection": "443"},
        {"connection": "S3CRET-socket"},
        {"_connectionId": 17},
        {"_fromCache": "disk"},
        {"cache": {"afterRequest": {"eTag": "S3CRET"}}},
        {"pageref": "S3CRET"},
        {"response": {"_error": "S3CRET"}},
        {"response": {"content": {"text": None}}},
        {"time": None},
        {"timings": None},
        {"response": {"_fetchedViaServiceWorker": True}},
        {"_resourceType": "document", "pageref": "p", "_frameref": "S3CRET"},
        {"sent": [{"name": "Cookie", "value": "a=S3CRET-1\nb=S3CRET-2"}]},
        {"received": [{"name": None, "value": None}]},
        {"received": [{"name": "Set-Cookie", "value": "a=S3CRET-1\r\nb=S3CRET-2; Path=/"}]},
        {"sent": None},
        {"sent_cookies": [{"name": "a", "value": "S3CRET-1"}]},
        {"version": "h2"},
        {
            "received_cookies": [
                {"name": "a", "value": "S3CRET-1", "expires": "2027-01-01T00:00:00Z", "path": "/"}
            ]
        },
    ],
    ids=str,
)
def test_what_the_engine_reads_of_an_entry_is_read_still(more: dict[str, Any]) -> None:
    data = har(entry(**more), entry())
    made, _ = redacted(data)
    assert b"S3CRET" not in made
    with opened(data) as before, opened(made) as after:
        assert dict(after.skipped) == dict(before.skipped)
        assert after.notes == before.notes
        assert [told(event) for event in after.events()] == [told(event) for event in before.events()]


def test_what_safari_folds_is_redacted_cookie_by_cookie() -> None:
    folded = "a=S3CRET-1; Path=/, b=S3CRET-2; Expires=Wed, 24 Nov 2027 16:00:00 GMT"
    data = har(entry(received=[{"name": "Set-Cookie", "value": folded}]), creator="WebKit Web Inspector")
    made, _ = redacted(data)
    assert b"S3CRET" not in made
    assert [told(event) for event in events_of(made)] == [told(event) for event in events_of(data)]


@pytest.mark.parametrize("where", [0.4, 0.7, 0.9])
def test_a_file_that_is_cut_does_not_seem_whole(where: float) -> None:
    data = har(*(entry(started=f"2025-11-24T16:00:{second:02}Z") for second in range(10)))
    data = data[: int(len(data) * where)]
    made, _ = redacted(data)
    with opened(data) as before, opened(made) as after:
        assert after.flows == before.flows
        assert after.incomplete.split(",")[0] == before.incomplete.split(",")[0]


@pytest.mark.parametrize("change", [(b"]}}", b"], }}"), (b"]}}", b"]}} more"), (b'"GET"', b'"GET" x')])
def test_a_file_that_is_broken_does_not_seem_whole(change: tuple[bytes, bytes]) -> None:
    whole = har(entry(), entry())
    data = whole[:400] + whole[400:].replace(*change)
    made, _ = redacted(data)
    with opened(data) as before, opened(made) as after:
        assert before.incomplete
        assert after.incomplete.split(",")[0] == before.incomplete.split(",")[0]
        assert after.flows == before.flows


def test_lone_surrogates_keep_what_the_engine_read() -> None:
    body = {
        "content": {"mimeType": "text/html", "text": "<script src='https://t.example/x.js'></script>\ud800"}
    }
    data = har(
        entry(sent=[{"name": "cookie", "value": "a=caf\udce9S3CRET; b=\ud800x"}], response=body), entry()
    )
    made, _ = redacted(data)
    assert b"S3CRET" not in made
    assert [told(event) for event in events_of(made)] == [told(event) for event in events_of(data)]


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"log": {}}',
        b'{"log": {"entries": 1}}',
        b"[",
        har(entry(started="never")),
        b'{"log": {"entries": [], "entries": [{"startedDateTime": ""}]}, "log": {"entries": []}}',
        har(entry()).replace(b'"GET"', b"9" * 5_000),
    ],
)
def test_what_cannot_be_redacted_is_one_error(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        redacted(data)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_any_byte_changed_gives_a_har_or_one_error(data: st.DataObject) -> None:
    raw = bytearray(PLANTED)
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        made, _ = redacted(bytes(raw), policies=())
    except UnreadableInput:
        return
    for place in ("cookie", "query", "set-cookie", "post"):
        assert planted.SECRETS[place].encode() not in made


def test_a_document_is_read_as_it_was(tmp_path: Path) -> None:
    made = log(redacted(PLANTED)[0])["entries"][0]["response"]["content"]["text"]
    assert made.startswith("x") is False
    assert "<script src='https://t.example/m.js?u=" in made
    assert len(made) == len(log(PLANTED)["entries"][0]["response"]["content"]["text"])
