"""A HAR file's bytes as entries: all at once where it is whole, one by one where it is not, or is large."""

import json
import re
from array import array

import msgspec

from temoin.traffic.har.scan import NotJson, elements, members
from temoin.traffic.har.schema import Creator, Entry, Har
from temoin.traffic.har.text import Text

__all__ = ["Document", "Entries", "NotHar", "decode", "skim"]

_STEP = 1 << 16
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

    def take(self, entry: Entry, begin: int, end: int) -> None:
        """Take the next entry."""
        del begin, end
        self.entries.append(entry)

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    @property
    def sockets(self) -> bool:
        """True where no entry has a connection's own number."""
        return all(entry.connection_id is None for entry in self.entries)


class Entries:
    """What a HAR file holds, its entries left in their places.

    Args:
        text: the file.
    """

    def __init__(self, text: Text) -> None:
        self.creator = ""
        self.incomplete = ""
        self.sockets = True
        """True where no entry has a connection's own number."""
        self._text = text
        self._begins = array("Q")
        self._ends = array("Q")

    def take(self, entry: Entry, begin: int, end: int) -> None:
        """Take the next entry."""
        self._begins.append(begin)
        self._ends.append(end)
        self.sockets = self.sockets and entry.connection_id is None

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self._begins)

    def end(self, number: int) -> int:
        """Where an entry ends.

        Args:
            number: its own, from 1.
        """
        return self._ends[number - 1]

    def entry(self, number: int) -> Entry:
        """Read an entry.

        Args:
            number: its own, from 1.

        Raises:
            NotHar: the file was changed.
        """
        begin = self._begins[number - 1]
        try:
            return _entry(self._text.apart(begin, self._ends[number - 1]), number, begin)
        except NotJson:
            raise NotHar("was changed while it was read", f"entry {number}") from None


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
        document = Document("", [])
        _one_by_one(document, Text.of(data), start)
        return document
    return Document((log.creator and log.creator.name) or "", log.entries)


def skim(text: Text) -> Entries:
    """Find the entries of a large HAR file, and see that each can be read.

    Args:
        text: the whole file: UTF-8, with or without a mark.

    Raises:
        NotHar: it is none, its first entry cannot be read, or something in one is of a wrong type.
    """
    entries = Entries(text)
    start = len(_UTF8_MARK) if text.between(0, len(_UTF8_MARK)) == _UTF8_MARK else 0
    _one_by_one(entries, text, start)
    return entries


def _one_by_one(found: Document | Entries, text: Text, start: int) -> None:
    """Every entry that is whole, up to the first that is not."""
    has_log = has_entries = False
    try:
        for key, value in members(text, start):
            if key == b"log":
                has_log = True
                for name, at in members(text, value):
                    has_entries = has_entries or name == b"entries"
                    _take(found, text, name, at)
        end = text.end_of(text.sign(start)[1])
    except NotJson as error:
        if found.count == 0:
            problem = "is cut before its first entry ends" if error.cut else "is broken JSON"
            raise NotHar(problem, f"byte {error.at}") from None
        found.incomplete = f"{'cut' if error.cut else 'broken'} after entry {found.count}, byte {error.at}"
        return
    if not has_log:
        raise NotHar("is JSON but no HAR: it has no log")
    if not has_entries:
        raise NotHar("is JSON but no HAR: it has no entries")
    if not _ends(text, end):
        found.incomplete = f"something follows the end of the HAR, byte {end}"


def _ends(text: Text, end: int) -> bool:
    """Whether nothing but white space follows."""
    for at in range(end, text.size, _STEP):
        if text.between(at, min(at + _STEP, text.size)).strip(b" \t\r\n\0"):
            return False
    return True


def _take(found: Document | Entries, text: Text, name: bytes, at: int) -> None:
    if name == b"entries":
        for begin, end in elements(text, at):
            found.take(_entry(text.between(begin, end), found.count + 1, begin), begin, end)
    elif name == b"creator":
        try:
            creator = msgspec.json.decode(text.between(at, text.end_of(at)), type=Creator | None)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        found.creator = (creator and creator.name) or ""


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
