"""Writing a file whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from temoin.errors import UsageError

__all__ = ["write_whole", "writing_whole"]


def write_whole(file: str, data: bytes) -> None:
    """Write a file beside its place, then move it there, so that no reader ever sees half of it.

    Args:
        file: where to; an existing file is replaced, and stays as it was if anything goes wrong.
        data: all of it.

    Raises:
        UsageError: it cannot be written, with the system's reason.
    """
    with writing_whole(file) as out:
        out.write(data)


@contextmanager
def writing_whole(file: str) -> Iterator[IO[bytes]]:
    """The same for what is written piece by piece: what is raised within leaves nothing behind.

    Args:
        file: where to.

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
            Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            Path(beside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


@contextmanager
def _told(file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(file, f"cannot be written: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
