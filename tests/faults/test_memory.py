"""Memory at a limit, as `ulimit -v` sets it: the right result or one line and 2; a watch ends with its report."""

import asyncio
import json
import threading
from pathlib import Path

import pytest

import temoin
from commands.live import Live
from engine.sessions import events_of
from faults.limited import ROOT, limited, run
from proxy.clients import get
from temoin.errors import is_shortage
from temoin.portal.demo import HOST_OF, Which
from temoin.proxy import ProxyWishes, running_proxy
from temoin.watching.guarding import defect
from temoin.watching.patience import Patience
from temoin.watching.session import Watch

RECORDING = ROOT / "recordings" / "refused-leaky.flow"
LEAKY = HOST_OF[Which.LEAKY]
DOCUMENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0", "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Cookie": "sessionid=abcd",
}  # fmt: skip


def test_a_replay_within_a_limit_is_right_or_one_line_and_2(tmp_path: Path) -> None:
    recording, report, whole = tmp_path / "many.flow", tmp_path / "report.json", tmp_path / "whole.json"
    recording.write_bytes(RECORDING.read_bytes() * 12)
    assert run("replay", recording, "-o", whole).returncode == 1
    statuses = []
    for megabytes in (40, 52, 60, 66, 72, 400):
        done = run("replay", recording, "-o", report, within=limited("RLIMIT_AS", megabytes * 1_000_000))
        statuses.append(done.returncode)
        if done.returncode == 1:
            assert report.read_bytes() == whole.read_bytes()
            report.unlink()
        else:
            assert done.stderr == "temoin: the input needs more memory than there is\n"
        assert set(tmp_path.iterdir()) == {recording, whole}
    assert set(statuses) == {1, 2}
    assert (statuses[0], statuses[-1]) == (2, 1)


def test_a_har_that_needs_more_is_one_line_and_2(tmp_path: Path) -> None:
    recording = tmp_path / "visit.har"
    text = "x" * 60_000_000
    recording.write_text(json.dumps({"log": {"version": "1.2", "entries": [{"startedDateTime": text}]}}))
    done = run("replay", recording, within=limited("RLIMIT_AS", 120_000_000))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_a_watch_within_a_limit_watches_or_is_one_line_and_2(home: Path, tmp_path: Path) -> None:
    """Threads are the first to fail: each wants megabytes for its stack."""
    arguments = (
        "demo",
        "--plain",
        "--port",
        "0",
        "-w",
        tmp_path / "visit.flow",
        "-o",
        tmp_path / "report.json",
    )
    with Live(*arguments, home=home, within=limited("RLIMIT_AS", 90_000_000)) as live:
        assert live.end() == 2
    assert (live.out, live.err.count("\n")) == ("", 1)
    assert "needs more memory than there is" in live.err
    with Live(*arguments, home=home, within=limited("RLIMIT_AS", 400_000_000)) as live:
        assert get(live.port(), LEAKY, "/", DOCUMENT, trusting=live.authority)[0] == 200
        live.process.terminate()
        live.end()
    assert json.loads((tmp_path / "report.json").read_text())["sessions"][0]["requests"] == 1


def test_what_a_dead_thread_left_is_judged_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def none_left(*_: object) -> None:
        raise MemoryError

    watch = Watch(())
    events = events_of("0.0  document https://shop.example/ sends a=1; b=2; c=3")
    with monkeypatch.context() as patched:
        patched.setattr(Patience, "turn", none_left)  # outside what it guards
        watch.note("wakes it")
        watch._thread.join(10)
    assert not watch._thread.is_alive()
    for event in events:
        watch.put(event, event.at)
    report = watch.close()
    assert report.sessions[0].requests == 1
    watch.put(events[0], events[0].at)
    assert watch.close() == report


def test_without_a_further_thread_a_watch_still_ends_with_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none_left(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    async def run() -> temoin.Report:
        wishes = ProxyWishes(sets=(f"confdir={tmp_path}",), page="", reports=(str(tmp_path / "report.json"),))
        async with running_proxy(wishes) as proxy:
            monkeypatch.setattr(asyncio, "to_thread", none_left)
        assert proxy.failed is None
        return proxy.report

    (session,) = asyncio.run(run()).sessions
    assert session.requests == 0
    assert (tmp_path / "report.json").exists()


def test_a_want_of_memory_is_told_as_one_and_is_no_defect() -> None:
    assert is_shortage(MemoryError())
    assert is_shortage(RuntimeError("can't start new thread"))
    assert is_shortage(SystemError("error return without exception set"))
    assert not is_shortage(RuntimeError("another"))
    assert str(defect("the report", MemoryError())) == "the report: needs more memory than there is"
    assert "a defect" in str(defect("the report", KeyError()))
    assert isinstance(defect("the report", KeyError()), temoin.TemoinError)
