"""Writing a file whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from temoin.errors import UsageError

__all__ = ["write_whole"]


def write_whole(file: str, data: bytes) -> None:
    """Write a file beside its place, then move it there, so that no reader ever sees half of it.

    Args:
        file: where to; an existing file is replaced, and stays as it was if anything goes wrong.
        data: all of it.

    Raises:
        UsageError: it cannot be written, with the system's reason.
    """
    place = Path(file)
    if place.exists() and not place.is_file():
        if place.is_dir():
            raise UsageError(file, "is a folder", mend="name a file")
        try:
            place.write_bytes(data)  # a pipe or a device has no place beside it
        except OSError as error:
            raise UsageError(file, f"cannot be written: {error.strerror}") from error
        return
    target = place.resolve()
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    except OSError as error:
        raise UsageError(
            file, f"cannot be written: {error.strerror}", mend="name a folder that can be written"
        ) from error
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(beside).replace(target)
    except OSError as error:
        with suppress(OSError):
            Path(beside).unlink()
        raise UsageError(file, f"cannot be written: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
