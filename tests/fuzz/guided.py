"""The same, guided by coverage: atheris, which is libFuzzer for Python. It runs in a process of its own."""

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["is_there", "run"]

_LONGEST = 4096
_TOO_LONG = 10
"""Seconds that one input may take."""
_MOST_MEMORY = 2048
"""Megabytes."""
_INSTRUMENTED = ["temoin", "fuzz.targets", "html", "_markupbase", "json.decoder", "urllib.parse"]


def is_there() -> bool:
    """Whether atheris is installed."""
    return importlib.util.find_spec("atheris") is not None


def run(name: str, *, runs: int, seconds: int, start: int, corpus: Path | None) -> int:
    """Try inputs on a target.

    Args:
        name: the target's.
        runs: how many.
        seconds: stop after that time; 0 for no limit.
        start: what the random numbers begin with.
        corpus: where to go on from, and to keep what was found worth keeping; None for nowhere.

    Returns:
        0, or 1 where one broke it.
    """
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        work = Path(folder)
        seeds, kept = work / "seeds", corpus or work / "kept"
        seeds.mkdir()
        kept.mkdir(exist_ok=True)
        arguments = [
            f"-runs={runs}",
            f"-seed={start}",
            f"-max_len={_LONGEST}",
            f"-timeout={_TOO_LONG}",
            f"-rss_limit_mb={_MOST_MEMORY}",
            f"-dict={work / 'words'}",
            f"-artifact_prefix={Path.cwd()}/{name}-",
            *([f"-max_total_time={seconds}"] if seconds else []),
            str(kept),
            str(seeds),
        ]
        done = subprocess.run([sys.executable, "-m", "fuzz.guided", name, folder, *arguments], check=False)
    if done.returncode:
        print(f"fuzz: {name} broke; python -m fuzz {name} --input FILE tries the file again", file=sys.stderr)
    return int(done.returncode != 0)


def _inside(name: str, work: Path, arguments: list[str]) -> None:
    """Within the process of its own: instrument, lay out what to begin with, and hand over to libFuzzer."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from fuzz.target import target_named

        target = target_named(name)
        for number, seed in enumerate(target.seeds()):
            (work / "seeds" / f"{number:04}").write_bytes(seed)
        target.check(next(target.seeds()))  # what it imports late is to be instrumented too
    words = (f'"{"".join(f"\\x{octet:02x}" for octet in word)}"' for word in target.WORDS)
    (work / "words").write_text("\n".join(words) + "\n", encoding="ascii")
    atheris.Setup([name, *arguments], target.check)
    atheris.Fuzz()


if __name__ == "__main__":
    _inside(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
