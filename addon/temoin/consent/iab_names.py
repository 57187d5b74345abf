"""The names by which a policy speaks of what a TC string grants: `purpose 3`, `vendor 755`, `special feature 1`.

Purposes and special features are few, and said always. Vendors, legitimate interests and what the publisher itself
was granted are said where a policy asks for them, for there are thousands.
"""

import re

from temoin.consent.choice import Choice
from temoin.consent.tc_string import PURPOSES, TCString

__all__ = ["VOCABULARY", "choice_of", "speaks"]

VOCABULARY = (
    "`purpose 1` to `purpose 11`, `special feature 1` and `2`, `vendor 755`, `vendor 755 purpose 3` (both, and the "
    "publisher does not forbid it), `interest 7`, `vendor interest 755`, `publisher purpose 1`"
)

_NAME = re.compile(
    r"(?:(?P<kind>purpose|special feature|interest|vendor interest|publisher purpose|vendor) (?P<number>\d{1,5})"
    r"|vendor (?P<vendor>\d{1,5}) purpose (?P<purpose>\d{1,2}))"
)
_SPACES = re.compile(r"[\s_-]+")
_MOST_VENDORS = 65_535
_MOST = {"vendor": _MOST_VENDORS, "vendor interest": _MOST_VENDORS, "special feature": 12}
_ELEVENTH_SINCE = 4
"""The policies' version that brought purpose 11 (TCF 2.2)."""


def speaks(name: str) -> bool:
    """Tell whether a name is one of these.

    Args:
        name: as a policy writes it.
    """
    return _parsed(name) is not None


def choice_of(found: TCString, asked: frozenset[str]) -> Choice:
    """Say what a TC string grants and refuses.

    Args:
        found: the string, decoded.
        asked: the names that the policy asks for, those of other formats among them.
    """
    defined = range(1, 12 if found.policy_version >= _ELEVENTH_SINCE else 11)
    names = [f"purpose {number}" for number in defined] + [f"special feature {number}" for number in (1, 2)]
    wanted = {spelt for name in asked if (spelt := _spelt(name)) and _parsed(spelt)}
    answers = {name: _granted(found, name) for name in (*names, *wanted)}
    return Choice.of(
        (name for name, yes in answers.items() if yes),
        (name for name, yes in answers.items() if yes is False),
    )


def _granted(found: TCString, name: str) -> bool | None:
    parsed = _parsed(name)
    if parsed is None:
        return None
    if parsed["vendor"]:
        return found.permits(int(parsed["vendor"]), int(parsed["purpose"]))
    number = int(parsed["number"])
    match parsed["kind"]:
        case "purpose":
            return number in found.purposes
        case "special feature":
            return number in found.special_features
        case "interest":
            return number in found.interests
        case "vendor":
            return number in found.vendors
        case "vendor interest":
            return number in found.vendor_interests
        case _:
            return number in found.publisher.purposes if found.publisher else None


def _parsed(name: str) -> re.Match[str] | None:
    parsed = _NAME.fullmatch(_spelt(name))
    if parsed is None:
        return None
    if parsed["vendor"]:
        fits = 0 < int(parsed["vendor"]) <= _MOST_VENDORS and 0 < int(parsed["purpose"]) <= PURPOSES
    else:
        fits = 0 < int(parsed["number"]) <= _MOST.get(parsed["kind"], PURPOSES)
    return parsed if fits else None


def _spelt(name: str) -> str:
    return _SPACES.sub(" ", name.strip().lower())
