"""Text in the making while a page is gone through: of the page itself, of a cell, of an item, of a title."""

from enum import Enum

from temoin.charters.document import LEVELLESS, Block, Heading, Listing, Paragraph, Table
from temoin.charters.wording import clean, clean_lines

__all__ = ["Flow", "Holder"]

_LONGEST_TITLE = 100
_LONGEST_INNER = 20_000


class Holder(Enum):
    """What a flow's text becomes."""

    PAGE = "page"
    CELL = "cell"
    ITEM = "item"
    TITLE = "title"


class Flow:
    """Text and blocks as they come.

    Args:
        holder: what they become.
    """

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        self.blocks: list[Block] = []
        self.coded = False
        self._text: list[str] = []
        self._begun = 0
        self._bold = self._plain = False
        self._apart = ""
        self._lead_ends = 0

    def add(self, text: str, *, bold: bool = False) -> None:
        """Take in text.

        Args:
            text: a line break is a newline.
            bold: True inside bold text.
        """
        self._text.append(text)
        if not text.isspace() and text:
            if bold:
                self._bold = True
            else:
                self._plain = True

    def flush(self) -> None:
        """End a paragraph; one that is short and wholly bold is a heading."""
        text = clean_lines("".join(self._text[self._begun :]))
        only_bold = self._bold and not self._plain
        self._begun = len(self._text)
        self._bold = self._plain = False
        if not text:
            return
        if only_bold and len(text) <= _LONGEST_TITLE:
            self.blocks.append(Heading(clean(text), LEVELLESS))
        else:
            self.blocks.append(Paragraph(text))

    def end_block(self) -> None:
        """A block begins or ends here: what follows stands on a line of its own."""
        self._text.append("\n")
        if self.holder in {Holder.PAGE, Holder.CELL}:
            self.flush()

    def take(self, block: Table | Listing | Heading) -> None:
        """Take in a table, a list or a heading that ends here; a cell's text holds theirs as well.

        Args:
            block: it.
        """
        self.blocks.append(block)
        if self.holder is Holder.CELL or (isinstance(block, Heading) and self.holder is not Holder.PAGE):
            self._text.append("\n" + _flat(block)[:_LONGEST_INNER] + "\n")
            self._begun = len(self._text)

    def set_apart(self, tag: str) -> None:
        """An element begins that may set the front of an item apart.

        Args:
            tag: its name.
        """
        if not self._apart and not self._lead_ends and not "".join(self._text).strip(" \n-–•*\xa0"):
            self._apart = tag

    def end_apart(self, tag: str, *, code: bool) -> None:
        """An element ends that may have set the front of an item apart.

        Args:
            tag: its name.
            code: True where it marks code.
        """
        if self._apart == tag and not self._lead_ends:
            self._apart = ""
            self._lead_ends = len(self._text)
            self.coded = self.coded or code

    @property
    def whole(self) -> str:
        """All its text, lines parted by newlines."""
        return clean_lines("".join(self._text))

    @property
    def lead(self) -> str:
        """The front of it that is set apart."""
        return clean_lines("".join(self._text[: self._lead_ends]))

    @property
    def rest(self) -> str:
        """All but its lead."""
        return clean_lines("".join(self._text[self._lead_ends :]))


def _flat(block: Table | Listing | Heading) -> str:
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Listing):
        return "\n".join(f"{item.lead} {item.text}".strip() for item in block.items)
    return "\n".join(cell.text for row in block.rows for cell in row.cells)
