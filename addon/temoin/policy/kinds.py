"""What a word in a policy file may be: how each kind is read, and how an editor's JSON Schema says it."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from temoin.consent import format_names
from temoin.consent.names import is_name
from temoin.policy.durations import duration
from temoin.policy.problems import did_you_mean, quoted
from temoin.policy.regimes import regime_names
from temoin.policy.schema import SESSION, Lifetime
from temoin.vocabulary import Need, Party, Undeclared

__all__ = [
    "COOKIE_PATTERN",
    "DATE",
    "DOMAIN",
    "DURATION",
    "FLAG",
    "FORMAT",
    "HOST_PATTERN",
    "ID",
    "LANGUAGE",
    "LIFETIME",
    "NEED",
    "PARTY",
    "PATH",
    "PROFILE",
    "RULE",
    "TEXT",
    "UNDECLARED",
    "URL",
    "Kind",
    "Wrong",
    "id_of",
]


_LONGEST_HOST = 253
_HOST = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
)


class Wrong(ValueError):  # noqa: N818 - a word that is wrong, which the reader turns into a problem
    """A word that is not of its kind.

    Args:
        text: what is wrong.
        mend: what to write instead.
    """

    def __init__(self, text: str, mend: str = "") -> None:
        super().__init__(text, mend)
        self.text = text
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Kind[T]:
    """A kind of word.

    Args:
        read: turns the word into what it means, or raises Wrong.
        schema: the JSON Schema of such a word.
    """

    read: Callable[[str], T]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "minLength": 1})


def _text(word: str) -> str:
    return " ".join(word.split())


def id_of(word: str) -> str:
    """Read the id of a category or a service.

    Args:
        word: as it stands.

    Raises:
        Wrong: it is too long, unprintable, or has no letter or digit.
    """
    if not is_name(word):
        raise Wrong(f"{quoted(word)} cannot be a name", "use a short one, with a letter or a digit")
    return word


def _host(word: str) -> str:
    """A host as the wire has it: lower-case, without port, names outside ASCII in their `xn--` form."""
    if "/" in word or "@" in word:
        host = word.partition("://")[2] or word
        raise Wrong(f"{quoted(word)} is no host", f"write the host alone: {quoted(host.partition('/')[0])}")
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        pass
    name, colon, _ = word.partition(":")
    if colon:
        raise Wrong(f"{quoted(word)} is no host", f"write it without port: {quoted(name)}")
    if not word.isascii():
        raise Wrong(f"{quoted(word)} is not how browsers send it", _ascii_form(word))
    if len(word) > _LONGEST_HOST or not _HOST.fullmatch(word):
        raise Wrong(f"{quoted(word)} is no host")
    return word.lower()


def _ascii_form(word: str) -> str:
    if len(word) > _LONGEST_HOST:
        return ""
    try:
        return f"write {quoted(word.encode('idna').decode())}"
    except UnicodeError:
        return ""


def _host_pattern(word: str) -> str:
    if word == "*":
        return word
    if word.startswith("*."):
        return "*." + _host(word[2:])
    if "*" in word:
        raise Wrong(
            f"in {quoted(word)} the `*` must stand for whole labels in front", "as in `*.example.org`"
        )
    return _host(word)


def _domain(word: str) -> str:
    if "*" in word:
        raise Wrong(f"{quoted(word)} is no domain", "subdomains are included: write it without `*`")
    return _host(word.removeprefix("."))  # RFC 6265bis, section 5.6.3: a leading dot means nothing


def _cookie_pattern(word: str) -> str:
    if re.search("[\x00-\x1f\x7f;=]", word) or word != word.strip():
        raise Wrong(
            f"{quoted(word)} cannot be a cookie's name", "a name holds no `=`, `;` or control character"
        )
    return word


def _path(word: str) -> str:
    if not word.startswith("/"):
        raise Wrong(f"{quoted(word)} is no path", "a path begins with `/`")
    return word


def _url(word: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]\S*", word):
        raise Wrong(f"{quoted(word)} is no web address", "it begins with `https://`")
    return word


def _date(word: str) -> str:
    try:
        day = date.fromisoformat(word).isoformat()
    except ValueError:
        day = ""
    if day != word:
        raise Wrong(f"{quoted(word)} is no date", "write year-month-day: `2026-11-24`")
    return word


def _language(word: str) -> str:
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", word):
        raise Wrong(f"{quoted(word)} is no language", "write its code: `fr`, `en`")
    return word


def _flag(word: str) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if word.casefold() not in known:
        raise Wrong(f"{quoted(word)} is neither true nor false", "write `true` or `false`")
    return known[word.casefold()]


def _duration(word: str) -> int:
    seconds = duration(word)
    if seconds is None:
        raise Wrong(
            f"{quoted(word)} is no span of time", "as in `30 minutes`, `2 weeks`, `13 months`, `6 mois`"
        )
    return seconds


def _lifetime(word: str) -> Lifetime:
    if word.casefold() == SESSION:
        return SESSION
    seconds = duration(word)
    if seconds is None:
        raise Wrong(f"{quoted(word)} is no lifetime", "as in `2 weeks`, `13 months`, `6 mois`, `session`")
    return seconds


def _one_of(word: str, known: tuple[str, ...], what: str) -> str:
    if word not in known:
        listed = " or ".join(map(quoted, known))
        raise Wrong(f"{quoted(word)} is no {what}", did_you_mean(word, known, f"write {listed}"))
    return word


def _rule(word: str) -> str:
    if re.fullmatch("[A-Za-z][0-9]{3}", word):
        return word.upper()
    if not re.fullmatch("[a-z]+(-[a-z]+)*", word):
        raise Wrong(f"{quoted(word)} is no rule", "write its code or name: `T202`, `kept-longer`")
    return word


def _closed[E: StrEnum](members: tuple[E, ...], what: str) -> Kind[E]:
    values = tuple(member.value for member in members)
    by_value = dict(zip(values, members, strict=True))
    return Kind(lambda word: by_value[_one_of(word, values, what)], {"enum": list(values)})


TEXT = Kind(_text)
ID = Kind(id_of)
HOST_PATTERN = Kind(_host_pattern)
DOMAIN = Kind(_domain)
COOKIE_PATTERN = Kind(_cookie_pattern)
PATH = Kind(_path, {"type": "string", "pattern": "^/"})
URL = Kind(_url, {"type": "string", "pattern": "^https?://"})
DATE = Kind(_date, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
LANGUAGE = Kind(_language, {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"})
FLAG = Kind(_flag, {"enum": [True, False, "true", "false", "yes", "no"]})
DURATION = Kind(_duration, {"type": "string", "pattern": "^ *[0-9]", "examples": ["6 months", "13 mois"]})
LIFETIME = Kind(_lifetime, {"type": "string", "examples": [SESSION, "2 weeks", "13 months", "6 mois"]})
FORMAT = Kind(lambda word: _one_of(word, format_names(), "consent format"), {"enum": list(format_names())})
RULE = Kind(
    _rule,
    {
        "type": "string",
        "pattern": "^([A-Za-z][0-9]{3}|[a-z]+(-[a-z]+)*)$",
        "examples": ["T202", "kept-longer"],
    },
)
PROFILE = Kind(lambda word: _one_of(word, regime_names(), "profile"), {"enum": list(regime_names())})
NEED = _closed(tuple(Need), "need of consent")
PARTY = _closed((Party.FIRST, Party.THIRD), "party")
UNDECLARED = _closed(tuple(Undeclared), "way to treat what is not declared")
