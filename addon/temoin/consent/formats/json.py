"""JSON: `{"matomo": true, "tube": false}`, plain, between quotes, URL-encoded once, or in base64.

What is read:

- an object of names with yes or no: true, false, 1, 0, or a word ("granted", "denied", "oui"…);
- the same one level down, under "services", "categories", "consents", "preferences"…;
- a list of names: those are granted, all others refused; bare, under such a key, or under "accepted",
  with or without "refused" (where both are given, nothing is said of names in neither);
- "all" or "*" as a name, or one yes or no for everything (`true`, `{"consent": false}`).

What describes the value itself ("date", "version", "id"…) is passed over unless it is true or false, and so
is whatever answers neither yes nor no: the closing brace shows that nothing was cut off. A value in which
nothing answers is unreadable, and so is one with a key given twice, for readers differ on which counts.
"""

import re
from functools import lru_cache

from temoin.consent.answers import ACCEPTED, EVERYTHING, REFUSED, answer, whole_answer
from temoin.consent.choice import Choice, Reading, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example
from temoin.consent.json_text import NO_JSON, Json, Number, from_base64, parse
from temoin.consent.metadata import is_metadata
from temoin.consent.names import folded, is_name, word_set

__all__ = ["EXAMPLES", "read"]

_CONTAINERS = word_set("""
    services service categories category consents consent preferences preference choices choice purposes
    vendors cookies trackers settings granular details traceurs finalites consentements
    """)

_TWICE = Unreadable("it names the same thing twice")
_CUT = Unreadable("its JSON is cut short")
_SILENT = Unreadable("it is JSON in which nothing says yes or no")
_NOT_NAMES = Unreadable("it is a JSON list of something else than names")


_LARGE = re.compile(r'(?<!\\)":[1-9][0-9]{5,}(?=[,}])')
_LARGE_ENCODED = re.compile("(?<!%5[Cc])%22%3[Aa][1-9][0-9]{5,}(?=%2[Cc]|%7[Dd])")
"""A member that is a large number, as moments are: after the quote that ends its name, and no part of any text."""


def read(value: str) -> Reading:
    """Read a value that is JSON.

    Args:
        value: from the wire.
    """
    # No large number answers anything, so all values that differ in one alone say the same.
    if '"' in value:
        return _remembered(_LARGE.sub('":100000', value))
    return _remembered(_LARGE_ENCODED.sub("%22%3A100000", value))


@lru_cache(maxsize=256)
def _remembered(value: str) -> Reading:
    return read_wrapped(value, _read)


def _read(text: str) -> Choice | Unreadable:
    found = _read_plain(text)
    if found is not NO_JSON:
        return found
    inner = from_base64(text)
    return found if inner is None else _read_plain(inner)


def _read_plain(text: str) -> Choice | Unreadable:
    document = parse(text)
    match document:
        case Unreadable():
            return document
        case dict():
            return _Reading().of_object(document)
        case list():
            return _Reading().of_list(document)
        case str():
            said = whole_answer(document)
        case _:
            said = _answer(document)
    return _SILENT if said is None else Choice.of(rest=said)


