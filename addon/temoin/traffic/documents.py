"""The bodies of documents: which answers have one worth reading, and their content coding undone.

Only HTML that answers a navigation is read (rule T105 looks for what its markup names); every other body is
skipped by its length.
"""

import zlib
from collections.abc import Callable

from temoin.events import Headers
from temoin.traffic.asked import first

__all__ = ["MOST", "decoded", "is_document"]

MOST = 2_000_000
"""Bytes of a document that are kept, before and after decoding."""

_KINDS = (b"text/html", b"application/xhtml+xml")
_NAVIGATES = frozenset({b"navigate", b"same-origin"})


def is_document(sent: Headers, received: Headers) -> bool:
    """Whether an answer is a document: HTML that a navigation asked for.

    Args:
        sent: the request's headers.
        received: the response's.
    """
    kind = first(received, b"content-type")
    if b"html" not in kind.lower() or not kind.strip().lower().startswith(_KINDS):
        return False
    mode = first(sent, b"sec-fetch-mode").strip()
    return mode in _NAVIGATES if mode else first(sent, b"upgrade-insecure-requests").strip() == b"1"


def decoded(body: bytes, received: Headers) -> bytes:
    """Undo a body's content coding (RFC 9110 8.4).

    Args:
        body: as it crossed.
        received: the response's headers.

    Returns:
        At most `MOST` bytes; what could be read of a broken body, nothing of an unknown coding.
    """
    codings = [one.strip() for one in first(received, b"content-encoding").lower().split(b",") if one.strip()]
    for coding in reversed(codings):
        decode = _DECODERS.get(coding)
        if decode is None:
            return body if coding == b"identity" else b""
        try:
            body = decode(body)
        except Exception:  # noqa: BLE001 — three libraries, each with errors of its own, on hostile bytes
            return b""
    return body[:MOST]


def _gunzip(body: bytes) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(body, MOST)


def _inflate(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, MOST)
    except zlib.error:  # raw, as some servers send it (RFC 9110 8.4.1.2)
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, MOST)


def _unbrotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]

    return bytes(brotli.Decompressor().process(body, output_buffer_limit=MOST))


def _unzstd(body: bytes) -> bytes:
    import zstandard

    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body) as stream:
        return bytes(stream.read(MOST))


_DECODERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _inflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
