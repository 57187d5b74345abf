"""What a charter says of cookies, piece by piece, before anything is decided: one entry a row, item or record."""

import msgspec

from temoin.charters.terms import Column

__all__ = ["Entry", "Section", "Unread"]


class Section(msgspec.Struct, frozen=True):
    """What stands above an entry.

    Args:
        headings: the titles it stands under, the outermost first.
        intro: the paragraphs between the innermost and it.
        flat: True where the titles have no levels.
    """

    headings: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    flat: bool = False


class Entry(msgspec.Struct, frozen=True):
    r"""What one row, item or record says.

    Args:
        names: its names, one in each element; `*` stands for what varies.
        place: where it stands.
        section: what stands above it.
        said: what its other columns say, as they stand, lines parted by "\n".
        heads: the heads of the columns that are not known, with what stands in them.
        unit: the unit that the head of the lifetimes gives to plain numbers; empty mostly.
        remarks: what was decided in reading it.
        written: the names as they stand.
    """

    names: tuple[str, ...]
    place: str
    section: Section
    said: dict[Column, str] = {}
    heads: dict[str, str] = {}
    unit: str = ""
    remarks: tuple[str, ...] = ()
    written: str = ""

    def says(self, column: Column) -> str:
        """What it says in a column, as it stands; empty for nothing.

        Args:
            column: which.
        """
        return self.said.get(column, "")


class Unread(msgspec.Struct, frozen=True):
    """A piece of a charter that could not be read.

    Args:
        place: where it stands.
        text: what stands there, shortened.
        why: what is wrong with it.
        details: all that stands there, where a person is to decide what becomes of it.
    """

    place: str
    text: str
    why: str
    details: str = ""
