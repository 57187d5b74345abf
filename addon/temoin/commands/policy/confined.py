"""Reading a charter in a process of its own, with little memory and little time.

Parsers of HTML and PDF are large, partly in C, and a file can be made to grow in them without end: five thousand
unclosed `<font>` before five thousand `<p>`, a stream that unpacks to gigabytes. Whatever a file does to its
reader, it does to a process that ends; here only blocks come back.

    python -m temoin.commands.policy.confined < file     (what the parent runs; not for people)
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from temoin.charters.document import Document
from temoin.charters.kinds import Source, all_kinds, find
from temoin.errors import UnreadableInput

__all__ = ["read_confined"]

_MEMORY = 1_500_000_000
_PATIENCE = 20
"""Seconds of CPU; of waiting, three times as many, for the machine may be busy."""

_PACKAGES = Path(__file__).parents[3]


class _Task(msgspec.Struct, frozen=True):
    source: Source
    kind: str


class _Answer(msgspec.Struct, frozen=True):
    document: Document | None = None
    error: tuple[str, str, str, str] | None = None


def read_confined(source: Source, *, memory: int = _MEMORY, patience: float = _PATIENCE) -> Document:
    """Read a charter.

    Args:
        source: its file.
        memory: bytes that its reader may take, where the system can bound it.
        patience: seconds that it may take.

    Raises:
        UnreadableInput: it cannot be read, or not within these bounds.
    """
    kind = find(source.data)
    if len(source.data) > kind.LARGEST:
        raise UnreadableInput(
            source.name,
            f"it is larger than {kind.LARGEST // 1_000_000} MB, and no charter is",
            mend="save the charter's page alone, without its pictures",
        )
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, on our own module
            [sys.executable, "-m", "temoin.commands.policy.confined", str(memory), str(int(patience))],
            input=msgspec.msgpack.encode(_Task(source, kind.NAME)),
            capture_output=True,
            timeout=3 * patience,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        answer = msgspec.msgpack.decode(done.stdout, type=_Answer)
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        answer = _Answer()
    if answer.document is not None:
        return answer.document
    if answer.error is not None:
        file, problem, place, mend = answer.error
        raise UnreadableInput(file, problem, place=place, mend=mend)
    raise UnreadableInput(
        source.name,
        f"reading {kind.WHAT} like this fails, or takes more memory or time than any charter",
        mend="save the charter's page alone, or copy its text",
    )


def _bound(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: only the parent's patience bounds it
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    _bound(int(sys.argv[1]), int(sys.argv[2]))
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Task)
    kind = next(one for one in all_kinds() if task.kind == one.NAME)
    try:
        answer = _Answer(document=kind.read(task.source))
    except UnreadableInput as error:
        answer = _Answer(error=(error.file, error.problem, error.place, error.mend))
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    _main()
