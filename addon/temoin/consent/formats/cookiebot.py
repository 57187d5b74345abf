"""Cookiebot: `CookieConsent`, like a JavaScript object, with four categories that are true or false.

    {stamp:'…',necessary:true,preferences:false,statistics:true,marketing:false,method:'explicit',ver:1,utc:…,region:'fr'}

The categories are `necessary`, `preferences`, `statistics` and `marketing`. A stamp of -1, or the bare value
`-1`, says that the visitor is where the site asks nobody, and a method of `implied` that nobody clicked: then
there is no choice.

Cookiebot publishes no description of the cookie that we found. The shape is what sites that parse it say of it,
and is an assumption. A TC string within it (`iab2`) is passed over: it is declared as a cookie of its own, if
there is one.
"""

import re

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.names import folded

__all__ = ["EXAMPLES", "TRAITS", "read"]

_CATEGORIES = ("necessary", "preferences", "statistics", "marketing")


def _speaks(name: str) -> bool:
    return folded(name) in _CATEGORIES


TRAITS = Traits(
    source="https://www.cookiebot.com/en/developer/",
    whose="Cookiebot",
    cookies=("CookieConsent",),
    assumption=(
        "How CookieConsent says the choice is known second-hand, from sites that parse it: its four categories are "
        "taken for the choice unless its stamp is -1 or its method implied."
    ),
    template=True,
    speaks=_speaks,
    vocabulary="`necessary`, `preferences`, `statistics`, `marketing`",
)

_PAIR = re.compile(
    r"\s*(?P<name>[A-Za-z]\w*)\s*:\s*(?:'(?P<text>[^']*)'|(?P<word>true|false|-?\d+))\s*", re.ASCII
)
_NO_OBJECT = Unreadable("it is not written as Cookiebot writes it")
_CUT = Unreadable("it is cut short: its last brace is missing")


def read(value: str) -> Reading:
    """Read Cookiebot's cookie.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Reading:
    if text == "-1":
        return _UNASKED
    if not text.startswith("{"):
        return _NO_OBJECT
    if not text.rstrip().endswith("}"):
        return _CUT
    fields = _fields(text.rstrip()[1:-1])
    if isinstance(fields, Unreadable):
        return fields
    if fields.get("stamp") == "-1":
        return _UNASKED
    if fields.get("method") == "implied":
        return Undecided("it says that consent was implied, not given")
    said = {name: fields[name] for name in _CATEGORIES if name in fields}
    if len(said) < len(_CATEGORIES) or not set(said.values()) <= {"true", "false"}:
        return Unreadable("it does not answer for all four categories")
    return Choice.of(
        (name for name, word in said.items() if word == "true"),
        (name for name, word in said.items() if word == "false"),
    )


def _fields(inner: str) -> dict[str, str] | Unreadable:
    fields: dict[str, str] = {}
    at = 0
    while True:
        found = _PAIR.match(inner, at)
        if found is None:
            return _NO_OBJECT
        if found["name"] in fields:
            return Unreadable("it names the same thing twice")
        fields[found["name"]] = found["word"] if found["text"] is None else found["text"]
        at = found.end()
        if at == len(inner):
            return fields
        if inner[at] != ",":
            return _NO_OBJECT
        at += 1


_UNASKED = Undecided("it says that the visitor is where nobody is asked: its stamp is -1")
_CHOICE = Choice.of(["necessary", "statistics"], ["marketing", "preferences"])
_PLAIN = (
    "{stamp:'x',necessary:true,preferences:false,statistics:true,marketing:false,method:'explicit',ver:1}"
)

EXAMPLES = (
    Example(
        "{stamp:%27k3Jq0v+9GzUu1rX/2b8mYw5hNn7aPdQe4sTfLcVxRoAiBgCjDkEl==%27%2Cnecessary:true%2Cpreferences:false%2C"
        "statistics:true%2Cmarketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1768471200000%2Cregion:%27fr%27}",
        _CHOICE,
    ),
    Example(_PLAIN, _CHOICE),
    Example(
        "{stamp:%27x%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cver:2}",
        Choice.of(["marketing", "necessary", "preferences", "statistics"]),
    ),
    Example(
        "{stamp:%27x%27%2C+necessary:true%2C+preferences:false%2C+statistics:false%2C+marketing:false%2C+ver:1}",
        Choice.of(["necessary"], ["marketing", "preferences", "statistics"]),
    ),
    Example(
        "{stamp:%27-1%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27implied%27"
        "%2Cver:1%2Cutc:1768471200000%2Cregion:%27CN%27}",
        _UNASKED,
    ),
    Example("-1", _UNASKED),
    Example(_PLAIN.replace("explicit", "implied"), Undecided("it says that consent was implied, not given")),
    Example("{stamp:%27x%27%2Cnecessary:true%2Cpreferences:fal", _CUT),
    Example("{stamp:'x',necessary:true}", Unreadable("it does not answer for all four categories")),
    Example("{stamp:'x',necessary:true,necessary:false}", Unreadable("it names the same thing twice")),
    Example('{"necessary":true}', _NO_OBJECT),
    Example("true", _NO_OBJECT),
    Example("%257Bstamp%253A%2527x%2527%257D", Unreadable("it is URL-encoded more than once")),
)
