"""What a policy is once it is loaded: a site's charter as data that the engine can ask.

Every part keeps the line on which its file declares it, so that a verdict can be checked by hand.
"""

from functools import cached_property
from typing import Any, Final, Literal

import msgspec

from temoin.consent.choice import Requirement
from temoin.consent.names import folded
from temoin.policy.allowance import Allowance
from temoin.policy.regime import Defaults
from temoin.vocabulary import Need, Party, Undeclared

__all__ = [
    "NO_PATH",
    "SESSION",
    "UNKNOWN",
    "Category",
    "ConsentCookie",
    "Declaration",
    "Lifetime",
    "Policy",
    "Service",
]

SESSION: Final = "session"
"""The lifetime of a cookie that ends with the browser's session."""

UNKNOWN: Final = "unknown"
"""The category of an entry that a person has yet to confirm. It needs consent, and no choice can name it."""

NO_PATH: Final = "/unknown.invalid"
"""The path of a consent cookie that is not known: none lacks it, so nothing proves that nothing was chosen."""

type Lifetime = int | Literal["session"] | None
"""Seconds, until the session ends, or not declared."""

_EXACT = 1_000


class ConsentCookie(msgspec.Struct, frozen=True):
    """A cookie that holds the visitor's choice, or several that hold one choice together.

    Args:
        cookie: its name; with a `*` at the end where the format reads all cookies whose names begin so.
        formats: the formats in which its value is read, in the order in which to try them.
        path: the path it is set for; None where that is not known.
        domain: the domain it is set for; None where it is the page's host alone.
        lifetime: seconds for which a choice is kept; None where not declared.
        assumption: what is assumed and not known of it; empty for nothing.
        line: where the file declares it.
        lifetime_source: what sets that lifetime, where the policy's profile does; else empty.
    """

    cookie: str
    formats: tuple[str, ...]
    path: str | None = None
    domain: str | None = None
    lifetime: int | None = None
    assumption: str = ""
    line: int = 0
    lifetime_source: str = ""

    @property
    def several(self) -> bool:
        """True where the choice lies in several cookies."""
        return self.cookie.endswith("*")

    def holds(self, name: str) -> bool:
        """Tell whether a cookie holds the choice, or a part of it.

        Args:
            name: the cookie's name.
        """
        return name == self.cookie or (self.several and name.startswith(self.cookie[:-1]))


class Category(msgspec.Struct, frozen=True):
    """A purpose for which cookies are set.

    Args:
        id: its name in the policy.
        title: as published.
        consent: whether its cookies need consent.
        description: as published.
        measurement: True for audience measurement that is exempt on conditions: a limited lifetime, no
            renewal at each visit.
        max_lifetime: seconds that no cookie of it may be kept beyond; None for no limit.
        line: where the file declares it.
        max_lifetime_source: what sets that limit, where the policy's profile does; else empty.
        names: other names under which a consent cookie may speak of it.
        needs: what the consent cookies must grant for it.
    """

    id: str
    title: str
    consent: Need
    description: str = ""
    measurement: bool = False
    max_lifetime: int | None = None
    line: int = 0
    max_lifetime_source: str = ""
    names: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Service(msgspec.Struct, frozen=True):
    """Who cookies work for.

    Args:
        id: its name in the policy.
        title: as published.
        category: the id of its category.
        provider: the company behind it.
        names: other names under which a consent cookie may speak of it.
        line: where the file declares it.
        needs: what the consent cookies must grant for it, beside what its category needs.
    """

    id: str
    title: str
    category: str
    provider: str = ""
    names: tuple[str, ...] = ()
    line: int = 0
    needs: tuple[str, ...] = ()


