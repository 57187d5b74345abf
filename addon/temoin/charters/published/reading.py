"""From a published page back to a policy's sketch: its text first, then the facts that it lists for tools.

A page is known by its table of facts, whatever has become of its markup: a content management system that strips
attributes leaves it whole, and so does copying the page's text. What people have added to the tables since is read
as any charter's is.
"""

from collections.abc import Sequence

import msgspec

from temoin.charters.columns import column_of
from temoin.charters.document import Block, Document, Heading, Paragraph, Table
from temoin.charters.entries import Unread
from temoin.charters.grid import grid
from temoin.charters.hosts import as_host
from temoin.charters.languages import Language, all_languages
from temoin.charters.lifetimes import read_lifetime
from temoin.charters.names import read_names
from temoin.charters.published.page import Fact
from temoin.charters.published.sentences import date_of, found_in
from temoin.charters.sketch import Part, Sketch
from temoin.charters.sorts import party_of
from temoin.charters.terms import Column
from temoin.charters.wording import clean, shortened
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY, SERVICE
from temoin.policy.schema import UNKNOWN

__all__ = ["Read", "read_page"]


class Read(msgspec.Struct, frozen=True):
    """What a published page says.

    Args:
        sketch: the policy's.
        unread: rows that could not be read.
    """

    sketch: Sketch = Sketch()
    unread: tuple[Unread, ...] = ()


def read_page(document: Document) -> Read | None:
    """Read a published page.

    Args:
        document: any charter.

    Returns:
        What it says; None where it is no published page.
    """
    for language in all_languages():
        tables = [
            block for block in document.blocks if isinstance(block, Table) and _holds_facts(block, language)
        ]
        if tables:
            facts = [fact for table in tables for fact in _facts(table)]
            return _Reader(document.blocks, language, facts).read()
    return None


def _holds_facts(table: Table, language: Language) -> bool:
    heads = tuple(clean(cell.text) for cell in table.rows[0].cells)
    return heads == tuple(map(clean, language.page.technical_columns))


def _facts(table: Table) -> list[Fact]:
    rows = [[clean(cell.text) for cell in row.cells] for row in grid(table.rows[1:])]
    return [Fact(*(row + [""] * 4)[:4]) for row in rows]


type _Words = dict[str, tuple[str, ...]]


