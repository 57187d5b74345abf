"""What a command takes: CPU time and memory of the whole process, and instructions by valgrind's callgrind."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["MITMDUMP", "REPLAY", "Spent", "instructions", "spent"]

REPLAY = (sys.executable, "-m", "temoin", "replay", "--exit-zero")
MITMDUMP = (str(Path(sys.executable).parent / "mitmdump"), "-q", "-nr")

_COLLECTED = re.compile(r"Collected : ([0-9]+)")


class Spent(NamedTuple):
    """What a process took.

    Args:
        seconds: of CPU, its own and the system's for it.
        peak: bytes of memory at most.
    """

    seconds: float
    peak: int


def spent(command: Sequence[str]) -> Spent:
    """Run a command to its end.

    Args:
        command: with its words.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def instructions(command: Sequence[str]) -> int | None:
    """Count the instructions of a command; None where valgrind is not there.

    Args:
        command: with its words.
    """
    if shutil.which("valgrind") is None:
        return None
    told = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "0"},
    ).stderr  # fmt: skip
    found = _COLLECTED.search(told)
    return int(found[1]) if found else None
