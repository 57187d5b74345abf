"""Writing a file whole or not at all, and for whom.

What was found of a visit is a piece of somebody's life, and a recording holds credentials: such a file is made
for its owner alone. A file that is there already keeps its mode, and what is meant to be shared (a policy, a
schema) has the mode that the system gives to new files.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from temoin.errors import UsageError

__all__ = ["OWNER_ALONE", "check_place", "for_owner_alone", "printing_whole", "write_whole", "writing_whole"]

OWNER_ALONE = 0o600
"""The mode of a file that its owner alone may read."""


def for_owner_alone(path: str, flags: int) -> int:
    """Open a file; a new one is its owner's alone. To be given to `open` as its opener.

    Args:
        path: the file's.
        flags: as `open` makes them of its mode.
    """
    return os.open(path, flags, OWNER_ALONE)


def check_place(file: str) -> None:
    """Look whether a file can be written, before what it is to hold is worked out.

    Args:
        file: where to.

    Raises:
        UsageError: it cannot.
    """
    place = Path(file)
    if place.is_dir():
        raise UsageError(file, "is a folder", mend="name a file")
    target = place.resolve()
    if not target.parent.is_dir():
        raise UsageError(file, "its folder is not there", mend="name a folder that can be written")
    beside = not target.exists() or target.is_file()  # it is written beside its place
    if not os.access(target.parent if beside else target, os.W_OK):
        raise UsageError(file, "its folder cannot be written", mend="name a folder that can be written")


def write_whole(file: str, data: bytes, *, shared: bool = False) -> None:
    """Write a file beside its place, then move it there, so that no reader ever sees half of it.

    Args:
        file: where to; an existing file is replaced, and stays as it was if anything goes wrong.
        data: all of it.
        shared: True where it is meant for others too; else a new file is its owner's alone.

    Raises:
        UsageError: it cannot be written, with the system's reason.
    """
    with writing_whole(file, shared=shared) as out:
        out.write(data)


@contextmanager
def writing_whole(file: str, *, shared: bool = False) -> Iterator[IO[bytes]]:
    """The same for what is written piece by piece: what is raised within leaves nothing behind.

    Args:
        file: where to.
        shared: as above.

    Yields:
        What to write to, and to read again what was written. For a pipe or a device it is that itself.

    Raises:
        UsageError: it cannot be written, with the system's reason.
    """
    place = Path(file)
    if place.exists() and not place.is_file():
        if place.is_dir():
            raise UsageError(file, "is a folder", mend="name a file")
        with _told(file), tempfile.TemporaryFile() as out:  # a pipe or a device has no place beside it
            yield out
            out.seek(0)
            with place.open("wb") as device:
                shutil.copyfileobj(out, device)
        return
    target = place.resolve()
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    except OSError as error:
        raise UsageError(
            file, f"cannot be written: {error.strerror}", mend="name a folder that can be written"
        ) from error
    try:
        with _told(file):
            with os.fdopen(handle, "w+b") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(_mode_of(target, shared=shared))
            Path(beside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


@contextmanager
def printing_whole() -> Iterator[IO[bytes]]:
    """The same for standard output: what is raised within leaves nothing printed.

    Yields:
        What to write to, and to read again what was written.

    Raises:
        OSError: it cannot be printed.
    """
    with tempfile.TemporaryFile() as out:
        yield out
        out.seek(0)
        shutil.copyfileobj(out, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def _told(file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(file, f"cannot be written: {error.strerror}") from error


def _mode_of(target: Path, *, shared: bool) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    return 0o666 & ~_umask() if shared else OWNER_ALONE


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
