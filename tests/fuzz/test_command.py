"""`python -m fuzz`: it lists, it tries, and where something breaks it says on what, and ends with 1."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]

BREAKS = '''"""A reader that breaks."""
WORDS = (b"=", b";")
SHAPES = ()
def seeds():
    yield b"a=b"
def read(data):
    return data
def check(data):
    if data[:1] == b"a" and data[-2:] == b"=;":
        raise KeyError("broken")
'''

needs_atheris = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed (pip install atheris)"
)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A copy of the command, with one target more."""
    shutil.copytree(TESTS / "fuzz", tmp_path / "fuzz", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "fuzz" / "targets" / "breaks.py").write_text(BREAKS)
    return tmp_path


def fuzz(*words: str, folder: Path = TESTS) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-m", "fuzz", *words],
        capture_output=True, text=True, cwd=folder, env={**os.environ, "PYTHONPATH": path}, timeout=60, check=False,
    )  # fmt: skip


def test_without_a_target_it_lists_them() -> None:
    done = fuzz()
    assert done.returncode == 0
    assert "set_cookie   A Set-Cookie field" in done.stdout


def test_a_target_that_is_none_is_told_what_there_is() -> None:
    done = fuzz("cokie")
    assert done.returncode == 2
    assert "there is no target cokie (one of: address," in done.stderr


def test_a_blind_run_counts_what_it_tried() -> None:
    done = fuzz("date", "--blind", "--runs", "500")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("date: 500 inputs in")


def test_a_blind_run_shows_what_broke_and_the_input_breaks_it_again(elsewhere: Path) -> None:
    done = fuzz("breaks", "--blind", folder=elsewhere)
    assert done.returncode == 1
    assert "breaks breaks on b'" in done.stdout
    assert "KeyError" in done.stderr
    (elsewhere / "input").write_bytes(b"a=;")
    assert "KeyError" in fuzz("breaks", "--input", "input", folder=elsewhere).stderr
    (elsewhere / "input").write_bytes(b"a=")
    assert fuzz("breaks", "--input", "input", folder=elsewhere).stdout == "It holds.\n"


@needs_atheris
def test_a_guided_run_keeps_the_file_that_broke_it(elsewhere: Path) -> None:
    done = fuzz("breaks", folder=elsewhere)
    assert done.returncode == 1
    assert "--input FILE tries the file again" in done.stderr
    [file] = elsewhere.glob("breaks-crash-*")
    assert file.read_bytes().endswith(b"=;")
    assert fuzz("date", "--runs", "200", folder=elsewhere).returncode == 0
