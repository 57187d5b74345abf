"""From a placed tree to a policy: what each section says, and what they must say of one another."""

from collections.abc import Iterator
from itertools import chain, starmap

import msgspec

from temoin.consent import format_named
from temoin.policy.allowance import Allowance
from temoin.policy.keys import ALLOW, CATEGORY, CONSENT, COOKIE, POLICY, SERVICE
from temoin.policy.overriding import read_defaults
from temoin.policy.patterns import matches
from temoin.policy.places import Entries, Node
from temoin.policy.problems import Problems, quoted
from temoin.policy.regime import Defaults
from temoin.policy.schema import UNKNOWN, Category, ConsentCookie, Declaration, Policy, Service
from temoin.policy.sections import Section
from temoin.policy.wire_names import WireNames
from temoin.vocabulary import Need, Party, Undeclared

__all__ = ["read_policy"]

_MOST_CONSENTS = 8
"""Consent cookies that one policy may declare: each is followed on its own."""


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
    consents = _consents(section)
    defaults = read_defaults(section)
    names = WireNames(tuple(name for one in consents for name in one.formats))
    profiled = section.has(POLICY.PROFILE)
    categories = tuple(
        _category(one, names, defaults, profiled=profiled) for one in section.by_id(POLICY.CATEGORIES)
    )
    known = _Known(section.ids(POLICY.CATEGORIES) or None, section.ids(POLICY.SERVICES))
    services = tuple(_service(one, known, names) for one in section.by_id(POLICY.SERVICES))
    names.check([one.title for one in categories] + [one.title for one in services])
    cookies = _cookies(section, known, {service.id: service for service in services})
    unconfirmed = next((cookie for cookie in cookies if cookie.to_confirm), None)
    if unconfirmed is not None:
        categories += (Category(UNKNOWN, "To be confirmed", Need.REQUIRED, line=unconfirmed.line),)
    consents = tuple(_kept(one, cookies, defaults) for one in consents)
    policy = Policy(
        name=section.one(POLICY.NAME, ""),
        hosts=section.many(POLICY.HOSTS),
        consent=consents[0] if consents else ConsentCookie("", ()),
        also=consents[1:],
        template=section.one(POLICY.TEMPLATE, False),
        categories=categories,
        services=services,
        cookies=cookies,
        title=section.one(POLICY.TITLE, ""),
        undeclared=section.one(POLICY.UNDECLARED, Undeclared.REQUIRED),
        source=section.one(POLICY.SOURCE, ""),
        date=section.one(POLICY.DATE, ""),
        language=section.one(POLICY.LANGUAGE, ""),
        defaults=defaults,
        allow=tuple(chain.from_iterable(starmap(_allowances, enumerate(section.listed(POLICY.ALLOW))))),
    )
    problems.close()
    return policy


def _consents(policy: Section) -> tuple[ConsentCookie, ...]:
    found: list[ConsentCookie] = []
    for section in policy.some(POLICY.CONSENT):
        cookie = _consent(section)
        twin = next((one for one in found if one.cookie == cookie.cookie and cookie.cookie), None)
        if twin is not None:
            section.wrong(
                CONSENT.COOKIE,
                f"{quoted(cookie.cookie)} is declared twice",
                f"line {twin.line} has it already: give it several formats there, or remove this one",
            )
        elif len(found) == _MOST_CONSENTS:
            section.wrong(
                None, f"more than {_MOST_CONSENTS} consent cookies", "keep those that hold the choice"
            )
        found.append(cookie)
    return tuple(found)


def _consent(section: Section) -> ConsentCookie:
    cookie = ConsentCookie(
        cookie=section.one(CONSENT.COOKIE, ""),
        formats=section.many(CONSENT.FORMAT),
        path=section.one(CONSENT.PATH, None),
        domain=section.one(CONSENT.DOMAIN, None),
        lifetime=section.one(CONSENT.LIFETIME, None),
        assumption=section.one(CONSENT.ASSUMPTION, ""),
        line=section.line,
    )
    name, pattern = quoted(cookie.cookie), "*" in cookie.cookie
    joint = {one for one in cookie.formats if format_named(one).traits.several}
    if pattern and not joint:
        section.wrong(
            CONSENT.COOKIE, f"{name} is a pattern", "the choice is held by one cookie: write its whole name"
        )
    elif pattern and len(cookie.formats) > 1:
        section.wrong(CONSENT.FORMAT, f"{name} holds one choice in several cookies", "name one format alone")
    elif pattern and (cookie.cookie.index("*") != len(cookie.cookie) - 1 or len(cookie.cookie) == 1):
        section.wrong(CONSENT.COOKIE, f"in {name} the `*` must stand at the end", "as in `cmplz_*`")
    elif joint and not pattern and cookie.cookie:
        usual = next(name for one in joint for name in format_named(one).traits.cookies)
        section.wrong(
            CONSENT.COOKIE, f"{quoted(min(joint))} reads several cookies", f"write a pattern: {quoted(usual)}"
        )
    return cookie


