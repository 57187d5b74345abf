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

_APART = """
import os, sys
null = os.open(os.devnull, os.O_WRONLY)
quiet = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Runs a command from a process that is small: what a large one holds counts for what it starts."""

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
    told = subprocess.run(
        [sys.executable, "-S", "-c", _APART, *command], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    if told[2] != "0":
        raise SystemExit(f"{' '.join(command)} ended with {told[2]}")
    return Spent(float(told[0]), int(told[1]) * 1024)


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
