"""An HTML report read as a parser reads it: its tags, what they hold, and what it would load."""

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

from temoin.report import Report
from temoin.views import Language, ViewOptions
from temoin.views.html_document import HtmlDocument

__all__ = ["Read", "hash_of", "read", "rendered"]

RAW = ("style", "script")


@dataclass
class Read(HTMLParser):
    """A document.

    Args:
        tags: every start tag with the names of its attributes, in order.
        attributes: every attribute: tag, name, value.
        raw: the contents of style sheets and scripts: tag, type, text.
        text: what a reader sees, words parted by one space.
    """

    tags: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    raw: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in RAW:
            self._open = tag
            self.raw.append((tag, dict(attrs).get("type") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, kind, text = self.raw[-1]
            self.raw[-1] = (tag, kind, text + data)
        elif data.strip():
            self.text += " ".join(data.split()) + " "

    @property
    def policy(self) -> str:
        """The Content-Security-Policy."""
        [policy] = [
            value
            for tag, name, value in self.attributes
            if (tag, name) == ("meta", "content") and "default-src" in value
        ]
        return policy

    def raw_of(self, tag: str, kind: str = "") -> list[str]:
        """The contents of style sheets, or of scripts of a type."""
        return [text for found, of, text in self.raw if (found, of) == (tag, kind)]

    def values(self, name: str) -> list[str]:
        """Every value that an attribute has."""
        return [value for _, found, value in self.attributes if found == name]


def read(document: bytes) -> Read:
    parser = Read()
    parser.feed(document.decode())
    parser.close()
    return parser


def rendered(report: Report, language: Language = Language.ENGLISH, *, verbose: bool = False) -> bytes:
    return HtmlDocument().render(report, ViewOptions(language=language, verbose=verbose))


def hash_of(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