class Declaration(msgspec.Struct, frozen=True):
    """A cookie, or several alike, that the site declares.

    Args:
        name: the exact name, or a pattern in which `*` stands for any run of characters.
        category: the id of its category.
        domain: the domain whose cookies it declares, subdomains included; None for first-party ones only.
        party: the party it is declared for; None where a `domain` is given and no party.
        service: the id of its service, or None.
        provider: who sets it.
        purpose: as published.
        lifetime: how long it is declared to be kept.
        lifetime_source: where that lifetime is published; empty where with the rest.
        required: True where the cookie must appear in every session.
        line: where the file declares it.
        suggested: of one that is to be confirmed, the category it may have; else empty.
        suggested_by: who or what suggests that.
    """

    name: str
    category: str
    domain: str | None = None
    party: Party | None = None
    service: str | None = None
    provider: str = ""
    purpose: str = ""
    lifetime: Lifetime = None
    lifetime_source: str = ""
    required: bool = False
    line: int = 0
    suggested: str = ""
    suggested_by: str = ""

    @property
    def to_confirm(self) -> bool:
        """True where a person has yet to say what it is for."""
        return self.category == UNKNOWN

    @property
    def seconds(self) -> int | None:
        """The longest it may be kept: 0 for a session cookie, None where nothing is declared."""
        return 0 if self.lifetime == SESSION else self.lifetime

    @property
    def is_pattern(self) -> bool:
        """True where the name holds a `*`."""
        return "*" in self.name


