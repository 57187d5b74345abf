"""A HAR file's bytes as entries: all at once where it is whole, one by one where it is not."""

import json
import re

import msgspec

from temoin.traffic.har.scan import NotJson, elements, end_of, members
from temoin.traffic.har.schema import Creator, Entry, Har

__all__ = ["Document", "NotHar", "decode"]

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WHERE = re.compile(r" - at `\$(?:\.log\.entries\[(\d+)\])?\.?(.*)`")
_WRONG_TYPE = re.compile(r"Expected `(.+?)`, got `(\w+)`")
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_WORDS = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


class NotHar(Exception):  # noqa: N818 (told to the user with more words around it)
    """The document cannot be read.

    Args:
        problem: what is wrong, in a few words.
        place: "entry 12" or "byte 345"; empty where the whole is wrong.
    """

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem, place)
        self.problem = problem
        self.place = place


class Document(msgspec.Struct):
    """What a HAR file holds.

    Args:
        creator: who wrote it; empty where it does not say.
        entries: its entries, in order.
        incomplete: where and why reading stopped before the end; empty where it did not.
    """

    creator: str
    entries: list[Entry]
    incomplete: str = ""


def decode(data: bytes) -> Document:
    """Read a HAR file.

    Args:
        data: the whole file: UTF-8, with or without a mark (Fiddler writes one), or UTF-16 with one.

    Raises:
        NotHar: it is none, its first entry cannot be read, or something in it is of a wrong type.
    """
    if data.startswith(_UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    start = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    try:
        log = msgspec.json.decode(memoryview(data)[start:], type=Har).log
    except msgspec.ValidationError as error:
        raise _explained(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _one_by_one(data, start)
    return Document((log.creator and log.creator.name) or "", log.entries)


def _one_by_one(data: bytes, start: int) -> Document:
    """Every entry that is whole, up to the first that is not."""
    document = Document("", [])
    has_log = False
    try:
        for key, value in members(data, start):
            if key == b"log":
                has_log = True
                for name, at in members(data, value):
                    _take(document, data, name, at)
        end = end_of(data, start)
    except NotJson as error:
        count = len(document.entries)
        if count == 0:
            problem = "is cut before its first entry ends" if error.cut else "is broken JSON"
            raise NotHar(problem, f"byte {error.at}") from None
        document.incomplete = f"{'cut' if error.cut else 'broken'} after entry {count}, byte {error.at}"
        return document
    if not has_log:
        raise NotHar("is JSON but no HAR: it has no log")
    if data[end:].strip(b" \t\r\n\0"):
        document.incomplete = f"something follows the end of the HAR, byte {end}"
    return document


def _take(document: Document, data: bytes, name: bytes, at: int) -> None:
    if name == b"entries":
        for begin, end in elements(data, at):
            document.entries.append(_entry(data[begin:end], len(document.entries) + 1, begin))
    elif name == b"creator":
        try:
            creator = msgspec.json.decode(data[at : end_of(data, at)], type=Creator | None)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        document.creator = (creator and creator.name) or ""


def _entry(text: bytes, number: int, at: int) -> Entry:
    """One entry.

    The standard library takes what msgspec does not: lone surrogates, bytes that are no UTF-8. A body that
    holds them is left out.
    """
    try:
        try:
            return msgspec.json.decode(text, type=Entry)
        except (msgspec.ValidationError, RecursionError):
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            loaded = json.loads(text.decode("utf-8", "surrogateescape"), object_hook=_without_body)
            return msgspec.convert(loaded, type=Entry)
    except msgspec.ValidationError as error:
        raise _explained(error, number) from None
    except (ValueError, RecursionError):
        raise NotJson(at, cut=False) from None


def _without_body(members: dict[str, object]) -> dict[str, object]:
    """A content without its text: what msgspec could not read is no document worth reading."""
    if "mimeType" in members:
        members.pop("text", None)
    return members


def _explained(error: msgspec.ValidationError, number: int | None = None) -> NotHar:
    """What msgspec says, in words: "Expected `str | null`, got `int` - at `$.log.entries[11].time`"."""
    text = str(error)
    where = _WHERE.search(text)
    if where and where[1]:
        number = int(where[1]) + 1
    field = where[2] if where else ""
    if missing := _MISSING.match(text):
        return NotHar(f"is JSON but no HAR: it has no {missing[1]}")
    if number is None and (where is None or field in ("log", "log.entries")):
        return NotHar(f"is JSON but no HAR: {field or 'it'} is {_got(text)}")
    place = "" if number is None else f"entry {number}"
    return NotHar(f"{field or 'it'} is {_got(text)}", place)


def _got(text: str) -> str:
    wrong = _WRONG_TYPE.match(text)
    if wrong is None:
        return "not what it should be"
    wanted = _WORDS.get(wrong[1].split(" | ")[0], "something else")
    return f"{_WORDS.get(wrong[2], 'something else')}, not {wanted}"
