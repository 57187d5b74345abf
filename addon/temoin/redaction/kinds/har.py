"""A HAR: its pages and entries in their order, each with the fields of a list and no others.

What a HAR says twice is replaced twice: cookies in headers and in lists, a query in the URL and in `queryString`,
a redirect in `Location` and in `redirectURL`. Initiators, stacks and comments are left out, and so is the time
zone of no moment. A file that is cut, or broken in the middle, ends so in the redacted one too.

The whole file is in memory, as where it is read, and one entry besides.
"""

import json
from collections.abc import Callable
from typing import Any, Final

import msgspec

from temoin.errors import UnreadableInput
from temoin.redaction.har.entry import Entries
from temoin.redaction.har.fields import FIELDS, of_list, word
from temoin.redaction.redactor import Redactor
from temoin.traffic.content import Content
from temoin.traffic.har.document import Document, NotHar, decode
from temoin.traffic.har.entries import Reader
from temoin.traffic.har.scan import NotJson, elements, end_of, members
from temoin.traffic.har.schema import Entry
from temoin.traffic.recording import Progress

__all__ = ["ENDING", "NAME", "WORDS", "redact"]

NAME: Final = "har"
ENDING: Final = ".har"
WORDS: Final = FIELDS

_MOST = 2 << 30
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class _Places(msgspec.Struct):
    """Where a document says what."""

    entries: list[tuple[int, int]]
    others: dict[bytes, tuple[int, int]]


def redact(
    content: Content, redactor: Redactor, write: Callable[[bytes], object], progress: Progress, /
) -> None:
    """Go through a HAR; see `temoin.redaction.kinds.Kind`."""
    data = _all(content)
    document, folded = _document(content.name, data)
    places = _places(data)
    if document.incomplete:
        del places.entries[len(document.entries) :]
    if len(places.entries) != len(document.entries):
        raise UnreadableInput(
            content.name, "says something twice, so it cannot be redacted", mend="export the HAR again"
        )
    entries = Entries(redactor, folded=folded)
    write(_head(data, places, document, entries))
    for number, (place, entry) in enumerate(zip(places.entries, document.entries, strict=True), 1):
        told, readable = _loaded(content.name, data[place[0] : place[1]], number)
        made = entries.entry(told, entry, readable=readable)
        write((b",\n" if number > 1 else b"\n") + json.dumps(made).encode())
        progress(place[1], len(data))
    write(_tail(document.incomplete, content.cut))


def _all(content: Content) -> bytes:
    file, size = content.settle()
    if size > _MOST:
        raise UnreadableInput(content.name, f"is {size} bytes large, and a HAR may be {_MOST}")
    data = file.read()
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(_UTF8_MARK)


def _document(name: str, data: bytes) -> tuple[Document, bool]:
    """The document as the reader has it, and whether its writer folds headers."""
    try:
        document = decode(data)
        reader = Reader(document)
        for number, entry in enumerate(document.entries, 1):
            reader.read(number, entry)
    except NotHar as error:
        raise UnreadableInput(
            name, error.problem, place=error.place, mend="export the HAR again, whole"
        ) from None
    return document, reader.folded


def _places(data: bytes) -> _Places:
    """Where the parts lie, as far as the text is JSON."""
    places = _Places([], {})
    try:
        for key, value in members(data, 0):
            if key != b"log":
                continue
            for name, at in members(data, value):
                if name == b"entries":
                    for place in elements(data, at):
                        places.entries.append(place)
                else:
                    places.others[name] = (at, end_of(data, at))
    except NotJson:
        pass
    return places


def _head(data: bytes, places: _Places, document: Document, entries: Entries) -> bytes:
    """All that stands before the entries."""
    told = {key: _json(data[begin:end]) for key, (begin, end) in places.others.items()}
    entries.learn({key.decode("utf-8", "replace"): value for key, value in told.items()})
    made: dict[str, Any] = {"version": word(told.get(b"version")) or "1.2"}
    if b"creator" in told and document.creator:
        made["creator"] = entries.program(told[b"creator"])
    if b"browser" in told:
        made["browser"] = entries.program(told[b"browser"])
    if b"pages" in told:
        made["pages"] = [entries.page(page) for page in of_list(told[b"pages"])]
    return b'{"log": ' + json.dumps(made).encode()[:-1] + b', "entries": ['


def _json(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return None


def _loaded(name: str, text: bytes, number: int) -> tuple[dict[str, Any], bool]:
    """An entry, and whether the reader reads its bodies."""
    try:
        told = json.loads(text.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        raise UnreadableInput(name, "cannot be redacted: it is too deep", place=f"entry {number}") from None
    try:
        msgspec.json.decode(text, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return told, False
    return told, True


def _tail(incomplete: str, cut: str) -> bytes:
    """The end, such that what was not whole does not seem so."""
    if not incomplete:
        return b"\n]}}\n" if not cut else b"\n]}}\n!"
    if incomplete.startswith("cut"):
        return b"\n"
    return b"\n]}}\n!" if incomplete.startswith("something") else b"\n!"
