"""The watch as a user has it: it ends well in every way there is, and says in one line what cannot be."""

import json
import os
import pty
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

import temoin
from browsers.actors import actor
from commands.live import Live
from proxy.clients import get, get_plain
from temoin.cli import main
from temoin.portal.demo import DEMO_POLICY, HOST_OF, Which

ROOT = Path(__file__).resolve().parents[2]
LEAKY = HOST_OF[Which.LEAKY]
UA = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
DOCUMENT = {
    "User-Agent": UA, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
    "Cookie": "sessionid=secret-value",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def visit(live: Live) -> None:
    for path in ("/", "/explore/"):
        assert get(live.port(), LEAKY, path, DOCUMENT, trusting=live.authority)[0] == 200


def findings_of(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))["sessions"][0] | {"source": "", "recorded": []}


def replayed(recording: Path, tmp_path: Path) -> Any:
    from temoin.watching.outputs import write_reports

    write_reports([str(tmp_path / "replayed.json")], temoin.replay([str(recording)], [DEMO_POLICY]))
    return findings_of(tmp_path / "replayed.json")


def test_sigterm_ends_it_with_its_report_and_a_second_watcher_on_its_port_changes_nothing(
    home: Path, tmp_path: Path
) -> None:
    recording, report = tmp_path / "visit.flow", tmp_path / "report.json"
    with Live("demo", "--plain", "--port", "0", "-w", recording, "-o", report, home=home) as live:
        port = live.port()
        other = tmp_path / "other.flow"
        with Live("demo", "--plain", "--port", str(port), "-w", other, home=home) as second:
            visit(live)
            live.until(lambda: "sessionid" in live.out and f"https://{LEAKY}/explore/" in live.out)
            assert second.end() == 2
            assert second.out == ""
            assert second.err == (
                f"temoin: port {port}: something else listens there (stop it, or name another with --port)\n"
            )
        status = live.end(signal.SIGTERM)
    found = temoin.replay([str(recording)], [DEMO_POLICY])
    assert status == found.outcome.exit_status
    assert findings_of(report) == replayed(recording, tmp_path)
    assert found.sessions[0].requests == 2
    assert found.sessions[0].summary.split(",")[0] in live.out.replace("\n", " ")
    said = live.err.splitlines()
    assert all(line.startswith("temoin: ") for line in said)
    assert any("live page: http://temoin.test/#" in line for line in said)
    assert "secret-value" not in live.out + live.err


def test_ctrl_c_ends_it_and_a_report_that_cannot_be_written_is_one_line_and_2(
    home: Path, tmp_path: Path
) -> None:
    folder, recording = tmp_path / "goes", tmp_path / "visit.flow"
    folder.mkdir()
    arguments = ("demo", "--plain", "--port", "0", "-o", folder / "report.json", "-w", recording)
    with Live(*arguments, home=home) as live:
        visit(live)
        folder.rmdir()
        assert live.end(signal.SIGINT) == 2
    (line,) = [line for line in live.err.splitlines() if "report.json" in line]
    assert "cannot be written" in line
    assert "Traceback" not in live.err
    found = temoin.replay([str(recording)], [DEMO_POLICY])
    assert found.sessions[0].summary.split(",")[0] in live.out.replace("\n", " ")


def test_a_kill_loses_at_most_what_is_under_way(home: Path, tmp_path: Path) -> None:
    recording = tmp_path / "visit.flow"
    with Live("demo", "--plain", "--port", "0", "-w", recording, home=home) as live:
        visit(live)
        assert live.end(signal.SIGKILL) == -signal.SIGKILL
    (session,) = temoin.replay([str(recording)], [DEMO_POLICY]).sessions
    assert (session.requests, session.incomplete) == (2, "")


def test_an_address_that_is_not_ours_is_one_line_and_2_after_its_warning(home: Path) -> None:
    with Live("watch", "--host", "192.0.2.1", "--port", "0", "--plain", home=home) as live:
        assert live.end() == 2
    warning, line = live.err.splitlines()
    assert "whoever reaches this address" in warning
    assert "192.0.2.1" in line
    assert live.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--port", "99999"], "99999 is no port"),
        (["--fail-on", "T999"], "there is no rule T999"),
        (["-o", "/nowhere/at/all/report.json"], "its folder is not there"),
        (["-o", "report.xyz"], "its ending tells no format"),
        (["https://a.example", "--browser", "https://b.example"], "two addresses were given"),
    ],
)
def test_bad_usage_is_one_line_and_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", "--plain", *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert told in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here, which is always full")
def test_a_full_disk_ends_it_with_its_report_one_line_and_2(home: Path) -> None:
    with Live("demo", "--plain", "--port", "0", "-w", "/dev/full", home=home) as live:
        assert get(live.port(), LEAKY, "/", DOCUMENT, trusting=live.authority)[0] == 200
        assert live.end() == 2
    assert "1 request" in live.out or "page" in live.out
    (line,) = [line for line in live.err.splitlines() if "/dev/full" in line]
    assert line == (
        "temoin: /dev/full: can no longer be written: No space left on device (what was recorded before is whole)"
    )


def test_a_terminal_that_is_closed_ends_it_and_loses_nothing(home: Path, tmp_path: Path) -> None:
    recording, report = tmp_path / "visit.flow", tmp_path / "report.json"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    child, terminal = pty.fork()
    if child == 0:
        environment = {
            **os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT / "addon"), "TERM": "xterm-256color",
            "COLUMNS": "100", "LINES": "30",
        }  # fmt: skip
        command = ["-m", "temoin", "demo", "--port", str(port), "-w", str(recording), "-o", str(report)]
        os.execve(sys.executable, [sys.executable, *command], environment)
    seen = b""
    while b"no cookie has crossed" not in seen.lower() and b"space" not in seen:
        seen += os.read(terminal, 65_536)
    trusting = home / ".mitmproxy" / "mitmproxy-ca-cert.pem"
    for path in ("/", "/explore/"):
        assert get(port, LEAKY, path, DOCUMENT, trusting=trusting)[0] == 200
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1, 3)
    assert findings_of(report) == replayed(recording, tmp_path)
    assert findings_of(report)["requests"] == 2


def test_a_browser_that_dies_is_said_and_the_watch_goes_on(home: Path, tmp_path: Path) -> None:
    dies = actor(tmp_path, "sleep 1; exit 1")
    with Live("watch", "--browser", dies, "--plain", home=home) as live:
        port = live.port()
        live.until(lambda: "was closed; the proxy still listens." in live.out)
        assert get_plain(port, "http://temoin.test/")[0] == 200
        assert live.end(signal.SIGTERM) == 3
    assert "Traceback" not in live.err


def test_a_browser_that_is_not_there_is_one_line_and_2(home: Path, tmp_path: Path) -> None:
    with Live("watch", "--browser", tmp_path / "chromium", "--plain", home=home) as live:
        assert live.end() == 2
    assert (live.out, live.err.count("\n")) == ("", 1)
    assert "chromium" in live.err


def test_mitmweb_with_the_addon_in_ends_with_the_report_too(home: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    quiet = ("--set", "web_port=0", "--set", "web_open_browser=false")
    with Live("watch", "--ui", "mitmweb", "--port", "0", *quiet, "-o", report, home=home) as live:
        live.until(lambda: "live page" in live.out)
        assert live.end(signal.SIGTERM) == 3
    assert findings_of(report)["requests"] == 0
    assert "Traceback" not in live.out + live.err


def test_the_addons_path_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addon-path"]) == 0
    assert Path(capsys.readouterr().out.rstrip("\n")).samefile(ROOT / "addon" / "temoin" / "addon.py")
