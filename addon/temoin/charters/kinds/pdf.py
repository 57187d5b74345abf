"""A PDF that holds text, laid out as it is printed; one of pictures (a scan) holds none.

pypdf lays out each page's text with spaces. The space above each line is asked for in tenths of a line, for
nothing else tells where a row of a table begins. What stands at the same place of several pages (a running head,
a page's number) is left out.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

from temoin.charters.document import Document
from temoin.charters.kinds import Source, missing
from temoin.charters.line import Line
from temoin.charters.lines import blocks_of
from temoin.errors import UnreadableInput

__all__ = ["LARGEST", "NAME", "ORDER", "WHAT", "read", "sniff"]

NAME: Final = "pdf"
WHAT: Final = "a PDF"
ORDER: Final = 10
LARGEST: Final = 20_000_000

_MOST_PAGES = 100
_LOOKED_AT = 1024
_TENTH = 0.1
_PAGE_BREAK = 40
"""The space above a page's first line: more than stands between any two rows."""

_EDGE = 2
"""Lines at the top and at the foot of a page that may be repeated on each."""


def sniff(data: bytes, /) -> bool:
    """Whether a file begins as PDFs do, at most a kilobyte of other things before."""
    return b"%PDF-" in data[:_LOOKED_AT]


def read(source: Source, /) -> Document:
    """Read a PDF.

    Raises:
        UnreadableInput: it is encrypted, holds no text, is broken or very long, or pypdf is missing.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise missing(source, WHAT, "pypdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(source.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(
                source.name, "it is encrypted", mend="save it without a password, or save the page as HTML"
            )
        pages = list(reader.pages[: _MOST_PAGES + 1])
        if len(pages) > _MOST_PAGES:
            raise UnreadableInput(source.name, f"it has more than {_MOST_PAGES} pages, and no charter does")
        texts = [
            page.extract_text(extraction_mode="layout", layout_mode_font_height_weight=_TENTH)
            for page in pages
        ]
        language = _language(reader.root_object.get("/Lang"))
    except UnreadableInput:
        raise
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise UnreadableInput(
            source.name,
            f"it cannot be read as a PDF ({type(error).__name__})",
            mend="save the page as HTML instead",
        ) from None
    lines = _lines(texts)
    if not lines:
        raise UnreadableInput(
            source.name, "it holds no text, pictures only", mend="save the page as HTML, or copy its text"
        )
    leading = Counter(line.above for line in lines).most_common(1)[0][0]
    return Document(kind=NAME, blocks=blocks_of(lines, wrapped=True, leading=leading), language=language)


def _language(said: object) -> str:
    text = str(said or "")
    return text if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""


def _lines(texts: Sequence[str]) -> list[Line]:
    pages = [_of_page(text, number) for number, text in enumerate(texts, 1)]
    repeated = _repeated(pages) if len(pages) > 1 else frozenset()
    return [line for page in pages for line in page if _unnumbered(line.text) not in repeated]


def _of_page(text: str, number: int) -> list[Line]:
    lines: list[Line] = []
    above = 0
    for row in text.split("\n"):
        if row.strip():
            place = f"page {number}, line {len(lines) + 1}"
            lines.append(Line(row, place, above if lines else _PAGE_BREAK))
            above = 0
        else:
            above += 1
    return lines


def _repeated(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    """What stands at the edge of most pages, numbers aside."""
    pages = [page for page in pages if page]
    edges = Counter(
        text
        for page in pages
        for text in {_unnumbered(line.text) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    return frozenset(text for text, count in edges.items() if count >= 2 and count > len(pages) / 2)


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))
