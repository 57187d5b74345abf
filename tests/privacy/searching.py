"""Looking for secrets in what was written: whole or in part, plain or under the usual disguises."""

import base64
import hashlib
from urllib.parse import quote

from privacy.planting import SECRETS

__all__ = ["found_in"]

_PIECE = 8
"""Characters: twelve of a secret in a row, wherever they are cut, hold one piece of so many."""


def found_in(written: bytes) -> list[str]:
    """Which secrets are in it, and in which form.

    Args:
        written: whatever was written.
    """
    flat = b"".join(written.split())  # no piece has a blank, so this holds every one that `written` does
    return sorted(
        f"{place}: {form}"
        for place, needles in _NEEDLES.items()
        for form, pieces in needles.items()
        if any(piece in flat for piece in pieces)
    )


def _needles(secret: str) -> dict[str, set[bytes]]:
    plain = secret.encode()
    coded = {
        base64.b64encode(b"\\0" * shift + plain).rstrip(b"=")[4:-4]
        for shift in range(3)
    }  # fmt: skip
    digests = {kind: hashlib.new(kind, plain).hexdigest().encode()[:12] for kind in ("md5", "sha1", "sha256")}
    digests["blake2b"] = hashlib.blake2b(plain, digest_size=8).hexdigest().encode()[:12]
    return {
        "plain": _pieces(plain, _PIECE),
        "in lower case": _pieces(plain.lower(), _PIECE),
        "backwards": _pieces(plain[::-1], _PIECE),
        "in base64": {piece for one in coded for piece in _pieces(one, 12)},
        "in hexadecimal": _pieces(plain.hex().encode(), 2 * _PIECE)
        | _pieces(plain.hex().upper().encode(), 2 * _PIECE),
        "percent-encoded": _pieces("".join(f"%{octet:02X}" for octet in plain).encode(), 3 * _PIECE),
        "as a digest without a key": set(digests.values()),
        "quoted": _pieces(quote(secret, safe="").encode(), _PIECE),
    }


def _pieces(text: bytes, size: int) -> set[bytes]:
    return {text[at : at + size] for at in range(0, len(text) - size + 1, 4)}


_NEEDLES = {place: _needles(secret) for place, secret in SECRETS.items()}

if any(
    piece.split() != [piece] for needles in _NEEDLES.values() for one in needles.values() for piece in one
):
    raise ValueError("a secret has a blank: such a piece would not be found")
