"""IAB GPP: the framework's string of many laws' sections, as OneTrust writes it to `OTGPPConsent`.

A header that numbers the sections, then each of them, with a `~` between (`DBABLA~CAAVAAAAAABA.QA`). What is
read:

- `tcfeuv2`, which is a TC string and says what the format `tcf` says (`purpose 3`, `vendor 755`…);
- `usnat` and the American states' sections (`usca`, `usva`, `usco`, `usut`, `usct`, `usfl`, `usmt`, `usor`,
  `ustx`, `usde`, `usia`, `usne`, `usnh`, `usnj`, `ustn`, `usmn`, `usmd`, `usin`, `usky`, `usri`): `sale`,
  `sharing` and `targeted advertising` are refused where the person opted out and granted where not; `sensitive
  data 1` and on, `known child data 1` and on, `personal data` and `additional data` as consented to;
- `uspv1`, the older US Privacy string (`1YNN`): `sale`.

What is not applicable is not said; where sections differ, a refusal beats a grant. A section of another law is
passed over, but a string that has no other is unreadable, as is one whose sections are fewer than its header
names.
"""

from temoin.consent.bits import Broken
from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.gpp_string import Part, decode
from temoin.consent.iab_names import VOCABULARY, choice_of
from temoin.consent.iab_names import speaks as tcf_speaks
from temoin.consent.names import folded
from temoin.consent.tc_string import decode as decode_tc
from temoin.consent.us_sections import NAMES, SECTIONS, USP, read_section, read_usp

__all__ = ["EXAMPLES", "TRAITS", "read"]

_TCF = 2

_KNOWN = frozenset(map(folded, NAMES))


def _speaks(name: str) -> bool:
    return tcf_speaks(name) or folded(name) in _KNOWN


TRAITS = Traits(
    source=(
        "https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/blob/main/Core/"
        "Consent%20String%20Specification.md"
    ),
    whose="the IAB's GPP",
    cookies=("OTGPPConsent", "__gpp", "gpp"),
    numbered=True,
    speaks=_speaks,
    vocabulary=f"`sale`, `sharing`, `targeted advertising`, `sensitive data 1`, `personal data`; {VOCABULARY}",
)


def read(value: str, asked: frozenset[str]) -> Reading:
    """Read a GPP string.

    Args:
        value: from the wire.
        asked: the names that the policy asks for.
    """
    return read_wrapped(value, lambda text: _read(text, asked))


def _read(text: str, asked: frozenset[str]) -> Reading:
    try:
        parts = decode(text)
        found = [choice for part in parts if (choice := _section(part, asked)) is not None]
    except Broken as broken:
        return Unreadable(broken.why)
    if not parts:
        return Undecided("it has no section at all")
    if not found:
        return Unreadable("it has sections of other laws only than can be read")
    granted = [name for choice in found for name in choice.granted]
    refused = [name for choice in found for name in choice.refused]
    if not granted and not refused:
        return Undecided("all that it answers is not applicable")
    return Choice.of(granted, refused)


def _section(part: Part, asked: frozenset[str]) -> Choice | None:
    if part.number == _TCF:
        return choice_of(decode_tc(part.text), asked)
    if part.number == USP:
        return read_usp(part.text)
    return read_section(part.number, part.text) if part.number in SECTIONS else None


_PURPOSES = tuple(f"purpose {number}" for number in range(1, 12))
_FEATURES = ("special feature 1", "special feature 2")
_SALES = ("sale", "sharing", "targeted advertising")
_TEN, _TC = _PURPOSES[:10], "CQeF0pAQeF0pAAHABBENCWCsAP_AAAAAAAqIF5wAQF5gAAAA"

EXAMPLES = (
    Example("DBABLA~CAAVAAAAAABA.QA", Choice.of([], _SALES)),
    Example("DBABLA~CAAqAAAAAABA.QA", Choice.of(_SALES)),
    Example("DBABLA~BVQqAAAACgA.QA", Choice.of((*_SALES, "personal data"))),
    Example("DBABBg~BAYAAABA.QA", Choice.of(["sharing"], ["sale"])),
    Example("DBABTA~1YYN", Choice.of([], ["sale"])),
    Example(
        f"DBACNYA~{_TC}~1YNN",
        Choice.of((*_TEN, *_FEATURES, "sale", "vendor 755"), ["vendor 91"]),
        asked=frozenset({"vendor 755", "vendor 91"}),
    ),
    Example("DBAA", Undecided("it has no section at all")),
    Example("DBABTA~1---", Undecided("all that it answers is not applicable")),
    Example("DBABLA~CAAVAAA", Unreadable("its usnat section is cut short")),
    Example("DBACNYA~1YNN", Unreadable("its GPP header names 2 sections, and 1 follow: it is cut short")),
    Example(
        "DBABLA~EAAVAAAAAABA.QA", Unreadable("the version of its usnat section is 4, which is not known")
    ),
    Example("DCABLA~CAAVAAAAAABA.QA", Unreadable("its GPP version is 2, and 1 is what can be read")),
    Example(
        "DBABDA~BQuNvrUQuNvrUAHAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA",
        Unreadable("it has sections of other laws only than can be read"),
    ),
    Example(f"{_TC}", Unreadable("it is no GPP string")),
    Example("DBABLA%257ECAAVAAAAAABA.QA", Unreadable("it is URL-encoded more than once")),
)
