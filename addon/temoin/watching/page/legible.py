"""Records whose texts came from the wire, made safe to show before they leave for the browser.

The page sets text and never markup, so nothing from the wire can run there. What this adds is that nothing
invisible and nothing that turns writing around reaches a reader's eye, by the same rule as on a terminal.
"""

import re

import msgspec
from msgspec.structs import astuple, replace

from temoin.views.printable import printable

__all__ = ["legible", "legible_text"]

_LIMIT = 200
_LIMITS = {"url": 1000, "page_url": 1000, "message": 1000, "reasons": 1000, "why": 1000, "note": 1000}
"""The most cells a field may take, where it is not `_LIMIT`."""

_HARMLESS = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f–—‘’“”…→]*")
"""What stays as it is, one cell a character: told at a glance, since most of what crosses is no more than this."""


def legible[T: msgspec.Struct](record: T) -> T:
    """Make every text of a record safe to show; texts within records within it are left.

    Args:
        record: any of the report's or the board's.

    Returns:
        The same record where nothing had to change.
    """
    values = astuple(record)
    harmless = _HARMLESS.fullmatch
    for value in values:
        if type(value) is str:
            if len(value) > _LIMIT or harmless(value) is None:
                break
        elif type(value) is tuple and value and type(value[0]) is str:
            text = "".join(value)
            if (len(text) > _LIMIT and max(map(len, value)) > _LIMIT) or harmless(text) is None:
                break
    else:
        return record
    return _changed(record, values)


def _changed[T: msgspec.Struct](record: T, values: tuple[object, ...]) -> T:
    changed: dict[str, object] = {}
    for field, value in zip(record.__struct_fields__, values, strict=True):
        limit = _LIMITS.get(field, _LIMIT)
        if type(value) is str:
            shown: object = legible_text(value, limit)
        elif type(value) is tuple and value and type(value[0]) is str:
            shown = tuple(legible_text(text, limit) for text in value)
            if shown == value:
                continue
        else:
            continue
        if shown is not value:
            changed[field] = shown
    return replace(record, **changed) if changed else record


def legible_text(text: str, limit: int = _LIMIT) -> str:
    """Make one text safe to show."""
    if len(text) <= limit and _HARMLESS.fullmatch(text):
        return text
    return printable(text, limit)
