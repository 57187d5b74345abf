"""The bytes of a source, from wherever they come: a file, a pipe, standard input, packed or not."""

import hashlib
import itertools
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

import msgspec

from temoin.errors import UnreadableInput
from temoin.traffic.unpacking import TooMuch, Unpacking, is_packed

__all__ = ["Content", "Fingerprint", "open_content"]

_HEAD = 4096
_STEP = 1 << 20
_IN_MEMORY = 32 << 20
"""Bytes: what came through a pipe or was unpacked is held in memory up to here, then in a temporary file."""


class Fingerprint(msgspec.Struct, frozen=True):
    """What tells a source from any other.

    Args:
        sha256: of its bytes as they came, packed as they may be.
        size: how many bytes.
    """

    sha256: str
    size: int


class _Hashing:
    """Pieces of bytes, hashed as they go by."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._hash = hashlib.sha256()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._hash.update(piece)
            self._size += len(piece)
            yield piece

    def rest(self) -> Fingerprint:
        """Go through what nobody took, and say what came by."""
        for _ in self:
            pass
        return Fingerprint(self._hash.hexdigest(), self._size)


class Content:
    """An open source. Its head is known at once; `settle` makes the whole of it seekable.

    Args:
        name: what to call it in errors.
        head: its first bytes, unpacked.
        file: the file itself, where it can be sought in.
        rest: otherwise its bytes from the beginning, in pieces.
        unpacking: what `rest` is unpacked by, if it is.
        raw: where `rest` comes from, packed or not.
        open_files: what to close in the end.
        hashed: False where nobody asks for its fingerprint.
    """

    def __init__(
        self,
        name: str,
        head: bytes,
        open_files: ExitStack,
        *,
        file: IO[bytes] | None = None,
        rest: Iterator[bytes] | None = None,
        unpacking: Unpacking | None = None,
        raw: _Hashing | None = None,
        hashed: bool = True,
    ) -> None:
        self.name = name
        self.head = head
        self.close = open_files.close
        self._open_files = open_files
        self._file = file
        self._rest = rest
        self._unpacking = unpacking
        self._raw = raw
        self._hashed = hashed
        self.fingerprint: Fingerprint | None = None
        """What tells it from any other source; known once settled, where it is asked for."""

    @property
    def cut(self) -> str:
        """Why the bytes are not all there; empty where they are. Known once settled."""
        return self._unpacking.fault if self._unpacking else ""

    def settle(self) -> tuple[IO[bytes], int]:
        """The whole source as a file that can be sought in, and its size in bytes.

        What cannot be sought in is copied to a temporary file that only this user can read and that has no
        name. To be called once, and only for a source that something can read: a pipe may have no end.

        Raises:
            UnreadableInput: reading failed, or it unpacks to too much.
        """
        with _told(self.name):
            if self._file is None:
                self._file = self.temporary()
                for piece in self._rest or ():
                    self._file.write(piece)
            size = self._file.seek(0, os.SEEK_END)
            self._file.seek(0)
            if self._raw is not None:
                fingerprint = self._raw.rest()
                self.fingerprint = fingerprint if self._hashed else None
            elif self._hashed:
                self.fingerprint = _fingerprint(self._file)
            return self._file, size

    def temporary(self) -> IO[bytes]:
        """A file that only this user can read, that has no name and goes with the source."""
        import tempfile

        spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed with the rest)
        return self._open_files.enter_context(spool)


def open_content(
    path: str, stdin: IO[bytes] | None = None, *, unpack: bool = True, hashed: bool = True
) -> Content:
    """Open a source.

    Args:
        path: a file's path, or "-" for standard input.
        stdin: what standard input is; None for the process's own.
        unpack: False to have a packed one as it is.
        hashed: False where nobody asks for its fingerprint.

    Raises:
        UnreadableInput: there is none, it may not be read, it is a folder or it is empty.
    """
    name = "standard input" if path == "-" else path
    with ExitStack() as stack, _told(name):
        file = _standard_input(stdin) if path == "-" else stack.enter_context(open(path, "rb"))  # noqa: PTH123
        seekable = file.seekable() and file.tell() == 0
        head = _head(file)
        if not head:
            raise UnreadableInput(name, "is empty", mend="was anything recorded?")
        pieces = _Hashing(itertools.chain([head], iter(lambda: file.read(_STEP), b"")))
        if unpack and is_packed(head):
            unpacking = Unpacking(pieces)
            unpacked = iter(unpacking)
            first = b""
            while len(first) < _HEAD and (piece := next(unpacked, None)) is not None:
                first += piece
            if not first:
                raise UnreadableInput(
                    name, unpacking.fault or "is empty inside its packing", mend="fetch it again"
                )
            rest = itertools.chain([first], unpacked)
            return Content(
                name,
                first[:_HEAD],
                stack.pop_all(),
                rest=rest,
                unpacking=unpacking,
                raw=pieces,
                hashed=hashed,
            )
        if seekable:
            return Content(name, head, stack.pop_all(), file=file, hashed=hashed)
        return Content(name, head, stack.pop_all(), rest=iter(pieces), raw=pieces, hashed=hashed)


def _fingerprint(file: IO[bytes]) -> Fingerprint:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_STEP):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return Fingerprint(digest.hexdigest(), size)


def _standard_input(stdin: IO[bytes] | None) -> IO[bytes]:
    if stdin is not None:
        return stdin
    if sys.stdin is None:
        raise UnreadableInput("standard input", "is closed", mend="name a file, or pipe one in")
    return sys.stdin.buffer


def _head(file: IO[bytes]) -> bytes:
    head = b""
    while len(head) < _HEAD and (piece := file.read(_HEAD - len(head))):
        head += piece
    return head


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the system says into one line for the user."""
    try:
        yield
    except FileNotFoundError:
        raise UnreadableInput(name, "no such file", mend="check the path") from None
    except IsADirectoryError:
        raise UnreadableInput(name, "is a folder", mend="name the recording in it") from None
    except PermissionError:
        raise UnreadableInput(name, "may not be read", mend="check its permissions") from None
    except TooMuch:
        raise UnreadableInput(
            name, "unpacks to far more than a recording", mend="unpack it yourself"
        ) from None
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UnreadableInput(name, f"cannot be read: {problem}") from None
