"""Query values, fragments, user info, and what looks like a token in a path or a name, wherever a URL stands.

Every query value is replaced, for a search term tells as much as a token. The scheme, the host, the port, the path
and the names of the query stay, but for those of their parts that look like tokens: numbers of six digits and more,
mail addresses, UUIDs, letters and digits that alternate. What stands in a path behind an equals sign, as in
`/token=abc/` or in a URL within a URL, is a value like the query's. What begins with `data:`, `blob:`,
`javascript:` or any other scheme than the web's loses all but its scheme.
"""

import re
from collections.abc import Iterator
from typing import Final

from temoin.redaction.redactor import Redactor

__all__ = ["NAME", "WHAT", "path", "reference", "target"]

NAME: Final = "url"
WHAT: Final = ("part of a URL", "parts of URLs")

_REFERENCE = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#\\]*))?(.*)", re.DOTALL)
_WEB = frozenset({"http", "https", "ws", "wss"})
_SEPARATED = re.compile(r"([&;])")
_VALUE = re.compile(r"(?:=|%(?:25)*+3[Dd])((?:(?!&|%(?:25)*+(?:26|23)).)++)", re.DOTALL)
_LONGEST_NAME = 80
_LONGEST_SEGMENT = 1_000


def reference(redactor: Redactor, text: str) -> str:
    """A URL, whole or relative (RFC 3986 4.1).

    Args:
        redactor: the run's.
        text: the URL; white space around it stays.

    Returns:
        As many signs.
    """
    return redactor.cached("reference", text, _reference)


def target(redactor: Redactor, text: str) -> str:
    """A path with its query and fragment, as a request line has it.

    Args:
        redactor: the run's.
        text: from the wire.

    Returns:
        As many signs.
    """
    return redactor.cached("target", text, _target)


def path(redactor: Redactor, text: str) -> str:
    """A path without query, as a cookie's Path has it.

    Args:
        redactor: the run's.
        text: from the wire.

    Returns:
        As many signs.
    """
    return "/".join(_segment(redactor, segment) for segment in text.split("/"))


def _reference(redactor: Redactor, text: str) -> str:
    bare = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(lead) + len(bare) :]
    found = _REFERENCE.fullmatch(bare)
    if found is None or (found[1] and found[1].lower() not in _WEB):
        scheme = found[1] if found else ""
        return f"{lead}{_scheme(redactor, scheme)}:{redactor.replaced(NAME, bare[len(scheme) + 1 :])}{trail}"
    made = f"{found[1]}:" if found[1] else ""
    if found[2] is not None:
        made += f"//{_authority(redactor, found[2])}"
    made += _target(redactor, found[3])
    redactor.kept_whole(bare, made)
    return lead + made + trail


def _scheme(redactor: Redactor, text: str) -> str:
    """An app's own scheme may hold an identifier; what stands for it begins with a letter, too (RFC 3986 3.1)."""
    made = redactor.kept(NAME, text)
    return made if made[:1].isalpha() else "x" * bool(made) + made[1:]


def _authority(redactor: Redactor, text: str) -> str:
    user, at, host = text.rpartition("@")
    redactor.named(host.lower())
    return (redactor.replaced(NAME, user) if user else "") + at + host


def _target(redactor: Redactor, text: str) -> str:
    bare, mark, fragment = text.partition("#")
    bare, asks, query = bare.partition("?")
    made = path(redactor, bare)
    redactor.kept_whole(bare, made)
    if asks:
        made += asks + _query(redactor, query)
    return made + mark + (redactor.replaced(NAME, fragment) if fragment else "")


def _segment(redactor: Redactor, text: str) -> str:
    name, sign, parameters = text.partition(";")
    if len(name) > _LONGEST_SEGMENT:
        kept = redactor.replaced(NAME, name)
    else:
        kept = "".join(
            redactor.replaced(NAME, piece) if value else redactor.kept(NAME, piece)
            for value, piece in _assigned(name)
        )
    return kept + sign + (_query(redactor, parameters) if parameters else "")


def _assigned(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a path's segment, each with whether it follows an equals sign, however coded."""
    at = 0
    for found in _VALUE.finditer(text):
        if text[at : found.start(1)]:
            yield False, text[at : found.start(1)]
        yield True, found[1]
        at = found.end()
    if text[at:]:
        yield False, text[at:]


def _query(redactor: Redactor, text: str) -> str:
    return "".join(
        piece if piece in ("&", ";") else _pair(redactor, piece) for piece in _SEPARATED.split(text)
    )


def _pair(redactor: Redactor, piece: str) -> str:
    name, equals, value = piece.partition("=")
    if not equals:
        return redactor.replaced(NAME, piece) if piece else ""
    kept = redactor.kept(NAME, name) if len(name) <= _LONGEST_NAME else redactor.replaced(NAME, name)
    return kept + equals + (redactor.replaced(NAME, value) if value else "")
