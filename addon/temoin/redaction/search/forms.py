"""The forms in which a text may hide in another: URL-encoded, once or twice, in base64, in hex, escaped as JSON
does, packed and then in base64.

It is the haystack that is decoded, not the needles that are encoded: so capital and small hex digits, partial
encoding, both alphabets of base64 and all its alignments are found alike, whatever was encoded together with them.
"""

import binascii
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from temoin.redaction.search.opened import BASE64, Allowance, from_base64, opened
from temoin.redaction.standins import FILLING

__all__ = ["STRETCH", "forms"]

STRETCH = 8
"""How many bytes one byte may take in any of these forms (`\\u00e9` within a URL-encoded text)."""

_DEEPEST = 6
"""How often what was packed in base64 is looked into for the same."""

_ESCAPED = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_WRAPPED = re.compile(
    rb"(?:\n(?<=[A-Za-z0-9+/_-]{60}\n)|\r\n(?<=[A-Za-z0-9+/_-]{60}\r\n))(?=[A-Za-z0-9+/_=-])"
)
"""The end of a line of base64 or hex, as mail and PEM have them (RFC 2045 6.8, RFC 7468 2)."""

_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def forms(data: bytes) -> Iterator[tuple[str, bytes]]:
    """A text, and all that it may be an encoding of.

    Args:
        data: any bytes.

    Yields:
        What was undone, in words ("" for the text itself), and the result.

    Raises:
        TooMuch: what is packed in it is too much to be searched.
    """
    yield from _forms(data, "", Allowance(len(data)), 0)


def _forms(data: bytes, within: str, allowance: Allowance, depth: int) -> Iterator[tuple[str, bytes]]:
    for words, text in _each(data):
        how = _joined(within, words)
        yield how, text
        yield from _written(how, text)
        if depth < _DEEPEST and (inner := opened(_WRAPPED.sub(b"", text), allowance)):
            yield from _forms(inner, _joined(how, "packed in base64"), allowance, depth + 1)


def _each(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield from _escapes_undone(data)
    if b"\0" in data:
        for words, text in _escapes_undone(data.replace(b"\0", b"")):
            yield _joined(words, "in UTF-16"), text


def _joined(words: str, more: str) -> str:
    return f"{words}, {more}" if words and more else words or more


def _escapes_undone(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", data
    if b"\\" in data:
        data = _ESCAPED.sub(_unescaped, data)
        yield "as JSON", data
    if _ENTITY.search(data):
        yield "as HTML", _ENTITY.sub(_entity, data)
    for words in ("URL-encoded", "URL-encoded twice"):
        if b"%" not in data:
            return
        once = unquote_to_bytes(data)
        if once == data:
            return
        data = once
        yield words, data


def _written(words: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    data = _WRAPPED.sub(b"", data)
    runs = _different(BASE64.findall(data))
    if runs:
        for offset in range(4):
            yield _joined(words, "in base64"), b"\n".join([from_base64(run[offset:]) for run in runs])
    runs = _different(_HEX.findall(data))
    if runs:
        for offset in range(2):
            yield _joined(words, "in hex"), b"\n".join([_from_hex(run[offset:]) for run in runs])


def _different(runs: list[bytes]) -> tuple[bytes, ...]:
    """Each run once; of one that repeats itself, as what stands for a body does, three turns tell all."""
    return tuple(
        dict.fromkeys(
            run[: 3 * FILLING] if len(run) > 3 * FILLING and run[FILLING:] == run[:-FILLING] else run
            for run in runs
        )
    )


def _from_hex(run: bytes) -> bytes:
    return binascii.unhexlify(run[: len(run) // 2 * 2])


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return chr(int(found[1], 16)).encode("utf-8", "surrogatepass")
    return _SIMPLE.get(found[2], found[2])


def _entity(found: re.Match[bytes]) -> bytes:
    return unescape(found[0].decode("ascii")).encode("utf-8", "surrogatepass")
