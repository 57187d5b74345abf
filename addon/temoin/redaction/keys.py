"""The key of a redaction: who holds it could undo it, so by default nobody does.

A random key lives as long as the run and is written nowhere. One from a file makes equal values equal across
recordings. All that is drawn from a key goes through SHAKE256 with the key in front, which a sponge makes a
message authentication code (FIPS 202, appendix A.2; NIST SP 800-185 builds KMAC so).
"""

import secrets
from hashlib import blake2b, shake_256
from pathlib import Path
from typing import Self

from temoin.errors import UsageError

__all__ = ["LEAST", "Key"]

LEAST = 16
"""Bytes: a shorter key could be guessed."""

_MOST = 1_000_000
_PERSON = b"temoin-redaction"


class Key:
    """What stand-ins are drawn from.

    Args:
        material: any bytes that nobody can guess.
    """

    def __init__(self, material: bytes) -> None:
        self._seed = blake2b(material, digest_size=32, person=_PERSON).digest()

    @classmethod
    def random(cls) -> Self:
        """A key of this run alone."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_file(cls, path: str) -> Self:
        """The key that a file holds, white space around it left out.

        Args:
            path: of a file of at least 16 bytes.

        Raises:
            UsageError: it cannot be read, or is no key.
        """
        try:
            with Path(path).open("rb") as file:
                material = file.read(_MOST + 1)
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or "no file can have that name"
            raise UsageError(path, f"the key cannot be read: {problem}") from None
        if len(material) > _MOST:
            raise UsageError(path, "is too large for a key", mend="openssl rand -hex 32 makes one")
        if len(material.strip()) < LEAST:
            raise UsageError(
                path, f"a key needs at least {LEAST} bytes", mend="openssl rand -hex 32 makes one"
            )
        return cls(material.strip())

    def draw(self, use: bytes, data: bytes, size: int) -> bytes:
        """Bytes that nobody without the key can tell from random ones.

        Args:
            use: what for; two uses share nothing.
            data: what they stand for; the same gives the same.
            size: how many.
        """
        return shake_256(self._seed + len(use).to_bytes(2) + use + data).digest(size)

    def __repr__(self) -> str:
        return "Key(…)"
