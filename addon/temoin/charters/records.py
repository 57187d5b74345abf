"""From labels and values that stand one under the other to entries: no table in the file, and one to the eye.

Name: _ga              Name          ### _ga
Expires: 2 years       _ga           Tells visitors apart.
                       Expires       - Expires: 2 years
                       2 years
"""

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from temoin.charters.details import details_of, labelled
from temoin.charters.document import Block, Heading, Listing, Paragraph, Table
from temoin.charters.entries import Entry, Section, Unread
from temoin.charters.names import looks_like_a_name, read_names
from temoin.charters.tables import Reading
from temoin.charters.terms import Column
from temoin.charters.wording import clean, shortened

__all__ = ["Found", "headed_record", "labelled_records"]


_MOST_LINES = 400


class Found(msgspec.Struct, frozen=True):
    """What was read, and how many blocks it took.

    Args:
        reading: the entries.
        taken: blocks; 0 where none of them was for this.
    """

    reading: Reading = Reading()
    taken: int = 0


class _Said(msgspec.Struct, frozen=True):
    """A line: a label, a label and its value, or a value."""

    text: str
    place: str
    block: int
    label: Column | None = None
    value: str = ""


def labelled_records(blocks: Sequence[Block], at: int, section: Section) -> Found:
    """Read records from a block on.

    Args:
        blocks: the charter's.
        at: where to begin.
        section: what stands above.
    """
    first = _first_line(blocks[at])
    begins = labelled(first) if first else None
    if begins is None or begins[0] is not Column.NAME:
        return Found()
    lines = list(itertools.islice(_lines(blocks, at), _MOST_LINES))
    run = 0
    while run < len(lines) and lines[run].label is not None and not lines[run].value:
        run += 1
    entries, unread, last = _gridded(lines, run, section) if run >= 2 else _in_turn(lines, section)
    if not entries:
        return Found()
    return Found(Reading(tuple(entries), tuple(unread)), lines[last].block - at + 1)


def headed_record(blocks: Sequence[Block], at: int, section: Section) -> Found:
    """Read a cookie whose name is a heading.

    Args:
        blocks: the charter's.
        at: the heading's place among them.
        section: what stands above it.
    """
    heading = blocks[at]
    if not isinstance(heading, Heading):
        return Found()
    names = read_names(heading.text)
    if not names.names or names.unread or not all(map(looks_like_a_name, names.names)):
        return Found()
    texts: list[str] = []
    taken = 1
    for block in blocks[at + 1 :]:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Listing) and all(not item.inside for item in block.items):
            texts.extend(f"{item.lead} {item.text}".strip() for item in block.items)
        else:
            break
        taken += 1
    if not texts:
        return Found()
    entry = Entry(
        names.names,
        heading.place or f'under "{shortened(heading.text, 40)}"',
        section,
        details_of("\n".join(texts)).said,
    )
    return Found(Reading((entry,)), taken)


def _first_line(block: Block) -> str:
    return block.text.split("\n")[0] if isinstance(block, Heading | Paragraph) else ""


def _lines(blocks: Sequence[Block], at: int) -> Iterator[_Said]:
    """The lines from a block on, up to a table, a list or a heading that is no label."""
    for index in range(at, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table | Listing):
            return
        if isinstance(block, Heading) and labelled(block.text) is None:
            return
        for line in block.text.split("\n"):
            found = labelled(line)
            label, value = found if found is not None else (None, "")
            yield _Said(clean(line), block.place, index, label, value)


def _in_turn(lines: Sequence[_Said], section: Section) -> tuple[list[Entry], list[Unread], int]:
    """Each label followed by its value, on the same line or on the next."""
    entries: list[Entry] = []
    unread: list[Unread] = []
    said: dict[Column, str] = {}
    place = ""
    last = 0
    waiting: Column | None = None
    block = -1  # the one that holds the value of the label that waits
    for index, line in enumerate([*lines, _Said("", "", -1, Column.NAME)]):
        if line.label is Column.NAME:
            _close(said, place, section, entries, unread)
            said, place = {}, line.place
        if line.label is not None:
            waiting = None if line.value else line.label
            block = -1
            if line.value:
                said[line.label] = line.value
        elif waiting is not None and block in {-1, line.block}:
            said[waiting] = f"{said.get(waiting, '')}\n{line.text}".strip()
            block = line.block
        else:
            continue
        if index < len(lines):
            last = index
    return entries, unread, last


def _gridded(lines: Sequence[_Said], run: int, section: Section) -> tuple[list[Entry], list[Unread], int]:
    """All labels first, then the values of one cookie after those of another."""
    labels = [line.label for line in lines[:run]]
    entries: list[Entry] = []
    unread: list[Unread] = []
    at = run
    while at + run <= len(lines) and all(line.label is None for line in lines[at : at + run]):
        said = {
            label: line.text
            for label, line in zip(labels, lines[at : at + run], strict=True)
            if label is not None
        }
        _close(said, lines[at].place, section, entries, unread)
        at += run
    return entries, unread, at - 1


def _close(
    said: dict[Column, str], place: str, section: Section, entries: list[Entry], unread: list[Unread]
) -> None:
    """End a record: it has a name and something else."""
    if Column.NAME not in said or len(said) < 2:
        return
    written = said.pop(Column.NAME)
    names = read_names(written)
    unread.extend(Unread(place, piece, "is no name of a cookie") for piece in names.unread)
    if names.names:
        entries.append(
            Entry(names.names, place, section, said, remarks=names.remarks, written=clean(written))
        )
