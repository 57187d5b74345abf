"""The proof that a redaction left nothing: every secret of the original is searched for in what was written.

A file is searched as it is, and with every encoding undone that may hide a text (`search.forms`); a recording's
bodies also with their content coding undone, and whatever is packed in it, layer by layer (`search.layers`). What
cannot be searched for is counted: a text of fewer than eight signs, or of too few different ones, may stand
anywhere by chance.
"""

import io
import string
from collections.abc import Iterator, Mapping
from itertools import batched
from typing import IO

import msgspec

from temoin.cookies.values import shape
from temoin.errors import UnreadableInput, UsageError
from temoin.redaction.register import Register
from temoin.redaction.search.bodies import bodies
from temoin.redaction.search.forms import STRETCH, forms
from temoin.redaction.search.layers import layers
from temoin.redaction.search.needles import Needles, TooMuch
from temoin.redaction.search.own import own_words
from temoin.redaction.secrets import named
from temoin.traffic.content import open_content

__all__ = ["Checked", "Left", "check", "check_file"]

_STEP = 1 << 20
_MOST_LEFT = 20
_BATCH = 100_000
"""Texts searched for at once; their table takes some hundred megabytes."""

_LONGEST_BASE64 = 2 << 20
"""Bytes of base64 that are opened as a whole where something is packed in them; of more, the beginning."""

_OF_BASE64 = string.ascii_letters.encode() + string.digits.encode() + b"+/_-%=\\\r\n"
"""What base64 may be written with, escapes and the ends of lines among it."""

_HEAD = 4_096


class Left(msgspec.Struct, frozen=True):
    """A secret that was found, told without showing it.

    Args:
        kind: of secret.
        length: in signs.
        shape: of its value.
        place: where it was found.
        form: what hides it, in words; empty where nothing does.
    """

    kind: str
    length: int
    shape: str
    place: str
    form: str

    def __str__(self) -> str:
        how = f", {self.form}" if self.form else ""
        return f"{self.place}: {named(self.kind).one}, {self.length} signs, {self.shape}{how}"


class Checked(msgspec.Struct, frozen=True):
    """What a search came to.

    Args:
        searched: for how many texts.
        left: what was found, the first twenty.
        short: how many texts are too short or too plain to be searched for, by kind.
        staying: how many stand in what stays by intent: words, and what is part of a host or a name.
        beyond: how many more there were than can be searched for.
    """

    searched: int
    left: tuple[Left, ...]
    short: Mapping[str, int]
    staying: int
    beyond: int

    @property
    def proven(self) -> bool:
        """Whether nothing was found."""
        return not self.left


def check_file(register: Register, path: str) -> Checked:
    """Search a file.

    Args:
        register: what the original holds.
        path: of the file: a redacted recording, an archive, a report, anything.

    Raises:
        UnreadableInput: it cannot be read.
        UsageError: it cannot be searched in reasonable time.
    """
    content = open_content(path, unpack=False)
    try:
        file, _ = content.settle()
        return check(register, file, path)
    finally:
        content.close()


def check(register: Register, file: IO[bytes], name: str) -> Checked:
    """Search what was written.

    Args:
        register: what the original holds.
        file: can be sought in.
        name: what to call it.

    Raises:
        UnreadableInput: something that is packed in it cannot be opened, and nothing was found before.
        UsageError: it cannot be searched in reasonable time.
    """
    texts = register.searched()
    left: dict[str, Left] = {}
    words: set[str] = set()
    try:
        for batch in batched(texts, _BATCH):
            needles = Needles({text: texts[text] for text in batch})
            for part in _parts(file, name, needles.longest * STRETCH):
                for text, place, form in _found(needles, part):
                    if part.prose and (
                        not register.is_telling(text) or text.encode(errors="replace") in own_words()
                    ):
                        words.add(text)
                    elif text not in left and len(left) < _MOST_LEFT:
                        left[text] = Left(texts[text], len(text), shape(text), f"{name}, {place}", form)
    except UnreadableInput:
        if not left:
            raise
    except TooMuch as error:
        raise UsageError(name, str(error)) from None
    return Checked(
        searched=len(texts) - len(words),
        left=tuple(left.values()),
        short=register.short,
        staying=register.staying + len(words),
        beyond=register.beyond,
    )


def _is_own(text: str) -> bool:
    return text.encode(errors="replace") in own_words()


class _Part(msgspec.Struct, frozen=True):
    """A piece of what is searched.

    Args:
        data: the bytes.
        at: where they begin.
        within: what they are a piece of; empty for the file itself.
        prose: True where it is no recording, so that a text made of words may stand in any sentence of it.
    """

    data: bytes
    at: int
    within: str
    prose: bool


def _found(needles: Needles, part: _Part) -> Iterator[tuple[str, str, str]]:
    for form, data in forms(part.data):
        for found in needles.find(data):
            place = f"byte {part.at + found.at}" if not form else f"after byte {part.at}"
            yield found.text, f"{_shown(needles, part.within)}, {place}" if part.within else place, form


def _shown(needles: Needles, within: str) -> str:
    """What a packed file is called, unless its name tells a secret."""
    name = within.encode("utf-8", "surrogatepass")
    told = any(True for _, form in forms(name) for _ in needles.find(form))
    return "a file whose name holds a secret" if told else within


def _parts(file: IO[bytes], name: str, overlap: int) -> Iterator[_Part]:
    for within, layer in layers(file, name):
        layer.seek(0)
        head = layer.read(_HEAD)
        flows = head[:1].isdigit()
        yield from _pieces(layer, overlap, within, prose=not flows and b'"log"' not in head)
        if flows:
            for number, body in bodies(layer):
                place = f"{within}, flow {number}'s body" if within else f"flow {number}'s body"
                yield from _pieces(io.BytesIO(body), overlap, place, prose=False)


def _pieces(file: IO[bytes], overlap: int, within: str, *, prose: bool) -> Iterator[_Part]:
    """A file, a megabyte at a time, each with the end of the one before: whole where that may be base64."""
    file.seek(0)
    kept, at, run = b"", 0, 0
    while piece := file.read(_STEP):
        data = kept + piece
        yield _Part(data, at - len(kept), within, prose)
        at += len(piece)
        unbroken = len(data) - len(data.rstrip(_OF_BASE64))
        run = run + len(piece) if unbroken == len(data) else unbroken
        again = max(overlap, unbroken if run <= _LONGEST_BASE64 else 0)
        kept = data[-again:] if again else b""
