"""From a list to entries: "`_ga` : distingue les visiteurs (13 mois)", a term with its definition, items in items.

An item names a cookie where its front can hardly be anything else: code, or a word that looks like a name. A plain
word ("session") counts only with a lifetime, or a label, behind it, for lists hold browsers and rights as well.
"""

import re

import msgspec

from temoin.charters.details import Details, details_of, labelled
from temoin.charters.document import Item, Listing, Table
from temoin.charters.entries import Entry, Section, Unread
from temoin.charters.lifetimes import read_lifetime
from temoin.charters.names import Names, looks_like_a_name, read_names
from temoin.charters.phrases import phrases_of
from temoin.charters.sorts import party_of, sort_of
from temoin.charters.tables import Reading, read_table
from temoin.charters.terms import Column
from temoin.charters.wording import clean, plain, shortened

__all__ = ["read_item", "read_listing"]

_FRONT = re.compile(r"(?P<front>.{1,300}?)(?P<mark>\s*:\s|\s[-–—=]\s|\n|\s?\((?=[^()]*\s)|:$|$)", re.DOTALL)
_DEEPEST = 6
_MOST_BARE = 9
"""Names in an item that says nothing else of them: more are a sentence."""


class _Front(msgspec.Struct, frozen=True):
    """The front of an item.

    Args:
        names: the names in it.
        rest: what follows.
        provider: what stands in brackets behind the names.
        sure: True where it can hardly be anything but names.
        written: the names as they stand.
    """

    names: Names
    rest: str
    provider: str
    sure: bool
    written: str


def read_listing(listing: Listing, section: Section, *, starred: bool = False, depth: int = 0) -> Reading:
    """Read a list.

    Args:
        listing: it.
        section: what stands above it.
        starred: True where the charter has a footnote marked `*`.
        depth: in how many lists it is.
    """
    entries: list[Entry] = []
    unread: list[Unread] = []
    remarks: list[Unread] = []
    passed: list[Unread] = []
    for item in listing.items:
        entry = read_item(item, section, starred=starred)
        if entry is not None:
            entries.append(entry)
            continue
        inner = _inside(item, section, starred, depth)
        entries.extend(inner.entries)
        unread.extend(inner.unread)
        remarks.extend(inner.remarks)
        if not inner.entries:
            text = shortened(f"{item.lead} {item.text}")
            passed.append(Unread(item.place, text, "names no cookie"))
    if entries and len(passed) < len(listing.items):
        unread.extend(one for one in passed if one.text)
    return Reading(tuple(entries), tuple(unread), tuple(remarks))


def read_item(item: Item, section: Section, *, starred: bool = False) -> Entry | None:
    """Read an item that names cookies.

    Args:
        item: it, or a paragraph in its form.
        section: what stands above it.
        starred: True where the charter has a footnote marked `*`.

    Returns:
        The entry, or None where the item names no cookie.
    """
    front = _front(item, starred)
    if front is None:
        return None
    details = details_of("\n".join([front.rest, *_lines_inside(item)]))
    if not front.sure and not (details.labels or _timed(details)):
        return None
    said = details.said
    remarks = front.names.remarks
    if front.provider and Column.PROVIDER not in said and Column.SERVICE not in said:
        said = {**said, Column.PROVIDER: front.provider}
        remarks = (*remarks, f"`{front.provider}`, in brackets behind the name, was taken for its provider")
    return Entry(front.names.names, item.place, section, said, remarks=remarks, written=clean(front.written))


def _front(item: Item, starred: bool) -> _Front | None:
    space = "" if item.text[:1] in {",", ";", ":", "."} else " "
    whole = f"{item.lead}{space}{item.text}".strip() if item.lead else item.text
    inline = labelled(whole.split("\n")[0])
    if inline is not None and inline[0] is Column.NAME and inline[1]:
        labelled_names = read_names(inline[1], starred=starred)
        rest = whole.partition("\n")[2]
        return _Front(labelled_names, rest, "", True, inline[1]) if labelled_names.names else None
    if item.lead and not re.match(r"\s*(?:,|et |and |ou |or )", item.text):
        front, rest = item.lead, item.text
    else:
        found = _FRONT.match(whole)
        if found is None:
            return None
        front = found["front"]
        rest = whole[found.end("front") :]
    bracket = re.match(r"\s*\((?P<inner>[^()\n]{2,60})\)", rest)
    provider = ""
    if bracket is not None and not _says_else(bracket["inner"]) and rest[bracket.end() :].strip(" .:"):
        provider, rest = clean(bracket["inner"]), rest[bracket.end() :]
    names = read_names(front, starred=starred)
    if not names.names or names.unread or any(map(_is_a_word, names.names)):
        return None
    if names.rest:
        rest = f"{names.rest}\n{rest}"
    sure = item.coded or all(map(looks_like_a_name, names.names)) or "*" in "".join(names.names)
    told = bool(rest.strip(" .:")) or item.coded or len(names.names) < _MOST_BARE
    return _Front(names, rest, provider, sure and told, front)


def _says_else(text: str) -> bool:
    return bool(read_lifetime(text).text) or party_of(text) is not None or sort_of(text) is not None


def _is_a_word(name: str) -> bool:
    """Whether a "name" is a word that charters set apart for other reasons."""
    return sort_of(name) is not None or phrases_of("cookie").are(plain(name))


def _timed(details: Details) -> bool:
    return re.search(r"\d", details.said.get(Column.LIFETIME, "")) is not None


def _lines_inside(item: Item) -> list[str]:
    """What stands in an item's own list, a line each: "Durée : 13 mois"."""
    return [
        f"{inner.lead} {inner.text}".strip()
        for block in item.inside
        if isinstance(block, Listing)
        for inner in block.items
    ]


def _inside(item: Item, section: Section, starred: bool, depth: int) -> Reading:
    """Read what is in an item that is a title itself: "Cookies nécessaires", and its cookies below."""
    if depth >= _DEEPEST:
        return Reading()
    title = clean(f"{item.lead} {item.text}")
    inner = Section((*section.headings, title), (), section.flat) if title and len(title) <= 200 else section
    found: list[Reading] = []
    for block in item.inside:
        if isinstance(block, Listing):
            found.append(read_listing(block, inner, starred=starred, depth=depth + 1))
        elif isinstance(block, Table):
            found.append(read_table(block, inner, starred=starred))
    return Reading(
        tuple(one for reading in found for one in reading.entries),
        tuple(one for reading in found for one in reading.unread if reading.entries),
        tuple(one for reading in found for one in reading.remarks),
    )
