"""Packed sources: gzip (`.har.gz`) and zlib (mitmproxy's `.zhar`), streamed and bounded.

A small file can unpack to terabytes. What unpacks beyond `MOST`, or beyond `RATIO` times its packed size, is
refused; the best that gzip does with real recordings is some forty times.
"""

import zlib
from collections.abc import Iterable, Iterator

__all__ = ["MOST", "RATIO", "TooMuch", "Unpacking", "is_packed"]

MOST = 4 << 30
"""Bytes, unpacked."""

RATIO = 250
"""Unpacked bytes for one packed byte, past the first 16 MB. The format itself stops at 1032."""

_FREE = 16 << 20
_STEP = 1 << 20
_SIP = 1 << 14
"""Packed bytes handed over at once: what follows the end of a member is copied, and members may be tiny."""
_GZIP = b"\x1f\x8b"
_EITHER = zlib.MAX_WBITS + 32
"""Tells zlib to find out by the header which of the two formats it is."""


class TooMuch(Exception):  # noqa: N818 (an answer, not an error of the program)
    """A source unpacks to more than is sane."""


def is_packed(head: bytes) -> bool:
    """Whether a source is gzip (RFC 1952 2.3.1) or zlib (RFC 1950 2.2).

    Args:
        head: its first bytes.
    """
    if head.startswith(_GZIP):
        return True
    return len(head) >= 2 and head[0] == 0x78 and (head[0] * 256 + head[1]) % 31 == 0


class Unpacking:
    """The unpacked bytes of packed ones, in pieces of at most 1 MB.

    Once exhausted, `fault` says why they ended before their end; empty where they did not.

    Args:
        packed: the packed bytes, in pieces.
    """

    def __init__(self, packed: Iterable[bytes]) -> None:
        self._packed = packed
        self._read = 0
        self.fault = ""

    def __iter__(self) -> Iterator[bytes]:
        """Unpack.

        Raises:
            TooMuch: see the module.
        """
        unpacked = 0
        unpacker = zlib.decompressobj(_EITHER)
        for piece in self._sips():
            while piece:
                if unpacker.eof:
                    # RFC 1952 2.2: members follow each other; some writers pad the last with zeros.
                    piece = piece.lstrip(b"\0")
                    if not piece:
                        break
                    if not _GZIP.startswith(piece[:2]):
                        return
                    unpacker = zlib.decompressobj(_EITHER)
                try:
                    out = unpacker.decompress(piece, _STEP)
                except zlib.error:
                    self.fault = f"its packing is broken {unpacked:,} unpacked bytes from the beginning"
                    return
                piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                unpacked += len(out)
                if unpacked > MOST or (unpacked > _FREE and unpacked > self._read * RATIO):
                    raise TooMuch
                yield out
        yield unpacker.flush()
        if not unpacker.eof:
            self.fault = "its packing is cut short"

    def _sips(self) -> Iterator[bytes]:
        for piece in self._packed:
            self._read += len(piece)
            yield from (piece[start : start + _SIP] for start in range(0, len(piece), _SIP))
