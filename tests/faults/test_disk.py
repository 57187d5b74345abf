"""A disk that is full, a folder that is read-only, an output that takes nothing: one line and 2, nothing half."""

import json
from pathlib import Path

import pytest

import temoin
from commands.live import Live
from faults.limited import ROOT, limited, run
from proxy.clients import get
from temoin.errors import TemoinError, UsageError, together
from temoin.portal.demo import DEMO_POLICY, HOST_OF, Which
from temoin.writing import check_place

RECORDING = ROOT / "recordings" / "refused-leaky.flow"
LEAKY = HOST_OF[Which.LEAKY]
FULL = Path("/dev/full")
DOCUMENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0", "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Cookie": "sessionid=" + "s" * 2_000,
}  # fmt: skip

needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here, which is always full")


@pytest.mark.parametrize("ending", ["json", "html"])
def test_a_report_that_does_not_fit_leaves_the_one_before_and_nothing_beside_it(
    ending: str, tmp_path: Path
) -> None:
    report = tmp_path / f"report.{ending}"
    report.write_text("the one before")
    done = run("replay", RECORDING, "-o", report, within=limited("RLIMIT_FSIZE", 10_000))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"temoin: {report}: cannot be written: File too large\n"
    assert report.read_text() == "the one before"
    assert list(tmp_path.iterdir()) == [report]


@needs_full
@pytest.mark.parametrize(
    "words",
    [
        ("replay", RECORDING), ("replay", RECORDING, "-f", "json"), ("--help",), ("schema", "report"),
        ("explain", "T101"),
    ],
    ids=["terminal", "json", "help", "schema", "explain"],
)  # fmt: skip
def test_an_output_that_takes_nothing_is_one_line_and_2(words: tuple[str, ...]) -> None:
    done = run(*words, output=FULL)
    assert done.returncode == 2
    assert done.stderr == "temoin: standard output: cannot be written: No space left on device\n"


def test_where_nobody_can_be_told_the_status_tells() -> None:
    closing = ("/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh")
    assert run("replay", "nowhere.flow", within=closing).returncode == 2
    assert run("replay", RECORDING, within=closing).returncode == 1


def test_a_watch_whose_disk_fills_keeps_what_is_whole_and_tells_all_that_is_not(tmp_path: Path) -> None:
    home, recording, lines, report = (tmp_path / name for name in ("home", "v.flow", "l.jsonl", "r.html"))
    with Live("demo", "--plain", "--port", "0", home=home) as live:  # makes the certificates
        live.port()
    report.write_text("the one before")
    outputs = ("-w", recording, "--lines", lines, "-o", report)
    passed = 0
    with Live(
        "demo", "--plain", "--port", "0", *outputs, home=home, within=limited("RLIMIT_FSIZE", 40_000)
    ) as live:
        port = live.port()
        while live.process.poll() is None and passed < 40:
            try:
                passed += get(port, LEAKY, "/", DOCUMENT, trusting=live.authority)[0] == 200
            except OSError:
                break
        assert live.end() == 2
    (line,) = [line for line in live.err.splitlines() if "written" in line]
    assert line == (
        f"temoin: {recording}: can no longer be written: File too large (what was recorded before is whole); "
        f"{report}: cannot be written: File too large"
    )
    assert "Traceback" not in live.out + live.err
    (session,) = temoin.replay([str(recording)], [DEMO_POLICY]).sessions
    assert session.incomplete == ""
    assert 2 <= session.requests <= passed
    assert f"{passed} requests" in live.out or f"{passed + 1} requests" in live.out
    assert report.read_text() == "the one before"
    assert {json.loads(line)["type"] for line in lines.read_text().splitlines()} == {"exchange", "finding"}
    assert {file.name for file in tmp_path.iterdir()} == {"home", "v.flow", "l.jsonl", "r.html"}


def test_an_authority_that_does_not_fit_is_one_line_and_the_next_start_makes_it(tmp_path: Path) -> None:
    arguments = ("demo", "--plain", "--port", "0")
    with Live(*arguments, home=tmp_path, within=limited("RLIMIT_FSIZE", 1_000)) as live:
        assert live.end() == 2
    assert live.err == (
        f"temoin: {tmp_path}/.mitmproxy: the proxy's certificate cannot be kept there: File too large"
        " (name another folder with --set confdir=FOLDER)\n"
    )
    assert list((tmp_path / ".mitmproxy").iterdir()) == []
    (tmp_path / ".mitmproxy" / "mitmproxy-ca.pem").touch()  # as mitmproxy itself leaves it there
    with Live(*arguments, home=tmp_path) as live:
        assert get(live.port(), LEAKY, "/", DOCUMENT, trusting=live.authority)[0] == 200


def test_a_folder_that_takes_nothing_is_told_before_anything_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.json"
    report.touch()
    check_place(str(report))
    check_place("/dev/null")
    monkeypatch.setattr("os.access", lambda place, _: place != tmp_path)  # root may write anywhere
    for file in (report, tmp_path / "new.json"):
        with pytest.raises(UsageError, match="its folder cannot be written"):
            check_place(str(file))
    check_place("/dev/null")
    with pytest.raises(UsageError, match="its folder is not there"):
        check_place(str(tmp_path / "no" / "report.json"))
    with pytest.raises(UsageError, match="is a folder"):
        check_place(str(tmp_path))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, in which nobody may make a file")
def test_a_system_s_own_read_only_folder_is_one_line_and_2_for_root_too() -> None:
    done = run("replay", RECORDING, "-o", "/proc/report.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "/proc/report.json: " in done.stderr
    assert "cannot be written" in done.stderr


def test_several_errors_are_one_line() -> None:
    first, second = TemoinError("a", "is gone", mend="look"), TemoinError("b", "is full")
    assert together([]) is None
    assert together([first]) is first
    assert str(together([first, second])) == "a: is gone (look); b: is full"
