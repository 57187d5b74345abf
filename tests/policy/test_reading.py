"""From a file to a policy: what each key says, and every error with its place and its mend."""

import pickle

import pytest

from policy.samples import SHOP, load, with_cookies
from temoin.errors import InvalidPolicy
from temoin.policy import SESSION, BrokenPolicy, Problem
from temoin.vocabulary import Need, Party, Undeclared

DAY = 86_400


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BrokenPolicy) as caught:
        load(text)
    return caught.value.problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_what_is_left_out_has_its_default() -> None:
    policy = load(SHOP)
    assert policy.undeclared is Undeclared.REQUIRED
    assert (policy.consent.path, policy.consent.domain, policy.consent.lifetime) == (None, None, None)
    assert policy.categories[0].title == "necessary"
    cookie = policy.cookies[0]
    assert (cookie.party, cookie.service, cookie.lifetime, cookie.required) == (
        Party.FIRST,
        None,
        None,
        False,
    )


def test_every_key_is_read() -> None:
    policy = load(
        """\
name: all
title: Everything
hosts: [a.example, "*.b.example"]
source: https://a.example/cookies
date: 2026-11-24
language: fr
undeclared: flag
consent:
  cookie: choice
  format: [json, words]
  path: /shop
  domain: .A.example
  lifetime: 6 months
  assumption: >-
    nobody
    says
categories:
  stats:
    title: Statistics
    description: Counts.
    consent: exempt
    measurement: yes
    max_lifetime: 13 mois
services:
  counter: {title: Counter, category: stats, provider: Count Ltd, names: [cnt, "Counter 2"]}
cookies:
  - name: c_*
    domain: count.example
    party: third
    service: counter
    purpose: Count.
    lifetime: session
    lifetime_source: elsewhere
    required: true
"""
    )
    assert policy.hosts == ("a.example", "*.b.example")
    assert (policy.title, policy.source, policy.date, policy.language) == (
        "Everything",
        "https://a.example/cookies",
        "2026-11-24",
        "fr",
    )
    assert policy.undeclared is Undeclared.FLAG
    consent = policy.consent
    assert (consent.cookie, consent.formats) == ("choice", ("json", "words"))
    assert (consent.path, consent.domain, consent.lifetime) == ("/shop", "a.example", 184 * DAY)
    assert consent.assumption == "nobody says"
    (stats,) = policy.categories
    assert (stats.id, stats.title, stats.description) == ("stats", "Statistics", "Counts.")
    assert (stats.consent, stats.measurement, stats.max_lifetime) == (Need.EXEMPT, True, 397 * DAY)
    (counter,) = policy.services
    assert (counter.title, counter.category, counter.provider) == ("Counter", "stats", "Count Ltd")
    assert counter.names == ("cnt", "Counter 2")
    (cookie,) = policy.cookies
    assert (cookie.name, cookie.domain, cookie.party) == ("c_*", "count.example", Party.THIRD)
    assert (cookie.category, cookie.service, cookie.provider) == ("stats", "counter", "Count Ltd")
    assert (cookie.purpose, cookie.lifetime, cookie.seconds) == ("Count.", SESSION, 0)
    assert (cookie.lifetime_source, cookie.required) == ("elsewhere", True)


def test_every_part_keeps_its_line() -> None:
    policy = load(SHOP)
    assert policy.consent.line == 4
    assert [category.line for category in policy.categories] == [7, 8]
    assert [cookie.line for cookie in policy.cookies] == [10]


@pytest.mark.parametrize("word", ["no", "on", "yes", "null", "1:30:00"])
def test_a_category_may_be_called_what_yaml_would_resolve(word: str) -> None:
    policy = load(SHOP.replace("necessary", word))
    assert policy.categories[0].id == word
    assert policy.cookies[0].category == word


def test_yes_is_a_flag_where_a_flag_is_meant() -> None:
    assert with_cookies("name: a, category: necessary, required: Yes").cookies[0].required
    assert not with_cookies("name: a, category: necessary, required: no").cookies[0].required


def test_all_problems_are_told_at_once_each_on_a_whole_line() -> None:
    text = (
        SHOP.replace("format", "formt")
        .replace("consent: exempt", "consent: maybe")
        .replace("name: shop", "nam: shop")
    )
    with pytest.raises(InvalidPolicy) as caught:
        load(text)
    assert str(caught.value).splitlines() == [
        "shop.yaml, line 1, column 1: unknown key `nam` (did you mean `name`?)",
        "shop.yaml, line 5, column 3: unknown key `formt` (did you mean `format`?)",
        "shop.yaml, line 7, column 24: `consent`: `maybe` is no need of consent (write `required` or `exempt`)",
    ]
    assert caught.value.place == "line 1, column 1"
    assert caught.value.mend == "did you mean `name`?"


