"""Whom a file is for: what holds a piece of somebody's visit is its owner's alone."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mitmproxy.test import taddons, tflow

from engine.sessions import events_of
from temoin.audit import Audit
from temoin.cli import main
from temoin.errors import UsageError
from temoin.proxy.saving import WholeSave
from temoin.settings import Settings
from temoin.statement import Source
from temoin.views import views
from temoin.watching.lines import Lines
from temoin.writing import write_whole

ROOT = Path(__file__).resolve().parents[1]
RECORDING = str(ROOT / "recordings" / "built-in.flow")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The mask that most systems have: others may read what is new."""
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(file: str | Path) -> int:
    return stat.S_IMODE(Path(file).stat().st_mode)


@pytest.mark.parametrize("ending", [view.ending for view in views()])
def test_a_report_is_its_owner_s_alone(ending: str) -> None:
    assert main(["replay", RECORDING, "-o", f"report{ending}", "--exit-zero"]) == 0
    assert mode(f"report{ending}") == 0o600


def test_so_are_a_check_and_a_comparison_of_recordings() -> None:
    assert main(["policy", "check", "portal", "--against", RECORDING, "-o", "check.json", "--exit-zero"]) == 0
    assert main(["diff", RECORDING, RECORDING, "-o", "diff.json"]) == 0
    assert (mode("check.json"), mode("diff.json")) == (0o600, 0o600)


def test_a_file_that_is_there_keeps_its_mode() -> None:
    for kept in (0o644, 0o640, 0o600, 0o666):
        Path("report.json").write_bytes(b"")
        Path("report.json").chmod(kept)
        assert main(["replay", RECORDING, "-o", "report.json", "--exit-zero"]) == 0
        assert mode("report.json") == kept


def test_what_is_meant_for_others_is_as_any_file() -> None:
    assert main(["policy", "learn", RECORDING, "-o", "site.yaml"]) == 0
    assert main(["policy", "schema", "-o", "policy.schema.json"]) == 0
    assert main(["baseline", RECORDING, "-p", "portal", "-o", "baseline.yaml"]) == 0
    assert [mode(file) for file in ("site.yaml", "policy.schema.json", "baseline.yaml")] == [0o644] * 3


def test_json_lines_are_their_owner_s_alone_each_file_of_them() -> None:
    lines = Lines("lines.jsonl", pytest.fail, size=200)
    audit = Audit((), Settings())
    for event in events_of("0.0  document https://shop.example/ sends a=1; b=2; c=3"):
        audit.feed(event)
    audit.close(Source("x"))
    lines.settled(audit.settled())
    lines.close()
    assert {file.name: mode(file) for file in Path().iterdir()} == {
        "lines.jsonl": 0o600, "lines.jsonl.1": 0o600, "lines.jsonl.2": 0o600,
    }  # fmt: skip


@pytest.mark.parametrize("word", ["visit.flow", "+visit.flow"])
def test_a_recording_is_its_owner_s_alone(word: str) -> None:
    save = WholeSave(lambda: None)
    with taddons.context(save) as context:  # type: ignore[no-untyped-call]
        context.configure(save, save_stream_file=word)
        save.begin()
        made = tflow.tflow(resp=True)
        save.request(made)
        save.response(made)
        context.configure(save, save_stream_file="another.flow")
        save.request(made)
        save.response(made)
        context.configure(save, save_stream_file="")
    assert Path("visit.flow").stat().st_size > 100
    assert Path("another.flow").stat().st_size > 100
    assert (mode("visit.flow"), mode("another.flow")) == (0o600, 0o600)


def test_nothing_half_written_is_left_and_nothing_is_readable_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    def full(number: int) -> None:
        seen.extend(mode(file) for file in Path().iterdir())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_whole("report.json", b"x", shared=True)
    assert seen == [0o600]
    assert list(Path().iterdir()) == []


def test_a_link_is_followed_and_its_file_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    Path("report.json").symlink_to(tmp_path / "there" / "real.json")
    write_whole("report.json", b"x")
    assert Path("report.json").is_symlink()
    assert (tmp_path / "there" / "real.json").read_bytes() == b"x"
    assert mode(tmp_path / "there" / "real.json") == 0o600