class _Reader:
    def __init__(self, blocks: Sequence[Block], language: Language, facts: Sequence[Fact]) -> None:
        self._blocks = blocks
        self._language = language
        self._words = language.page
        self._facts = facts
        self._head: _Words = {}
        self._consents: list[_Words] = []
        self._categories: dict[str, _Words] = {}
        self._services: dict[str, _Words] = {}
        self._cookies: list[_Words] = []
        self._more: _Words = {}
        self._category = ""
        self._unread: list[Unread] = []
        self._headed: set[str] = set()

    def read(self) -> Read:
        """Go through the page, then add what its facts say."""
        for fact in self._facts:
            if fact.part == self._words.parts["category"]:
                self._categories.setdefault(fact.which, {})
            if fact.part == self._words.parts["service"] and fact.key:
                _set(self._services.setdefault(fact.which, {}), fact.key, fact.value)
        for block in self._blocks:
            match block:
                case Heading() if self._open(block.text):
                    pass
                case Heading() | Paragraph():
                    self._sentence(clean(block.text))
                case Table():
                    self._table(block)
                case _:
                    pass
        self._apply()
        return Read(self._sketch(), tuple(self._unread))

    def _titles(self) -> list[tuple[str, str]]:
        """The titles of the categories with their ids, in the order of the facts."""
        category = self._words.parts["category"]
        return [
            (fact.value or fact.which, fact.which)
            for fact in self._facts
            if fact.part == category and fact.key in {"", CATEGORY.TITLE.name}
        ]

    def _open(self, heading: str) -> bool:
        """Begin a category; of two with one title, the one that has not begun yet."""
        found = [id for title, id in self._titles() if title == clean(heading) and id not in self._headed]
        if found:
            self._category = found[0]
            self._headed.add(found[0])
            return True
        if clean(heading) == clean(self._words.unconfirmed):
            self._category = UNKNOWN
            return True
        if clean(heading) == clean(self._words.technical):
            self._category = ""
        return False

    def _sentence(self, text: str) -> None:
        words = self._words
        site = found_in(text, words.title)
        covers = found_in(text, words.covers)
        read = found_in(text, words.read)
        kept = found_in(text, words.choice_kept)
        choice = kept or found_in(text, words.choice)
        if self._category:
            self._of_category(text)
        elif covers is not None:
            self._head[POLICY.HOSTS.name] = tuple(covers["hosts"].split(", "))
        elif read is not None:
            date = date_of(read["date"], self._language)
            if date:
                self._head[POLICY.DATE.name] = (date,)
        elif choice is not None:
            self._consents.append({CONSENT.COOKIE.name: (choice["cookie"],)})
            if kept is not None:
                self._consents[-1][CONSENT.LIFETIME.name] = (read_lifetime(kept["lifetime"]).text,)
        elif site is not None and site["site"] != words.this_site and not self._head:
            self._head[POLICY.TITLE.name] = (site["site"],)

    def _of_category(self, text: str) -> None:
        said = self._categories.get(self._category)
        if said is None:
            return  # what is to be confirmed has nothing that a file would say of it
        need = next((need for need, sentence in self._words.needs.items() if clean(sentence) == text), None)
        limit = found_in(text, self._words.limit)
        if need is not None:
            said[CATEGORY.CONSENT.name] = (need.value,)
        elif text == clean(self._words.measurement):
            said[CATEGORY.MEASUREMENT.name] = ("true",)
        elif limit is not None:
            said[CATEGORY.MAX_LIFETIME.name] = (read_lifetime(limit["lifetime"]).text,)
        elif text != clean(self._words.none) and CATEGORY.CONSENT.name not in said:
            said.setdefault(CATEGORY.DESCRIPTION.name, (text,))

    def _table(self, table: Table) -> None:
        rows = grid(table.rows)
        columns = [column_of(cell.text) for cell in rows[0].cells]
        if not self._category or Column.NAME not in columns or _holds_facts(table, self._language):
            return
        for row in rows[1:]:
            said = {
                column: clean(cell.names if column is Column.NAME else cell.text)
                for column, cell in zip(columns, row.cells, strict=True)
                if column is not None
            }
            self._row(said, row.place)

    def _row(self, said: dict[Column, str], place: str) -> None:
        written = said[Column.NAME]
        domain, party = self._party(said.get(Column.PARTY, ""))
        names = (written,) if self._declared(written, domain) else read_names(written).names
        if not names:
            self._unread.append(Unread(place, shortened(" | ".join(said.values())), "names no cookie"))
        for name in names:
            cookie: _Words = {COOKIE.NAME.name: (name,)}
            for key, word in (
                (COOKIE.DOMAIN, domain),
                (COOKIE.PARTY, party),
                (COOKIE.PURPOSE, said.get(Column.PURPOSE, "")),
            ):
                if word:
                    cookie[key.name] = (word,)
            self._service(cookie, said)
            self._lifetime(cookie, said.get(Column.LIFETIME, ""), place)
            self._cookies.append(cookie)

    def _declared(self, name: str, domain: str) -> bool:
        """Whether the facts say that a name is to be taken as it stands."""
        which = f"{name}; Domain={domain}" if domain else name
        return any(fact.part == self._words.parts["cookie"] and fact.which == which for fact in self._facts)

    def _party(self, cell: str) -> tuple[str, str]:
        """The domain and the party that a cell says."""
        if cell in self._words.parties.values() or not cell:
            return "", ""
        whole = found_in(cell, self._words.party_domain)
        party = party_of(whole["party"]) if whole is not None else None
        if whole is not None and party is not None:
            return whole["domain"], party.value
        return (cell, "") if as_host(cell) or "." in cell or cell.isalnum() else ("", "")

    def _service(self, cookie: _Words, said: dict[Column, str]) -> None:
        title = said.get(Column.SERVICE, "")
        found = [
            id for id, words in self._services.items() if words.get(SERVICE.TITLE.name, (id,)) == (title,)
        ]
        service: _Words = {}
        if found:
            cookie[COOKIE.SERVICE.name] = (found[0],)
            service = self._services[found[0]]
        if service.get(SERVICE.CATEGORY.name) != (self._category,):
            cookie[COOKIE.CATEGORY.name] = (self._category,)
        provider = said.get(Column.PROVIDER, "")
        if provider and service.get(SERVICE.PROVIDER.name) != (provider,):
            cookie[COOKIE.PROVIDER.name] = (provider,)

    def _lifetime(self, cookie: _Words, cell: str, place: str) -> None:
        sourced = found_in(cell, self._words.lifetime_source)
        read = read_lifetime(sourced["lifetime"] if sourced is not None else cell)
        if read.text:
            cookie[COOKIE.LIFETIME.name] = (read.text,)
        elif cell:
            self._unread.append(Unread(place, shortened(cell), read.remark))
        if sourced is not None:
            cookie[COOKIE.LIFETIME_SOURCE.name] = (sourced["source"],)

    def _apply(self) -> None:
        """Add the facts: what they say of a key counts before the text."""
        parts = self._words.parts
        said: dict[int, dict[str, list[str]]] = {}
        held: dict[int, _Words] = {}
        for fact in self._facts:
            words = self._part(fact, parts)
            if words is None or not fact.key:
                continue
            held[id(words)] = words
            values = said.setdefault(id(words), {}).setdefault(fact.key, [])
            values.extend([fact.value] if fact.value else [])
        for at, words in held.items():
            for key, values in said[at].items():
                words.pop(key, None)
                if values:
                    words[key] = tuple(values)

    def _part(self, fact: Fact, parts: dict[str, str]) -> _Words | None:
        if fact.part == parts["policy"]:
            return self._head if fact.key in POLICY.SHAPE.names else self._more
        if fact.part == parts["consent"]:
            at = int(fact.which) - 1 if fact.which.isdigit() else 0
            while len(self._consents) <= at < 50:
                self._consents.append({})
            return self._consents[at] if at < 50 else None
        if fact.part == parts["category"]:
            return self._categories.get(fact.which)
        if fact.part == parts["service"]:
            return self._services.get(fact.which)
        if fact.part == parts["cookie"]:
            return next((one for one in self._cookies if _called(one) == fact.which), None)
        return None

    def _sketch(self) -> Sketch:
        positions = [words.pop("position", ("",))[0] for words in self._cookies]
        order = sorted(
            range(len(self._cookies)),
            key=lambda at: (int(positions[at]) if positions[at].isdigit() else 10**9, at),
        )
        return Sketch(
            Part(self._head),
            tuple(map(Part, self._consents)),
            {id: Part(words) for id, words in self._categories.items()},
            {id: Part(words) for id, words in self._services.items()},
            tuple(Part(self._cookies[at]) for at in order),
            self._more,
        )


def _called(words: _Words) -> str:
    domain = words.get(COOKIE.DOMAIN.name, ("",))[0]
    name = words[COOKIE.NAME.name][0]
    return f"{name}; Domain={domain}" if domain else name


def _set(words: _Words, key: str, value: str) -> None:
    words[key] = (*words.get(key, ()), value) if value else words.get(key, ())
