"""kill -9 at any moment: what was settled is in the files, none of them half, and a restart goes on."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import temoin
import temoin.writing
from commands.live import Live
from faults.limited import ROOT
from proxy.clients import get
from temoin.errors import UsageError
from temoin.portal.demo import DEMO_POLICY, HOST_OF, Which
from temoin.proxy import ProxyWishes, running_proxy
from temoin.traffic import open_source
from temoin.traffic.flow_file.ending import end_of_whole
from temoin.watching.lines import Lines
from traffic.flows import START, flow, written

LEAKY = HOST_OF[Which.LEAKY]
DOCUMENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0", "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Cookie": "sessionid=abcd",
}  # fmt: skip

_DIES = """
import os, pathlib, signal, sys
sys.path.insert(0, sys.argv[1])
from temoin import writing

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

moments = {"flushed": (os, "fsync"), "synced": (pathlib.Path, "chmod"), "moving": (pathlib.Path, "replace")}
if sys.argv[3] in moments:
    setattr(*moments[sys.argv[3]], die)
with writing.writing_whole(sys.argv[2]) as out:
    out.write(b"half" * 100_000)
    if sys.argv[3] == "writing":
        out.flush()
        die()
"""


@pytest.mark.parametrize("moment", ["writing", "flushed", "synced", "moving"])
def test_a_kill_while_a_report_is_written_leaves_the_one_before(moment: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("the one before")
    command = [sys.executable, "-c", _DIES, str(ROOT / "addon"), str(report), moment]
    assert subprocess.run(command, check=False, timeout=30).returncode == -signal.SIGKILL
    assert report.read_text() == "the one before"
    temoin.writing.write_whole(str(report), b"the next")
    assert report.read_text() == "the next"


def test_a_kill_while_watching_loses_nothing_that_settled_and_a_restart_goes_on(tmp_path: Path) -> None:
    home, recording, lines, report = (tmp_path / name for name in ("home", "v.flow", "l.jsonl", "r.json"))
    report.write_text("the one before")
    outputs = ("-w", f"+{recording}", "--lines", lines, "-o", report)
    with Live("demo", "--plain", "--port", "0", *outputs, home=home) as live:
        for path in ("/", "/explore/"):
            assert get(live.port(), LEAKY, path, DOCUMENT, trusting=live.authority)[0] == 200
        live.until(lambda: live.out.count("sessionid") >= 2)
        shown = live.out.count("sessionid")
        assert live.end(signal.SIGKILL) == -signal.SIGKILL
    assert report.read_text() == "the one before"
    settled = [json.loads(line) for line in lines.read_text().splitlines()]
    exchanges = [one["exchange"]["name"] for one in settled if one["type"] == "exchange"]
    assert exchanges.count("sessionid") >= shown
    (session,) = temoin.replay([str(recording)], [DEMO_POLICY]).sessions
    assert (session.requests, session.incomplete) == (2, "")

    whole = recording.read_bytes()
    recording.write_bytes(whole + whole[: len(whole) // 3])  # as a kill in the middle of a write leaves it
    lines.write_bytes(lines.read_bytes() + b'{"type":"exchange","exch')
    with Live("demo", "--plain", "--port", "0", *outputs, home=home) as live:
        assert get(live.port(), LEAKY, "/", DOCUMENT, trusting=live.authority)[0] == 200
        live.until(lambda: "sessionid" in live.out)
        live.end(signal.SIGTERM)
    assert f"{recording} ended in the middle of a flow; what was there of it," in live.out
    assert recording.read_bytes().startswith(whole)
    (session,) = temoin.replay([str(recording)], [DEMO_POLICY]).sessions
    assert (session.requests, session.incomplete) == (3, "")
    assert [json.loads(line) for line in lines.read_text().splitlines()][: len(settled)] == settled
    assert json.loads(report.read_text())["sessions"][0]["requests"] == 1


def test_a_line_that_is_not_ours_is_never_taken_off(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    for before, after in (
        (b"notes of my own", b"notes of my own\n"),
        (b'{"type":"exchange"}', b'{"type":"exchange"}\n'),
        (b'{"type":"exchange"}\n{"type":"exch', b'{"type":"exchange"}\n'),
        (b"", b""),
    ):
        file.write_bytes(before)
        Lines(str(file), pytest.fail).close()
        assert file.read_bytes() == after


def test_a_recording_cut_at_every_byte_of_its_last_record_gives_all_before_it(tmp_path: Path) -> None:
    first, last = written(flow(at=START)), written(flow(at=START + 1))
    file = tmp_path / "visit.flow"
    file.write_bytes(first)
    with open_source(str(file)) as recording:
        before = list(recording.events())
    for cut in range(1, len(last)):
        file.write_bytes(first + last[:cut])
        told = f"cut in the middle of flow 2, byte {len(first) + cut}: "
        with open_source(str(file)) as recording:
            assert recording.flows == 1
            assert recording.incomplete.startswith(told)
            assert list(recording.events()) == before
        if cut % 20 == 0:
            (session,) = (report := temoin.replay([str(file)])).sessions
            assert report.outcome.exit_status in (1, 3)
            assert session.requests == 1
            assert session.incomplete.startswith(told)
        with file.open("rb") as there:
            assert end_of_whole(there, len(first) + cut) == len(first)
    file.write_bytes(first + last)
    (session,) = temoin.replay([str(file)]).sessions
    assert (session.requests, session.incomplete) == (2, "")
    with file.open("rb") as there:
        assert end_of_whole(there, len(first) + len(last)) == len(first) + len(last)


@pytest.mark.parametrize("content", [b"<html>", b"{}", b'{"log": {"entries": []}}', b"5:hello,", b"2:{}}x"])
def test_what_is_no_flow_file_is_not_added_to(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    with file.open("rb") as there:
        assert end_of_whole(there, len(content)) is None


def test_two_watches_never_record_into_one_file(tmp_path: Path) -> None:
    recording, confdir = tmp_path / "visit.flow", tmp_path / "conf"
    wishes = ProxyWishes(sets=(f"confdir={confdir}",), page="", recording=str(recording))

    async def one(use: Callable[[], Awaitable[None]]) -> None:
        async with running_proxy(wishes):
            await use()

    async def second() -> None:
        recording.write_bytes(b"what the first wrote")
        with pytest.raises(UsageError, match="another watch records there"):
            await one(nothing)
        assert recording.read_bytes() == b"what the first wrote"

    async def nothing() -> None:
        pass

    asyncio.run(one(second))
    recording.unlink()
    asyncio.run(one(nothing))
    assert recording.read_bytes() == b""
