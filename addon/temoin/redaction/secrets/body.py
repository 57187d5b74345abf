"""Bodies of requests and responses, and the messages of websockets: all of them, but for the markup of documents.

A body becomes letters, as many as it had bytes; equal bodies stay equal. That holds for forms, JSON, scripts and
pictures alike. One that was packed (gzip, deflate, br, zstd) is packed letters, unless it is of two million bytes
and more. What is no HTTP at all (TCP, UDP, DNS) keeps its place
and its times, and nothing of what it said.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from temoin.redaction.redactor import Redactor
from temoin.redaction.standins import FILLING

__all__ = ["NAME", "WHAT", "Filling", "filled", "learn_words"]

NAME: Final = "body"
WHAT: Final = ("token in a body", "tokens in bodies")

_PIECE = 1 << 16
_MOST_WORDS = 2_000
_WORD = re.compile(rb"[A-Za-z0-9_.~-]{8,200}")


class Filling:
    """What stands for a body.

    Args:
        block: the letters that it repeats.
        size: how many bytes it takes.
    """

    def __init__(self, block: bytes, size: int) -> None:
        self.size = size
        self._block = block

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, some thousands at a time."""
        many = self._block * (_PIECE // len(self._block))
        left = self.size
        while left > 0:
            yield many[:left]
            left -= len(many)

    def __bytes__(self) -> bytes:
        return b"".join(self.pieces())


def filled(redactor: Redactor, pieces: Iterable[bytes]) -> Filling:
    """What stands for a body.

    Args:
        redactor: the run's.
        pieces: the body.
    """
    digest = blake2b(digest_size=32)
    size = 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return Filling(redactor.standins.filling(digest.digest(), FILLING).encode(), size)


def learn_words(redactor: Redactor, body: bytes) -> None:
    """Note what looks like a token in a body, to be searched for afterwards.

    Args:
        redactor: the run's.
        body: its beginning, content coding undone.
    """
    for count, word in enumerate(_WORD.finditer(body)):
        if count == _MOST_WORDS:
            break
        text = word[0].decode("ascii")
        if any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text):
            redactor.learn(NAME, text)
