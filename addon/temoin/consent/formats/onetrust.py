"""OneTrust: `OptanonConsent` with groups on and off, and `OptanonAlertBoxClosed` once answered.

    OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z; OptanonConsent=…&consentId=…&groups=C0001%3A1%2CC0002%3A0&…

Groups are named by their ids; the usual ones are C0001 (strictly necessary), C0002 (performance), C0003
(functional), C0004 (targeting) and C0005 (social media), and a site may have others. A category of the policy
lists its groups under `names` or `needs`. `OptanonConsent` is written on the first page, with the groups as
they stand by default, and neither its `interactionCount` nor its `landingPath` tells whether anybody answered;
what does is the other cookie. So the policy names both: `cookie: Optanon*`. While `OptanonAlertBoxClosed` is
missing, there is no choice.

OneTrust publishes no description of these cookies that we found. Their shape is what sites that read them say
of it, and is an assumption; so is that a closed banner was answered, for where a site takes going on for
consent, it closes by itself. What is said of single hosts (`hosts`) and vendors (`genVendors`) is passed over.
"""

import re
from urllib.parse import unquote

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://www.npmjs.com/package/@commercetools-frontend/cookie-consent",
    whose="OneTrust",
    cookies=("Optanon*",),
    assumption=(
        "How OptanonConsent says the choice is known second-hand, from sites that read it: its groups are taken "
        "for the choice once there is an OptanonAlertBoxClosed."
    ),
    several=True,
    template=True,
)

_GROUP = re.compile(r"(?P<id>[\w-]{1,40}):(?P<answer>[01])", re.ASCII)
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_TWICE = Unreadable("it names the same thing twice")
_CUT = Unreadable("its groups are cut short or broken")


def read(value: str) -> Reading:
    """Read OneTrust's cookies.

    Args:
        value: the cookies, as a Cookie header has them.
    """
    cookies: dict[str, str] = {}
    for crumb in value.split(";"):
        name, _, written = crumb.strip().partition("=")
        cookies[name] = written
    if not cookies.get("OptanonConsent"):
        return Unreadable("it has no OptanonConsent")
    found = read_wrapped(cookies["OptanonConsent"], _read)
    if isinstance(found, Choice) and not cookies.get("OptanonAlertBoxClosed"):
        return Undecided("it says that the banner was not answered: there is no OptanonAlertBoxClosed")
    return found


def _read(text: str) -> Choice | Unreadable:
    fields: dict[str, str] = {}
    for pair in text.split("&"):
        name, equals, written = pair.partition("=")
        if equals and fields.setdefault(name, written) != written:
            return _TWICE
    return _groups(fields["groups"]) if "groups" in fields else Unreadable("it names no groups")


def _groups(written: str) -> Choice | Unreadable:
    if _BROKEN_ESCAPE.search(written):
        return _CUT
    said: dict[str, bool] = {}
    for group in unquote(written).removesuffix(",").split(","):
        found = _GROUP.fullmatch(group)
        if found is None:
            return _CUT
        yes = found["answer"] == "1"
        if said.setdefault(found["id"], yes) is not yes:
            return _TWICE
    return Choice.of(
        (name for name, yes in said.items() if yes), (name for name, yes in said.items() if not yes)
    )


_HEAD = (
    "isGpcEnabled=0&datestamp=Thu+Jan+15+2026+11%3A00%3A00+GMT%2B0100+(heure+normale+d%E2%80%99Europe+centrale)"
    "&version=202512.1.0&browserGpcFlag=0&isIABGlobal=false&hosts=&consentId=00000000-0000-4000-8000-000000000000"
)
_CLOSED = "OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z; OptanonConsent="
_CHOICE = Choice.of(["C0001", "C0002"], ["C0003", "C0004"])
_UNANSWERED = Undecided("it says that the banner was not answered: there is no OptanonAlertBoxClosed")

EXAMPLES = (
    Example(
        f"{_CLOSED}{_HEAD}&interactionCount=1&isAnonUser=1&landingPath=NotLandingPage"
        "&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0&geolocation=FR%3BIDF&AwaitingReconsent=false",
        _CHOICE,
    ),
    Example(f"{_CLOSED}interactionCount=0&groups=C0001:1,C0002:1,C0003:0,C0004:0,", _CHOICE),
    Example(f"{_CLOSED}landingPath=NotLandingPage&groups=1%3A1%2C2%3A0", Choice.of(["1"], ["2"])),
    Example(
        f"{_CLOSED}interactionCount%3D1%26groups%3DC0001%253A1%252CC0002%253A1%252CC0003%253A0%252CC0004%253A0",
        _CHOICE,
    ),
    Example(
        f"OptanonConsent={_HEAD}&interactionCount=1&landingPath=https%3A%2F%2Fshop.example%2F"
        "&groups=C0001%3A1%2CC0002%3A1",
        _UNANSWERED,
    ),
    Example(
        "OptanonConsent=landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A0&AwaitingReconsent=false",
        _UNANSWERED,
    ),
    Example(
        f"{_CLOSED}interactionCount=1&groups=C0001%3A1%2CC0002%3",
        Unreadable("its URL-encoding is cut short or broken"),
    ),
    Example(f"{_CLOSED}interactionCount=1&groups=C0001%3A1%2CC0002", _CUT),
    Example(f"{_CLOSED}interactionCount=1&groups=", _CUT),
    Example(f"{_CLOSED}{_HEAD}&interactionCount=1", Unreadable("it names no groups")),
    Example(f"{_CLOSED}groups=C0001%3A1%2CC0001%3A0", _TWICE),
    Example(_CLOSED, Unreadable("it has no OptanonConsent")),
    Example("groups=C0001%3A1", Unreadable("it has no OptanonConsent")),
    Example(
        "OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z; OptanonConsent=groups%253DC0001%25253A1",
        Unreadable("it is URL-encoded more than once"),
    ),
)
