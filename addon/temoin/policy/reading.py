"""From a placed tree to a policy: what each section says, and what they must say of one another."""

import msgspec

from temoin.consent.names import folded
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY, SERVICE
from temoin.policy.places import Entries, Node
from temoin.policy.problems import Problems, quoted
from temoin.policy.schema import Category, ConsentCookie, Declaration, Policy, Service
from temoin.policy.sections import Section
from temoin.vocabulary import Need, Party, Undeclared

__all__ = ["read_policy"]


def read_policy(root: Node, problems: Problems) -> Policy:
    """Read a policy file's tree.

    Args:
        root: the document.
        problems: collects what is wrong, what was found before included.

    Returns:
        The policy, its `file` and `sha256` left empty.

    Raises:
        BrokenPolicy: anything was wrong.
    """
    if not isinstance(root, Entries):
        problems.stop(
            root.line, root.column, "a policy is a mapping of keys", "it begins like `name: my.site.org`"
        )
    section = Section(root, POLICY.SHAPE, problems)
    consent = _consent(section)
    names = _WireNames()
    categories = tuple(_category(one, names) for one in section.by_id(POLICY.CATEGORIES))
    known = _Known(section.ids(POLICY.CATEGORIES) or None, section.ids(POLICY.SERVICES))
    services = tuple(_service(one, known, names) for one in section.by_id(POLICY.SERVICES))
    cookies = _cookies(section, known, {service.id: service for service in services})
    policy = Policy(
        name=section.one(POLICY.NAME, ""),
        hosts=section.many(POLICY.HOSTS),
        consent=consent,
        categories=categories,
        services=services,
        cookies=cookies,
        title=section.one(POLICY.TITLE, ""),
        undeclared=section.one(POLICY.UNDECLARED, Undeclared.REQUIRED),
        source=section.one(POLICY.SOURCE, ""),
        date=section.one(POLICY.DATE, ""),
        language=section.one(POLICY.LANGUAGE, ""),
    )
    problems.close()
    return policy


def _consent(policy: Section) -> ConsentCookie:
    section = policy.part(POLICY.CONSENT)
    if section is None:
        return ConsentCookie("", ())
    return ConsentCookie(
        cookie=section.one(CONSENT.COOKIE, ""),
        formats=section.many(CONSENT.FORMAT),
        path=section.one(CONSENT.PATH, None),
        domain=section.one(CONSENT.DOMAIN, None),
        lifetime=section.one(CONSENT.LIFETIME, None),
        assumption=section.one(CONSENT.ASSUMPTION, ""),
        line=section.line,
    )


class _Known(msgspec.Struct, frozen=True):
    """The ids that the file declares; no categories at all is a problem of its own, noted elsewhere."""

    categories: tuple[str, ...] | None
    services: tuple[str, ...]


class _WireNames:
    """Refuses names by which the consent cookie could mean two things."""

    def __init__(self) -> None:
        self._owners: dict[str, Section] = {}

    def claim(self, name: str, section: Section) -> None:
        first = self._owners.setdefault(folded(name), section)
        if first is not section:
            section.wrong(
                None,
                f"the consent cookie could mean two things by {quoted(name)}",
                f"line {first.line} ({quoted(first.id)}) has that name already, spelling aside: rename one",
            )


def _category(section: Section, names: _WireNames) -> Category:
    names.claim(section.id, section)
    return Category(
        id=section.id,
        title=section.one(CATEGORY.TITLE, section.id),
        consent=section.one(CATEGORY.CONSENT, Need.REQUIRED),
        description=section.one(CATEGORY.DESCRIPTION, ""),
        measurement=section.one(CATEGORY.MEASUREMENT, False),
        max_lifetime=section.one(CATEGORY.MAX_LIFETIME, None),
        line=section.line,
    )


def _service(section: Section, known: _Known, names: _WireNames) -> Service:
    others = section.many(SERVICE.NAMES)
    for name in (section.id, *others):
        names.claim(name, section)
    return Service(
        id=section.id,
        title=section.one(SERVICE.TITLE, section.id),
        category=section.among(SERVICE.CATEGORY, known.categories, "category") or "",
        provider=section.one(SERVICE.PROVIDER, ""),
        names=others,
        line=section.line,
    )


def _cookies(policy: Section, known: _Known, services: dict[str, Service]) -> tuple[Declaration, ...]:
    """Read the cookies, and refuse an entry that an earlier one hides wholly."""
    first: dict[tuple[str, str | None], Declaration] = {}
    for section in policy.listed(POLICY.COOKIES):
        cookie = _cookie(section, known, services)
        earlier = first.setdefault((cookie.name, cookie.domain), cookie)
        if earlier is not cookie and cookie.name:
            section.wrong(
                COOKIE.NAME,
                f"{quoted(cookie.name)} is declared twice",
                f"line {earlier.line} declares it already, for the same domain: keep one",
            )
    return tuple(first.values())


def _cookie(section: Section, known: _Known, services: dict[str, Service]) -> Declaration:
    service = services.get(section.among(COOKIE.SERVICE, known.services, "service") or "")
    category = section.among(COOKIE.CATEGORY, known.categories, "category")
    if category is None and service is not None:
        category = service.category
    if not section.has(COOKIE.CATEGORY) and not section.has(COOKIE.SERVICE):
        section.wrong(
            None, "a cookie needs `category` or `service`", "name what it is for, or whom it works for"
        )
    domain = section.one(COOKIE.DOMAIN, None)
    party = section.one(COOKIE.PARTY, None)
    if not section.has(COOKIE.DOMAIN):
        if party is Party.THIRD:
            section.wrong(COOKIE.PARTY, "a third-party cookie needs `domain`", "say whose cookie it is")
        party = Party.FIRST
    return Declaration(
        name=section.one(COOKIE.NAME, ""),
        category=category or "",
        domain=domain,
        party=party,
        service=service.id if service else None,
        provider=section.one(COOKIE.PROVIDER, service.provider if service else ""),
        purpose=section.one(COOKIE.PURPOSE, ""),
        lifetime=section.one(COOKIE.LIFETIME, None),
        lifetime_source=section.one(COOKIE.LIFETIME_SOURCE, ""),
        required=section.one(COOKIE.REQUIRED, False),
        line=section.line,
    )
