"""Of a document (HTML that a navigation asked for), all but its tags and the URLs that make a browser fetch.

Rule T105 reads which scripts, pictures and frames a document orders by itself, with line and column. So the names
of elements stay where they stand, and of scripts, pictures, frames, links and their like the URL, its query values
replaced as everywhere, with what decides whether it is fetched (`type`, `rel`, `loading`…). Text, comments,
scripts, links to click, forms and every other attribute become letters. What is written is read again: where the
rule would not find just what it found before, the whole document is replaced.
"""

import re
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from typing import Final

from temoin.fetch_metadata import Address
from temoin.markup import named_in
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import url
from temoin.redaction.words import tokens_in
from temoin.traffic.documents import MOST

__all__ = ["NAME", "WHAT", "document"]

NAME: Final = "markup"
WHAT: Final = ("token in a document", "tokens in documents")

_ATTRIBUTE = re.compile(
    r"""((?<=['"\s/])[^\s/>][^\s/=>]*+)(\s*+=++\s*+('[^']*+'|"[^"]*+"|(?!['"])[^>\s]*+))?(?:\s|/(?!>))*+"""
)
_TAG = re.compile(r"</?[A-Za-z][^\t\n\r\f />\x00]*+")
_NAME = re.compile(r"[a-z][a-z0-9]{0,15}(?:-[a-z]{1,16}){0,3}")
_ENTITIES = (
    re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)"),
    re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)"),
)
_PLAIN = re.compile(r"[A-Za-z0-9/ ;=+._-]{0,60}")
_FETCHED = {
    "audio": frozenset({"src"}),
    "base": frozenset({"href"}),
    "embed": frozenset({"src"}),
    "frame": frozenset({"src"}),
    "iframe": frozenset({"src"}),
    "img": frozenset({"src"}),
    "input": frozenset({"src"}),
    "link": frozenset({"href"}),
    "object": frozenset({"data"}),
    "script": frozenset({"src"}),
    "source": frozenset({"src"}),
    "track": frozenset({"src"}),
    "video": frozenset({"src", "poster"}),
}
_DECIDING = frozenset({"as", "crossorigin", "loading", "media", "rel", "type"})
_NAMED = frozenset({
    "action", "alt", "async", "charset", "class", "content", "data", "defer", "disabled", "height", "href", "id",
    "integrity", "lang", "method", "name", "nomodule", "nonce", "poster", "property", "sizes", "src", "srcdoc",
    "srcset", "style", "title", "value", "width",
}) | _DECIDING  # fmt: skip
_BLOCK = 64


def document(redactor: Redactor, body: bytes, where: Address | None, moved: Address | None) -> bytes | None:
    """A document's bytes.

    Args:
        redactor: the run's.
        body: content coding undone, at most `MOST` bytes.
        where: the document's address, or None where it has none that can be read.
        moved: the same, redacted.

    Returns:
        Bytes of as many lines and signs; None where the markup cannot be kept.
    """
    text = body.decode("utf-8", "replace")
    made = _rewritten(redactor, text).encode()[:MOST]
    if where is None or moved is None:
        return None
    before = [
        (url.reference(redactor, one.address.url), one.tag, one.line, one.column)
        for one in named_in(body, where)
    ]
    after = [(one.address.url, one.tag, one.line, one.column) for one in named_in(made, moved)]
    return made if before == after else None


