"""A value's fingerprint under a key of the user's: equal values have the same one in every recording.

A label ("A", B…) means nothing outside its session. A fingerprint does, and so there is none without a key: whoever
knows how it is made could else try out what a value may be. With the key one still can, so it is kept like the
values themselves.
"""

import hmac

__all__ = ["DIGITS", "LEAST_KEY", "FingerprintKey"]

LEAST_KEY = 16
"""Bytes: a shorter key could be guessed."""

DIGITS = 16
"""Hexadecimal digits of a fingerprint, 64 bits: of a million values two are alike once in 37 million times."""


class FingerprintKey:
    """A key for fingerprints. It shows itself to nobody, and no encoder of documents knows its type.

    Args:
        secret: any bytes that nobody can guess, at least `LEAST_KEY`.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) < LEAST_KEY:
            raise ValueError("the key is too short")
        self._secret = secret

    def of(self, value: str) -> str:
        """The fingerprint of a value: HMAC-SHA256 (RFC 2104) of its bytes, cut to `DIGITS`.

        Args:
            value: as it crossed.
        """
        return hmac.digest(self._secret, value.encode("utf-8", "surrogatepass"), "sha256").hex()[:DIGITS]

    def __repr__(self) -> str:
        return "FingerprintKey(…)"
