"""Fields of a HAR that stay as they are, where they are what they should be."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from temoin.redaction.words import tokens_in

__all__ = ["FIELDS", "flag", "left_out", "moment", "number", "numbers", "of_list", "table", "word"]

FIELDS = frozenset({
    "log", "version", "creator", "browser", "name", "pages", "startedDateTime", "id", "title", "pageTimings",
    "onContentLoad", "onLoad", "entries", "pageref", "time", "request", "response", "cache", "afterRequest",
    "timings", "blocked", "dns", "connect", "send", "wait", "receive", "ssl", "serverIPAddress", "connection",
    "_connectionId", "_resourceType", "_frameref", "_fromCache", "_fetchType", "_webSocketMessages", "type", "data",
    "opcode", "method", "url", "httpVersion", "headers", "queryString", "cookies", "postData", "mimeType", "text",
    "headersSize", "bodySize", "_transferSize", "status", "statusText", "redirectURL", "content", "size",
    "compression", "encoding", "base64", "value", "path", "domain", "sameSite", "expires", "httpOnly", "secure",
    "_error", "_failureText", "_fetchedViaServiceWorker",
})  # fmt: skip
"""The names of all fields that are written."""

_WORD = re.compile(r"[A-Za-z0-9_./+ -]{0,60}")


def left_out(value: Any) -> Iterator[str]:
    """The texts in those fields of a part of a HAR that are not written.

    Args:
        value: the part.
    """
    waiting = [(value, False)]
    while waiting:
        one, unwritten = waiting.pop()
        if isinstance(one, dict):
            waiting += ((inner, unwritten or key not in FIELDS) for key, inner in one.items())
        elif isinstance(one, list):
            waiting += ((inner, unwritten) for inner in one)
        elif unwritten and isinstance(one, str):
            yield one


def number(value: Any) -> Any:
    """A number; None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def flag(value: Any) -> bool | None:
    """True or false; None for anything else."""
    return value if isinstance(value, bool) else None


def word(value: Any) -> str | None:
    """A word of the format's, or several; None for anything else."""
    plain = isinstance(value, str) and _WORD.fullmatch(value) is not None and not tokens_in(value)
    return value if plain else None


def moment(value: Any) -> str | None:
    """A date and time in ISO 8601; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        datetime.fromisoformat(value.strip())
    except ValueError:
        return "" if not value.strip() else None
    return value


def table(value: Any) -> dict[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def of_list(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def numbers(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Those fields of an object that are numbers.

    Args:
        value: the object.
        names: of the fields.
    """
    return {name: found for name in names if (found := number(table(value).get(name))) is not None}
