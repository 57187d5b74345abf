"""Cookie values, in Cookie and Set-Cookie headers and wherever a HAR repeats them.

Names stay, and so do the attributes that say for whom and for how long a cookie is kept. A value is replaced by one
of the same length and shape; an empty one stays empty, a deletion a deletion, and what every browser refuses is
refused for the same reason. Of a consent cookie the choice stays (see *choice*). A value without a name keeps a
`__Host-` or `__Secure-` before it, since browsers refuse it for that.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from temoin.cookies.dates import parse_cookie_date
from temoin.cookies.syntax import LONGEST_ATTRIBUTE, LONGEST_LIFETIME
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import choice, url
from temoin.redaction.words import tokens_in

__all__ = ["NAME", "WHAT", "attribute", "cookie_field", "name", "set_cookie_field", "value"]

NAME: Final = "cookie"
WHAT: Final = ("cookie value", "cookie values")

_BLANK = " \t"
_PREFIX = re.compile(r"__(?:secure|host)-", re.IGNORECASE)
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2,8}, ?)?[0-9]{1,2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} "
    r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?: (?:GMT|UTC))?"
)
_DOMAIN = re.compile(r"[A-Za-z0-9._:\[\]-]*")
_DELTA = re.compile(r"-?[0-9]+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAGS = frozenset({"secure", "httponly", "partitioned"})
_SAME_SITE = frozenset({"strict", "lax", "none"})
_PRIORITIES = frozenset({"low", "medium", "high"})
_ATTRIBUTES = _FLAGS | {"path", "domain", "expires", "max-age", "samesite", "priority"}


def cookie_field(redactor: Redactor, text: str) -> str:
    """A Cookie header's value.

    Args:
        redactor: the run's.
        text: from the wire.
    """
    return ";".join(_crumb(redactor, crumb) for crumb in text.split(";"))


def set_cookie_field(redactor: Redactor, text: str) -> str:
    """A Set-Cookie header's value, one cookie.

    Args:
        redactor: the run's.
        text: from the wire.
    """
    pair, semicolon, attributes = text.partition(";")
    named, equals, told = pair.partition("=")
    if equals:
        bare = named.strip(_BLANK)
        made = _around(named, name(redactor, bare)) + equals
        made += _around(told, value(redactor, bare, told.strip(_BLANK)))
    else:
        redactor.nameless.add(pair.strip(_BLANK))
        made = _around(pair, value(redactor, "", pair.strip(_BLANK)))
    return made + semicolon + ";".join(_attributes(redactor, attributes)) if semicolon else made


def name(redactor: Redactor, text: str, *, bare: bool = False) -> str:
    """A cookie's name.

    Args:
        redactor: the run's.
        text: the name, without white space around it.
        bare: True where there is no value: then a name that a response set without one, or that looks like a token
            from end to end, is a nameless cookie's value, as Firefox sends it back.
    """
    if bare and (text in redactor.nameless or tokens_in(text) == ((0, len(text)),)):
        return value(redactor, "", text)
    return redactor.replaced(NAME, text) if ";" in text or "=" in text else redactor.named(text)


def value(redactor: Redactor, name: str, text: str) -> str:
    """A cookie's value.

    Args:
        redactor: the run's.
        name: the cookie's name; empty for none.
        text: the value, without white space around it.
    """
    chosen = redactor.choices.of(name, text)
    if chosen is not None:
        for hidden in chosen.hidden:
            redactor.hidden(choice.NAME, hidden)
        for one in chosen.names:
            redactor.named(one)
        if chosen.text == text:
            return redactor.fixed(text)
        redactor.learn(choice.NAME, text)
        return redactor.fixed(chosen.text)
    prefix = "" if name else _prefix(text)
    return prefix + redactor.replaced(NAME, text[len(prefix) :])


def _expires(text: str) -> str:
    """The same moment, and nothing beside it."""
    if _DATE.fullmatch(text):
        return text
    moment = parse_cookie_date(text)
    if moment is None:
        return "x"
    return f"{_EPOCH + timedelta(seconds=moment):%a, %d %b %Y %H:%M:%S} GMT"


def attribute(redactor: Redactor, word: str, content: str) -> str:
    """What an attribute of a Set-Cookie says.

    Args:
        redactor: the run's.
        word: the attribute, in lower case; one of those that browsers know.
        content: its value, without white space around it.
    """
    match word:
        case "path":
            return url.path(redactor, content) if content.startswith("/") else ""
        case "domain":
            if _DOMAIN.fullmatch(content):
                return redactor.named(content)
            return redactor.replaced(NAME, content)
        case "expires":
            return redactor.fixed(_expires(content))
        case "max-age":
            return _seconds(content)
        case "samesite":
            return content if content.lower() in _SAME_SITE else "x"
        case _:
            return content if content.lower() in _PRIORITIES else "x"


def _crumb(redactor: Redactor, crumb: str) -> str:
    named, equals, told = crumb.partition("=")
    bare, text = named.strip(_BLANK), told.strip(_BLANK)
    if not equals:
        return _around(crumb, value(redactor, "", bare)) if bare else crumb
    made = _around(named, name(redactor, bare, bare=not text)) + equals
    return made + (_around(told, value(redactor, bare, text)) if text else told)


def _around(text: str, made: str) -> str:
    """What is made of a text, with the white space that stood around it."""
    bare = text.strip(_BLANK)
    if not bare:
        return text
    at = text.index(bare)
    return text[:at] + made + text[at + len(bare) :]


def _prefix(text: str) -> str:
    found = _PREFIX.match(text)
    return found[0] if found else ""


def _attributes(redactor: Redactor, text: str) -> list[str]:
    made = []
    for one in text.split(";"):
        key, equals, told = one.partition("=")
        content = told.strip(_BLANK)
        if len(content.encode("utf-8", "surrogateescape")) > LONGEST_ATTRIBUTE:
            continue  # it counts as not there (RFC 6265bis 5.6)
        word = key.strip(_BLANK).lower()
        if word in _FLAGS:
            made.append(key)
        elif word in _ATTRIBUTES:
            made.append(key + equals + _around(told, attribute(redactor, word, content)))
        else:
            made.append(_around(one, _unknown(redactor, one.strip(_BLANK))))
    return made


def _seconds(content: str) -> str:
    """Digits beyond what counts are as good as the largest that do; no seconds at all are no attribute."""
    if not _DELTA.fullmatch(content):
        return "x"
    if len(content) <= len(str(LONGEST_LIFETIME)):
        return content
    return f"{'-' if content.startswith('-') else ''}{LONGEST_LIFETIME}"


def _unknown(redactor: Redactor, text: str) -> str:
    """An attribute that browsers pass over: part of a value that held a semicolon, perhaps."""
    made = redactor.replaced(NAME, text) if text else ""
    return made if made.partition("=")[0].strip(_BLANK).lower() not in _ATTRIBUTES else "x" * len(made)
