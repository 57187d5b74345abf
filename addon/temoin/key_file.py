"""The user's key for fingerprints, from a file."""

from pathlib import Path

from temoin.errors import UsageError
from temoin.fingerprint import LEAST_KEY, FingerprintKey

__all__ = ["read_key"]

_MOST = 1_000_000
_MEND = "openssl rand -hex 32 makes one"


def read_key(file: str) -> FingerprintKey:
    """Read a key.

    Args:
        file: one of at least 16 bytes, white space around them left out.

    Raises:
        UsageError: it cannot be read, or is no key. Nothing of what it holds is said.
    """
    try:
        with Path(file).open("rb") as opened:
            secret = opened.read(_MOST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "no file can have that name"
        raise UsageError(file, f"the key cannot be read: {problem}") from None
    if len(secret) > _MOST:
        raise UsageError(file, "is too large for a key", mend=_MEND)
    if len(secret.strip()) < LEAST_KEY:
        raise UsageError(file, f"a key needs at least {LEAST_KEY} bytes", mend=_MEND)
    return FingerprintKey(secret.strip())
