"""What a document's markup orders by itself: the scripts, pictures and frames that any browser will fetch.

Only what is unconditional counts. A script that a consent manager keeps back (`type="text/plain"`), what stands
in `<noscript>` or `<template>`, and what is loaded lazily is not ordered by the markup alone. (HTML, sections
4.12.1 "script", 4.8.3 "img", 4.8.5 "iframe", 4.2.4 "link"; the first `<base>` counts, 4.2.3.)
"""

from contextlib import suppress
from hashlib import blake2b
from html.parser import HTMLParser
from urllib.parse import urljoin

import msgspec

from temoin.fetch_metadata import Address, address

__all__ = ["Named", "named_in"]

_MOST = 2_000
_LONGEST = 2_000_000
_SCRIPT_TYPES = frozenset(
    {"", "module", "text/javascript", "application/javascript", "application/ecmascript", "text/ecmascript"}
)
_MOST_DOCUMENTS = 256
_MOST_REMEMBERED = 100
"""Documents of which it is remembered what they name, and how much such a one may name; then all are forgotten."""

_INERT = frozenset({"noscript", "template"})


class Named(msgspec.Struct, frozen=True):
    """A resource that a document's markup names.

    Args:
        address: where it lives.
        tag: the element ("script").
        line: in the document, from 1.
        column: in that line, from 1.
    """

    address: Address
    tag: str
    line: int
    column: int


def named_in(document: bytes, where: Address) -> tuple[Named, ...]:
    """Find what a document's markup orders.

    Args:
        document: its bytes, content coding undone; beyond two million they are not read.
        where: the document's own address.

    Returns:
        What it names, in order; at most two thousand. A broken document gives what could be read.
    """
    key = (blake2b(document, digest_size=16).digest(), where.url)
    known = _known.get(key)
    if known is None:
        known = _read(document, where)
        if len(known) <= _MOST_REMEMBERED:
            if len(_known) >= _MOST_DOCUMENTS:
                _known.clear()
            _known[key] = known
    return known


def _read(document: bytes, where: Address) -> tuple[Named, ...]:
    parser = _Parser(where)
    with suppress(AssertionError):  # html.parser asserts on broken marked sections ("<![ if")
        parser.feed(document[:_LONGEST].decode("utf-8", "replace"))
    return tuple(parser.found)


_known: dict[tuple[bytes, str], tuple[Named, ...]] = {}


class _Parser(HTMLParser):
    def __init__(self, where: Address) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Named] = []
        self._base = where.url
        self._rebased = False
        self._inert = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INERT:
            self._inert += 1
        elif not self._inert:
            self._take(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._inert and tag not in _INERT:
            self._take(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_endtag(self, tag: str) -> None:
        if tag in _INERT and self._inert:
            self._inert -= 1

    def _take(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base" and "href" in attributes and not self._rebased:
            self._base = _joined(self._base, attributes["href"]) or self._base
            self._rebased = True
            return
        url = _ordered(tag, attributes)
        target = _joined(self._base, url) if url else None
        found = address(target) if target else None
        if found is not None and len(self.found) < _MOST:
            line, column = self.getpos()
            self.found.append(Named(found, tag, line, column + 1))


def _ordered(tag: str, attributes: dict[str, str]) -> str:
    """The URL that an element makes every browser fetch; empty for none."""
    if attributes.get("loading", "").strip().lower() == "lazy":
        return ""
    match tag:
        case "script":
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            return attributes.get("src", "") if kind in _SCRIPT_TYPES and "nomodule" not in attributes else ""
        case "img":
            return "" if "srcset" in attributes else attributes.get("src", "")
        case "iframe":
            return "" if "srcdoc" in attributes else attributes.get("src", "")
        case "link":
            rel = attributes.get("rel", "").lower().split()
            plain = "stylesheet" in rel and not {"alternate"} & set(rel)
            return attributes.get("href", "") if plain and "disabled" not in attributes else ""
        case _:
            return ""


def _joined(base: str, url: str) -> str | None:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return None
