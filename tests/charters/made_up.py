"""Policies that nobody would write, to publish and to read back."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from hypothesis import strategies as st

from temoin.charters.wording import clean
from temoin.consent.names import folded, is_name
from temoin.policy import Defaults, Policy, load_bytes

SIGNS = "|*_`<>[]()&\\#~!+-=.:;,'\"/@{}^$%?«»’…é—0123456789abcXYZ "


def texts(longest: int = 40) -> st.SearchStrategy[str]:
    """Texts that a page can show: of signs that mean something to HTML and Markdown, or of any."""
    kinds = st.text(SIGNS, min_size=1, max_size=longest) | st.text(min_size=1, max_size=longest) | words()
    return kinds.map(clean).filter(bool)


def words() -> st.SearchStrategy[str]:
    """Texts that mean something to whoever reads charters."""
    return st.sampled_from(_WORDS.strip().split("\n"))


_WORDS = """
Cookies nécessaires
Statistics
ne requièrent pas votre consentement
13 mois
session
Name
Nom du cookie
tiers
first party
2 weeks
_ga_XXXX
any cookie starting with _hs
These cookies do not need your consent.
Ces cookies ne sont déposés qu'avec votre consentement.
Durée maximale : 6 mois.
Longest lifetime: 2 years.
interne
No cookie of this category is set.
Technical details
ce site
this site
# x
- x
1. x
> x
http://a.b/c
www.a.b
a@b.c
---
| a |
<b>x</b>
<!-- x -->
&amp;
**x**
_x_
x (source: y)
= x
+ x
12) x
"""


def names() -> st.SearchStrategy[str]:
    """Cookies' names and patterns, those that charters would read as something else among them."""
    odd = st.text("abcXx_-.*#[]<>{}|`\\,/&'\"()~!$+:@ 0é", min_size=1, max_size=12).map(clean)
    usual = st.sampled_from(
        ["_ga", "_ga_*", "sessionid", "_pk_id.*", "SSESS*", "_ga_XXXX", "a,b", "Google", "N/A"]
    )
    return (usual | odd).filter(lambda name: bool(name) and name == name.strip())


def ids() -> st.SearchStrategy[str]:
    """Ids of categories and services."""
    usual = st.sampled_from(["necessary", "statistics", "matomo", "x-1", "no", "on", "1", "été"])
    return (usual | texts(12)).filter(is_name).filter(lambda id: id != "unknown")


@st.composite
def policies(draw: st.DrawFn) -> str:
    """A policy file's text, as JSON, which is YAML as well."""
    distinct = draw(st.lists(ids(), min_size=2, max_size=7, unique_by=folded))
    cut = draw(st.integers(1, len(distinct) - 1))
    profile = draw(st.sampled_from([None, "fr", "eu", "uk"]))
    needs = iter(range(1, 100))
    categories = {id: draw(_category(needs, profiled=profile is not None)) for id in distinct[:cut]}
    services = {id: draw(_service(distinct[:cut], needs)) for id in distinct[cut:]}
    cookies = draw(st.lists(_cookie(distinct[:cut], distinct[cut:]), max_size=5, unique_by=_identity))
    whole: dict[str, Any] = {
        "name": draw(ids()),
        "hosts": draw(
            st.lists(st.sampled_from(["a.example", "*.b.example", "www.c.example"]), min_size=1, unique=True)
        ),
        "consent": draw(_consents()),
        "categories": categories,
        "services": services,
        "cookies": cookies,
    }
    draw(
        _some(
            whole,
            title=texts(),
            source=st.just("https://a.example/cookies"),
            date=st.dates().map(lambda day: day.isoformat()),
            language=st.sampled_from(["fr", "en", "en-GB", "de"]),
            undeclared=st.sampled_from(["required", "flag"]),
            template=st.sampled_from(["true", "false"]),
            allow=st.just([{"rule": "T101", "cookie": "*", "reason": "it is known"}]),
        )
    )
    if profile is not None:
        whole["profile"] = profile
        draw(_some(whole, overrides=_overrides()))
    return json.dumps(whole, ensure_ascii=False)


def _identity(cookie: dict[str, str]) -> tuple[str, str]:
    return (cookie["name"], cookie.get("domain", ""))