def test_the_error_survives_pickling() -> None:
    with pytest.raises(BrokenPolicy) as caught:
        load("a: b\n")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_design_s_own_example_has_its_mend() -> None:
    assert only(SHOP.replace("    category:", "    categori:")) == Problem(
        11, 5, "unknown key `categori`", "did you mean `category`?"
    )


@pytest.mark.parametrize(
    ("was", "becomes", "place", "says", "mend"),
    [
        (
            "hosts: shop.example",
            "hosts: https://shop.example/a",
            (2, 8),
            "is no host",
            "write the host alone: `shop.example`",
        ),
        (
            "hosts: shop.example",
            "hosts: shop.example:443",
            (2, 8),
            "is no host",
            "write it without port: `shop.example`",
        ),
        ("hosts: shop.example", 'hosts: "sh*p.example"', (2, 8), "whole labels", "as in `*.example.org`"),
        (
            "hosts: shop.example",
            "hosts: [a.example, café.fr]",
            (2, 20),
            "browsers send",
            "write `xn--caf-dma.fr`",
        ),
        ("hosts: shop.example", "hosts: []", (2, 8), "empty list", "name at least one"),
        ("hosts: shop.example", "hosts:", (2, 7), "`hosts` is empty", "give it a value, or remove it"),
        ("hosts: shop.example", "hosts: {a: b}", (2, 8), "one word", "The hosts whose pages it covers"),
        ("cookie: choice", 'cookie: "c*"', (4, 11), "is a pattern", "write its whole name"),
        ("cookie: choice", "cookie: a=b", (4, 11), "cannot be a cookie's name", "no `=`"),
        ("format: json", "format: jsn", (5, 11), "no consent format", "did you mean `json`?"),
        ("format: json", "format: [json, xml]", (5, 18), "no consent format", "write "),
        ("format: json", "format: json\n  path: x", (6, 9), "is no path", "begins with `/`"),
        ("format: json", "format: json\n  lifetime: session", (6, 13), "no span of time", "as in"),
        ("  statistics: {", "  ---: {", (8, 3), "cannot be a name", "letter or a digit"),
        ("name: sessionid", "name: [a]", (10, 11), "one word", "Its name"),
        (
            "    category: necessary",
            "    category: necesary",
            (11, 15),
            "no category is called",
            "did you mean `necessary`?",
        ),
        ("    category: necessary", "    category: zz", (11, 15), "no category is called", "`statistics`"),
        ("    category: necessary", "    service: zz", (11, 14), "no service is called", "declare it"),
        (
            "    category: necessary",
            "    purpose: x",
            (10, 5),
            "needs `category` or `service`",
            "what it is for",
        ),
        (
            "    category: necessary",
            "    category: necessary\n    party: third",
            (12, 12),
            "needs `domain`",
            "whose",
        ),
        (
            "    category: necessary",
            "    category: necessary\n    party: second",
            (12, 12),
            "no party",
            "`first` or",
        ),
        (
            "    category: necessary",
            "    category: necessary\n    domain: '*.x'",
            (12, 13),
            "no domain",
            "subdomains",
        ),
        (
            "    category: necessary",
            "    category: necessary\n    lifetime: 3600",
            (12, 15),
            "no lifetime",
            "`2 weeks`",
        ),
        (
            "    category: necessary",
            "    category: necessary\n    required: on",
            (12, 15),
            "neither true",
            "`true`",
        ),
        (
            "  - name: sessionid",
            "  - sessionid\n  - name: sessionid",
            (10, 5),
            "must be a mapping",
            "it has `name`",
        ),
        ("name: shop", "name: shop\ndate: 24/11/2026", (2, 7), "is no date", "`2026-11-24`"),
        ("name: shop", "name: shop\ndate: 20261124", (2, 7), "is no date", "`2026-11-24`"),
        ("name: shop", "name: shop\nsource: shop.example", (2, 9), "no web address", "https://"),
        ("name: shop", "name: shop\nlanguage: French", (2, 11), "no language", "`fr`"),
        ("name: shop", "name: shop\nundeclared: maybe", (2, 13), "no way to treat", "`required` or `flag`"),
        ("name: shop", "name: shop\nx: y", (2, 1), "unknown key `x`", "a policy has `name`"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_mend(
    was: str, becomes: str, place: tuple[int, int], says: str, mend: str
) -> None:
    assert was in SHOP
    problem = only(SHOP.replace(was, becomes, 1))
    assert (problem.line, problem.column) == place
    assert says in problem.text
    assert mend in problem.mend


def test_what_a_policy_needs_is_asked_for() -> None:
    told = {problem.text for problem in problems("title: x\n")}
    assert told == {
        f"a policy needs `{key}`" for key in ("name", "hosts", "consent", "categories", "cookies")
    }


def test_a_missing_part_is_told_once_and_not_by_all_who_refer_to_it() -> None:
    text = SHOP.replace("categories:", "categories: {}\nservices:", 1)
    text = text.replace("{consent: exempt}", "{category: x}").replace("{consent: required}", "{category: x}")
    assert only(text).text == "`categories` is empty"


def test_a_broken_category_is_no_reason_to_call_it_unknown() -> None:
    assert only(SHOP.replace("{consent: exempt}", "exempt")).text == "a category must be a mapping of keys"


def test_a_policy_is_a_mapping() -> None:
    assert only("- a\n").text == "a policy is a mapping of keys"
    assert only("a\n").text == "a policy is a mapping of keys"


@pytest.mark.parametrize(("part", "wanted"), [("categories", "a mapping of ids"), ("cookies", "a list")])
def test_a_part_of_the_wrong_kind_is_told(part: str, wanted: str) -> None:
    lines = [line for line in SHOP.splitlines() if line != f"{part}:"]
    start = SHOP.splitlines().index(f"{part}:")
    while start < len(lines) and lines[start].startswith(" "):
        del lines[start]
    text = "\n".join([*lines, f"{part}: word", ""])
    assert f"`{part}` must be {wanted}" in {problem.text for problem in problems(text)}


def test_an_entry_that_another_hides_wholly_is_refused() -> None:
    with pytest.raises(BrokenPolicy) as caught:
        with_cookies("name: a, category: necessary", "name: a, category: statistics")
    (problem,) = caught.value.problems
    assert problem.place == "line 12, column 12"
    assert problem.text == "`a` is declared twice"
    assert problem.mend == "line 11 declares it already, for the same domain: keep one"


def test_one_name_may_be_declared_for_two_domains() -> None:
    policy = with_cookies("name: a, category: necessary", "name: a, category: statistics, domain: x.example")
    assert [cookie.party for cookie in policy.cookies] == [Party.FIRST, None]


@pytest.mark.parametrize(
    "services",
    [
        "{Statistics: {category: statistics}}",
        "{counter: {category: statistics, names: [STATISTICS]}}",
        "{google-analytics: {category: statistics}, Google Analytics: {category: statistics}}",
        "{a: {category: statistics, names: [x-1]}, b: {category: statistics, names: [X1]}}",
    ],
)
def test_a_name_that_could_mean_two_things_is_refused(services: str) -> None:
    with pytest.raises(BrokenPolicy) as caught:
        with_cookies("name: a, category: necessary", services=services)
    assert "could mean two things" in caught.value.problem
    assert caught.value.place.startswith("line 9, column ")


def test_an_error_shows_what_is_hostile_escaped_and_short() -> None:
    problem = only(SHOP + '"\\e[2J\\u202e' + "x" * 1000 + '": y\n')
    assert "`\\x1b[2J\\u202exxx" in problem.text
    assert len(problem.text) < 120


def test_very_many_problems_are_cut_short_and_said_so() -> None:
    text = SHOP + "".join(f"unknown_{n}: x\n" for n in range(20_000))
    with pytest.raises(BrokenPolicy) as caught:
        load(text)
    lines = str(caught.value).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "shop.yaml: more problems than these 50 (mend them first)"


def test_a_service_gives_its_category_and_provider_but_an_entry_may_have_its_own() -> None:
    services = "{counter: {category: statistics, provider: Count Ltd}}"
    policy = with_cookies(
        "name: a, service: counter",
        "name: b, service: counter, category: necessary, provider: We",
        services=services,
    )
    assert [(one.category, one.provider) for one in policy.cookies] == [
        ("statistics", "Count Ltd"),
        ("necessary", "We"),
    ]


def test_json_is_a_policy_too() -> None:
    text = (
        '{"name": "shop", "hosts": ["shop.example"], "consent": {"cookie": "c", "format": "json"},'
        ' "categories": {"n": {"consent": "exempt", "measurement": true}},'
        ' "cookies": [{"name": "a", "category": "n", "required": false}]}'
    )
    assert load(text).categories[0].measurement is True


# Several consent cookies, and what categories and services need of them

TCF = """\
name: shop
hosts: shop.example
consent:
  - {cookie: choice, format: json, path: /}
  - {cookie: euconsent-v2, format: tcf, path: /, domain: shop.example}
categories:
  necessary: {consent: exempt}
  statistics: {consent: required, names: [C0002, audience], needs: [purpose 1, purpose 8]}
  advertising: {consent: required, needs: [purpose 1, purpose 3]}
services:
  criteo: {category: advertising, needs: [vendor 91]}
  stats: {category: statistics}
cookies: []
"""
ONLY_TCF = TCF.replace("  - {cookie: choice, format: json, path: /}\n", "")


def test_more_than_one_consent_cookie_may_be_declared() -> None:
    policy = load(TCF)
    assert [(one.cookie, one.formats, one.line) for one in policy.consents] == [
        ("choice", ("json",), 4),
        ("euconsent-v2", ("tcf",), 5),
    ]
    assert policy.consent is policy.consents[0]
    assert policy.consent_in("euconsent-v2") is policy.consents[1]
    assert policy.consent_in("other") is None
    assert load(SHOP).also == ()


def test_a_service_needs_what_its_category_needs_and_what_it_names_itself() -> None:
    policy = load(TCF)
    assert {one.id: one.signals for one in policy.requirements} == {
        "statistics": ("purpose1", "purpose8"),
        "advertising": ("purpose1", "purpose3"),
        "criteo": ("purpose1", "purpose3", "vendor91"),
    }
    assert {"vendor 91", "purpose 8", "C0002", "criteo"} <= policy.signals


def test_a_category_may_have_other_names_as_a_service_may() -> None:
    policy = load(TCF)
    assert policy.named("c0002") == policy.named("Audience") == "statistics"


def test_a_pattern_names_the_cookies_of_a_format_that_reads_several() -> None:
    policy = load(SHOP.replace("cookie: choice", "cookie: cmplz_*").replace("json", "complianz"))
    assert policy.consent.several
    assert policy.consent_in("cmplz_marketing") is policy.consent
    assert policy.consent_in("cmplz") is None


@pytest.mark.parametrize(
    ("was", "becomes", "place", "text", "mend"),
    [
        (
            "purpose 8",
            "purpose 80",
            (7, 80),
            "no consent cookie can say `purpose 80`",
            "tcf says `purpose 1`",
        ),
        ("vendor 91", "vendr 91", (10, 43), "no consent cookie can say `vendr 91`", "`vendor 755`"),
        ("purpose 3", "Statistics", (8, 55), "is a category or service of this policy", "name it otherwise"),
        ("purpose 3", "audience", (8, 55), "is a category or service of this policy", "name it otherwise"),
        ("consent: exempt", "consent: exempt, needs: purpose 1", (6, 39), "needs nothing", "remove `needs`"),
        ("names: [C0002", "names: [criteo", (10, 3), "could mean two things", "rename one"),
        ("format: tcf", "format: [tcf, complianz]", (4, 14), "reads several cookies", "`cmplz_*`"),
        ("cookie: euconsent-v2", 'cookie: "eu*"', (4, 14), "is a pattern", "write its whole name"),
    ],
)
def test_what_can_never_be_granted_is_refused_where_it_stands(
    was: str, becomes: str, place: tuple[int, int], text: str, mend: str
) -> None:
    problem = only(ONLY_TCF.replace(was, becomes, 1))
    assert (problem.line, problem.column) == place
    assert text in problem.text
    assert mend in problem.mend


@pytest.mark.parametrize(
    ("consent", "text"),
    [
        ("[]", "`consent` is an empty list"),
        ("[choice]", "must be a mapping of keys"),
        ("[{cookie: a, format: json}, {cookie: a, format: words}]", "`a` is declared twice"),
        ("[{cookie: a}]", "needs `format`"),
        ("{cookie: cmplz_*x, format: complianz}", "the `*` must stand at the end"),
        ("{cookie: cmplz_*, format: [complianz, json]}", "holds one choice in several cookies"),
        (
            f"[{', '.join(f'{{cookie: c{number}, format: json}}' for number in range(9))}]",
            "more than 8 consent cookies",
        ),
    ],
)
def test_consent_cookies_that_cannot_be_are_told(consent: str, text: str) -> None:
    before, _, after = SHOP.partition("consent:\n  cookie: choice\n  format: json\n")
    assert text in only(f"{before}consent: {consent}\n{after}").text


def test_a_name_that_an_open_format_may_say_is_let_pass() -> None:
    assert load(TCF.replace("vendor 91", "whatever it says")).services[0].needs == ("whatever it says",)
