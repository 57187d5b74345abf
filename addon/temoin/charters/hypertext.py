"""From a parsed HTML page to blocks: a machine that is told of every element as it opens and closes.

It keeps its own stacks, so however deep a page nests, no call of ours nests with it; how much it takes in is
bounded. What is hidden counts as well: charters sit in accordions and tabs that a saved page has closed.
"""

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from temoin.charters.document import LEVELLESS, Block, Cell, Heading, Item, Listing, Row, Table
from temoin.charters.elements import NEEDS, Element, element
from temoin.charters.flows import Flow, Holder
from temoin.charters.wording import clean

__all__ = ["MOST_CELLS", "Builder", "TooMuch"]

MOST_CELLS = 20_000
"""Of a page: no charter comes near, and what follows is linear in them."""

_MOST_TEXT = 4_000_000
_WIDEST = 1000
"""The most rows or columns that a cell spans."""


class TooMuch(Exception):  # noqa: N818 - what the page is
    """A page that is larger than any charter, in a way that its size does not show.

    Args:
        what: of which there is too much.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


_FOOTNOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,2}|[*†‡]{1,3}|[a-z])[\])]?\s*")


class _Grid:
    """A table in the making."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.caption = ""
        self.rows: list[Row] = []
        self.cells: list[Cell] = []

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(Row(tuple(self.cells), f"table {self.number}, row {len(self.rows) + 1}"))
            self.cells = []


