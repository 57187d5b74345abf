"""A HAR, 1.1 or 1.2, as Chromium, Firefox, Safari, Charles, Fiddler, Playwright and mitmproxy write it.

What it is worth as evidence depends on its writer. A browser's HAR is written inside the browser: it has no
client address, its times are the browser's own (so it says until when cookies could still be read), and what
never crossed the wire, such as an answer from the cache, is in it and left out here. Chromium exports it
*sanitized* unless told otherwise: with every cookie taken out it proves nothing, and `bears_cookies` says so.

An entry's number is its place in the file, from 1. A websocket keeps its own scheme (ws, wss). A file that is
cut, or broken in the middle, is read up to there; a field of a wrong type is an error that names its entry,
since nothing else in such a file can be trusted. A large file is gone through entry by entry, once to know that all
can be read and once to know their times, and read again in their order: its size is not held in memory.
"""

import codecs
from array import array
from collections.abc import Callable, Iterator
from typing import IO, Final

from temoin.errors import UnreadableInput
from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.har.document import Document, Entries, NotHar, decode, skim
from temoin.traffic.har.entries import Reader
from temoin.traffic.har.text import Text
from temoin.traffic.order import BLOCK, Block, Wanted, blocks_of, in_order
from temoin.traffic.recording import Contents, Progress

__all__ = ["NAME", "WHAT", "read", "sniff"]

NAME: Final = "har"
WHAT: Final = "a HAR"

_MOST = 2 << 30
"""Bytes: what is larger is not read."""
_WHOLE = 8 << 20
"""Bytes: what is larger is not decoded at once."""
_STEP = 4 << 20
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
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
    file, size = content.settle()
    try:
        if size > _MOST:
            raise NotHar(f"is {size} bytes large, and a HAR may be {_MOST}")
        if size > _WHOLE:
            return _large(content, file, size, progress)
        document = decode(_all(file, size, progress))
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
    return _contents(reader, len(flows), document, lambda wanted: in_order(blocks_of(flows), wanted=wanted))


def _large(content: Content, file: IO[bytes], size: int, progress: Progress) -> Contents:
    """Read a HAR of which the entries are found first, then read one by one."""
    file, size = _as_utf8(content, file, size)
    entries = skim(Text(file, size, lambda done: progress(done, 2 * size)))
    reader, times, numbers = Reader(entries), array("d"), array("Q")
    told = size
    for number in range(1, entries.count + 1):
        flow = reader.read(number, entries.entry(number))
        if flow is not None:
            times.append(flow.request.at)
            numbers.append(number)
        if size + entries.end(number) - told >= _STEP:
            told = size + entries.end(number)
            progress(told, 2 * size)
    order = sorted(range(len(times)), key=times.__getitem__)

    def blocks() -> Iterator[Block]:
        for begin in range(0, len(order), BLOCK):
            flows = [
                reader.read(numbers[place], entries.entry(numbers[place]))
                for place in order[begin : begin + BLOCK]
            ]
            after = order[begin + BLOCK] if begin + BLOCK < len(order) else None
            least, following = (float("inf"), 0) if after is None else (times[after], numbers[after])
            yield Block([flow for flow in flows if flow is not None], least, following)

    def events(wanted: Wanted | None) -> Iterator[list[Event]]:
        try:
            yield from in_order(blocks(), wanted=wanted)
        except (NotHar, OSError, ValueError):
            raise UnreadableInput(content.name, "was changed while it was read") from None

    return _contents(reader, len(times), entries, events)


def _as_utf8(content: Content, file: IO[bytes], size: int) -> tuple[IO[bytes], int]:
    if not content.head.startswith(_UTF16_MARKS):
        return file, size
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    other = content.temporary()
    file.seek(0)
    while piece := file.read(_STEP):
        other.write(decoder.decode(piece).encode("utf-8", "replace"))
    other.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    return other, other.tell()


def _contents(
    reader: Reader,
    flows: int,
    document: Document | Entries,
    events: Callable[[Wanted | None], Iterator[list[Event]]],
) -> Contents:
    return Contents(
        flows=flows,
        events=events,
        last=document.count,
        incomplete=document.incomplete,
        notes=_notes(reader, flows),
        bears_cookies=reader.cookie_headers > 0 if flows else None,
        skipped=reader.skipped,
        own_ids=True,
    )


def _all(file: IO[bytes], size: int, progress: Progress) -> bytes:
    pieces = []
    done = 0
    while piece := file.read(_STEP):
        pieces.append(piece)
        done += len(piece)
        progress(min(done, size), size)
    return b"".join(pieces)


def _notes(reader: Reader, flows: int) -> tuple[str, ...]:
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
