"""`-o -` is standard output, for every command that writes: a file called `-` is never made."""

import io
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from temoin.cli import main

ROOT = Path(__file__).resolve().parents[2]
RECORDING = str(ROOT / "recordings" / "refused.flow")
LEAKY = str(ROOT / "recordings" / "refused-leaky.flow")
CHARTER = str(ROOT / "recordings" / "cookies.html")
KEY = b"a key of sixteen bytes"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_bytes(KEY)
    return tmp_path


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, bytes, str]:
    status = main(words)
    said = capsysbinary.readouterr()
    return status, said.out, said.err.decode()


@pytest.mark.parametrize(
    "words",
    [
        ("replay", LEAKY, "-p", "portal"),
        ("replay", LEAKY, "-p", "portal", "-f", "json"),
        ("diff", RECORDING, LEAKY, "-p", "portal"),
        ("diff", RECORDING, LEAKY, "-p", "portal", "-f", "json"),
        ("baseline", LEAKY, "-p", "portal"),
        ("policy", "check", "portal"),
        ("policy", "learn", LEAKY),
        ("policy", "import", CHARTER),
        ("policy", "publish", "portal"),
        ("policy", "schema"),
    ],
    ids=lambda words: "-".join(word for word in words if "/" not in word),
)
def test_it_is_as_without_where_standard_output_is_what_is_written_to(
    words: tuple[str, ...], here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    without = run(capsysbinary, *words)
    assert without[1]
    assert run(capsysbinary, *words, "-o", "-") == without
    assert not (here / "-").exists()


def test_one_of_several_forms_may_go_there_and_no_two(
    here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ("replay", LEAKY, "-p", "portal", "--exit-zero", "-f", "json", "-o", "-", "-f", "html", "-o")
    status, out, err = run(capsysbinary, *words, "page")
    assert (status, err) == (0, "")
    assert out.startswith(b"{")
    assert (here / "page").read_bytes().startswith(b"<!doctype html>")
    status, out, err = run(capsysbinary, *words, "-")
    assert (status, out) == (2, b"")
    assert "two formats would go to standard output" in err


def test_a_redacted_recording_goes_there_and_what_is_told_of_it_does_not(
    here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capsysbinary, "redact", RECORDING, "--key", "key", "-o", "shared.flow")[0] == 0
    status, out, err = run(capsysbinary, "redact", RECORDING, "--key", "key", "-o", "-")
    assert status == 0
    assert out == (here / "shared.flow").read_bytes()
    assert all(line.startswith("temoin: standard output: ") for line in err.splitlines())
    assert "none is left" in err
    assert sorted(path.name for path in here.iterdir()) == ["key", "shared.flow"]


def test_a_dossier_goes_there(here: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ("dossier", LEAKY, "-p", "portal", "--key", "key", "-o")
    assert run(capsysbinary, *words, "dossier.zip")[0] == 0
    status, out, err = run(capsysbinary, *words, "-")
    assert status == 0
    assert out == (here / "dossier.zip").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(out)).testzip() is None
    assert "temoin: standard output: searched for" in err
    assert not (here / "-").exists()


def test_from_standard_input_to_standard_output(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "temoin", "redact", "-", "--key", "key", "-o", "-"],
        input=Path(RECORDING).read_bytes(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    (here / "piped.flow").write_bytes(done.stdout)
    assert main(["redact", RECORDING, "--check", "piped.flow"]) == 0
    assert main(["replay", "piped.flow", "-p", "portal"]) == main(["replay", RECORDING, "-p", "portal"])


def test_what_cannot_be_read_prints_nothing(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, err = run(capsysbinary, "redact", "missing.flow", "-o", "-")
    assert (status, out) == (2, b"")
    assert err == "temoin: missing.flow: no such file (check the path)\n"


def test_a_secret_that_would_be_left_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from temoin.redaction.redactor import Redactor

    replaced = Redactor.replaced

    def left(self: Redactor, kind: str, text: str) -> str:
        replaced(self, kind, text)
        return text

    monkeypatch.setattr(Redactor, "replaced", left)
    status, out, err = run(capsysbinary, "redact", RECORDING, "-o", "-")
    assert (status, out) == (2, b"")
    assert err.startswith("temoin: standard output: ")
    assert "would be left" in err


@pytest.mark.parametrize("command", ["redact", "dossier"])
def test_no_recording_is_written_to_a_terminal(command: str) -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "temoin", command, RECORDING, "-o", "-"],
            stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert done.stderr == (
        b"temoin: standard output: is a terminal, which is no place for it (name a file with -o, or send it on "
        b"with > or |)\n"
    )


def test_a_reader_that_goes_away_is_no_defect() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "temoin", "redact", RECORDING, "-o", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 2


@pytest.mark.parametrize("command", ["watch", "demo"])
@pytest.mark.parametrize("words", [("-w", "-"), ("-w", "+-"), ("-o", "-")], ids="".join)
def test_a_watch_has_it_for_itself(
    command: str, words: tuple[str, str], here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    status, out, err = run(capsysbinary, command, *words)
    assert (status, out) == (2, b"")
    assert err == (f"temoin: {words[1]}: standard output is where the watch is shown (name a file)\n")
    assert [path.name for path in here.iterdir()] == ["key"]


def test_nothing_is_pruned_there(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, err = run(capsysbinary, "baseline", LEAKY, "-p", "portal", "--prune", "-o", "-")
    assert (status, out) == (2, b"")
    assert "there is no baseline to prune" in err
