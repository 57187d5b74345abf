"""The addon as a script in a real mitmdump, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["ADDON", "mitmdump", "script_arguments"]

_ROOT = Path(__file__).resolve().parents[1]
ADDON = _ROOT / "addon" / "temoin" / "addon.py"


def script_arguments(*arguments: str | Path, scripts: Sequence[Path] = (ADDON,)) -> list[str]:
    """What to start.

    Args:
        arguments: for mitmdump.
        scripts: what to load, in order.
    """
    loaded = [word for script in scripts for word in ("-s", str(script))]
    program = "from mitmproxy.tools.main import mitmdump; mitmdump()"
    return [sys.executable, "-c", program, *loaded, *map(str, arguments)]


def mitmdump(
    *arguments: str | Path, scripts: Sequence[Path] = (ADDON,), confdir: Path, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run mitmdump to its end.

    Args:
        arguments: for mitmdump.
        scripts: what to load, in order.
        confdir: where it keeps its certificate.
        timeout: seconds.
    """
    return subprocess.run(
        script_arguments(*arguments, "--set", f"confdir={confdir}", scripts=scripts),
        capture_output=True, text=True, timeout=timeout, check=False, cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT / "addon")},
    )  # fmt: skip
