"""The forms in which a text may hide in another: URL-encoded, once or twice, in base64, in hex, escaped as JSON
does.

It is the haystack that is decoded, not the needles that are encoded: so capital and small hex digits, partial
encoding, both alphabets of base64 and all its alignments are found alike, whatever was encoded together with them.
"""

import binascii
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from temoin.redaction.standins import FILLING

__all__ = ["STRETCH", "forms"]

STRETCH = 8
"""How many bytes one byte may take in any of these forms (`\\u00e9` within a URL-encoded text)."""

_ESCAPED = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_WRAPPED = re.compile(
    rb"(?:\n(?<=[A-Za-z0-9+/_-]{60}\n)|\r\n(?<=[A-Za-z0-9+/_-]{60}\r\n))(?=[A-Za-z0-9+/_=-])"
)
"""The end of a line of base64 or hex, as mail and PEM have them (RFC 2045 6.8, RFC 7468 2)."""

_STANDARD = bytes.maketrans(b"-_", b"+/")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def forms(data: bytes) -> Iterator[tuple[str, bytes]]:
    """A text, and all that it may be an encoding of.

    Args:
        data: any bytes.

    Yields:
        What was undone, in words ("" for the text itself), and the result.
    """
    for words, text in _escapes_undone(data):
        yield words, text
        yield from _packed(words, text)
    if b"\0" in data:
        for words, text in _escapes_undone(data.replace(b"\0", b"")):
            wide = f"{words}, in UTF-16" if words else "in UTF-16"
            yield wide, text
            yield from _packed(wide, text)


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


def _packed(words: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    data = _WRAPPED.sub(b"", data)
    runs = _different(_BASE64.findall(data))
    if runs:
        within = f"{words}, in base64" if words else "in base64"
        for offset in range(4):
            yield within, b"\n".join([_decoded(run[offset:]) for run in runs])
    runs = _different(_HEX.findall(data))
    if runs:
        within = f"{words}, in hex" if words else "in hex"
        for offset in range(2):
            yield within, b"\n".join([_from_hex(run[offset:]) for run in runs])


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


def _decoded(run: bytes) -> bytes:
    """What a run of base64 holds, from its first sign on; a last group that is cut gives what it can."""
    whole = len(run) // 4 * 4
    rest = len(run) - whole
    padded = run.translate(_STANDARD) + b"=" * (4 - rest) if rest > 1 else run[:whole].translate(_STANDARD)
    return binascii.a2b_base64(padded)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return chr(int(found[1], 16)).encode("utf-8", "surrogatepass")
    return _SIMPLE.get(found[2], found[2])


def _entity(found: re.Match[bytes]) -> bytes:
    return unescape(found[0].decode("ascii")).encode("utf-8", "surrogatepass")