class Policy(msgspec.Struct, frozen=True, dict=True):
    """What a site says of its cookies.

    Args:
        name: the policy's own.
        hosts: the hosts whose pages it covers: a host, `*.example.org` (every subdomain, not the domain
            itself), `*` (all).
        consent: the cookie that holds the choice; of several the first.
        categories: at least one.
        services: those that categories are made of.
        cookies: what is declared.
        title: for people.
        undeclared: what to do with a cookie that is not declared.
        source: the address at which the site publishes its charter.
        date: the day the charter was read, as YYYY-MM-DD; empty where not said.
        language: the charter's language ("fr").
        file: where it came from; a shipped one is "shipped:NAME".
        sha256: of the file's bytes.
        defaults: what its profile sets, its own overrides taken into account; None where it names none.
        allow: the rules that it silences for some cookies.
        also: further cookies that hold a choice, each on its own.
        template: True where it knows a banner and no site, so that what it does not name proves nothing.
    """

    name: str
    hosts: tuple[str, ...]
    consent: ConsentCookie
    categories: tuple[Category, ...]
    services: tuple[Service, ...] = ()
    cookies: tuple[Declaration, ...] = ()
    title: str = ""
    undeclared: Undeclared = Undeclared.REQUIRED
    source: str = ""
    date: str = ""
    language: str = ""
    file: str = ""
    sha256: str = ""
    defaults: Defaults | None = None
    allow: tuple[Allowance, ...] = ()
    also: tuple[ConsentCookie, ...] = ()
    template: bool = False

    @cached_property
    def memory(self) -> dict[tuple[object, ...], Any]:
        """What was worked out by this policy alone, to be had again; who puts something in bounds it."""
        return {}

    @cached_property
    def consents(self) -> tuple[ConsentCookie, ...]:
        """Every cookie that holds a choice, in the order of the file."""
        return (self.consent, *self.also)

    def consent_in(self, name: str) -> ConsentCookie | None:
        """Find what a cookie says of the choice.

        Args:
            name: the cookie's name.

        Returns:
            The consent cookie that it is, or is a part of; None for any other.
        """
        return next((one for one in self.consents if one.holds(name)), None)

    def covers(self, host: str) -> bool:
        """Tell whether pages of a host are judged by this policy.

        Args:
            host: lower-case, without port.
        """
        return self.specificity(host) > 0

    def specificity(self, host: str) -> int:
        """How closely the policy names a host, so that of several that cover it the closest is taken.

        Args:
            host: lower-case, without port.

        Returns:
            0 where it does not cover the host; else the more, the longer the pattern; an exact host the most.
        """
        return max((_closeness(pattern, host) for pattern in self.hosts), default=0)

    def category(self, id: str) -> Category:
        """The category of an id.

        Args:
            id: as a declaration or a service of this policy gives it.

        Raises:
            KeyError: there is none; a loaded policy's own ids never fail.
        """
        return self._categories[id]

    def service(self, id: str) -> Service:
        """The service of an id.

        Args:
            id: as a declaration of this policy gives it.

        Raises:
            KeyError: there is none; a loaded policy's own ids never fail.
        """
        return self._services[id]

    def category_of(self, name: str) -> str | None:
        """The category of a service's id; None for any other name.

        Args:
            name: a name in the policy's terms.
        """
        service = self._services.get(name)
        return service.category if service else None

    def named(self, raw: str) -> str:
        """Find what a name in a consent cookie stands for, whatever its spelling.

        Ids come first, then other names, then titles; a title that two bear is none.

        Args:
            raw: as the cookie writes it.

        Returns:
            The id of a service or a category, or the name itself where the policy knows none such.
        """
        return self._wire_names.get(folded(raw), raw)

    @cached_property
    def exempt(self) -> frozenset[str]:
        """The ids of the categories and services that need no consent."""
        categories = {category.id for category in self.categories if category.consent is Need.EXEMPT}
        return frozenset(categories.union(one.id for one in self.services if one.category in categories))

    @cached_property
    def asked(self) -> tuple[tuple[str | None, str], ...]:
        """What a choice is about: (service, category), and (None, category) for a category without services.

        What needs no consent is not, nor what is to be confirmed: no choice can name it.
        """
        with_services = {service.category for service in self.services}
        services: list[tuple[str | None, str]] = [
            (one.id, one.category) for one in self.services if one.category not in self.exempt
        ]
        bare = (one.id for one in self.categories if one.id not in self.exempt | with_services | {UNKNOWN})
        return (*services, *((None, category) for category in bare))

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """What the consent cookies must grant, for each category and service that says so.

        A service needs what its category needs, and what it names itself.
        """
        of_category = {one.id: one.needs for one in self.categories}
        parts = [(one.id, one.needs) for one in self.categories]
        parts += [(one.id, (*of_category[one.category], *one.needs)) for one in self.services if one.needs]
        return tuple(
            Requirement(id, tuple(dict.fromkeys(map(folded, needs)))) for id, needs in parts if needs
        )

    @cached_property
    def signals(self) -> frozenset[str]:
        """The names that consent cookies are asked for: of categories and services, and of what they need."""
        parts: tuple[Service | Category, ...] = (*self.services, *self.categories)
        return frozenset(name for part in parts for name in (part.id, *part.names, *part.needs))

    @cached_property
    def exactly(self) -> dict[str, tuple[Declaration, ...]]:
        """The declarations without `*`, by name."""
        found: dict[str, tuple[Declaration, ...]] = {}
        for declaration in self.cookies:
            if not declaration.is_pattern:
                found[declaration.name] = (*found.get(declaration.name, ()), declaration)
        return found

    @cached_property
    def patterns(self) -> tuple[Declaration, ...]:
        """The declarations with `*`, in the order of the file."""
        return tuple(declaration for declaration in self.cookies if declaration.is_pattern)

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.id: category for category in self.categories}

    @cached_property
    def _services(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def _wire_names(self) -> dict[str, str]:
        parts: tuple[Service | Category, ...] = (*self.services, *self.categories)
        titles: dict[str, str] = {}
        shared: set[str] = set()
        for part in parts:
            title = folded(part.title)
            if titles.setdefault(title, part.id) != part.id:
                shared.add(title)
        names = {title: id for title, id in titles.items() if title not in shared}
        names |= {folded(name): part.id for part in parts for name in part.names}
        names |= {folded(part.id): part.id for part in parts}
        names.pop("", None)
        return names


def _closeness(pattern: str, host: str) -> int:
    if pattern == host:
        return _EXACT
    if pattern == "*":
        return 1
    if pattern.startswith("*.") and host.endswith(pattern[1:]):
        return 1 + min(len(pattern), _EXACT - 2)
    return 0