class _Reading:
    """Gathers what the parts of a document say."""

    def __init__(self) -> None:
        self._granted: set[str] = set()
        self._refused: set[str] = set()
        self._rest: set[bool] = set()
        self._lists: set[bool] = set()

    def of_object(self, document: dict[str, Json]) -> Choice | Unreadable:
        for key, value in document.items():
            if isinstance(value, dict) and folded(key) in _CONTAINERS:
                for inner, said in value.items():
                    self._entry(inner, said)
            else:
                self._entry(key, value)
        return self._choice() or _SILENT

    def of_list(self, items: list[Json]) -> Choice | Unreadable:
        self._list(items, granted=True)
        return self._choice() or _NOT_NAMES

    def _entry(self, key: str, value: Json) -> None:
        word = folded(key)
        if isinstance(value, list):
            if word in REFUSED:
                self._list(value, granted=False)
            elif word in ACCEPTED or word in _CONTAINERS:
                self._list(value, granted=True)
            return
        if is_metadata(key) and not isinstance(value, bool):
            return
        said = whole_answer(value) if isinstance(value, str) and word in _CONTAINERS else _answer(value)
        if said is None:
            return
        if key == "*" or word in EVERYTHING or word in ACCEPTED or word in _CONTAINERS:
            self._rest.add(said)
        elif word in REFUSED:
            if said:
                self._rest.add(False)
        elif is_name(key):
            (self._granted if said else self._refused).add(key)

    def _list(self, items: list[Json], *, granted: bool) -> None:
        names = [item for item in items if isinstance(item, str) and (item == "*" or is_name(item))]
        if len(names) != len(items):
            return
        self._lists.add(granted)
        for name in names:
            if name == "*" or folded(name) in EVERYTHING:
                self._rest.add(granted)
            else:
                (self._granted if granted else self._refused).add(name)

    def _choice(self) -> Choice | None:
        if not (self._granted or self._refused or self._rest or self._lists):
            return None
        rest = min(self._rest) if self._rest else None
        if rest is None and self._lists == {True}:
            rest = False
        return Choice.of(self._granted, self._refused, rest=rest)


def _answer(value: Json) -> bool | None:
    match value:
        case bool():
            return value
        case Number("0" | "1"):
            return value.text == "1"
        case str():
            return answer(value)
        case _:
            return None


_SOME = Choice.of(["matomo"], ["tube"])

EXAMPLES = (
    Example('{"matomo":true,"tube":false}', _SOME),
    Example("%7B%22matomo%22%3Atrue%2C%22tube%22%3Afalse%7D", _SOME),
    Example("%7B%22matomo%22%3A+true%2C+%22tube%22%3A+false%7D", _SOME),
    Example('"{\\"matomo\\": true\\054 \\"tube\\": false}"', _SOME),
    Example("eyJtYXRvbW8iOnRydWUsInR1YmUiOmZhbHNlfQ==", _SOME),
    Example("eyJtYXRvbW8iOnRydWUsInR1YmUiOmZhbHNlfQ", _SOME),
    Example('{"matomo":1,"tube":0}', _SOME),
    Example('{"matomo":"granted","tube":"denied"}', _SOME),
    Example('{"services":{"matomo":true,"tube":false},"date":1764000000}', _SOME),
    Example('{"version":1,"timestamp":1764000000,"matomo":true,"tube":false,"note":"x"}', _SOME),
    Example('{"accepted":["matomo"],"refused":["tube"]}', _SOME),
    Example('["matomo"]', Choice.of(["matomo"], rest=False)),
    Example('{"categories":["statistics"]}', Choice.of(["statistics"], rest=False)),
    Example('{"*":true,"tube":false}', Choice.of([], ["tube"], rest=True)),
    Example('{"matomo":null,"tube":false}', Choice.of([], ["tube"])),
    Example("[]", Choice.of(rest=False)),
    Example("true", Choice.of(rest=True)),
    Example("0", Choice.of(rest=False)),
    Example('{"consent":"all"}', Choice.of(rest=True)),
    Example("{}", _SILENT),
    Example("1764000000", _SILENT),
    Example('{"date":1764000000,"version":1}', _SILENT),
    Example('{"matomo":true,"tube":fal', _CUT),
    Example("%7B%22matomo%22%3Atru", _CUT),
    Example('{"matomo":tru}', Unreadable("its JSON is broken")),
    Example('{"matomo":true,"matomo":false}', _TWICE),
    Example("[[1],[0]]", _NOT_NAMES),
    Example("accept", NO_JSON),
    Example("%257B%2522matomo%2522%253Atrue%257D", Unreadable("it is URL-encoded more than once")),
    Example("%7B%22matomo%22%3Atrue%2", Unreadable("its URL-encoding is cut short or broken")),
)