def _rewritten(redactor: Redactor, text: str) -> str:
    tags = _Tags()
    with suppress(AssertionError):  # as `temoin.markup` reads it
        tags.feed(text)
    starts = _line_starts(text)
    filling = redactor.standins.filling(b"document", _BLOCK)
    made: list[str] = []
    at = 0
    for (line, column), raw, values in tags.found:
        begin = starts[line - 1] + column
        if raw is None:
            raw = text[begin : text.find(">", begin) + 1]
        if begin < at or not raw or not text.startswith(raw, begin):
            continue
        made.append(_filled(text[at:begin], filling))
        made.append(_tag(redactor, raw, values, filling))
        at = begin + len(raw)
    made.append(_filled(text[at:], filling))
    return "".join(made)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[tuple[int, int], str | None, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        raw = self.get_starttag_text() or ""
        self.found.append((self.getpos(), raw, {name: value or "" for name, value in reversed(attrs)}))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.found.append((self.getpos(), None, {}))


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts += [found.end() for found in re.finditer("\n", text)]
    return starts


def _filled(text: str, filling: str) -> str:
    """Letters for all but the ends of lines; which letters does not depend on what they stand for."""
    return "\n".join((filling * (len(line) // _BLOCK + 1))[: len(line)] for line in text.split("\n"))


def _tag(redactor: Redactor, raw: str, values: dict[str, str], filling: str) -> str:
    opening = _TAG.match(raw)
    if opening is None:
        return _filled(raw, filling)
    name = opening[0].lstrip("</").lower()
    plain = _NAME.fullmatch(name) is not None and not tokens_in(name)
    made = [opening[0] if plain else opening[0][: -len(name)] + "x" * len(name)]
    at = opening.end()
    if raw.startswith("</"):
        return made[0] + "".join(sign if sign in "\n>" else " " for sign in raw[at:])
    for attribute in _ATTRIBUTE.finditer(raw, at):
        made.append(_between(raw[at : attribute.start()]))
        made.append(_attribute(redactor, name, attribute, values, filling))
        at = attribute.end()
    made.append(_between(raw[at:]))
    return "".join(made)


def _between(text: str) -> str:
    """What no attribute was read in: white space and the end of the tag."""
    return "".join(sign if sign in " \t\r\n\f/>" else "x" for sign in text)


def _attribute(
    redactor: Redactor, tag: str, found: re.Match[str], values: dict[str, str], filling: str
) -> str:
    name = found[1].lower()
    written = found[1] if name in _NAMED else "x" * len(name)
    raw = found[3]
    if raw is None:
        return written + found[0][len(found[1]) :]
    quote = raw[0] if raw[:1] in ("'", '"') and len(raw) > 1 else ""
    inner = raw[1:-1] if quote else raw
    if name in _FETCHED.get(tag, ()):
        told = _url(redactor, inner, values.get(name, ""))
    elif name in _DECIDING and _PLAIN.fullmatch(inner) and not tokens_in(inner):
        told = inner
    else:
        told = None
    told = _filled(inner, filling) if told is None else told
    head = found.start(3) - found.start(0)
    return written + found[0][len(found[1]) : head] + quote + told + quote + found[0][head + len(raw) :]


def _url(redactor: Redactor, inner: str, value: str) -> str | None:
    """A URL in an attribute, character references and all; None where it cannot be written in its place."""
    if inner == value:
        return url.reference(redactor, value)
    for entities in _ENTITIES:
        pieces = _pieces(inner, entities)
        if "".join(told for _, told in pieces) == value:
            return _spelt(pieces, url.reference(redactor, value))
    return None


def _pieces(inner: str, entities: re.Pattern[str]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in entities.finditer(inner):
        pieces += [(sign, sign) for sign in inner[at : found.start()]]
        pieces.append((found[0], unescape(found[0])))
        at = found.end()
    return [*pieces, *((sign, sign) for sign in inner[at:])]


def _spelt(pieces: list[tuple[str, str]], made: str) -> str | None:
    written = []
    at = 0
    for source, told in pieces:
        new = made[at : at + len(told)]
        at += len(told)
        if new == told:
            written.append(source)
        elif source == told:
            written.append(new)
        else:
            reference = _reference(source, told, new)
            if reference is None:
                return None
            written.append(reference)
    return "".join(written)


def _reference(source: str, told: str, new: str) -> str | None:
    """A character reference of the same length that says something else; None where there is none.

    One without its semicolon may say more than a character: "&region" is "®ion" to some readers.
    """
    letters = next((at for at in range(len(told)) if source.endswith(told[at:])), len(told))
    if told[:letters] == new[:letters]:
        made = source[: len(source) - len(told) + letters] + new[letters:]
    elif len(new) == 1 and source.endswith(";"):
        made = f"&#{ord(new):0{len(source) - 3}};"
    else:
        return None
    return made if len(made) == len(source) and unescape(made) == new else None
