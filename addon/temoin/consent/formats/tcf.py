"""IAB TCF, version 2: the TC string that a banner of the framework writes to `euconsent-v2`.

Segments in base64url with a dot between them (`CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA.YAAAAAAAAAA`). It
says for each of the framework's purposes and special features whether the visitor consented, and for each
vendor of the Global Vendor List. A policy's categories and services name what they need of it under `needs`:

- `purpose 1` to `purpose 11` and `special feature 1` and `2` (what is not consented to is refused);
- `vendor 755`: the vendor's own consent; `vendor 755 purpose 3`: that, the purpose's, and no restriction of the
  publisher against it;
- `interest 7` and `vendor interest 755`: that a legitimate interest stands, which is no consent;
- `publisher purpose 1`: what the publisher's own segment says.

Nothing else is said: neither who made it nor when. Strings of version 1 (`BO…`) are unreadable, and so is one
that ends before its last field, in any of its segments.
"""

from temoin.consent.bits import Broken
from temoin.consent.choice import Choice, Reading, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.iab_names import VOCABULARY, choice_of, speaks
from temoin.consent.tc_string import decode

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source=(
        "https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/blob/master/"
        "TCFv2/IAB%20Tech%20Lab%20-%20Consent%20string%20and%20vendor%20list%20formats%20v2.md"
    ),
    whose="the IAB's TCF",
    cookies=("euconsent-v2", "eupubconsent-v2"),
    template=True,
    numbered=True,
    speaks=speaks,
    vocabulary=VOCABULARY,
)


def read(value: str, asked: frozenset[str]) -> Reading:
    """Read a TC string.

    Args:
        value: from the wire.
        asked: the names that the policy asks for.
    """
    return read_wrapped(value, lambda text: _read(text, asked))


def _read(text: str, asked: frozenset[str]) -> Choice | Unreadable:
    try:
        return choice_of(decode(text), asked)
    except Broken as broken:
        return Unreadable(broken.why)


_PURPOSES = tuple(f"purpose {number}" for number in range(1, 12))
_FEATURES = ("special feature 1", "special feature 2")
_CUT = Unreadable("its TC string is cut short")

EXAMPLES = (
    Example(
        "CQeF0pAQeF0pAAHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8wGMgAAAAAA",
        Choice.of((*_PURPOSES, *_FEATURES)),
    ),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA",
        Choice.of([], (*_PURPOSES, *_FEATURES, "vendor 755")),
        asked=frozenset({"vendor 755"}),
    ),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAIMAAAAAAAqIF5wAQF5gAAAA",
        Choice.of(
            ["purpose 1", "purpose 7", "purpose 8", "vendor 755"],
            [*_PURPOSES[1:6], *_PURPOSES[8:], *_FEATURES, "vendor 91"],
        ),
        asked=frozenset({"vendor 755", "Vendor 91", "statistics"}),
    ),
    Example("CQeF0pAQeF0pAAHABBENCWCsAP_AAAAAAAqIF5wAQF5gAAAA", Choice.of((*_PURPOSES[:10], *_FEATURES))),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAKAAAAAAAAqIF5wAgAtgLzAAAACGAAgLzAAA.cCAAAAAAAAAA",
        Choice.of(
            ["purpose 1", "purpose 3", "vendor 755", "vendor 91 purpose 3", "publisher purpose 8"],
            ["purpose 2", *_PURPOSES[3:], *_FEATURES, "vendor 755 purpose 3", "publisher purpose 2"],
        ),
        asked=frozenset(
            {
                "vendor 755",
                "vendor 755 purpose 3",
                "vendor 91 purpose 3",
                "publisher purpose 2",
                "publisher purpose 8",
            }
        ),
    ),
    Example("CQeF0pAQeF0pAAHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8w", _CUT),
    Example("CQeF0pAQeF0pAAHABBEN", _CUT),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAKAAAAAAAAqIF5wAgAtgLzAAAACGAAgLzAAA.cC",
        Unreadable("its publisher segment is cut short"),
    ),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA.4AAA",
        Unreadable("its TC string has a segment of an unknown kind"),
    ),
    Example(
        "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", Unreadable("its TCF version is 1, and 2 is what can be read")
    ),
    Example("true", Unreadable("it is no TC string")),
    Example('{"purposes":[1]}', Unreadable("its TC string is no base64url")),
    Example(
        "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA%252EYAAA",
        Unreadable("it is URL-encoded more than once"),
    ),
)
