"""A HAR, 1.1 or 1.2, as Chromium, Firefox, Safari, Charles, Fiddler, Playwright and mitmproxy write it.

What it is worth as evidence depends on its writer. A browser's HAR is written inside the browser: it has no
client address, its times are the browser's own (so it says until when cookies could still be read), and what
never crossed the wire, such as an answer from the cache, is in it and left out here. Chromium exports it
*sanitized* unless told otherwise: with every cookie taken out it proves nothing, and `bears_cookies` says so.

An entry's number is its place in the file, from 1. A websocket keeps its own scheme (ws, wss). A file that is
cut, or broken in the middle, is read up to there; a field of a wrong type is an error that names its entry,
since nothing else in such a file can be trusted. The whole file is held in memory while it is decoded, and
the facts of its entries afterwards.
"""

from typing import Final

from temoin.errors import UnreadableInput
from temoin.traffic.content import Content
from temoin.traffic.har.document import NotHar, decode
from temoin.traffic.har.entries import Reader
from temoin.traffic.order import Block, Flow, in_order
from temoin.traffic.recording import Contents, Progress

__all__ = ["NAME", "WHAT", "read", "sniff"]

NAME: Final = "har"
WHAT: Final = "a HAR"

_MOST = 2 << 30
"""Bytes: what is larger does not go into memory."""
_STEP = 4 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def sniff(head: bytes, /) -> bool:
    """Whether a source begins as JSON with an object or a list."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
            break
    return head.lstrip(b" \t\r\n").startswith((b"{", b"["))


def read(content: Content, progress: Progress, /) -> Contents:
    """Read a HAR whole.

    Raises:
        UnreadableInput: it is no HAR, no entry can be read, or something in it is of a wrong type.
    """
    try:
        document = decode(_all(content, progress))
        reader = Reader(document)
        flows = [
            flow
            for number, entry in enumerate(document.entries, 1)
            if (flow := reader.read(number, entry)) is not None
        ]
    except NotHar as error:
        raise UnreadableInput(
            content.name, error.problem, place=error.place, mend="export the HAR again, whole"
        ) from None
    return Contents(
        flows=len(flows),
        events=lambda wanted: in_order((Block(flows, float("inf"), 0),), wanted=wanted),
        last=len(document.entries),
        incomplete=document.incomplete,
        notes=_notes(reader, flows),
        bears_cookies=reader.cookie_headers > 0 if flows else None,
        skipped=reader.skipped,
        own_ids=True,
    )


def _all(content: Content, progress: Progress) -> bytes:
    file, size = content.settle()
    if size > _MOST:
        raise NotHar(f"is {size} bytes large, and a HAR may be {_MOST}")
    pieces = []
    done = 0
    while piece := file.read(_STEP):
        pieces.append(piece)
        done += len(piece)
        progress(min(done, size), size)
    return b"".join(pieces)


def _notes(reader: Reader, flows: list[Flow]) -> tuple[str, ...]:
    notes = []
    if flows and not reader.cookie_headers:
        notes.append(
            "no cookie headers at all: a sanitized HAR proves nothing (export it with sensitive data)"
        )
    if reader.rebuilt:
        notes.append(
            f"the cookie headers of {reader.rebuilt} messages were made from the HAR's lists of cookies: "
            "what those leave out is not known"
        )
    if reader.folded:
        notes.append("Safari joins Set-Cookie headers with commas: they were parted where a name follows one")
    if reader.unzoned:
        notes.append("times without a time zone were read as UTC")
    return tuple(notes)
