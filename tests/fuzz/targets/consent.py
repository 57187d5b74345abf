"""A consent cookie's value, by every consent format; the first byte says which."""

import re
from collections.abc import Iterator

from fuzz.target import Shape
from temoin.consent import Choice, Undecided, Unreadable, format_named, format_names
from temoin.consent.reading import LONGEST
from temoin.consent.reading import read as read_by
from temoin.consent.recognition import is_usual, recognise

__all__ = ["MOST", "SHAPES", "WORDS", "check", "read", "seeds"]

_NAMES = format_names()
_ASKED = frozenset({"vendor 755", "vendor 91 purpose 3", "purpose 1", "ads", "stats"})
_TOKEN = re.compile(r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]{16,}")
"""What may identify somebody; the formats' own words have no digits."""

WORDS = (
    b"{", b"}", b"[", b"]", b'"', b":", b",", b"=", b"&", b"|", b"!", b"~", b"%", b"%7B", b"%22", b"%25",
    b"+", b"\\",
    b"true", b"false", b"null", b"wait", b"allow", b"deny", b"all", b"none", b"0", b"1", b"1e9", b"C0001:1",
    b"groups=",
    b"eyJ", b"CQeF0pAQeF0pAAHABBENCWFgA", b"DBABLA~", b"$$completed", b"stamp:'", b"cmplz_", b"\xff",
    b"\xed\xa0\x80",
    b"\x00", b".", b"_", b"-",
)  # fmt: skip
_UNITS = (
    b'"', b"%41", b'\\"', b"a=1&", b"[{", b'"a":1,', b"%", b"_", b"~C", b"!a=true", b"C1:1,",
    b"cmplz_a=allow;", b"\xff", b"9", b" ",
)  # fmt: skip
_HEADS = (b"", b'{"a":"', b"groups=", b"{stamp:'x'", b"CQeF0pAQeF0pAAHABBENCWFgAKAAAAAAAAqI", b"DBABLA~")
SHAPES = tuple(Shape(unit, b"\xff" + head) for head in _HEADS for unit in _UNITS)
MOST = LONGEST
"""What is longer is read by no format."""


def seeds() -> Iterator[bytes]:
    """The formats' own samples."""
    for number, name in enumerate(_NAMES):
        for example in format_named(name).examples:
            yield bytes((number,)) + example.value.encode("utf-8", "surrogateescape")


def read(data: bytes) -> object:
    """By the format that the first byte names; by all, one after the other, where it is 255."""
    value = data[1:].decode("utf-8", "surrogateescape")
    if data[:1] == b"\xff":
        return [format_named(name).read(value, _ASKED) for name in _NAMES]
    return format_named(_NAMES[(data[:1] or b"\0")[0] % len(_NAMES)]).read(value, _ASKED)


def check(data: bytes) -> None:
    """A choice in names that can be shown, none yet, or why not, in words that hold nothing of the value."""
    value = data[1:].decode("utf-8", "surrogateescape")
    found = read(data)
    for one in found if isinstance(found, list) else [found]:
        assert isinstance(one, Choice | Undecided | Unreadable)
        if isinstance(one, Choice):
            names = (*one.granted, *one.refused)
            assert len(set(names)) == len(names)
            assert all(name and name.isprintable() and len(name) <= 100 for name in names)
        else:
            assert one.why
            assert one.why.isprintable()
            assert not any(token in one.why for token in _TOKEN.findall(value))
    assert isinstance(read_by(value, _NAMES, _ASKED), Choice | Undecided | Unreadable)
    usual = next((name for name in ("OptanonConsent", "didomi_token") if is_usual(name)), "")
    assert len(recognise(((usual, value), ("cmplz_x", value)))) <= 2
