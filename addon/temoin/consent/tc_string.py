"""The IAB's TC string, version 2: what `euconsent-v2` holds.

Segments with a dot between them, each in base64url: the core first, then, in any order, the vendors disclosed, the
vendors allowed, and the publisher's own purposes; three bits at the beginning of each tell which it is. A list of
vendors is a field of bits or a list of ranges, whichever is shorter.

IAB Tech Lab, "Transparency and Consent String with Global Vendor & CMP List Formats", version 2.2, which gives
each field its width.
"""

import msgspec

from temoin.consent.bits import Bits, Broken, Numbers

__all__ = ["PURPOSES", "Publisher", "Restriction", "TCString", "decode"]

PURPOSES = 24
"""Purposes that there is room for; 11 are defined."""

_VERSION = 2
_MOST_VERSIONS = 7
"""What the first three bits leave room for: with a higher number, no segment would be the core."""
_SPECIAL_FEATURES = 12
_DISCLOSED, _ALLOWED, _PUBLISHER = 1, 2, 3
_NAMES = {_DISCLOSED: "disclosed vendors", _ALLOWED: "allowed vendors", _PUBLISHER: "publisher segment"}


class Restriction(msgspec.Struct, frozen=True):
    """What the publisher lets some vendors do for a purpose.

    Args:
        purpose: the purpose's number.
        kind: 0 not at all, 1 only on consent, 2 only on legitimate interest.
        vendors: for whom.
    """

    purpose: int
    kind: int
    vendors: Numbers


class Publisher(msgspec.Struct, frozen=True):
    """What the visitor granted the publisher itself.

    Args:
        purposes: those consented to.
        interests: those whose legitimate interest stands.
        custom: the publisher's own purposes consented to.
        custom_interests: its own purposes whose legitimate interest stands.
    """

    purposes: Numbers
    interests: Numbers
    custom: Numbers
    custom_interests: Numbers


class TCString(msgspec.Struct, frozen=True):
    """A decoded string, as far as it tells of a choice.

    Args:
        policy_version: of the framework's policies under which it was made.
        special_features: those opted in to.
        purposes: those consented to.
        interests: those whose legitimate interest stands.
        vendors: those consented to.
        vendor_interests: those whose legitimate interest stands.
        restrictions: the publisher's.
        publisher: the publisher's own segment, or None.
    """

    policy_version: int
    special_features: Numbers
    purposes: Numbers
    interests: Numbers
    vendors: Numbers
    vendor_interests: Numbers
    restrictions: tuple[Restriction, ...]
    publisher: Publisher | None = None

    def permits(self, vendor: int, purpose: int) -> bool:
        """Tell whether a vendor has consent for a purpose, and the publisher lets it rest on that.

        Args:
            vendor: its number in the Global Vendor List.
            purpose: the purpose's number.
        """
        forbidden = any(
            one.purpose == purpose and one.kind != 1 and vendor in one.vendors for one in self.restrictions
        )
        return vendor in self.vendors and purpose in self.purposes and not forbidden


def decode(text: str) -> TCString:
    """Decode a TC string.

    Args:
        text: with every wrapping taken off.

    Raises:
        Broken: it is none, of another version, or cut short.
    """
    core, *others = text.split(".")
    found = _core(Bits(core, "TC string"))
    seen: set[int] = set()
    for other in others:
        kind = Bits(other, "TC string").number(3)
        if kind not in _NAMES:
            raise Broken("its TC string has a segment of an unknown kind")
        if kind in seen:
            raise Broken("its TC string has a segment twice")
        seen.add(kind)
        bits = Bits(other, _NAMES[kind])
        bits.skip(3)
        if kind == _PUBLISHER:
            found = msgspec.structs.replace(found, publisher=_publisher(bits))
        else:
            _vendors(bits)
    return found


def _core(bits: Bits) -> TCString:
    version = bits.number(6)
    if version > _MOST_VERSIONS:
        raise Broken("it is no TC string")
    if version != _VERSION:
        raise Broken(f"its TCF version is {version}, and {_VERSION} is what can be read")
    bits.skip(36 + 36 + 12 + 12 + 6 + 12 + 12)  # created, updated, CMP, its version, screen, language, list
    policy_version = bits.number(6)
    bits.skip(1 + 1)  # service-specific, non-standard texts
    special_features = bits.marked(_SPECIAL_FEATURES)
    purposes = bits.marked(PURPOSES)
    interests = bits.marked(PURPOSES)
    bits.skip(1 + 12)  # purpose 1 not disclosed, publisher's country
    return TCString(
        policy_version=policy_version,
        special_features=special_features,
        purposes=purposes,
        interests=interests,
        vendors=_vendors(bits),
        vendor_interests=_vendors(bits),
        restrictions=tuple(_restriction(bits) for _ in range(bits.number(12))),
    )


def _vendors(bits: Bits) -> Numbers:
    most = bits.number(16)
    return _ranges(bits) if bits.flag() else bits.marked(most)


def _ranges(bits: Bits) -> Numbers:
    found: list[tuple[int, int]] = []
    for _ in range(bits.number(12)):
        several = bits.flag()
        first = bits.number(16)
        last = bits.number(16) if several else first
        if not 0 < first <= last:
            raise Broken("its TC string has a range of vendors that runs backwards")
        found.append((first, last))
    return Numbers.of(found)


def _restriction(bits: Bits) -> Restriction:
    purpose, kind = bits.number(6), bits.number(2)
    return Restriction(purpose, kind, _ranges(bits))


def _publisher(bits: Bits) -> Publisher:
    purposes, interests = bits.marked(PURPOSES), bits.marked(PURPOSES)
    custom = bits.number(6)
    return Publisher(purposes, interests, bits.marked(custom), bits.marked(custom))
