"""Pairs: `matomo=1&tube=0`, `matomo:true|tube:false`, `matomo=granted,tube=denied`.

One sign stands between pairs (`&`, `|`, `,` or `;`) and one between a name and its answer (`=`, else `:`); a
value that mixes them could be cut in two ways and is unreadable. So is one with a pair that answers neither
yes nor no, since nothing else shows that the value was cut short; only pairs that describe the value itself
(`date=…`, `version=2`) may say something else. A name given twice is unreadable too.
"""

import re

from temoin.consent.answers import answer
from temoin.consent.choice import Choice, Reading, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example
from temoin.consent.metadata import is_metadata
from temoin.consent.names import folded

__all__ = ["EXAMPLES", "read"]

_SEPARATORS = "&|,;"
_NAME = re.compile(r"[\w *.+/-]{1,80}")
_NO_PAIRS = Unreadable("it is no row of names with yes or no")
_MIXED = Unreadable("it can be cut into names and answers in more than one way")
_TWICE = Unreadable("it names the same thing twice")


def read(value: str) -> Reading:
    """Read a value made of pairs.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Choice | Unreadable:
    separators = {sign for sign in _SEPARATORS if sign in text}
    if len(separators) > 1:
        return _MIXED
    equals = "=" if "=" in text else ":"
    said: dict[str, bool] = {}
    names: set[str] = set()
    for pair in text.split(separators.pop()) if separators else [text]:
        name, sign, word = (part.strip() for part in pair.partition(equals))
        if not sign or not _NAME.fullmatch(name) or not folded(name):
            return _NO_PAIRS
        if name in names:
            return _TWICE
        names.add(name)
        if is_metadata(name):
            continue
        yes = answer(word)
        if yes is None:
            return _NO_PAIRS
        said[name] = yes
    if not said:
        return _NO_PAIRS
    return Choice.of((n for n, yes in said.items() if yes), (n for n, yes in said.items() if not yes))


EXAMPLES = (
    Example("matomo=1&tube=0", Choice.of(["matomo"], ["tube"])),
    Example("matomo:true|tube:false", Choice.of(["matomo"], ["tube"])),
    Example("matomo=true,tube=false", Choice.of(["matomo"], ["tube"])),
    Example("matomo%3Dtrue%26tube%3Dfalse", Choice.of(["matomo"], ["tube"])),
    Example("matomo=granted;tube=denied", Choice.of(["matomo"], ["tube"])),
    Example('"matomo=1\\054tube=0"', Choice.of(["matomo"], ["tube"])),
    Example("statistiques=oui", Choice.of(["statistiques"])),
    Example("v=1&date=2026-11-24T10:00:00&matomo=0", Choice.of([], ["matomo"])),
    Example("matomo=1&tube=0,adnet=1", _MIXED),
    Example("matomo=1&tube=fal", _NO_PAIRS),
    Example("matomo=1&tub", _NO_PAIRS),
    Example("matomo=1&matomo=0", _TWICE),
    Example("v=1&t=1764000000", _NO_PAIRS),
    Example('{"matomo":true,"tube":fal', _NO_PAIRS),
    Example("matomo%253D1", Unreadable("it is URL-encoded more than once")),
    Example("matomo%3Dtrue%2", Unreadable("its URL-encoding is cut short or broken")),
)