class _List:
    """A list in the making."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.items: list[Item] = []
        self.terms: list[str] = []
        self.coded = False

    def add(self, lead: str, text: str, coded: bool, inside: tuple[Block, ...] = ()) -> None:
        place = f"list {self.number}, item {len(self.items) + 1}"
        self.items.append(Item(lead, text, coded, place, inside))


class _Open:
    """An element that is open."""

    def __init__(self, tag: str, part: Element, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.part = part
        self.attributes = attributes


class Builder:
    """Takes in a page's elements and texts in order, and gives its blocks."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._flows = [Flow(Holder.PAGE)]
        self._grids: list[_Grid] = []
        self._lists: list[_List] = []
        self._raised: list[list[str]] = []
        self._bold = self._cells = self._tables = self._listings = self._taken = 0
        self._enters: dict[Element, Callable[[_Open], None]] = {
            Element.BREAK: lambda _: self._add("\n"),
            Element.BLOCK: lambda _: self._flows[-1].end_block(),
            Element.TABLE: self._begin_table,
            Element.CELL: self._begin_cell,
            Element.LIST: self._begin_list,
            Element.ITEM: lambda _: self._flows.append(Flow(Holder.ITEM)),
            Element.TERM: lambda _: self._flows.append(Flow(Holder.TITLE)),
            Element.HEADING: self._begin_title,
            Element.CAPTION: self._begin_title,
            Element.BOLD: self._begin_bold,
            Element.CODE: lambda one: self._flows[-1].set_apart(one.tag),
            Element.RAISED: lambda _: self._raised.append([]),
        }
        self._leaves: dict[Element, Callable[[_Open], None]] = {
            Element.BLOCK: lambda _: self._flows[-1].end_block(),
            Element.TABLE: self._end_table,
            Element.ROW: lambda _: self._grids[-1].end_row(),
            Element.CELL: self._end_cell,
            Element.LIST: self._end_list,
            Element.ITEM: self._end_item,
            Element.TERM: self._end_term,
            Element.HEADING: self._end_heading,
            Element.CAPTION: self._end_caption,
            Element.BOLD: self._end_bold,
            Element.CODE: lambda one: self._flows[-1].end_apart(one.tag, code=True),
            Element.RAISED: self._end_raised,
        }

    def blocks(self) -> tuple[Block, ...]:
        """All that was taken in."""
        self._flows[0].flush()
        return tuple(self._flows[0].blocks)

    def enter(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """An element opens.

        Args:
            tag: its name.
            attributes: its own.

        Raises:
            TooMuch: the page holds more than any charter.
        """
        one = _Open(tag, self._part(tag, attributes), attributes)
        self._open.append(one)
        if one.part in self._enters:
            self._enters[one.part](one)

    def leave(self) -> None:
        """The element closes that was opened last."""
        one = self._open.pop()
        if one.part in self._leaves:
            self._leaves[one.part](one)

    def text(self, text: str) -> None:
        """A text between elements.

        Args:
            text: as it stands.

        Raises:
            TooMuch: the page holds more than any charter.
        """
        self._taken += len(text)
        if self._taken > _MOST_TEXT:
            raise TooMuch("text")
        self._add(re.sub(r"\s+", " ", text))

    def take(self, blocks: tuple[Block, ...]) -> None:
        """Blocks that were made elsewhere, out of preformatted text.

        Args:
            blocks: in order.
        """
        flow = self._flows[-1]
        flow.end_block()
        flow.blocks.extend(blocks)

    def _part(self, tag: str, attributes: Mapping[str, str | None]) -> Element:
        part = element(tag, attributes)
        needs = NEEDS.get(part)
        held = (needs is Element.TABLE and self._grids) or (needs is Element.LIST and self._lists)
        return part if needs is None or held else Element.BLOCK

    def _add(self, text: str) -> None:
        if self._raised:
            self._raised[-1].append(text)
        else:
            self._flows[-1].add(text, bold=self._bold > 0)

    def _begin_table(self, _: _Open) -> None:
        self._flows[-1].end_block()
        self._tables += 1
        self._grids.append(_Grid(self._tables))

    def _end_table(self, _: _Open) -> None:
        grid = self._grids.pop()
        grid.end_row()
        if grid.rows:
            self._flows[-1].take(Table(tuple(grid.rows), grid.caption, f"table {grid.number}"))

    def _begin_cell(self, _: _Open) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise TooMuch(f"more than {MOST_CELLS:,} cells")
        self._flows.append(Flow(Holder.CELL))

    def _end_cell(self, one: _Open) -> None:
        flow = self._flows.pop()
        flow.flush()
        nested = any(isinstance(block, Table) for block in flow.blocks)
        heading = one.tag == "th" or one.attributes.get("role") in {"columnheader", "rowheader"}
        self._grids[-1].cells.append(
            Cell(
                flow.whole,
                heading=heading,
                rows=_span(one.attributes.get("rowspan")),
                columns=_span(one.attributes.get("colspan")),
                inside=tuple(flow.blocks) if nested else (),
            )
        )

    def _begin_list(self, _: _Open) -> None:
        self._flows[-1].end_block()
        self._listings += 1
        self._lists.append(_List(self._listings))

    def _end_list(self, _: _Open) -> None:
        listing = self._lists.pop()
        for term in listing.terms:
            listing.add(term, "", listing.coded)
        if listing.items:
            self._flows[-1].take(Listing(tuple(listing.items), f"list {listing.number}"))

    def _end_item(self, one: _Open) -> None:
        flow = self._flows.pop()
        listing = self._lists[-1]
        inside = tuple(block for block in flow.blocks if isinstance(block, Table | Listing))
        if listing.terms:
            listing.add("\n".join(listing.terms), flow.whole, listing.coded, inside)
            listing.terms = []
        elif one.tag == "dd" and listing.items:
            last = listing.items[-1]
            text = f"{last.text}\n{flow.whole}".strip()
            listing.items[-1] = replace(last, text=text, inside=last.inside + inside)
        else:
            listing.add(flow.lead, flow.rest, flow.coded, inside)

    def _end_term(self, _: _Open) -> None:
        flow = self._flows.pop()
        self._lists[-1].terms.append(flow.whole)
        self._lists[-1].coded = flow.coded

    def _begin_title(self, _: _Open) -> None:
        self._flows[-1].end_block()
        self._flows.append(Flow(Holder.TITLE))

    def _end_heading(self, one: _Open) -> None:
        flow = self._flows.pop()
        text = clean(flow.whole)
        if text:
            self._flows[-1].take(Heading(text, _level(one)))
        self._flows[-1].blocks.extend(block for block in flow.blocks if isinstance(block, Table | Listing))

    def _end_caption(self, _: _Open) -> None:
        text = clean(self._flows.pop().whole)
        if self._grids:
            self._grids[-1].caption = text

    def _begin_bold(self, one: _Open) -> None:
        self._bold += 1
        self._flows[-1].set_apart(one.tag)

    def _end_bold(self, one: _Open) -> None:
        self._bold -= 1
        self._flows[-1].end_apart(one.tag, code=False)

    def _end_raised(self, _: _Open) -> None:
        mark = "".join(self._raised.pop())
        if not _FOOTNOTE_MARK.fullmatch(mark):
            self._add(mark)


def _level(one: _Open) -> int:
    if re.fullmatch("h[1-6]", one.tag):
        return int(one.tag[1])
    said = one.attributes.get("aria-level") or ""
    return int(said) if re.fullmatch("[1-6]", said) else LEVELLESS


def _span(said: str | None) -> int:
    """How many rows or columns a cell spans; more than any table has is as good as all of them."""
    digits = (said or "").strip()
    if not re.fullmatch("[0-9]+", digits):
        return 1
    return _WIDEST if len(digits) > 4 else min(max(int(digits), 1), _WIDEST)
