"""JSON in a consent cookie: parsed under bounds, plain or in base64, with what is wrong in words.

Numbers stay text, for none is ever counted with; a key given twice is refused, for readers differ on which counts.
"""

import base64
import binascii
import json
import re
from typing import Never

import msgspec

from temoin.consent.choice import Unreadable

__all__ = ["NO_JSON", "Json", "Number", "from_base64", "parse"]

_DEEPEST = 16
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BEGINNINGS = '{["tfn-0123456789'
_BRACKET = re.compile(r"[]\[{}]")
_BASE64 = re.compile("[A-Za-z0-9+/_-]{4,}={0,2}")

NO_JSON = Unreadable("it is no JSON")
"""Why a text is not even the beginning of an object or a list."""


class Number(msgspec.Struct, frozen=True):
    """A number, as it is written.

    Args:
        text: its digits, sign and all.
    """

    text: str


type Json = bool | str | Number | list["Json"] | dict[str, "Json"] | None
"""What a text may hold."""


class _Twice(Exception):  # noqa: N818 - carried from the parser's hook to its caller, no error of the program
    pass


def parse(text: str) -> Json | Unreadable:
    """Parse a text as JSON (RFC 8259).

    Args:
        text: with every wrapping taken off.

    Returns:
        What it holds, or why it is no JSON.
    """
    depth, unclosed = _nesting(text) if "[" in text or "{" in text else (0, False)
    if depth > _DEEPEST:
        return Unreadable(f"it is JSON nested more than {_DEEPEST} deep")
    if text.lstrip()[:1] not in _BEGINNINGS:
        return NO_JSON
    try:
        document: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_refuse,
        )
    except _Twice:
        return Unreadable("it names the same thing twice")
    except ValueError:
        if not text.lstrip().startswith(("{", "[")):
            return NO_JSON
        return Unreadable("its JSON is cut short") if unclosed else Unreadable("its JSON is broken")
    return document


def from_base64(text: str) -> str | None:
    """Take off base64 or base64url, with or without padding.

    Args:
        text: any text.

    Returns:
        The object or list it holds, which may be cut short; None where it holds none.
    """
    if not _BASE64.fullmatch(text):
        return None
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    bare = bare if len(bare) % 4 != 1 else bare[:-1]  # no byte ends there: it was cut
    try:
        inner = _text(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except (binascii.Error, UnicodeError):
        return None
    return inner if inner.lstrip().startswith(("{", "[")) else None


def _text(data: bytes) -> str:
    """UTF-8, without the last character where that is cut short."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.end != len(data):
            raise
        return data[: error.start].decode()


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Twice
    return made


def _refuse(constant: str) -> Never:
    raise ValueError(constant)  # NaN and Infinity are no JSON (RFC 8259, section 6)


def _nesting(text: str) -> tuple[int, bool]:
    """How deep brackets nest, and whether one is left open."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest, depth > 0
