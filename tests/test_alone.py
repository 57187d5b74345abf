"""Témoin by itself: imported whole and replaying, it asks no network, starts no process, writes what it is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from temoin.views import views

ROOT = Path(__file__).resolve().parents[1]
RECORDING = ROOT / "recordings" / "accepted.flow"

_LISTENER = """
import atexit, json, os, sys
seen = []
ASKS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "pty.",
        "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
def heard(event, given):
    if event.startswith(ASKS):
        seen.append([event, ascii(given)[:200]])
    elif event == "open" and isinstance(given[0], (str, bytes)):  # numbers are files that are open already
        if isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen.append([event, os.fsdecode(given[0])])
sys.addaudithook(heard)
sys.dont_write_bytecode = True
atexit.register(lambda: print("HEARD " + json.dumps(seen), file=sys.stderr))
"""


def heard(body: str, folder: Path) -> list[list[str]]:
    """What Python's own audit events tell of a program: sockets, processes, files opened for writing."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _LISTENER + body],
        capture_output=True, text=True, cwd=folder, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "addon"), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if line.startswith("HEARD ")]
    assert len(told) == 1, done.stderr
    found: list[list[str]] = json.loads(told[0].removeprefix("HEARD "))
    return found


def test_the_listener_hears_what_must_not_be(tmp_path: Path) -> None:
    body = "import socket, subprocess\nsocket.socket().close()\nsubprocess.run(['true'])\nopen('x', 'w').close()\n"
    assert {event for event, _ in heard(body, tmp_path)} >= {"socket.__new__", "subprocess.Popen", "open"}


def test_importing_every_module_opens_nothing(tmp_path: Path) -> None:
    body = """
import importlib, pkgutil
import temoin
for found in pkgutil.walk_packages(temoin.__path__, "temoin."):
    if found.name.rpartition(".")[2] != "__main__" and found.name != "temoin.browsers.keeper":
        importlib.import_module(found.name)
assert "temoin.proxy.running" in __import__("sys").modules
"""
    assert heard(body, tmp_path) == []


@pytest.mark.parametrize("form", [view.name for view in views()])
def test_replaying_asks_nobody_and_writes_the_report_alone(form: str, tmp_path: Path) -> None:
    body = f"""
from temoin.cli import main
assert main(["replay", {str(RECORDING)!r}, "--format", {form!r}, "-o", "report", "-v", "--exit-zero"]) == 0
assert main(["replay", {str(RECORDING)!r}, "--format", {form!r}, "--exit-zero"]) == 0
"""
    found = heard(body, tmp_path)
    assert [one for one in found if one[0] != "open"] == []
    assert {Path(place).parent for _, place in found} <= {tmp_path}
    assert all(Path(place).name.startswith(".report.") for _, place in found)
    assert [file.name for file in tmp_path.iterdir()] == ["report"]


def test_the_other_commands_ask_nobody_either(tmp_path: Path) -> None:
    other = ROOT / "recordings" / "refused-leaky.flow"
    body = f"""
from temoin.cli import main
main(["policy", "learn", {str(RECORDING)!r}])
main(["policy", "check", "portal", "--against", {str(RECORDING)!r}])
main(["diff", {str(RECORDING)!r}, {str(other)!r}])
main(["baseline", {str(other)!r}])
main(["explain"])
main(["explain", "T101"])
main(["schema", "report"])
main(["policy", "formats"])
"""
    assert heard(body, tmp_path) == []
