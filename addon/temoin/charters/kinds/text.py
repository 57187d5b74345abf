"""Plain text: what is left when one selects a page, copies it and pastes it into an editor."""

from typing import Final

from temoin.charters.document import Document
from temoin.charters.encodings import decoded
from temoin.charters.kinds import Source
from temoin.charters.line import numbered
from temoin.charters.lines import blocks_of

__all__ = ["LARGEST", "NAME", "ORDER", "WHAT", "read", "sniff"]

NAME: Final = "text"
WHAT: Final = "a text"
ORDER: Final = 90
LARGEST: Final = 2_000_000


def sniff(_: bytes, /) -> bool:
    """Whatever nothing else reads; what is no text is found out when it is decoded."""
    return True


def read(source: Source, /) -> Document:
    """Read a text.

    Raises:
        UnreadableInput: it is no text, or its encoding is not known.
    """
    text = decoded(source.data, source.name, source.encoding)
    remarks = (text.remark,) if text.remark else ()
    return Document(kind=NAME, blocks=blocks_of(numbered(text.text)), remarks=remarks)
