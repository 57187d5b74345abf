"""The IAB's GPP string: a header that numbers the sections which follow it, with a `~` between them.

IAB Tech Lab, Global Privacy Platform, "Core/Consent String Specification": the header is six bits of type (3), six
bits of version (1), and the numbers of the sections as ranges in Fibonacci coding, each counted from the one
before.
"""

import msgspec

from temoin.consent.bits import Bits, Broken

__all__ = ["Part", "decode"]

_TYPE, _VERSION = 3, 1
_MOST_SECTIONS = 64


class Part(msgspec.Struct, frozen=True):
    """A section, not yet read.

    Args:
        number: by which the header calls it.
        text: as it stands between the `~` signs.
    """

    number: int
    text: str


def decode(text: str) -> tuple[Part, ...]:
    """Take a GPP string apart.

    Args:
        text: with every wrapping taken off.

    Raises:
        Broken: it is none, of another version, or cut short.
    """
    header, *sections = text.split("~", _MOST_SECTIONS + 1)
    numbers = _numbers(Bits(header, "GPP header"))
    if len(sections) < len(numbers):
        raise Broken(
            f"its GPP header names {len(numbers)} sections, and {len(sections)} follow: it is cut short"
        )
    if len(sections) > len(numbers):
        raise Broken(f"its GPP header names {len(numbers)} sections, and more follow")
    return tuple(Part(number, section) for number, section in zip(numbers, sections, strict=True))


def _numbers(bits: Bits) -> list[int]:
    if bits.number(6) != _TYPE:
        raise Broken("it is no GPP string")
    version = bits.number(6)
    if version != _VERSION:
        raise Broken(f"its GPP version is {version}, and {_VERSION} is what can be read")
    found: list[int] = []
    last = 0
    for _ in range(bits.number(12)):
        several = bits.flag()
        first = last + bits.fibonacci()
        last = first + bits.fibonacci() if several else first
        if len(found) + last - first >= _MOST_SECTIONS:
            raise Broken("its GPP header names more sections than there are")
        found.extend(range(first, last + 1))
    return found
