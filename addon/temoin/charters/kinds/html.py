"""A web page saved from a browser, whole or its HTML alone, or a piece of one.

Browsers, SingleFile and curl save differently; all say in the page itself where it came from, by a comment or
a canonical link. Scripts, styles, forms and drawings are passed over.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from temoin.charters.document import Document
from temoin.charters.encodings import decoded
from temoin.charters.hypertext import Builder, TooMuch
from temoin.charters.kinds import Source, missing
from temoin.charters.line import numbered
from temoin.charters.lines import blocks_of
from temoin.charters.wording import clean
from temoin.consent.names import word_set
from temoin.errors import UnreadableInput

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["LARGEST", "NAME", "ORDER", "WHAT", "read", "read_text", "sniff"]

NAME: Final = "html"
WHAT: Final = "a web page"
ORDER: Final = 30
LARGEST: Final = 20_000_000

_DEEPEST = 512
"""As deep as Chromium lets elements nest."""

_MOST_ELEMENTS = 300_000
_LOOKED_AT = 100_000
_OPENING = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|section|main|article|h[1-6]|p|pre|ul|ol|dl|details|span)[\s>]",
    re.I,
)
_SKIPPED = word_set(
    "head script style template noscript svg math iframe object embed canvas audio video select option textarea "
    "title input"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S{1,2000})\s*-->", re.I)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url: (?P<url>https?://\S{1,2000})\s+"
    r"saved date: \w{3} (?P<month>\w{3}) (?P<day>\d{2}) (?P<year>\d{4})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sniff(data: bytes, /) -> bool:
    """Whether a file begins with a tag, a comment or a declaration, and has elements of a page."""
    head = data[:_LOOKED_AT]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bare.startswith(b"<") and _OPENING.search(bare) is not None


def read(source: Source, /) -> Document:
    """Read a page.

    Raises:
        UnreadableInput: its encoding is not known, it holds more than any charter, or selectolax is missing.
    """
    text = decoded(source.data, source.name, source.encoding)
    document = read_text(source, text.text)
    return replace(document, remarks=(text.remark,)) if text.remark else document


def read_text(source: Source, text: str) -> Document:
    """Read a page from its text.

    Args:
        source: the file that it came from, for errors.
        text: decoded.

    Raises:
        UnreadableInput: it holds more than any charter, or selectolax is missing.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise missing(source, WHAT, "selectolax") from None
    page = LexborHTMLParser(text.replace("\0", ""))
    builder = Builder()
    try:
        if page.root is not None:
            _go_through(page.root, builder)
    except TooMuch as error:
        raise UnreadableInput(
            source.name, f"it holds {error.what}, and no charter does", mend="save the charter's page alone"
        ) from None
    saved = _SINGLE_FILE.search(text, 0, _LOOKED_AT)
    return Document(
        kind=NAME,
        blocks=builder.blocks(),
        language=_language(page),
        source=_source(page, text),
        site=_meta(page, "og:site_name"),
        saved=_day(saved) if saved else "",
    )


def _go_through(root: "LexborNode", builder: Builder) -> None:
    """Tell the builder of every node, without a call for each level."""
    node, depth, seen = root, 0, 0
    while True:
        child = None
        if node.is_text_node:
            builder.text(node.text_content or "")
        elif node.is_element_node and node.tag == "pre":
            _preformatted(node, builder)
        elif node.is_element_node and node.tag not in _SKIPPED:
            seen += 1
            if seen > _MOST_ELEMENTS:
                raise TooMuch(f"more than {_MOST_ELEMENTS:,} elements")
            builder.enter(node.tag or "", node.attributes)
            child = node.first_child
            if child is None:
                builder.leave()
        if child is not None:
            node, depth = child, depth + 1
            if depth > _DEEPEST:
                raise TooMuch(f"elements nested deeper than {_DEEPEST}")
            continue
        while node.next is None:
            if depth == 0 or node.parent is None:
                return
            node, depth = node.parent, depth - 1
            builder.leave()
        if depth == 0:
            return
        node = node.next


def _preformatted(node: "LexborNode", builder: Builder) -> None:
    builder.take(blocks_of(numbered(node.text(deep=True))))


def _language(page: "LexborHTMLParser") -> str:
    root = page.root
    said = (root.attributes.get("lang") or "") if root is not None else ""
    return said if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", said) else ""


def _source(page: "LexborHTMLParser", text: str) -> str:
    found = _SAVED_FROM.search(text, 0, _LOOKED_AT)
    if found:
        return found[1]
    single = _SINGLE_FILE.search(text, 0, _LOOKED_AT)
    if single:
        return single["url"]
    link = page.css_first('link[rel="canonical"]')
    said = (link.attributes.get("href") or "") if link is not None else _meta(page, "og:url")
    return said if re.fullmatch(r"https?://[^\s/]\S{0,2000}", said) else ""


def _meta(page: "LexborHTMLParser", name: str) -> str:
    found = page.css_first(f'meta[property="{name}"]')
    return clean(found.attributes.get("content") or "")[:200] if found is not None else ""


def _day(saved: re.Match[str]) -> str:
    """The day of a comment of SingleFile's; empty where there is no such day."""
    try:
        return date(int(saved["year"]), _MONTHS.index(saved["month"]) + 1, int(saved["day"])).isoformat()
    except ValueError:
        return ""
