"""Bodies written anew, whatever recording they are in: letters, or a document with its markup in its place."""

import gzip
import zlib
from collections.abc import Callable, Iterable
from hashlib import blake2b

from msgspec.structs import replace

from temoin.events import Headers, RequestSeen
from temoin.fetch_metadata import address
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import body, markup, url
from temoin.redaction.secrets.body import Filling
from temoin.traffic.documents import MOST, decoded, is_document

__all__ = ["Documents"]

_NOTHING = Filling(b"x", 0)
_LONGEST_KEPT = 200_000
_MOST_KEPT = 200
"""Documents that are kept as they were written, so that a second time costs nothing."""


class Documents:
    """Writes bodies anew.

    Args:
        redactor: the run's.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def letters(self, pieces: Callable[[], Iterable[bytes]], received: Headers = ()) -> tuple[bytes, Filling]:
        """What stands for a body that is no document.

        Args:
            pieces: gives the body, from its beginning each time.
            received: the headers that say how it is coded.

        Returns:
            Packed letters, where the body was packed and is not too large, or else letters.
        """
        beginning = _beginning(pieces())
        found = decoded(beginning, received)
        if self._redactor.learning:
            body.learn_words(self._redactor, found)
        filling = body.filled(self._redactor, pieces())
        if not found or found is beginning or max(filling.size, len(found)) >= MOST:
            return b"", filling
        letters = bytes(body.filled(self._redactor, (found,)))
        written = _coded(letters, received)
        return (written, _NOTHING) if decoded(written, received) == letters else (b"", filling)

    def response(
        self,
        request: RequestSeen | None,
        received: Headers,
        pieces: Callable[[], Iterable[bytes]],
        *,
        coded: bool = True,
    ) -> tuple[bytes, Filling]:
        """What stands for a response's body.

        Args:
            request: the request that it answers, as it was; None where it is none to the engine.
            received: the response's headers, as they were.
            pieces: gives the body, from its beginning each time.
            coded: False where the content coding is undone already, as in a HAR.

        Returns:
            The document, and letters that follow it; one of them may be empty.
        """
        headers = received if coded else ()
        if request is None or not is_document(request.headers, received):
            return self.letters(pieces, headers)
        found = decoded(_beginning(pieces()), headers)
        made = self._document(request, found)
        if made is not None:
            written = _coded(made, headers)
            if len(written) <= MOST and decoded(written, headers) == made:
                if self._redactor.learning:
                    body.learn_words(self._redactor, found)
                return written, self._after(pieces, len(written), coded=written is not made)
        packed, filling = self.letters(pieces, headers)
        if found:
            self._redactor.plain_documents += 1
        elif decoded(_beginning(filling.pieces()), headers):
            return b"", _NOTHING  # letters that happen to unpack, where the body did not
        return packed, filling

    def _document(self, request: RequestSeen, found: bytes) -> bytes | None:
        if not found:
            return None
        told = blake2b(request.url.encode("utf-8", "replace") + b"\0" + found, digest_size=16).digest()
        if told in self._redactor.documents:
            return self._redactor.documents[told]
        moved = replace(request, path=url.target(self._redactor, request.path))
        made = markup.document(self._redactor, found, address(request.url), address(moved.url))
        if len(found) <= _LONGEST_KEPT and len(self._redactor.documents) < _MOST_KEPT:
            self._redactor.documents[told] = made
        return made

    def _after(self, pieces: Callable[[], Iterable[bytes]], written: int, *, coded: bool) -> Filling:
        """Letters up to the body's size; none behind a packed document."""
        size = 0 if coded else sum(map(len, pieces()))
        return Filling(
            self._redactor.standins.filling(b"after a document", 48).encode(), max(size - written, 0)
        )


def _beginning(pieces: Iterable[bytes]) -> bytes:
    """As much of a body as the engine reads of a document."""
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        found.append(piece[: MOST - size])
        size += len(found[-1])
        if size >= MOST:
            break
    return b"".join(found)


def _coded(made: bytes, received: Headers) -> bytes:
    """Put a document into the content codings that its headers name (RFC 9110 8.4)."""
    told = next((value for name, value in received if name.lower() == b"content-encoding"), b"")
    for coding in (one.strip() for one in told.lower().split(b",")):
        if coding in _CODERS:
            made = _CODERS[coding](made)
    return made


def _gzip(made: bytes) -> bytes:
    return gzip.compress(made, 6, mtime=0)


def _brotli(made: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]

    return bytes(brotli.compress(made, quality=5))


def _zstd(made: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(made)


_CODERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"gzip": _gzip,
    b"x-gzip": _gzip,
    b"deflate": zlib.compress,
    b"br": _brotli,
    b"zstd": _zstd,
}
