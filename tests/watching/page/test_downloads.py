"""What can be taken away: the report in its forms, and the recording as far as it is whole."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.vocabulary import Verdict
from temoin.watching.page.downloads import Tickets, WholeFlows, content_disposition
from watching.page.client import Answer, ask, serving
from watching.page.made_up import MadeUp

OWN: dict[str, Any] = {"origin": "http://temoin.test"}


def flow(size: int) -> bytes:
    """A record as mitmproxy writes them: its length, a colon, so many bytes, and a type."""
    return f"{size}:".encode() + b"x" * size + b"}"


def report(form: str) -> Answer:
    async def asked() -> Answer:
        watch = MadeUp()
        watch.cross("uid", 1.0, Verdict.EXEMPT)
        async with serving(watch) as server:
            return await ask(server, f"/report?form={form}", token=server.token)

    return asyncio.run(asked())


def recording_of(file: Path | None) -> tuple[Answer, Answer | None]:
    async def asked() -> tuple[Answer, Answer | None]:
        async with serving(MadeUp(), recording=lambda: file) as server:
            told = await ask(server, "/recording", method="POST", token=server.token, **OWN)
            if told.status != 200:
                return told, None
            path = json.loads(told.body)["path"]
            assert server.token not in path
            answer = await ask(server, path)
            assert (await ask(server, path)).status == 403
            return told, answer

    return asyncio.run(asked())


def test_the_json_report_is_a_file() -> None:
    answer = report("json")
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    named = 'attachment; filename="temoin-20251124-160000.json"'
    assert (answer.header("content-disposition") or "").startswith(named)
    assert json.loads(answer.body)["schema"] == "temoin-report/1"


@pytest.mark.parametrize(
    ("form", "begins"), [("svg", b"<svg"), ("terminal", b""), ("html", b"<!doctype html>")]
)
def test_every_form_can_be_had(form: str, begins: bytes) -> None:
    answer = report(form)
    assert answer.status == 200
    assert answer.body.startswith(begins)
    assert b"Nothing flagged" in answer.body.replace(b"&#160;", b" ")
    assert b"\x1b" not in answer.body


@pytest.mark.parametrize("form", ["nonsense", "..%2f..%2fetc", "%3Cscript%3E", ""])
def test_a_form_that_there_is_not_is_one_line(form: str) -> None:
    answer = report(form)
    assert answer.status == 400
    assert answer.body == b"There is no report of that form.\n"


def test_a_recording_is_given_as_far_as_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "visit.flow"
    whole = flow(10) + flow(2_000_000) + flow(3)
    file.write_bytes(whole + flow(500)[:-1])
    _, answer = recording_of(file)
    assert answer is not None
    assert answer.status == 200
    assert answer.body == whole
    assert answer.header("content-length") == str(len(whole))
    assert answer.header("content-type") == "application/octet-stream"
    assert 'filename="visit.flow"' in (answer.header("content-disposition") or "")


def test_what_is_no_flow_file_is_given_as_nothing(tmp_path: Path) -> None:
    file = tmp_path / "visit.flow"
    file.write_bytes(b"PNG" * 1000)
    _, answer = recording_of(file)
    assert answer is not None
    assert answer.body == b""


@pytest.mark.parametrize("file", [None, Path("/nowhere/at/all.flow"), Path("/")])
def test_where_nothing_is_recorded_one_line_says_so(file: Path | None) -> None:
    told, _ = recording_of(file)
    assert told.status == 404
    assert told.body == b"Nothing is being recorded.\n"


def test_a_recording_that_went_away_is_one_line(tmp_path: Path) -> None:
    async def asked() -> Answer:
        file = tmp_path / "visit.flow"
        file.write_bytes(flow(1))
        async with serving(MadeUp(), recording=lambda: file) as server:
            told = await ask(server, "/recording", method="POST", token=server.token, **OWN)
            file.unlink()
            return await ask(server, json.loads(told.body)["path"])

    answer = asyncio.run(asked())
    assert answer.status == 404
    assert answer.body == b"The recording cannot be read.\n"


def test_an_address_of_a_recording_minds_the_host(tmp_path: Path) -> None:
    async def asked() -> tuple[int, int]:
        file = tmp_path / "visit.flow"
        file.write_bytes(flow(1))
        async with serving(MadeUp(), recording=lambda: file) as server:
            told = await ask(server, "/recording", method="POST", token=server.token, **OWN)
            path = json.loads(told.body)["path"]
            foreign = await ask(server, path, host="evil.example")
            return foreign.status, (await ask(server, path)).status

    assert asyncio.run(asked()) == (403, 200)


def test_a_growing_recording_is_looked_at_from_where_it_was(tmp_path: Path) -> None:
    file, whole = tmp_path / "visit.flow", WholeFlows()
    file.write_bytes(flow(7) + b"5")
    assert whole.end(file) == len(flow(7))
    file.write_bytes(flow(7) + flow(5))
    assert whole.end(file) == len(flow(7) + flow(5))
    file.write_bytes(flow(1))
    assert whole.end(file) == len(flow(1))


def test_tickets_work_once_and_are_few() -> None:
    tickets = Tickets()
    given = [tickets.give() for _ in range(40)]
    assert not tickets.take(given[0])
    assert tickets.take(given[-1])
    assert not tickets.take(given[-1])
    assert not tickets.take("")


def test_an_old_ticket_is_void(monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = Tickets()
    ticket = tickets.give()
    monkeypatch.setattr("time.monotonic", lambda: 1e12)
    assert not tickets.take(ticket)


HOSTILE_NAMES = {
    'a"; filename="evil.exe': "a; filename=evil.exe",
    "a\r\nSet-Cookie: x=1.flow": "aSet-Cookie x=1.flow",
    "../../etc/passwd": "passwd",
    "C:\\Users\\x.flow": "x.flow",
    "visit\u202ewolf.exe": "visitwolf.exe",
    "été.flow": "été.flow",
    "..": "recording",
    "": "recording",
    "\udcff.flow": "flow",
}


@pytest.mark.parametrize(("name", "saved"), HOSTILE_NAMES.items())
def test_a_hostile_name_names_a_file(name: str, saved: str) -> None:
    assert unquote(content_disposition(name).partition("filename*=UTF-8''")[2]) == saved


@given(st.text())
def test_any_name_makes_one_header(name: str) -> None:
    header = content_disposition(name)
    shape = r"attachment; filename=\"[\w. -]+\"; filename\*=UTF-8''[A-Za-z0-9%_.~-]+"
    assert re.fullmatch(shape, header, re.ASCII)
    assert len(header) < 3000
