"""Markdown: tables with bars, headings, lists, `Term` and `: definition`; HTML in it is read as HTML.

It is parsed by markdown-it, but for emphasis (see `temoin.charters.inline`). A paragraph in which a table is drawn
that Markdown has no name for (no line of dashes, a grid, columns parted by spaces) is read as plain text is.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from temoin.charters.document import (
    LEVELLESS,
    Block,
    Cell,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
)
from temoin.charters.encodings import decoded
from temoin.charters.kinds import Source, html
from temoin.charters.line import Line, numbered
from temoin.charters.lines import blocks_of
from temoin.charters.wording import clean, clean_lines
from temoin.errors import UnreadableInput

if TYPE_CHECKING:
    from markdown_it.token import Token

    from temoin.charters.inline import Run

__all__ = ["LARGEST", "NAME", "ORDER", "WHAT", "read", "sniff"]

NAME: Final = "markdown"
WHAT: Final = "Markdown"
ORDER: Final = 40
LARGEST: Final = 2_000_000

_LOOKED_AT = 200_000
_MOST_TOKENS = 200_000
_SIGNS = re.compile(
    rb"^ {0,3}#{1,6} \S"
    rb"|^ {0,3}\|?(?: *:?-{2,}:? *\|)+ *(?::?-{2,}:? *\|?)? *$"
    rb"|^ {0,3}[-*+] +(?:\*\*|`|\[)"
    rb"|\]\(https?://"
    rb"|^\*\*\S.*\*\* *$",
    re.M,
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.{0,20000}?\n---[ \t]*\n", re.S)
_DEFINITION = re.compile(r":\s+(?P<text>\S.*)")


def sniff(data: bytes, /) -> bool:
    """Whether a file has what only Markdown has: headings with `#`, tables with a line of dashes, links."""
    return _SIGNS.search(data[:_LOOKED_AT].replace(b"\r\n", b"\n")) is not None


def read(source: Source, /) -> Document:
    """Read a Markdown file.

    Raises:
        UnreadableInput: its encoding is not known, it holds more than any charter, or a library is missing.
    """
    decoding = decoded(source.data, source.name, source.encoding)
    text = "\n".join(decoding.text.splitlines())
    front = _FRONT_MATTER.match(text + "\n")
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["emphasis", "text_join"])
    tokens = parser.parse(text.replace("\0", ""))
    if len(tokens) > _MOST_TOKENS:
        raise UnreadableInput(source.name, f"it holds more than {_MOST_TOKENS:,} pieces, and no charter does")
    reader = _Reader(source, numbered(text), tokens)
    blocks = reader.blocks_until("")
    remarks = (decoding.remark,) if decoding.remark else ()
    return Document(kind=NAME, blocks=tuple(blocks), remarks=remarks)


class _Reader:
    """Goes through the tokens once; what nests (lists, quotes) nests no deeper than markdown-it lets it."""

    def __init__(self, source: Source, lines: Sequence[Line], tokens: "Sequence[Token]") -> None:
        self._source = source
        self._lines = {line.place: line for line in lines}
        self._tokens = tokens
        self._at = 0

    def blocks_until(self, closing: str) -> list[Block]:
        """The blocks up to the token that closes what they are in."""
        blocks: list[Block] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            match token.type:
                case "heading_open":
                    run = self._run()
                    blocks.append(Heading(clean(run.text), int(token.tag[1]), _place(token)))
                case "paragraph_open":
                    blocks.extend(self._paragraph(token))
                case "table_open":
                    blocks.append(self._table(token))
                case "bullet_list_open" | "ordered_list_open":
                    blocks.append(self._list(token))
                case "html_block":
                    blocks.extend(html.read_text(self._source, token.content).blocks)
                case "fence" | "code_block":
                    first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
                    blocks.extend(blocks_of(numbered(token.content, first)))
                case closed if closed == closing:
                    break
                case _:
                    pass
        return blocks

    def _run(self) -> "Run":
        """The inline content that the token at hand is, up to what closes it."""
        from temoin.charters.inline import run_of

        token = self._tokens[self._at]
        self._at += 2
        return run_of(token.children or [])

    def _paragraph(self, opening: "Token") -> Sequence[Block]:
        first, last = opening.map or (0, 0)
        lines = [
            self._lines[f"line {number}"]
            for number in range(first + 1, last + 1)
            if f"line {number}" in self._lines
        ]
        drawn = blocks_of(lines)
        if any(isinstance(block, Table) for block in drawn):
            self._at += 2
            return drawn
        run = self._run()
        defined = _definitions(run, _place(opening))
        if defined is not None:
            return (defined,)
        text = clean_lines(run.text)
        if run.bold and "\n" not in text and len(text) <= 100:
            return (Heading(clean(text), LEVELLESS, _place(opening)),)
        return (Paragraph(text, _place(opening)),) if text else ()

    def _table(self, opening: "Token") -> Table:
        rows: list[Row] = []
        cells: list[Cell] = []
        place = ""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            match token.type:
                case "tr_open":
                    cells, place = [], _place(token)
                case "th_open" | "td_open" as kind:
                    run = self._run()
                    cells.append(
                        Cell(clean_lines(run.text), clean_lines(run.spelled), heading=kind == "th_open")
                    )
                case "tr_close":
                    rows.append(Row(tuple(cells), place))
                case "table_close":
                    break
                case _:
                    pass
        if rows and not any(cell.text for cell in rows[0].cells):
            del rows[0]  # Markdown has no table without heads: these are empty
        return Table(tuple(rows), place=_place(opening))

    def _list(self, opening: "Token") -> Listing:
        items: list[Item] = []
        closing = opening.type.replace("_open", "_close")
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "list_item_open":
                items.append(self._item(token))
            elif token.type == closing:
                break
        return Listing(tuple(items), _place(opening))

    def _item(self, opening: "Token") -> Item:
        from temoin.charters.inline import run_of

        first = self._tokens[self._at : self._at + 2]
        lead, text, coded = "", "", False
        if len(first) == 2 and first[0].type == "paragraph_open":
            run = run_of(first[1].children or [])
            spelled = run.spelled if run.lead else run.text
            lead, text, coded = clean_lines(run.lead), clean_lines(spelled), run.coded
            text = text.removeprefix(lead).strip() if lead and text.startswith(lead) else text
            self._at += 3
        inner = self.blocks_until("list_item_close")
        more = [block.text for block in inner if isinstance(block, Paragraph | Heading)]
        inside = tuple(block for block in inner if isinstance(block, Table | Listing))
        return Item(lead, "\n".join([text, *more]).strip(), coded, _place(opening), inside)


def _definitions(run: "Run", place: str) -> Listing | None:
    """A paragraph of a term, or several, and lines that begin with a colon, as PHP Markdown Extra has them."""
    lines = clean_lines(run.spelled).splitlines()
    if not any(_DEFINITION.fullmatch(line) for line in lines[1:]):
        return None
    items: list[Item] = []
    terms: list[str] = []
    for line in lines:
        found = _DEFINITION.fullmatch(line)
        if found is None:
            terms.append(line)
        elif terms:
            items.append(Item("\n".join(terms), found["text"], place=place))
            terms = []
        elif items:
            items[-1] = Item(items[-1].lead, f"{items[-1].text}\n{found['text']}", place=place)
    return Listing(tuple(items), place) if items else None


def _place(token: "Token") -> str:
    return f"line {token.map[0] + 1}" if token.map else ""
