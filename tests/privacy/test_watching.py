"""What a watch can write: the board, the screen, lines, marks, the live page, reports, mitmproxy's log."""

from pathlib import Path

from mitmdump import ADDON, mitmdump
from privacy.planting import SHOWN_NAMES, Planted
from privacy.searching import found_in
from privacy.watching import watched
from temoin.views import views

EVERYWHERE = (
    "the board",
    "the screen",
    "plain lines",
    "marks",
    "temoin.explain",
    "the page",
    "the file lines.jsonl",
)


def test_nothing_that_a_watch_writes_shows_a_secret(planted: Planted, tmp_path: Path) -> None:
    written = watched(planted, tmp_path, screens=40)
    assert {where: found_in(text) for where, text in written.items() if found_in(text)} == {}
    for where in (*EVERYWHERE, *(f"the file report{view.ending}" for view in views())):
        assert any(name.encode() in written[where] for name in SHOWN_NAMES), where
    assert b"Traceback" not in written["what was said"]
    assert b"live page" in written["what was said"]


def test_mitmproxy_s_own_log_shows_no_secret_of_ours(planted: Planted, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = mitmdump(
        "-nr", planted.flow_file, "--set", "flow_detail=0", "--set", f"temoin_policy={planted.policy}",
        "--set", f"temoin_report={report}", scripts=(ADDON,), confdir=tmp_path / "conf",
    )  # fmt: skip
    assert done.returncode == 0
    assert found_in((done.stdout + done.stderr).encode() + report.read_bytes()) == []
    assert b'"id"' in report.read_bytes()