@st.composite
def _some(draw: st.DrawFn, /, into: dict[str, Any], **keys: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Add some keys to a section, or none, or all."""
    for key, values in keys.items():
        if draw(st.booleans()):
            into[key] = draw(values)
    return into


def spans() -> st.SearchStrategy[str]:
    """Spans of time as policies have them."""
    return st.builds(
        "{} {}".format,
        st.integers(1, 400),
        st.sampled_from(["seconds", "min", "h", "jours", "weeks", "mois", "months", "ans", "year 1 month"]),
    )


def _overrides() -> st.SearchStrategy[dict[str, Any]]:
    """What stands in the place of a profile's defaults; at least one, for an empty mapping says nothing."""
    length = st.fixed_dictionaries({"value": spans(), "reason": texts()})
    need = st.fixed_dictionaries({"value": st.sampled_from(["exempt", "required"]), "reason": texts()})
    each = {"choice_lifetime": length, "measurement_lifetime": length, "anonymous_statistics": need}
    return st.fixed_dictionaries({}, optional=each).filter(bool)


def _consents() -> st.SearchStrategy[Any]:
    """A cookie that holds the choice, or a list of such, those that hold one choice together among them."""
    joint = st.sampled_from(
        [{"cookie": "Optanon*", "format": "onetrust"}, {"cookie": "cmplz_*", "format": "complianz"}]
    )
    several = st.lists(_consent() | joint, min_size=1, max_size=4, unique_by=lambda one: one["cookie"])
    return _consent() | joint | several


@st.composite
def _consent(draw: st.DrawFn) -> dict[str, Any]:
    plain = names().filter(lambda name: "*" not in name and "=" not in name and ";" not in name)
    section: dict[str, Any] = {
        "cookie": draw(plain),
        "format": draw(st.lists(st.sampled_from(["json", "query", "words"]), min_size=1, unique=True)),
    }
    keys = {
        "path": st.just("/"),
        "domain": st.just("a.example"),
        "lifetime": spans(),
        "assumption": texts(200),
    }
    return draw(_some(section, **keys))


@st.composite
def _category(draw: st.DrawFn, numbers: Iterator[int], *, profiled: bool) -> dict[str, Any]:
    section: dict[str, Any] = {"consent": draw(st.sampled_from(["exempt", "required"]))}
    flags = st.sampled_from(["true", "false"])
    draw(_some(section, title=texts(), description=texts(200), measurement=flags, max_lifetime=spans()))
    if section["consent"] == "required":
        draw(_some(section, needs=st.just(["wire 1", "C0004, `x`"])))
    if profiled and section.get("measurement") == "true" and "needs" not in section and draw(st.booleans()):
        del section["consent"]
    draw(_some(section, names=st.just([f"name {next(numbers)}", f"|other| {next(numbers)}"])))
    return section


@st.composite
def _service(draw: st.DrawFn, categories: list[str], numbers: Iterator[int]) -> dict[str, Any]:
    section: dict[str, Any] = {"category": draw(st.sampled_from(categories))}
    draw(_some(section, title=texts(), provider=texts(), needs=st.just(["wire 1", "vendor 7"])))
    return draw(_some(section, names=st.just([f"name {next(numbers)}"])))


@st.composite
def _cookie(draw: st.DrawFn, categories: list[str], services: list[str]) -> dict[str, Any]:
    section: dict[str, Any] = {"name": draw(names().filter(lambda name: "=" not in name and ";" not in name))}
    if draw(st.booleans()):
        section["service"] = draw(st.sampled_from(services))
    if "service" not in section or draw(st.booleans()):
        section["category"] = draw(st.sampled_from([*categories, "unknown"]))
    if section.get("category") == "unknown":
        draw(_some(section, suggested=ids(), suggested_by=texts()))
    if draw(st.booleans()):
        section["domain"] = draw(st.sampled_from(["ads.example", "localhost", "10.0.0.1"]))
        draw(_some(section, party=st.sampled_from(["first", "third"])))
    return draw(
        _some(
            section,
            provider=texts(),
            purpose=texts(80),
            lifetime=spans() | st.sampled_from(["session", "Session"]),
            lifetime_source=texts(),
            required=st.sampled_from(["true", "false"]),
        )
    )


def meaning(policy: Policy) -> Policy:
    """A policy without where its parts stand in which file, and without what no page tells."""
    return msgspec.structs.replace(
        policy,
        file="",
        sha256="",
        allow=(),
        defaults=_placeless(policy.defaults),
        consent=msgspec.structs.replace(policy.consent, line=0),
        also=tuple(msgspec.structs.replace(one, line=0) for one in policy.also),
        categories=tuple(msgspec.structs.replace(one, line=0) for one in policy.categories),
        services=tuple(msgspec.structs.replace(one, line=0) for one in policy.services),
        cookies=tuple(msgspec.structs.replace(one, line=0) for one in policy.cookies),
    )


def _placeless(defaults: Defaults | None) -> Defaults | None:
    if defaults is None:
        return None
    return msgspec.structs.replace(
        defaults,
        choice=msgspec.structs.replace(defaults.choice, line=0),
        measurement=msgspec.structs.replace(defaults.measurement, line=0),
        statistics=msgspec.structs.replace(defaults.statistics, line=0),
    )


def loaded(text: str) -> Policy:
    """Load a policy's text."""
    return load_bytes(text.encode(), file="made-up.yaml")
