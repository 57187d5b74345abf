"""From a consent cookie's value to a choice, by the formats that a policy names."""

from collections.abc import Sequence
from functools import lru_cache

from temoin.consent.choice import Reading, Unreadable
from temoin.consent.formats import format_named

__all__ = ["LONGEST", "read"]

LONGEST = 16_384
"""Bytes: four times what a browser must keep of one cookie (RFC 6265bis, section 6.1)."""


def read(value: str, formats: Sequence[str], asked: frozenset[str] = frozenset()) -> Reading:
    """Read a consent cookie by the first format that can.

    Args:
        value: from the wire, decoded with surrogateescape.
        formats: names of formats, in the order in which to try them.
        asked: the names that a policy asks for.

    Returns:
        The choice, in the names that the cookie uses; that there is none yet; or why no format reads it.

    Raises:
        LookupError: a format is not known (a loaded policy names none such).
    """
    return _read(value, tuple(formats), asked)


@lru_cache(maxsize=256)  # a browser repeats the same value with every request
def _read(value: str, formats: tuple[str, ...], asked: frozenset[str]) -> Reading:
    wrong = _unfit(value)
    if wrong:
        return Unreadable(wrong)
    failures = []
    for name in formats:
        found = format_named(name).read(value, asked)
        if not isinstance(found, Unreadable):
            return found
        failures.append((name, found))
    if len(failures) == 1:
        return failures[0][1]
    return Unreadable("; ".join(f"as {name}, {failure.why}" for name, failure in failures))


def _unfit(value: str) -> str:
    if not value.strip('" \t'):
        return "it is empty"
    if len(value) > LONGEST or len(value.encode(errors="surrogatepass")) > LONGEST:
        return f"it is longer than {LONGEST} bytes"
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        return "it is not UTF-8 text"
    return ""
