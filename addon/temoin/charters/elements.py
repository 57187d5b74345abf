"""What an element of a page is to a charter: by its name, or by the role that it says it has."""

from collections.abc import Iterator, Mapping
from enum import Enum

__all__ = ["NEEDS", "Element", "element"]


class Element(Enum):
    """What it is."""

    BREAK = "a line break"
    NOTHING = "nothing, and its text goes on"
    BLOCK = "a block"
    TABLE = "a table"
    ROW = "a row"
    CELL = "a cell"
    LIST = "a list"
    ITEM = "an item"
    TERM = "a term"
    HEADING = "a heading"
    CAPTION = "a caption"
    BOLD = "bold text"
    CODE = "code"
    RAISED = "raised text"


def _parts() -> Iterator[tuple[str, Element]]:
    for part, tags in (
        (Element.BREAK, "br"),
        (Element.TABLE, "table"),
        (Element.ROW, "tr"),
        (Element.CELL, "td th"),
        (Element.LIST, "ul ol menu dl"),
        (Element.ITEM, "li dd"),
        (Element.TERM, "dt"),
        (Element.HEADING, "h1 h2 h3 h4 h5 h6 summary legend figcaption"),
        (Element.CAPTION, "caption"),
        (Element.BOLD, "b strong"),
        (Element.CODE, "code kbd samp tt"),
        (Element.RAISED, "sup"),
        (
            Element.NOTHING,
            "wbr a abbr acronym bdi bdo big cite data del dfn em font i ins label mark nobr q s small span strike "
            "sub time u var img picture tbody thead tfoot",
        ),
    ):
        yield from ((tag, part) for tag in tags.split())


_PARTS = dict(_parts())
_ROLES = {
    "table": Element.TABLE,
    "grid": Element.TABLE,
    "row": Element.ROW,
    "cell": Element.CELL,
    "gridcell": Element.CELL,
    "columnheader": Element.CELL,
    "rowheader": Element.CELL,
    "list": Element.LIST,
    "listitem": Element.ITEM,
    "heading": Element.HEADING,
}
NEEDS = {
    Element.ROW: Element.TABLE,
    Element.CELL: Element.TABLE,
    Element.ITEM: Element.LIST,
    Element.TERM: Element.LIST,
}
"""What an element is nothing without: a cell outside a table is a block like any other."""


def element(tag: str, attributes: Mapping[str, str | None]) -> Element:
    """Tell what an element is.

    Args:
        tag: its name.
        attributes: its own.
    """
    said = _ROLES.get((attributes.get("role") or "").lower())
    return said or _PARTS.get(tag, Element.BLOCK)
