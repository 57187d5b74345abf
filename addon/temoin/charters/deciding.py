"""From all that a charter says of cookies to a policy: every decision is one that the charter makes, or is said."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from temoin.charters.banner_names import named_by
from temoin.charters.categories import Categories, Placed
from temoin.charters.choice import Choice, choices_of
from temoin.charters.consent_cookies import keeps_choice
from temoin.charters.document import Document
from temoin.charters.entries import Entry, Unread
from temoin.charters.entry_facts import (
    candidate_of,
    kept_otherwise,
    lifetime_of,
    party_told,
    place_of,
    service_of,
    summary_of,
)
from temoin.charters.gathering import Gathered
from temoin.charters.given import Given
from temoin.charters.hosts import Site, as_host
from temoin.charters.languages import Language
from temoin.charters.services import Services
from temoin.charters.sketch import Part, Sketch
from temoin.charters.sorts import lists_only
from temoin.charters.terms import Column
from temoin.charters.unsorted import CATEGORIES, suggested
from temoin.charters.wording import clean, plain, shortened
from temoin.policy import SESSION, UNKNOWN
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY
from temoin.sites import registrable
from temoin.vocabulary import Need, Party

__all__ = ["Decided", "decide"]


class Decided(msgspec.Struct, frozen=True):
    """A policy in the making, and what its charter left open.

    Args:
        sketch: the policy.
        unread: what could not be read of the charter.
        remarks: what was decided where the charter leaves a choice.
    """

    sketch: Sketch
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]


class _Cookie(msgspec.Struct, frozen=True):
    """A cookie of an entry, with what it is placed under."""

    name: str
    entry: Entry
    placed: Placed
    service: str
    provider: str
    party: Party | None
    domain: str


def decide(
    document: Document, gathered: Gathered, given: Given, site: Site, language: Language | None
) -> Decided:
    """Make a policy.

    Args:
        document: the charter.
        gathered: what it says of cookies; at least one entry.
        given: what the user says.
        site: whose pages it speaks of; at least one host.
        language: the charter's; None where it cannot be told.
    """
    decider = _Decider(gathered, given, site, language)
    cookies = tuple(decider.cookies())
    choices = decider.choices(cookies)
    named = named_by(
        [format for one in choices for format in one.formats],
        decider.categories.parts or CATEGORIES,
        decider.services.parts(),
    )
    decider.remark(named.remarks)
    sketch = Sketch(
        head=_head(document, given, site, language),
        consents=tuple(one.part for one in choices),
        categories=named.categories,
        services=named.services,
        cookies=tuple(decider.parts(cookies)),
        below=tuple(_listed(decider.unread)),
    )
    return Decided(sketch, decider.unread, decider.remarks)


def _head(document: Document, given: Given, site: Site, language: Language | None) -> Part:
    host = site.hosts[0].removeprefix("*.")
    words: dict[str, tuple[str, ...]] = {POLICY.NAME.name: (given.name or host,)}
    title = given.title or document.site
    for key, word in (
        (POLICY.TITLE, title),
        (POLICY.SOURCE, site.source),
        (POLICY.DATE, given.date or document.saved),
        (POLICY.LANGUAGE, given.language or (language.code if language else "")),
    ):
        if word:
            words[key.name] = (word,)
    words[POLICY.HOSTS.name] = site.hosts
    words[POLICY.UNDECLARED.name] = ("required",)
    return Part(
        words, {POLICY.UNDECLARED.name: "a cookie that the charter does not name has no exemption to invoke"}
    )


class _Decider:
    def __init__(self, gathered: Gathered, given: Given, site: Site, language: Language | None) -> None:
        self._unread = dict.fromkeys(gathered.unread)
        self._remarks = dict.fromkeys(gathered.remarks)
        self.categories = Categories(gathered.statements, language, gathered.entries)
        self._given = given
        self._own = {registrable(host.removeprefix("*.")) for host in site.hosts}
        self._domains = {plain(name): domain for name, domain in given.domains}
        self._seen: set[tuple[str, str]] = set()
        self._placed = [(entry, self.categories.place(entry)) for entry in gathered.entries]
        self.services = Services(tuple(self.categories.parts))
        self._remarks |= {Unread("", "", one): None for one in (site.remark, *self.categories.remarks) if one}

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read, in the order in which it stands."""
        return tuple(sorted(self._unread, key=_order))

    @property
    def remarks(self) -> tuple[Unread, ...]:
        """What was decided."""
        return tuple(self._remarks)

    def cookies(self) -> Iterator[_Cookie]:
        """The cookies that a policy can declare; of the others it is said why it cannot."""
        for entry, placed in self._placed:
            for remark in (*entry.remarks, placed.remark):
                self._remark(entry, ", ".join(entry.names), remark)
            if kept_otherwise(entry):
                self._leave(entry, ", ".join(entry.names), "is not kept as a cookie", whole=True)
                continue
            kept = lifetime_of(entry)
            if kept.remark and not kept.text:
                self._leave(entry, kept.said, kept.remark)
            else:
                self._remark(entry, kept.said, kept.remark)
            yield from self._of_entry(entry, placed)

    def _of_entry(self, entry: Entry, placed: Placed) -> Iterator[_Cookie]:
        title = service_of(entry, placed)
        provider = clean(entry.says(Column.PROVIDER))
        stated = self._domain(entry, provider, title)
        if stated and as_host(provider) == stated:
            provider = ""
        for name in entry.names:
            domain, party = self._whose(entry, self._domains.get(plain(name), stated))
            if party is Party.THIRD and not domain:
                mend = f"--domain {_word(provider or title or name)}=DOMAIN"
                why = f"is third-party, and its domain is not said (say it: {mend})"
                self._leave(entry, name, why, whole=True)
            elif (name, domain) in self._seen:
                self._leave(entry, name, "is declared twice: the first counts", whole=True)
            else:
                self._seen.add((name, domain))
                sorted_out = bool(title) and placed.id != UNKNOWN  # a service is of a category that there is
                service = self.services.id_of(title, placed.id, provider) if sorted_out else ""
                yield _Cookie(name, entry, placed, service, provider, party, domain)

    def _whose(self, entry: Entry, domain: str) -> tuple[str, Party | None]:
        """The domain that is to be declared, and the party: the site's own domain is none that need be said."""
        told = party_told(entry)
        if domain and registrable(domain) in self._own:
            return "", told or Party.FIRST
        return domain, told if told is not None or not domain else Party.THIRD

    def _domain(self, entry: Entry, provider: str, title: str) -> str:
        """The domain that an entry states, or that the user gives for its provider or service."""
        given = [self._domains[plain(word)] for word in (provider, title) if plain(word) in self._domains]
        stated = as_host(re.split(r"[ ,;]", clean(entry.says(Column.DOMAIN)))[0])
        if given or stated:
            return given[0] if given else stated
        host = as_host(provider)
        if not host or keeps_choice(candidate_of(entry, entry.names[0])):
            return ""  # whoever made the banner, the choice is kept in the site's own cookie
        if registrable(host) not in self._own:
            self._remark(entry, provider, "named as its provider, was taken for its domain")
        return host

    def _leave(self, entry: Entry, text: str, why: str, *, whole: bool = False) -> None:
        self._unread[Unread(place_of(entry), shortened(text), why, summary_of(entry) if whole else "")] = None

    def _remark(self, entry: Entry, text: str, remark: str) -> None:
        if remark:
            self._remarks[Unread(place_of(entry), shortened(text), remark)] = None

    def remark(self, texts: Sequence[str]) -> None:
        """Say what was decided of the whole.

        Args:
            texts: each a remark.
        """
        self._remarks |= {Unread("", "", one): None for one in texts}

    def parts(self, cookies: Sequence[_Cookie]) -> Iterator[Part]:
        """The cookies as sections of the file, those under one heading together."""
        above: tuple[str, ...] = ()
        for cookie in cookies:
            headings = tuple(one for one in cookie.entry.section.headings if not lists_only(one))
            yield self._part(cookie, headings[-1] if headings and headings != above else "")
            above = headings

    def _part(self, cookie: _Cookie, title: str) -> Part:
        entry = cookie.entry
        kept = lifetime_of(entry)
        own = not cookie.service or not self.services.provider(cookie.service)
        elsewhere = not cookie.service or self.services.category(cookie.service) != cookie.placed.id
        stated = cookie.party is not None and (bool(cookie.domain) or bool(entry.says(Column.PARTY)))
        words = {
            COOKIE.NAME.name: cookie.name,
            COOKIE.DOMAIN.name: cookie.domain,
            COOKIE.PARTY.name: cookie.party.value if cookie.party is not None and stated else "",
            COOKIE.CATEGORY.name: cookie.placed.id if elsewhere else "",
            COOKIE.SERVICE.name: cookie.service,
            COOKIE.PROVIDER.name: cookie.provider if own else "",
            COOKIE.PURPOSE.name: clean(entry.says(Column.PURPOSE)),
            COOKIE.LIFETIME.name: kept.text,
        }
        beside: dict[str, str] = {}
        if cookie.placed.id == UNKNOWN:
            words |= suggested(cookie.name, cookie.domain)
            beside[COOKIE.CATEGORY.name] = "the charter gives it none: give it its own"
        if "*" in cookie.name and entry.written and cookie.name not in entry.written:
            beside[COOKIE.NAME.name] = f"“{shortened(entry.written)}”"
        if kept.text and plain(kept.text) != plain(kept.said):
            beside[COOKIE.LIFETIME.name] = f"“{shortened(kept.said)}”"
        elif not kept.text and plain(kept.said).strip(" -"):
            beside[COOKIE.NAME.name] = f"lifetime: “{shortened(kept.said)}”"
        heads = dict(entry.heads)
        if cookie.placed.id == UNKNOWN and service_of(entry, cookie.placed):
            heads = {"service": service_of(entry, cookie.placed), **heads}
        above = tuple(f"{head}: {text}" if head else text for head, text in heads.items())
        return Part({key: (word,) for key, word in words.items() if word}, beside, above, title)

    def choices(self, cookies: Sequence[_Cookie]) -> tuple[Choice, ...]:
        """The cookies that hold the choice."""
        exempt = {
            id
            for id, part in self.categories.parts.items()
            if part.word(CATEGORY.CONSENT.name) == Need.EXEMPT
        }
        candidates = [
            candidate_of(cookie.entry, cookie.name, exempt=cookie.placed.id in exempt)
            for cookie in cookies
            if not cookie.domain
        ]
        choices = choices_of(candidates, self._given)
        self._remarks |= {Unread("", one.declared, one.remark): None for one in choices if one.remark}
        return tuple(_kept(one, cookies) for one in choices)


def _kept(choice: Choice, cookies: Sequence[_Cookie]) -> Choice:
    """Give a choice the lifetime that the charter says of its cookie."""
    entry = next((cookie.entry for cookie in cookies if cookie.name == choice.declared), None)
    lifetime = lifetime_of(entry).text if entry is not None else ""
    if not lifetime or lifetime == SESSION:
        return choice
    words: Mapping[str, tuple[str, ...]] = {**choice.part.words, CONSENT.LIFETIME.name: (lifetime,)}
    return msgspec.structs.replace(choice, part=msgspec.structs.replace(choice.part, words=words))


def _listed(unread: Sequence[Unread]) -> Iterator[str]:
    """What could not be read, for the end of the file."""
    if unread:
        yield "What could not be read of the charter:"
    for one in unread:
        said = f"“{one.text}” {one.why}" if one.text else one.why
        yield f"- {one.place}: {said}" + (f" [{one.details}]" if one.details else "")


def _order(one: Unread) -> list[int]:
    """Places in the order in which they stand: "table 2, row 10" after "table 2, row 9"."""
    return [int(number) for number in re.findall(r"\d{1,9}", one.place)]


def _word(text: str) -> str:
    return f"'{text}'" if " " in text else text
