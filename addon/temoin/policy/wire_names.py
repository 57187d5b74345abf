"""The names that consent cookies and a policy share: each means one thing, and what is needed can be said."""

from collections.abc import Iterable
from typing import Any

import msgspec

from temoin.consent import format_named
from temoin.consent.names import folded
from temoin.policy.keys import Key
from temoin.policy.problems import quoted
from temoin.policy.sections import Section

__all__ = ["WireNames"]


class _Needed(msgspec.Struct, frozen=True):
    name: str
    key: Key[Any]
    section: Section


class WireNames:
    """Collects names while a file is read, and refuses those that no cookie could mean or say.

    Args:
        formats: the names of the formats in which the policy's consent cookies are read.
    """

    def __init__(self, formats: tuple[str, ...]) -> None:
        self._formats = dict.fromkeys(formats)
        self._owners: dict[str, Section] = {}
        self._needed: list[_Needed] = []

    def claim(self, names: Iterable[str], section: Section) -> None:
        """Take names for a category or a service.

        Args:
            names: by which consent cookies may speak of it.
            section: where it is declared.
        """
        for name in names:
            first = self._owners.setdefault(folded(name), section)
            if first is not section:
                section.wrong(
                    None,
                    f"the consent cookie could mean two things by {quoted(name)}",
                    f"line {first.line} ({quoted(first.id)}) has that name already, spelling aside: rename one",
                )

    def need(self, names: Iterable[str], key: Key[Any], section: Section) -> None:
        """Note what a category or a service needs to be granted.

        Args:
            names: as consent cookies say it.
            key: under which they stand.
            section: where it is declared.
        """
        self._needed += [_Needed(name, key, section) for name in names]

    def check(self, titles: Iterable[str]) -> None:
        """Refuse what is needed and can never be granted, all names being known.

        Args:
            titles: of the categories and services.
        """
        taken = {*self._owners, *map(folded, titles)}
        for one in self._needed:
            if folded(one.name) in taken:
                one.section.wrong(
                    one.key,
                    f"{quoted(one.name)} is a category or service of this policy",
                    "`needs` lists what the consent cookies themselves say: name it otherwise, or remove it",
                    word=one.name,
                )
            elif not self._can_be_said(one.name):
                said = "; ".join(f"{name} says {_vocabulary(name)}" for name in self._formats)
                one.section.wrong(
                    one.key, f"no consent cookie can say {quoted(one.name)}", said, word=one.name
                )

    def _can_be_said(self, name: str) -> bool:
        """Whether a format may say it; none at all is a problem of its own, noted elsewhere."""
        speaks = [format_named(one).traits.speaks for one in self._formats]
        return not speaks or any(one is None or one(name) for one in speaks)


def _vocabulary(name: str) -> str:
    return format_named(name).traits.vocabulary
