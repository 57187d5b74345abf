"""From a charter's blocks to all that it says of cookies: goes through them once, with the headings above each."""

import re
from collections.abc import Sequence

import msgspec

from temoin.charters.document import LEVELLESS, Block, Document, Heading, Item, Listing, Paragraph, Table
from temoin.charters.entries import Entry, Section, Unread
from temoin.charters.items import read_item, read_listing
from temoin.charters.records import headed_record, labelled_records
from temoin.charters.sorts import Statement, need_told, sort_of, speaks_of_cookies, statement
from temoin.charters.tables import Reading, names_cookies, read_table
from temoin.charters.wording import clean

__all__ = ["Gathered", "gather"]

_LONGEST_TITLE = 200
_LONGEST_LABEL = 60
_STARRED = re.compile(r"\s*\*\s*\S")


class Gathered(msgspec.Struct, frozen=True):
    """All that a charter says of cookies.

    Args:
        entries: in order.
        statements: what it says of sorts of cookies.
        unread: what could not be read.
        remarks: what was decided in reading.
        passed: what was left aside, for it seems to be of something else.
        blocks: the charter's, tables that only lay a page out replaced by what is in them.
    """

    entries: tuple[Entry, ...]
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]
    passed: tuple[Unread, ...]
    blocks: tuple[Block, ...]


def gather(document: Document) -> Gathered:
    """Go through a charter.

    Args:
        document: it.
    """
    blocks = tuple(_without_layout(document.blocks))
    starred = any(isinstance(block, Paragraph) and _STARRED.match(block.text) for block in blocks)
    gatherer = _Gatherer(blocks, starred)
    gatherer.go()
    return Gathered(
        tuple(gatherer.entries),
        tuple(gatherer.statements),
        tuple(gatherer.unread),
        tuple(gatherer.remarks),
        tuple(gatherer.passed),
        blocks,
    )


def _without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, tables that only lay a page out replaced by what is in them; nested as deep as those are."""
    laid: list[Block] = []
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Table) and not names_cookies(block) and _holds_tables(block):
            cells = [cell for row in block.rows for cell in row.cells]
            for cell in reversed(cells):
                waiting.extend(
                    reversed(cell.inside or ((Paragraph(cell.text, block.place),) if cell.text else ()))
                )
        else:
            laid.append(block)
    return laid


def _holds_tables(table: Table) -> bool:
    return any(cell.inside for row in table.rows for cell in row.cells)


class _Gatherer:
    def __init__(self, blocks: Sequence[Block], starred: bool) -> None:
        self.entries: list[Entry] = []
        self.statements: list[Statement] = []
        self.unread: list[Unread] = []
        self.remarks: list[Unread] = []
        self.passed: list[Unread] = []
        self._blocks = blocks
        self._starred = starred
        self._above: list[Heading] = []
        self._intro: list[str] = []
        self._used = False
        """Whether cookies were found since the last heading."""

    def go(self) -> None:
        """Go through all blocks."""
        at = 0
        while at < len(self._blocks):
            at += self._step(at)

    def _step(self, at: int) -> int:
        block = self._blocks[at]
        section = self._section()
        for read in (labelled_records, headed_record):
            found = read(self._blocks, at, section)
            if found.taken:
                self._take(found.reading)
                return found.taken
        match block:
            case Heading():
                self._under(block)
            case Table():
                self._table(block)
            case Listing():
                self._listing(block, section)
            case Paragraph():
                self._paragraph(block, section)
        return 1

    def _section(self) -> Section:
        flat = all(heading.level == LEVELLESS for heading in self._above)
        return Section(tuple(heading.text for heading in self._above), tuple(self._intro), flat)

    def _under(self, heading: Heading) -> None:
        """Go under a heading. One without level stands under the one before it where that names a sort and has
        no cookies yet: "Cookies statistiques", then "Matomo".
        """
        nested = (
            heading.level == LEVELLESS
            and bool(self._above)
            and self._above[-1].level == LEVELLESS
            and sort_of(self._above[-1].text) is not None
            and sort_of(heading.text) is None
            and not speaks_of_cookies(heading.text)
            and not self._used
        )
        if not nested:
            while self._above and self._above[-1].level >= heading.level:
                self._above.pop()
        self._above.append(heading)
        self._intro.clear()
        self._used = False

    def _table(self, table: Table) -> None:
        section = self._section()
        if table.caption:
            section = Section((*section.headings, table.caption), section.intro, section.flat)
        reading = read_table(table, section, starred=self._starred)
        if reading.entries:
            self._take(reading)
        else:
            self.passed.extend(reading.unread)

    def _listing(self, listing: Listing, section: Section) -> None:
        reading = read_listing(listing, section, starred=self._starred)
        if reading.entries:
            self._take(reading)
            return
        for item in listing.items:
            self._state(item)

    def _state(self, item: Item) -> None:
        """An item that defines a sort of cookies: "Essential: these cookies are…"."""
        whole = clean(f"{item.lead} {item.text}")
        said = statement(whole)
        if said is None and item.lead and speaks_of_cookies(whole) and sort_of(item.lead) is not None:
            said = _statement_of(item.lead, item.text)
        if said is not None:
            self.statements.append(said)

    def _paragraph(self, paragraph: Paragraph, section: Section) -> None:
        said = statement(paragraph.text)
        if said is not None:
            self.statements.append(said)
        entry = read_item(Item("", paragraph.text, place=paragraph.place), section, starred=self._starred)
        if entry is not None and said is None:
            self._take(Reading((entry,)))
            return
        if self._headed(paragraph):
            return
        text = clean(paragraph.text)
        if text.endswith(":") and len(text) <= _LONGEST_TITLE and sort_of(text) is not None:
            self._under(Heading(text, LEVELLESS, paragraph.place))
            return
        self._intro.append(text)

    def _headed(self, paragraph: Paragraph) -> bool:
        """A paragraph whose last line begins with its own heading: "Essential cookies: without them…"."""
        label, colon, rest = paragraph.text.split("\n")[-1].partition(":")
        title = clean(label)
        if not colon or not rest.strip() or len(title) > _LONGEST_LABEL:
            return False
        if sort_of(title) is None or not speaks_of_cookies(title):
            return False
        self._under(Heading(title, LEVELLESS, paragraph.place))
        self._intro.append(clean(rest))
        return True

    def _take(self, reading: Reading) -> None:
        self._used = True
        self.entries.extend(reading.entries)
        self.unread.extend(reading.unread)
        self.remarks.extend(reading.remarks)


def _statement_of(lead: str, text: str) -> Statement | None:
    """What an item says of the sort of cookies that its lead names."""
    sort = sort_of(lead)
    if sort is None:
        return None
    told, conditional = need_told(text)
    return Statement(sort, clean(lead).strip(" :-–"), clean(text).lstrip(":–- "), told, conditional)
