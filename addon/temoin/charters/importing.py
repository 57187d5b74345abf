"""From a charter's file to a policy's text: the whole way, no file but shipped templates read, and none written."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from temoin.charters.deciding import decide
from temoin.charters.document import Block, Document, Heading, Listing, Paragraph, Table
from temoin.charters.entries import Unread
from temoin.charters.gathering import Gathered, gather
from temoin.charters.given import Given
from temoin.charters.hosts import site_of
from temoin.charters.languages import Language, language
from temoin.charters.phrases import spoken_in
from temoin.charters.policy_file import policy_text
from temoin.charters.published.reading import Read, read_page
from temoin.charters.sketch import Part, Sketch
from temoin.errors import UnreadableInput, UsageError
from temoin.policy import Policy, load_bytes
from temoin.policy.keys import POLICY
from temoin.policy.loading import LARGEST

__all__ = ["Imported", "import_charter"]


class Imported(msgspec.Struct, frozen=True):
    """What came of a charter.

    Args:
        text: the policy file's.
        policy: the same, loaded.
        unread: what could not be read.
        remarks: what was decided.
    """

    text: str
    policy: Policy
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]


def import_charter(document: Document, given: Given, file: str) -> Imported:
    """Make a policy of a charter.

    Args:
        document: the charter, as its kind reads it.
        given: what the user says beside it.
        file: what errors call it.

    Raises:
        UnreadableInput: it names no cookie.
        UsageError: whose pages it speaks of cannot be told.
    """
    published = read_page(document)
    if published is not None:
        return _published(published, given, file)
    gathered = gather(document)
    if not gathered.entries:
        raise UnreadableInput(file, f"no cookie was found in it: {_seen(gathered)}", mend=_MEND)
    if sum(len(entry.names) for entry in gathered.entries) > _MOST_COOKIES:
        raise UnreadableInput(
            file, f"it names more than {_MOST_COOKIES:,} cookies, and no charter does", mend=_MEND
        )
    site = site_of(document, gathered.blocks, given, file)
    if not site.hosts:
        raise UsageError(
            file, "whose pages it speaks of cannot be told", mend="say it: --host www.example.org"
        )
    decided = decide(document, gathered, given, site, _language(document, gathered.blocks, given))
    sketch = msgspec.structs.replace(decided.sketch, above=_above(document, file, len(decided.unread)))
    remarks = tuple(Unread("", "", remark) for remark in document.remarks) + decided.remarks
    return _loaded(sketch, file, decided.unread, _together(remarks))


def _published(page: Read, given: Given, file: str) -> Imported:
    """A page of our own making, read back; what the user says counts before it."""
    words = dict(page.sketch.head.words)
    for key, said in (
        (POLICY.NAME, given.name),
        (POLICY.TITLE, given.title),
        (POLICY.SOURCE, given.source),
        (POLICY.DATE, given.date),
        (POLICY.LANGUAGE, given.language),
    ):
        if said:
            words[key.name] = (said,)
    if given.hosts:
        words[POLICY.HOSTS.name] = given.hosts
    sketch = msgspec.structs.replace(
        page.sketch,
        head=Part(words),
        above=(f"Read from {_bare(file)}, a page that was published from a policy.",),
    )
    ignored = [name for name, said in (("--consent", given.consent), ("--domain", given.domains)) if said]
    remarks = (
        [f"it was published from a policy, which says more than {' and '.join(ignored)}"] if ignored else []
    )
    return _loaded(sketch, file, page.unread, [Unread("", "", remark) for remark in remarks])


def _loaded(sketch: Sketch, file: str, unread: Sequence[Unread], remarks: Sequence[Unread]) -> Imported:
    """Write a policy, and load what was written: no file is given out that does not load."""
    text = policy_text(sketch)
    if len(text.encode()) > LARGEST:
        raise UnreadableInput(file, "its policy would be larger than 1 MB", mend=_MEND)
    return Imported(text, load_bytes(text.encode(), file=file), tuple(unread), tuple(remarks))


_MOST_COOKIES = 2_000
_MEND = "give the page that lists them, saved as HTML, Markdown, text or PDF"


def _seen(gathered: Gathered) -> str:
    """What there is in a charter without cookies."""
    counts = Counter(type(block) for block in gathered.blocks)
    if not gathered.blocks:
        return "it holds no text"
    if gathered.passed:
        one = gathered.passed[0]
        return f"{_counted(counts[Table], 'table')}; {one.place}, “{one.text}”: {one.why}"
    texts = counts[Paragraph] + counts[Heading]
    return f"{_counted(texts, 'line or paragraph')}, {_counted(counts[Listing], 'list')}, no table"


def _counted(number: int, noun: str) -> str:
    many = noun.replace("line or paragraph", "lines or paragraph") + "s"
    return f"{number} {noun if number == 1 else many}"


def _language(document: Document, blocks: Sequence[Block], given: Given) -> Language | None:
    """The charter's language: as the user or the file says, else by its commonest words; None where none leads."""
    said = language(given.language or document.language)
    if said is not None:
        return said
    return language(spoken_in(" ".join(text for block in blocks for text in _texts(block))))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Table():
            yield from (cell.text for row in block.rows for cell in row.cells)
        case Listing():
            yield from (f"{item.lead} {item.text}" for item in block.items)


def _above(document: Document, file: str, unread: int) -> tuple[str, ...]:
    lines = [f"Read from {_bare(file)}, a charter as {document.kind}: what is quoted is the charter's own."]
    if unread:
        lines.append(f"What could not be read of it ({unread}) is listed at the end.")
    return tuple(lines)


def _bare(file: str) -> str:
    return file.rpartition("/")[2].rpartition("\\")[2]


def _together(remarks: tuple[Unread, ...]) -> tuple[Unread, ...]:
    """Remarks alike as one, which says how often it was made."""
    counts: dict[str, list[Unread]] = {}
    for one in remarks:
        counts.setdefault(one.why, []).append(one)
    return tuple(
        alike[0]
        if len(alike) == 1
        else Unread(alike[0].place, ", ".join(dict.fromkeys(one.text for one in alike if one.text)), why)
        for why, alike in counts.items()
    )
