"""From a policy's sketch to the page that says it."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from temoin.charters.choice import NO_COOKIE
from temoin.charters.document import Block, Cell, Document, Heading, Paragraph, Row, Table
from temoin.charters.languages import Language
from temoin.charters.names import read_names
from temoin.charters.published.comparing import differences, identity, normal
from temoin.charters.published.page import Category, CookieRow, Fact, Page
from temoin.charters.published.reading import Read, read_page
from temoin.charters.published.sentences import date_in_words, in_words
from temoin.charters.sketch import Part, Sketch
from temoin.charters.wording import clean, shortened
from temoin.errors import InvalidPolicy
from temoin.policy import UNKNOWN, Policy
from temoin.policy.durations import in_words as span_in_words
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY, SERVICE
from temoin.vocabulary import Need, Party

__all__ = ["document_of", "page_of"]

POSITION: Final = "position"
"""The key under which a page says where in its file a cookie stands, if its categories do not say."""


def page_of(sketch: Sketch, policy: Policy, language: Language) -> Page:
    """Make a page. All that the policy says stands on it but its allowances, which are the site's own matter.

    Args:
        sketch: of the policy's file.
        policy: the same, loaded.
        language: the page's.

    Raises:
        InvalidPolicy: a cookie's name cannot be shown.
    """
    for part in sketch.cookies:
        name = part.word(COOKIE.NAME.name)
        if clean(name) != name:
            raise InvalidPolicy(
                policy.file,
                "no page can show a cookie's name with spaces side by side, or with signs that cannot be seen",
                place=f"the cookie {shortened(name)}",
                mend="declare it by a pattern, with * in their place",
            )
    builder = _Builder(normal(sketch), policy, language)
    page = builder.page()
    read = read_page(document_of(page)) or Read()
    facts = tuple(differences(normal(sketch), normal(read.sketch), language.page.parts))
    known = set(page.facts)
    return replace(page, facts=(*page.facts, *(fact for fact in facts if fact not in known)))


def document_of(page: Page) -> Document:
    """A page as a charter's reader sees it, were it perfect.

    Args:
        page: it.
    """
    return Document("page", tuple(_blocks(page)))


def _blocks(page: Page) -> Iterator[Block]:
    yield Heading(page.title, 1)
    yield from (Paragraph(text) for text in page.lead)
    heads = tuple(page.language.page.columns.values())
    for category in page.categories:
        yield Heading(category.title, 2)
        yield from (Paragraph(text) for text in (category.about, *category.notes) if text)
        if category.rows:
            yield Table(
                tuple(
                    Row(tuple(map(Cell, cells))) for cells in (heads, *(row.cells for row in category.rows))
                )
            )
    yield Heading(page.language.page.technical, 2)
    yield Paragraph(page.language.page.technical_about)
    facts = (page.language.page.technical_columns, *(fact.cells for fact in page.facts))
    yield Table(tuple(Row(tuple(map(Cell, cells))) for cells in facts))


class _Builder:
    def __init__(self, sketch: Sketch, policy: Policy, language: Language) -> None:
        self._sketch = sketch
        self._policy = policy
        self._language = language
        self._words = language.page

    def page(self) -> Page:
        head = self._sketch.head
        title = clean(head.word(POLICY.TITLE.name)) or self._words.this_site
        return Page(
            language=self._language,
            texts=head.word(POLICY.LANGUAGE.name),
            title=self._words.title.format(site=title),
            lead=tuple(self._lead()),
            categories=tuple(self._category(id, part) for id, part in self._shown()),
            facts=tuple(self._ids()),
            source=head.word(POLICY.SOURCE.name),
        )

    def _lead(self) -> Iterator[str]:
        head = self._sketch.head
        yield self._words.covers.format(hosts=", ".join(head.words.get(POLICY.HOSTS.name, ())))
        if head.word(POLICY.DATE.name):
            yield self._words.read.format(date=date_in_words(head.word(POLICY.DATE.name), self._language))
        for part, consent in zip(self._sketch.consents, self._policy.consents, strict=True):
            if consent.cookie == NO_COOKIE:
                continue
            cookie = part.word(CONSENT.COOKIE.name)
            lifetime = part.word(CONSENT.LIFETIME.name) or _span(consent.lifetime)
            if lifetime:
                said = in_words(lifetime, self._language)
                yield self._words.choice_kept.format(cookie=cookie, lifetime=said)
            else:
                yield self._words.choice.format(cookie=cookie)
        names = [part.word(COOKIE.NAME.name) for part in self._sketch.cookies]
        if any("*" in name for name in (*names, *(one.cookie for one in self._policy.consents))):
            yield self._words.pattern

    def _shown(self) -> Iterator[tuple[str, Part]]:
        """The categories, and what is yet to be confirmed, which has no entry in the file."""
        yield from self._sketch.categories.items()
        if any(self._category_of(cookie) == UNKNOWN for cookie in self._sketch.cookies):
            yield UNKNOWN, Part({CATEGORY.TITLE.name: (self._words.unconfirmed,)})

    def _category(self, id: str, part: Part) -> Category:
        need = self._policy.category(id).consent
        notes = [self._words.needs[need]]
        if self._policy.category(id).measurement and need is Need.EXEMPT:
            notes.append(self._words.measurement)
        limit = part.word(CATEGORY.MAX_LIFETIME.name) or _span(self._policy.category(id).max_lifetime)
        if limit:
            notes.append(self._words.limit.format(lifetime=in_words(limit, self._language)))
        rows = tuple(self._row(cookie) for cookie in self._sketch.cookies if self._category_of(cookie) == id)
        if not rows:
            notes.append(self._words.none)
        title = clean(part.word(CATEGORY.TITLE.name)) or id
        about = clean(part.word(CATEGORY.DESCRIPTION.name))
        return Category(id, title, about, need, tuple(notes), rows)

    def _category_of(self, cookie: Part) -> str:
        service = self._sketch.services.get(cookie.word(COOKIE.SERVICE.name))
        return cookie.word(COOKIE.CATEGORY.name) or (service.word(SERVICE.CATEGORY.name) if service else "")

    def _row(self, cookie: Part) -> CookieRow:
        service = self._sketch.services.get(cookie.word(COOKIE.SERVICE.name), Part({}))
        title = clean(service.word(SERVICE.TITLE.name)) or cookie.word(COOKIE.SERVICE.name)
        provider = cookie.word(COOKIE.PROVIDER.name) or service.word(SERVICE.PROVIDER.name)
        lifetime = cookie.word(COOKIE.LIFETIME.name)
        said = in_words(lifetime, self._language) if lifetime else ""
        source = clean(cookie.word(COOKIE.LIFETIME_SOURCE.name))
        if said and source:
            said = self._words.lifetime_source.format(lifetime=said, source=source)
        return CookieRow(
            name=cookie.word(COOKIE.NAME.name),
            service=title,
            provider=clean(provider),
            purpose=clean(cookie.word(COOKIE.PURPOSE.name)),
            lifetime=said,
            party=self._party(cookie),
        )

    def _party(self, cookie: Part) -> str:
        domain, party = cookie.word(COOKIE.DOMAIN.name), cookie.word(COOKIE.PARTY.name)
        if not domain:
            return self._words.parties[Party.FIRST]
        if not party:
            return domain
        return self._words.party_domain.format(party=self._words.parties[Party(party)], domain=domain)

    def _ids(self) -> Iterator[Fact]:
        """What reading the page begins with: which title is which id, and names to be taken as they stand."""
        parts = self._words.parts
        for id, part in self._sketch.categories.items():
            title = part.word(CATEGORY.TITLE.name)
            yield Fact(parts["category"], id, CATEGORY.TITLE.name if title else "", clean(title))
        for id, part in self._sketch.services.items():
            keys = sorted(part.words, key=SERVICE.SHAPE.names.index)
            yield from (
                Fact(parts["service"], id, key, clean(word)) for key in keys for word in part.words[key]
            )
        shown = [
            cookie
            for id, _ in self._shown()
            for cookie in self._sketch.cookies
            if self._category_of(cookie) == id
        ]
        moved = [identity(cookie) for cookie in shown] != [
            identity(cookie) for cookie in self._sketch.cookies
        ]
        for at, cookie in enumerate(self._sketch.cookies, 1):
            name = cookie.word(COOKIE.NAME.name)
            if moved:
                yield Fact(parts["cookie"], identity(cookie), POSITION, str(at))
            elif read_names(name).names != (name,):
                yield Fact(parts["cookie"], identity(cookie), "", "")


def _span(seconds: int | None) -> str:
    """A length of time that the policy's profile sets, as a file would have it; empty for none."""
    return span_in_words(seconds) if seconds is not None else ""
