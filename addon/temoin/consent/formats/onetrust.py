"""OneTrust: `OptanonConsent`, a query string with the groups of cookies that are on and off.

    …&consentId=…&interactionCount=1&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A0&AwaitingReconsent=false

Groups are named by their ids; the usual ones are C0001 (strictly necessary), C0002 (performance), C0003
(functional), C0004 (targeting) and C0005 (social media), and a site may have others. A category of the policy
lists its groups under `names` or `needs`. The cookie is written before the visitor answers, with the groups as
they stand by default: while `interactionCount` is 0, or is missing and `landingPath` still holds an address,
there is no choice.

OneTrust publishes no description of the cookie that we found. The shape is what sites that parse it say of it,
and is an assumption. What it says of single hosts (`hosts`) and vendors (`genVendors`) is passed over.
"""

import re
from urllib.parse import unquote_to_bytes

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://www.npmjs.com/package/@commercetools-frontend/cookie-consent",
    whose="OneTrust",
    cookies=("OptanonConsent",),
    assumption=(
        "How OptanonConsent says the choice is known second-hand, from sites that parse it: its groups are taken "
        "for the choice once interactionCount is not 0."
    ),
    template=True,
)

_GROUP = re.compile(r"(?P<id>[\w-]{1,40}):(?P<answer>[01])", re.ASCII)
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_NO_GROUPS = Unreadable("it names no groups")
_CUT = Unreadable("its groups are cut short or broken")


def read(value: str) -> Reading:
    """Read OneTrust's cookie.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Reading:
    fields: dict[str, str] = {}
    for pair in text.split("&"):
        name, equals, written = pair.partition("=")
        if equals and fields.setdefault(name, written) != written:
            return Unreadable("it names the same thing twice")
    if "groups" not in fields:
        return _NO_GROUPS
    count = fields.get("interactionCount")
    if count == "0":
        return Undecided("it says that the visitor has not answered: interactionCount is 0")
    if count is None and fields.get("landingPath", "").startswith("http"):
        return Undecided("it says that the visitor has not answered: landingPath is an address")
    return _groups(fields["groups"])


def _groups(written: str) -> Choice | Unreadable:
    if _BROKEN_ESCAPE.search(written):
        return _CUT
    said: dict[str, bool] = {}
    for group in unquote_to_bytes(written).decode(errors="replace").removesuffix(",").split(","):
        found = _GROUP.fullmatch(group)
        if found is None:
            return _CUT
        yes = found["answer"] == "1"
        if said.setdefault(found["id"], yes) is not yes:
            return Unreadable("it names the same thing twice")
    return Choice.of(
        (name for name, yes in said.items() if yes), (name for name, yes in said.items() if not yes)
    )


_HEAD = (
    "isGpcEnabled=0&datestamp=Thu+Jan+15+2026+11%3A00%3A00+GMT%2B0100+(heure+normale+d%E2%80%99Europe+centrale)"
    "&version=202512.1.0&browserGpcFlag=0&isIABGlobal=false&hosts=&consentId=00000000-0000-4000-8000-000000000000"
)
_CHOICE = Choice.of(["C0001", "C0002"], ["C0003", "C0004"])

EXAMPLES = (
    Example(
        f"{_HEAD}&interactionCount=1&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0"
        "&geolocation=FR%3BIDF&AwaitingReconsent=false",
        _CHOICE,
    ),
    Example("interactionCount=2&groups=C0001:1,C0002:1,C0003:0,C0004:0,", _CHOICE),
    Example("landingPath=NotLandingPage&groups=1%3A1%2C2%3A0", Choice.of(["1"], ["2"])),
    Example(
        "interactionCount%3D1%26groups%3DC0001%253A1%252CC0002%253A1%252CC0003%253A0%252CC0004%253A0", _CHOICE
    ),
    Example(
        f"{_HEAD}&interactionCount=0&landingPath=https%3A%2F%2Fshop.example%2F&groups=C0001%3A1%2CC0002%3A1",
        Undecided("it says that the visitor has not answered: interactionCount is 0"),
    ),
    Example(
        "landingPath=https%3A%2F%2Fshop.example%2F&groups=C0001%3A1%2CC0002%3A0",
        Undecided("it says that the visitor has not answered: landingPath is an address"),
    ),
    Example(
        "interactionCount=1&groups=C0001%3A1%2CC0002%3",
        Unreadable("its URL-encoding is cut short or broken"),
    ),
    Example("interactionCount=1&groups=C0001%3A1%2CC0002", _CUT),
    Example("interactionCount=1&groups=", _CUT),
    Example(f"{_HEAD}&interactionCount=1", _NO_GROUPS),
    Example("interactionCount=1&groups=C0001%3A1%2CC0001%3A0", Unreadable("it names the same thing twice")),
    Example("2026-01-15T10:00:00.000Z", _NO_GROUPS),
)
