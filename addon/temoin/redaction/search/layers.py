"""What is packed in a file, one within the other: gzip, zlib, bzip2, xz, Zstandard, ZIP, tar.

A proof that something is not in a file is worth nothing where the file holds another one that nobody opened. So
what cannot be opened is an error, never passed over: a broken packing, an encrypted member, a kind of archive that
is not read here, more layers or more bytes than anything sensible has.
"""

import bz2
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from temoin.errors import UnreadableInput
from temoin.traffic.unpacking import TooMuch, Unpacking

__all__ = ["Layer", "layers"]

_DEEPEST = 6
_MOST_MEMBERS = 100_000
_MOST = 4 << 30
"""Bytes, unpacked, all layers together."""

_IN_MEMORY = 32 << 20
_STEP = 1 << 20
_HEAD = 512
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_TAR_AT = 257
_TAR = b"ustar"
_CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "is a 7z archive",
    b"Rar!\x1a\x07": "is a RAR archive",
    b"%PDF-": "is a PDF, whose texts are packed",
}
"""What would have to be opened, and is not."""

type Layer = tuple[str, IO[bytes]]
"""What a file is called within the first one (empty for that itself), and the file."""


def layers(file: IO[bytes], name: str) -> Iterator[Layer]:
    """All that is packed in a file, innermost first, and the file as it is.

    Args:
        file: can be sought in.
        name: what errors call it.

    Raises:
        UnreadableInput: something in it cannot be opened.
    """
    yield from _layers(file, "", name, _Budget(_MOST), 0)


class _Budget:
    """How many bytes may be unpacked yet, all layers together."""

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuch


def _layers(file: IO[bytes], within: str, name: str, budget: _Budget, depth: int) -> Iterator[Layer]:
    called = f"{name}, {within}" if within else name
    with _told(called):
        for inner, opened in _inside(file, budget):
            if depth == _DEEPEST:
                raise _CannotOpenError("is packed more often than can be undone")
            path = f"{within}/{inner}" if within and inner else within or inner
            yield from _layers(opened, path, name, budget, depth + 1)
    yield within, file


def _inside(file: IO[bytes], budget: _Budget) -> Iterator[Layer]:
    """The files that are packed in a file."""
    file.seek(0)
    head = file.read(_HEAD)
    for beginning, problem in _CLOSED.items():
        if head.startswith(beginning):
            raise _CannotOpenError(problem)
    for fits, opened in _STREAMS:
        if fits(head):
            yield from _unpacked("", opened(file), budget)
            return
    if zipfile.is_zipfile(file) or head.startswith(_ZIP):
        yield from _zipped(file, budget, certain=head.startswith(_ZIP))
    if head[_TAR_AT:].startswith(_TAR):
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is not None:
                    yield from _unpacked(member.name, _pieces(content), budget)


def _zipped(file: IO[bytes], budget: _Budget, *, certain: bool) -> Iterator[Layer]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        if certain:
            raise
        return  # bytes that only look like the end of one
    with archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise _CannotOpenError(f"holds {len(members):,} files, more than can be opened")
        for member in members:
            with archive.open(member) as packed:
                yield from _unpacked(member.filename, _pieces(packed), budget)


def _unpacked(name: str, pieces: Iterable[bytes], budget: _Budget) -> Iterator[Layer]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as unpacked:
        for piece in pieces:
            budget.spend(len(piece))
            unpacked.write(piece)
        yield name, cast("IO[bytes]", unpacked)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_STEP):
        yield piece


def _deflated(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    unpacking = Unpacking(_pieces(file))
    yield from unpacking
    if unpacking.fault:
        raise _CannotOpenError(f"cannot be unpacked: {unpacking.fault}")


def _bzipped(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    with bz2.BZ2File(file) as unpacking:
        yield from _pieces(cast("IO[bytes]", unpacking))


def _xzipped(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    with lzma.LZMAFile(file) as unpacking:
        yield from _pieces(cast("IO[bytes]", unpacking))


def _zstandard(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    file.seek(0)
    unpacker = zstandard.ZstdDecompressor()
    with unpacker.stream_reader(file, read_across_frames=True, closefd=False) as unpacking:
        yield from _pieces(cast("IO[bytes]", unpacking))


def _is_zlib(head: bytes) -> bool:
    """Whether it begins as zlib does, and something comes of it: a text may begin so, too."""
    if len(head) < 2 or head[0] != 0x78 or (head[0] * 256 + head[1]) % 31:
        return False
    unpacking = Unpacking((head,))
    return any(list(unpacking)) or not unpacking.fault


_STREAMS: tuple[tuple[Callable[[bytes], bool], Callable[[IO[bytes]], Iterator[bytes]]], ...] = (
    (lambda head: head.startswith(_GZIP), _deflated),
    (_is_zlib, _deflated),
    (lambda head: head.startswith(b"BZh") and head[4:10] == b"1AY&SY", _bzipped),
    (lambda head: head.startswith(b"\xfd7zXZ\0"), _xzipped),
    (lambda head: head.startswith(b"\x28\xb5\x2f\xfd"), _zstandard),
)
"""How a packed file begins, and its bytes unpacked."""


class _CannotOpenError(Exception):
    """Why something cannot be opened."""


@contextmanager
def _told(name: str) -> Iterator[None]:
    import zstandard

    try:
        yield
    except _CannotOpenError as error:
        raise UnreadableInput(name, str(error), mend=_MEND) from None
    except TooMuch:
        raise UnreadableInput(name, "unpacks to far more than can be searched", mend=_MEND) from None
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        zstandard.ZstdError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        raise UnreadableInput(name, "cannot be unpacked", mend=_MEND) from None


_MEND = "unpack it yourself, and check what it holds"
