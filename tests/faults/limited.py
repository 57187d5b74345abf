"""Commands in a process of their own whose memory or files are limited, as `ulimit` does."""

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["limited", "run"]

ROOT = Path(__file__).resolve().parents[2]

_LAUNCH = """
import os, resource, sys
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]), int(sys.argv[2])))
os.execv(sys.argv[3], sys.argv[3:])
"""


def limited(what: str, most: int) -> tuple[str, ...]:
    """The words before a command that run it within a limit.

    Args:
        what: "RLIMIT_AS", "RLIMIT_FSIZE"…
        most: in bytes.
    """
    return sys.executable, "-c", _LAUNCH, what, str(most)


def run(
    *words: str | Path, within: tuple[str, ...] = (), output: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `temoin` to its end.

    Args:
        words: the command's.
        within: what limits it.
        output: where its standard output goes, instead of to the caller.
    """
    command = [*within, sys.executable, "-m", "temoin", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "addon"), "PYTHONUTF8": "1"}
    if output is None:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
            encoding="utf-8",
        )
    with output.open("w") as out:
        return subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, text=True, env=environment, timeout=60, check=False,
            encoding="utf-8",
        )  # fmt: skip
