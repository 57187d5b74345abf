"""A recording packed by gzip (RFC 1952) such that every reader takes it for what it is.

What stands for a body repeats itself, and packs a thousand times smaller: a reader that is wary of small files that
unpack to terabytes, as `temoin.traffic.unpacking` is, would refuse it. So each piece is packed without those before
it.
"""

import zlib
from typing import IO

__all__ = ["pack"]

_PIECE = 40_000
"""Bytes; a repeated filling then packs some two hundred times smaller, and a usual recording a fifth less well."""

_GZIP = zlib.MAX_WBITS + 16


def pack(recording: IO[bytes], out: IO[bytes]) -> None:
    """Pack a recording; the same bytes give the same.

    Args:
        recording: from its beginning.
        out: where to.
    """
    recording.seek(0)
    packing = zlib.compressobj(wbits=_GZIP)
    while piece := recording.read(_PIECE):
        out.write(packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH))
    out.write(packing.flush())