def _kept(
    consent: ConsentCookie, cookies: tuple[Declaration, ...], defaults: Defaults | None
) -> ConsentCookie:
    """Give the choice the lifetime that the profile sets, where nothing in the file says one."""
    said = consent.lifetime is not None or any(
        cookie.lifetime is not None
        for cookie in cookies
        if consent.holds(cookie.name) or matches(cookie.name, consent.cookie)
    )
    if said or defaults is None or defaults.choice.seconds is None:
        return consent
    return msgspec.structs.replace(
        consent, lifetime=defaults.choice.seconds, lifetime_source=defaults.choice.source
    )


def _allowances(entry: int, section: Section) -> Iterator[Allowance]:
    for rule in section.many(ALLOW.RULE):
        yield Allowance(
            rule=rule,
            cookie=section.one(ALLOW.COOKIE, ""),
            reason=section.one(ALLOW.REASON, ""),
            domain=section.one(ALLOW.DOMAIN, None),
            until=section.one(ALLOW.UNTIL, ""),
            line=section.line,
            entry=entry,
        )


class _Known(msgspec.Struct, frozen=True):
    """The ids that the file declares; no categories at all is a problem of its own, noted elsewhere."""

    categories: tuple[str, ...] | None
    services: tuple[str, ...]


def _category(section: Section, names: WireNames, defaults: Defaults | None, *, profiled: bool) -> Category:
    others = section.many(CATEGORY.NAMES)
    names.claim((section.id, *others), section)
    if section.id == UNKNOWN:
        section.wrong(None, f"{quoted(UNKNOWN)} is kept for what is to be confirmed", "use another id")
    measurement = section.one(CATEGORY.MEASUREMENT, False)
    need = section.one(CATEGORY.CONSENT, None)
    if need is None and not section.has(CATEGORY.CONSENT):
        if measurement and defaults is not None:
            need = defaults.statistics.need
        elif not (measurement and profiled):  # a profile that cannot be read is a problem of its own
            mend = (
                "of `measurement`, the `profile` may say it instead"
                if measurement
                else CATEGORY.CONSENT.about
            )
            section.wrong(None, "a category needs `consent`", mend)
    needs = section.many(CATEGORY.NEEDS)
    if needs and need is Need.EXEMPT:
        section.wrong(CATEGORY.NEEDS, "what needs no consent needs nothing to be granted", "remove `needs`")
    names.need(needs, CATEGORY.NEEDS, section)
    most, source = section.one(CATEGORY.MAX_LIFETIME, None), ""
    if most is None and measurement and need is Need.EXEMPT and defaults is not None:
        most, source = defaults.measurement.seconds, defaults.measurement.source
    return Category(
        id=section.id,
        title=section.one(CATEGORY.TITLE, section.id),
        consent=need or Need.REQUIRED,
        description=section.one(CATEGORY.DESCRIPTION, ""),
        measurement=measurement,
        max_lifetime=most,
        line=section.line,
        max_lifetime_source="" if most is None else source,
        names=others,
        needs=needs,
    )


def _service(section: Section, known: _Known, names: WireNames) -> Service:
    others, needs = section.many(SERVICE.NAMES), section.many(SERVICE.NEEDS)
    names.claim((section.id, *others), section)
    names.need(needs, SERVICE.NEEDS, section)
    return Service(
        id=section.id,
        title=section.one(SERVICE.TITLE, section.id),
        category=section.among(SERVICE.CATEGORY, known.categories, "category") or "",
        provider=section.one(SERVICE.PROVIDER, ""),
        names=others,
        line=section.line,
        needs=needs,
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
    category = section.among(COOKIE.CATEGORY, known.categories, "category", always=UNKNOWN)
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
        suggested=section.one(COOKIE.SUGGESTED, ""),
        suggested_by=section.one(COOKIE.SUGGESTED_BY, ""),
    )
