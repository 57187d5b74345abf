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
    categories = tuple(map(_category, section.by_id(POLICY.CATEGORIES)))
    ids = {category.id: category for category in categories}
    services = tuple(_service(one, ids) for one in section.by_id(POLICY.SERVICES))
    by_id = {service.id: service for service in services}
    cookies = tuple(_cookie(one, ids, by_id) for one in section.listed(POLICY.COOKIES))
    _check_names(categories, services, problems)
    _check_twice(cookies, problems)
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
        path=section.one(CONSENT.PATH, "/"),
        domain=section.one(CONSENT.DOMAIN, None),
        lifetime=section.one(CONSENT.LIFETIME, None),
        assumption=section.one(CONSENT.ASSUMPTION, ""),
        line=section.line,
    )


def _category(section: Section) -> Category:
    return Category(
        id=section.id,
        title=section.one(CATEGORY.TITLE, section.id),
        consent=section.one(CATEGORY.CONSENT, Need.REQUIRED),
        description=section.one(CATEGORY.DESCRIPTION, ""),
        measurement=section.one(CATEGORY.MEASUREMENT, False),
        max_lifetime=section.one(CATEGORY.MAX_LIFETIME, None),
        line=section.line,
    )


def _service(section: Section, categories: dict[str, Category]) -> Service:
    return Service(
        id=section.id,
        title=section.one(SERVICE.TITLE, section.id),
        category=section.among(SERVICE.CATEGORY, categories, "category") or "",
        provider=section.one(SERVICE.PROVIDER, ""),
        names=section.many(SERVICE.NAMES),
        line=section.line,
    )


def _cookie(section: Section, categories: dict[str, Category], services: dict[str, Service]) -> Declaration:
    service = services.get(section.among(COOKIE.SERVICE, services, "service") or "")
    category = section.among(COOKIE.CATEGORY, categories, "category")
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


class _Owner(msgspec.Struct, frozen=True):
    id: str
    line: int


def _check_names(categories: tuple[Category, ...], services: tuple[Service, ...], problems: Problems) -> None:
    """Refuse names by which the consent cookie could mean two things."""
    owners: dict[str, _Owner] = {}
    parts: tuple[Category | Service, ...] = (*categories, *services)
    claims = [(part.id, _Owner(part.id, part.line)) for part in parts]
    claims += [(name, _Owner(service.id, service.line)) for service in services for name in service.names]
    for name, owner in claims:
        first = owners.setdefault(folded(name), owner)
        if first.line != owner.line:
            problems.add(
                owner.line,
                1,
                f"the consent cookie could mean two things by {quoted(name)}",
                f"line {first.line} ({quoted(first.id)}) has that name already, spelling aside: rename one",
            )


def _check_twice(cookies: tuple[Declaration, ...], problems: Problems) -> None:
    """Refuse an entry that another one hides wholly."""
    first: dict[tuple[str, str | None], Declaration] = {}
    for cookie in cookies:
        earlier = first.setdefault((cookie.name, cookie.domain), cookie)
        if earlier is not cookie and cookie.name:
            problems.add(
                cookie.line,
                1,
                f"{quoted(cookie.name)} is declared twice",
                f"line {earlier.line} declares it already, for the same domain: keep one",
            )
