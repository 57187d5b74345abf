"""What is packed inside base64 text, as cookies, URLs and JSON carry it: gzip, zlib, Zstandard, and deflate alone.

Whatever begins like one of them is unpacked, as far as that goes: what comes of a packing that is cut or broken is
searched like the rest, and where nothing comes nothing was hidden. Deflate alone (RFC 1951, as a SAML request has
it) bears no mark, so it is tried at the beginning of every run of base64. All attempts on one text share what they
may take and what they may give.
"""

import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain

from temoin.redaction.search.needles import LEAST, TooMuch
from temoin.traffic.unpacking import TooMuch as Bomb
from temoin.traffic.unpacking import Unpacking

__all__ = ["BASE64", "Allowance", "from_base64", "opened"]

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
"""A run of base64, of either alphabet."""

_RUN = re.compile(rb"[A-Za-z0-9+/_-]*")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_SIP = 1_024
"""Signs of base64 that are decoded at once: most attempts fail at the first."""

_FREE = 4 << 20
_PER_SIGN = 16
_MOST = 64 << 20
"""Bytes that may be unpacked of one text, all together."""

_STEP = 1 << 20
_TELLING = 64
"""Bytes that come of deflate that bears no mark, before they are believed where it does not end as it should."""


class Allowance:
    """What attempts on one text may take and give.

    Args:
        size: of the text.
    """

    def __init__(self, size: int) -> None:
        self._signs = _FREE + _PER_SIGN * size
        self._bytes = _MOST

    def take(self, signs: int) -> None:
        """Count base64 that is decoded.

        Args:
            signs: how many.

        Raises:
            TooMuch: there were too many.
        """
        self._signs -= signs
        if self._signs < 0:
            raise TooMuch(_TOO_MUCH)

    def give(self, size: int) -> None:
        """Count what was unpacked.

        Args:
            size: in bytes.

        Raises:
            TooMuch: there were too many.
        """
        self._bytes -= size
        if self._bytes < 0:
            raise TooMuch(_TOO_MUCH)


def opened(text: bytes, allowance: Allowance) -> bytes:
    """Unpack whatever is packed in the base64 of a text.

    Args:
        text: in which base64 stands unbroken.
        allowance: what this may take and give.

    Returns:
        All of it, a line each; empty where nothing is.

    Raises:
        TooMuch: it is too much to be searched.
    """
    marked = (
        unpacked(_decoded(text, mark.start(), allowance))
        for begins, unpacked in _MARKED
        for mark in begins.finditer(text)
    )
    unmarked = (_inflated(_decoded(run, 0, allowance)) for run in dict.fromkeys(BASE64.findall(text)))
    found = (_whole(pieces, allowance) for pieces in chain(marked, unmarked))
    return b"\n".join(one for one in found if len(one) >= LEAST)


def from_base64(run: bytes) -> bytes:
    """What a run of base64 holds, from its first sign on; a last group that is cut gives what it can.

    Args:
        run: of either alphabet.
    """
    whole = len(run) // 4 * 4
    rest = len(run) - whole
    padded = run.translate(_STANDARD) + b"=" * (4 - rest) if rest > 1 else run[:whole].translate(_STANDARD)
    return binascii.a2b_base64(padded)


def _decoded(text: bytes, at: int, allowance: Allowance) -> Iterator[bytes]:
    """The run of base64 that goes on from a place, a sip at a time."""
    sip = text[at : at + _SIP]
    while run := _RUN.match(sip):
        allowance.take(len(run[0]))
        yield from_base64(run[0])
        if len(run[0]) < _SIP:
            return
        at += _SIP
        sip = text[at : at + _SIP]


def _whole(pieces: Iterable[bytes], allowance: Allowance) -> bytes:
    made: list[bytes] = []
    try:
        for piece in pieces:
            allowance.give(len(piece))
            made.append(piece)
    except Bomb:
        raise TooMuch(_TOO_MUCH) from None
    return b"".join(made)


def _inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate alone: any text may begin like it, so a little that breaks off is none."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    held = b""
    for piece in packed:
        while piece and not unpacker.eof:
            try:
                held += unpacker.decompress(piece, _STEP)
            except zlib.error:
                return
            piece = unpacker.unconsumed_tail
            if len(held) >= _TELLING or unpacker.eof:
                yield held
                held = b""


def _zstandard(packed: Iterable[bytes]) -> Iterator[bytes]:
    import zstandard

    unpacker = zstandard.ZstdDecompressor()
    with unpacker.stream_reader(BytesIO(b"".join(packed)), read_across_frames=True) as unpacking:
        try:
            while piece := unpacking.read(_STEP):
                yield piece
        except (zstandard.ZstdError, MemoryError):
            return


_MARKED: tuple[tuple[re.Pattern[bytes], Callable[[Iterable[bytes]], Iterable[bytes]]], ...] = (
    (re.compile(rb"H4sI"), Unpacking),
    (re.compile(rb"KLUv[/_]"), _zstandard),
    (re.compile(rb"e(?:A[E-H]|F[4-7]|J[w-z]|N[o-r])(?<![A-Za-z0-9]...)"), Unpacking),
)
"""The first bytes of gzip (RFC 1952 2.3.1), Zstandard (RFC 8878 3.1.1) and zlib (RFC 1950 2.2, with its four usual
levels), in base64; the last are few, so they count only where a word begins."""

_TOO_MUCH = "unpacks to far more than can be searched"
