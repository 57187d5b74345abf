"""A charter's blocks as lines that a person can compare."""

from temoin.charters.document import Block, Document, Heading, Listing, Paragraph, Table
from temoin.charters.kinds import Source, find


def document(data: bytes | str) -> Document:
    """Read a charter, its kind told by content."""
    content = data.encode() if isinstance(data, str) else data
    return find(content).read(Source("charter", content))


def outline(data: bytes | str) -> list[str]:
    """A charter's blocks, a line each; of a table a line for each row."""
    return [line for block in document(data).blocks for line in lines(block)]


def lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"h{block.level} {block.text}"]
        case Paragraph():
            return [f"p {block.text}"]
        case Table():
            caption = [f"caption {block.caption}"] if block.caption else []
            return [*caption, *("| " + " | ".join(cell.text for cell in row.cells) for row in block.rows)]
        case Listing():
            return [
                line for item in block.items for line in _item(item.lead, item.text, item.coded, item.inside)
            ]


def _item(lead: str, text: str, coded: bool, inside: tuple[Block, ...]) -> list[str]:
    front = f"`{lead}` " if coded else f"[{lead}] " if lead else ""
    return [f"- {front}{text}", *("  " + line for block in inside for line in lines(block))]
