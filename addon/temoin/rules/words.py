"""Rules as a user names them on the command line."""

from collections.abc import Iterable

from temoin.errors import UsageError
from temoin.rules import rule

__all__ = ["codes_of"]


def codes_of(words: Iterable[str]) -> frozenset[str]:
    """Read the words of `--fail-on`.

    Args:
        words: codes or names of rules; several may stand in one, between commas.

    Returns:
        Their codes.

    Raises:
        UsageError: there is no such rule.
    """
    codes = set()
    for word in (word for several in words for word in several.split(",") if word):
        found = rule(word)
        if found is None:
            raise UsageError("--fail-on", f"there is no rule {word}", mend="temoin explain lists them")
        codes.add(found.code)
    return frozenset(codes)
