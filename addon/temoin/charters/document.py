"""A charter as blocks in reading order, whatever kind of file it came from.

Readers of HTML, Markdown, text and PDF make these; what reads cookies out of a charter knows nothing else.
"""

import msgspec

__all__ = ["Block", "Cell", "Document", "Heading", "Item", "Listing", "Paragraph", "Row", "Table"]

LEVELLESS = 7
"""The level of a heading that is only a short line or a bold paragraph: under all real ones."""


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A title above what follows.

    Args:
        text: on one line.
        level: 1 to 6, or `LEVELLESS`.
        place: where it stands.
    """

    text: str
    level: int
    place: str = ""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    r"""A run of text.

    Args:
        text: lines parted by "\n" where the charter breaks them.
        place: where it stands.
    """

    text: str
    place: str = ""


class Cell(msgspec.Struct, frozen=True, tag="cell"):
    r"""A cell of a table.

    Args:
        text: as a reader sees it, lines parted by "\n".
        spelled: the same with the signs that Markdown takes for emphasis, of which cookies' names are made;
            empty where that is no different.
        heading: True where the file marks it as a heading.
        rows: how many rows it spans.
        columns: how many columns it spans.
        inside: the blocks in it, where a table is among them.
    """

    text: str = ""
    spelled: str = ""
    heading: bool = False
    rows: int = 1
    columns: int = 1
    inside: "tuple[Block, ...]" = ()

    @property
    def names(self) -> str:
        """Its text as cookies' names are to be read from it."""
        return self.spelled or self.text


class Row(msgspec.Struct, frozen=True, tag="row"):
    """A row of a table.

    Args:
        cells: those that begin in it.
        place: where it stands.
    """

    cells: tuple[Cell, ...]
    place: str = ""


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table.

    Args:
        rows: from the top.
        caption: its title; empty where it has none.
        place: where it stands.
        wrapped: True where a cell's lines were broken by the width of a page, so that words may be cut.
    """

    rows: tuple[Row, ...]
    caption: str = ""
    place: str = ""
    wrapped: bool = False


class Item(msgspec.Struct, frozen=True, tag="item"):
    r"""An item of a list, or a term with its definition.

    Args:
        lead: what is set apart at its front (a term, bold, code); empty where nothing is.
        text: the rest, lines parted by "\n".
        coded: True where the lead is written as code.
        place: where it stands.
        inside: lists and tables in it.
    """

    lead: str
    text: str
    coded: bool = False
    place: str = ""
    inside: "tuple[Block, ...]" = ()


class Listing(msgspec.Struct, frozen=True, tag="list"):
    """A list.

    Args:
        items: in order.
        place: where it stands.
    """

    items: tuple[Item, ...]
    place: str = ""


type Block = Heading | Paragraph | Table | Listing
"""A piece of a charter."""


class Document(msgspec.Struct, frozen=True):
    """A charter.

    Args:
        kind: what kind of file it was ("html").
        blocks: in reading order.
        language: the code that the file itself gives; empty where none.
        source: the address that the file itself says it has; empty where none.
        site: the site's name as the file gives it; empty where it does not.
        saved: the day on which the file says it was saved, as YYYY-MM-DD; empty where it does not.
        remarks: what its reader must say of how it was read.
    """

    kind: str
    blocks: tuple[Block, ...]
    language: str = ""
    source: str = ""
    site: str = ""
    saved: str = ""
    remarks: tuple[str, ...] = ()
