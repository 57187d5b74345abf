"""A policy as a page that a site shows its visitors: what stands on it, whatever form it takes."""

import msgspec

from temoin.charters.languages import Language
from temoin.vocabulary import Need

__all__ = ["Category", "CookieRow", "Fact", "Page"]


class CookieRow(msgspec.Struct, frozen=True):
    """A cookie as the page lists it, in the page's words.

    Args:
        name: its name; `*` stands for what varies.
        service: who it works for.
        provider: the company behind it.
        purpose: what it is for.
        lifetime: how long it is kept.
        party: whose it is.
    """

    name: str
    service: str
    provider: str
    purpose: str
    lifetime: str
    party: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the page's columns."""
        return (self.name, self.service, self.provider, self.purpose, self.lifetime, self.party)


class Category(msgspec.Struct, frozen=True):
    """A category and its cookies.

    Args:
        id: its id in the policy.
        title: its heading.
        about: what it means, as published; empty where nothing is.
        need: whether its cookies need consent.
        notes: that need and its conditions, in sentences.
        rows: its cookies.
    """

    id: str
    title: str
    about: str
    need: Need
    notes: tuple[str, ...]
    rows: tuple[CookieRow, ...]


class Fact(msgspec.Struct, frozen=True):
    """What the page's own text cannot say, for tools.

    Args:
        part: of the policy: itself, its choice, a category, a service, a cookie.
        which: its id, or a cookie's name; empty where there is one.
        key: as the policy's file has it; empty only to say that there is such a part.
        value: empty to say that the file has no such key, whatever the text above makes of it.
    """

    part: str
    which: str
    key: str
    value: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of their table."""
        return (self.part, self.which, self.key, self.value)


class Page(msgspec.Struct, frozen=True):
    """A page.

    Args:
        language: the one that it is written in.
        texts: the code of the one that the policy's own texts are in; empty where not known.
        title: its heading.
        lead: what stands first, in sentences.
        categories: in the policy's order.
        facts: for tools.
        source: the address that it is published at; empty where not known.
    """

    language: Language
    texts: str
    title: str
    lead: tuple[str, ...]
    categories: tuple[Category, ...]
    facts: tuple[Fact, ...]
    source: str
