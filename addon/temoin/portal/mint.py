"""Makes the identifiers that servers hand out: they look random and repeat with the seed."""

from hashlib import blake2b
from uuid import UUID

__all__ = ["Mint"]


class Mint:
    """A source of identifiers, no two alike; its only state is how many it has made.

    Args:
        seed: the same seed gives the same identifiers in the same order.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._made = 0

    def hex(self, length: int) -> str:
        """A hexadecimal identifier of at most 128 digits."""
        self._made += 1
        return blake2b(f"{self._seed}:{self._made}".encode()).hexdigest()[:length]

    def uuid(self) -> str:
        """A random UUID (RFC 9562 section 5.4)."""
        return str(UUID(hex=self.hex(32), version=4))

    def digits(self, length: int) -> str:
        """A decimal identifier that does not begin with zero."""
        return str(10 ** (length - 1) + int(self.hex(32), 16) % (9 * 10 ** (length - 1)))
