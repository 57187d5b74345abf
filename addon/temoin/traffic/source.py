"""Opening a recording, whatever it is."""

from typing import IO

from temoin.errors import UnreadableInput
from temoin.traffic import kinds
from temoin.traffic.content import Content, open_content
from temoin.traffic.recording import Progress, Recording

__all__ = ["kind_of", "open_source"]

_STRANGERS = {
    b"\x89PNG\r\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a picture or a sound",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
    b"\xd4\xc3\xb2\xa1": "a packet capture",
    b"\xa1\xb2\xc3\xd4": "a packet capture",
    b"\x0a\x0d\x0d\x0a": "a packet capture",
    b"SQLite format 3": "a SQLite database",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"<": "a web page or XML",
}
"""What is often handed over by mistake, by its first bytes."""


def open_source(
    path: str, *, stdin: IO[bytes] | None = None, progress: Progress | None = None, hashed: bool = True
) -> Recording:
    """Open a recording and read it once, so that all but its events is known.

    Args:
        path: a file's path, or "-" for standard input.
        stdin: what standard input is; None for the process's own.
        progress: told how far reading is.
        hashed: False where nobody asks for its fingerprint, so that it is not gone through for that.

    Returns:
        The recording, to be closed by the caller. One that is cut or broken after its first readable flow is
        opened like any other, and `incomplete` says where it ends.

    Raises:
        UnreadableInput: nothing could be read, with the place and the mend.
    """
    content = open_content(path, stdin, hashed=hashed)
    try:
        kind = kind_of(content)
        contents = kind.read(content, progress or _silent)
    except BaseException:
        content.close()
        raise
    return Recording(
        path, kind.NAME, contents, cut=content.cut, fingerprint=content.fingerprint, close=content.close
    )


def kind_of(content: Content) -> kinds.Kind:
    """Find out what a source is.

    Args:
        content: the source.

    Raises:
        UnreadableInput: it is no recording.
    """
    kind = kinds.find(content.head)
    if kind is None:
        raise UnreadableInput(content.name, _stranger(content.head), mend=f"give {kinds.all_named()}")
    return kind


def _silent(done: int, total: int, /) -> None:
    pass


def _stranger(head: bytes) -> str:
    for magic, words in _STRANGERS.items():
        if head.startswith(magic):
            return f"is no recording but {words}"
    return "is no recording"
