"""What a template holds and what it leaves alone: it knows a banner and some services, and no site."""

import pytest

from engine.sessions import judge, of
from temoin.policy import Policy, load_policy, template_policies
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.vocabulary import Outcome, Verdict

TEMPLATE = SHOP.replace("hosts: [shop.example]", 'hosts: "*"\ntemplate: true').replace(
    "domain: ads.example, party: third", "domain: ads.example, party: third, required: true"
)
PIXEL = "image https://ads.example/p.gif from https://shop.example/ sends id=7"


def judged(cookies: str, *, policy: str = TEMPLATE) -> Session:
    return judge(
        f"""
        0.0  document https://shop.example/ sends {cookies}
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends {cookies}
        """,
        policy=policy,
    )


def test_a_known_service_before_any_choice_is_too_early() -> None:
    session = judged("lang=fr")
    assert [one.verdict for one in of(session, "id")] == [Verdict.EARLY]
    assert session.outcome is Outcome.FLAGGED


def test_a_cookie_that_the_template_does_not_know_is_unproven_whatever_the_choice() -> None:
    for choice in ("lang=fr", "choice=all", "choice=none"):
        session = judged(f"{choice}; mystery=1")
        assert {one.verdict for one in of(session, "mystery")} == {Verdict.UNPROVEN}
        assert "the template does not know what it is for" in of(session, "mystery")[0].reasons[-1]
        assert not [one for one in session.findings if one.name == "mystery"]


def test_what_the_choice_does_not_name_is_unproven_for_the_site_may_call_it_otherwise() -> None:
    session = judged('choice={"Partner 7":true,"stats":false}')
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN]
    assert "by what name it decides on this" in of(session, "id")[0].reasons[-1]


def test_a_category_refused_beside_others_is_unproven_for_the_site_may_count_it_elsewhere() -> None:
    assert [one.verdict for one in of(judged('choice={"advertising":false,"stats":true}'), "id")] == [
        Verdict.UNPROVEN
    ]


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        ('{"ads":false,"stats":true}', Verdict.REFUSED),
        ('{"advertising":false,"statistics":false}', Verdict.REFUSED),
        ("none", Verdict.REFUSED),
        ('{"else":false}', Verdict.REFUSED),
        ('{"advertising":true,"stats":false}', Verdict.PERMITTED),
        ("all", Verdict.PERMITTED),
    ],
)
def test_a_refusal_by_name_or_of_everything_is_one(choice: str, verdict: Verdict) -> None:
    assert [one.verdict for one in of(judged(f"choice={choice}"), "id")] == [verdict]


def test_nothing_is_held_to_what_nobody_declared() -> None:
    session = judged("choice=all")
    assert not {one.rule for one in session.findings} & {"T104", "T201", "T202", "T301", "T302"}
    assert session.never_seen == ()
    assert {"T301", "T302"} <= {one.rule for one in judged("choice=all", policy=SHOP).findings}


def test_two_consent_cookies_of_a_template_do_not_disagree_for_what_they_share_is_a_guess() -> None:
    consent = TEMPLATE[TEMPLATE.index("consent:") : TEMPLATE.index("categories:")]
    two = "consent: [{cookie: choice, format: words, path: /}, {cookie: partners, format: query, path: /}]\n"
    cookies = "choice=all; partners=ads=0"
    session = judged(cookies, policy=TEMPLATE.replace(consent, two))
    assert "T106" not in {one.rule for one in session.findings}
    own = TEMPLATE.replace(consent, two).replace("template: true", "undeclared: flag")
    assert "T106" in {one.rule for one in judged(cookies, policy=own).findings}


def test_a_service_is_a_site_of_its_own_where_it_is_visited() -> None:
    session = judge("0.0  document https://ads.example/ sends id=7", policy=TEMPLATE)
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN]
    assert session.findings == ()


def test_where_all_that_crosses_is_unknown_nothing_is_proven() -> None:
    session = judge("0.0  document https://shop.example/ sends mystery=1", policy=TEMPLATE)
    assert session.outcome is Outcome.UNPROVEN


# Those that are shipped

LOADED = [load_policy(name) for name in template_policies()]
each = pytest.mark.parametrize("policy", LOADED, ids=lambda one: one.name)


@each
def test_a_shipped_template_covers_every_page_and_says_what_it_assumes(policy: Policy) -> None:
    assert policy.template
    assert policy.hosts == ("*",)
    assert "It is a template" in policy.consent.assumption


@each
def test_its_own_cookie_is_exempt(policy: Policy) -> None:
    for consent in policy.consents:
        [own] = [one for one in policy.cookies if one.name == consent.cookie]
        assert own.category in policy.exempt


def test_all_know_the_same_services() -> None:
    assert (
        len({tuple((one.id, one.title, one.provider) for one in policy.services) for policy in LOADED}) == 1
    )
    known = {
        tuple((one.name, one.domain, one.party, one.service) for one in policy.cookies if one.service)
        for policy in LOADED
    }
    assert len(known) == 1


VISITS = {
    "axeptio": (
        '{"$$completed":false}',
        '{"$$completed":true,"google_analytics":true,"facebook_pixel":true}',
        '{"$$completed":true,"google_analytics":false,"facebook_pixel":false}',
    ),
    "complianz": (
        "show; cmplz_policy_id=14",
        "dismissed; cmplz_marketing=allow; cmplz_statistics=allow",
        "dismissed; cmplz_marketing=deny; cmplz_statistics=deny",
    ),
    "cookiebot": (
        "-1",
        "{stamp:%27x%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true}",
        "{stamp:%27x%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:false%2Cmarketing:false}",
    ),
    "didomi": (
        "eyJ1c2VyX2lkIjoiMSJ9",
        "eyJ1c2VyX2lkIjoiMSIsInB1cnBvc2VzIjp7ImVuYWJsZWQiOlsiYWRzIiwiYW5hbHl0aWNzIl19fQ",
        "eyJ1c2VyX2lkIjoiMSIsInB1cnBvc2VzIjp7ImRpc2FibGVkIjpbImFkcyIsImFuYWx5dGljcyJdfX0",
    ),
    "klaro": ("", '{"ga4":true,"facebook-pixel":true}', '{"ga4":false,"facebook-pixel":false}'),
    "onetrust": (
        "groups=C0001:1,C0002:1,C0004:1",
        "groups=C0001:1,C0002:1,C0004:1; OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z",
        "groups=C0001:1,C0002:0,C0004:0; OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z",
    ),
    "tarteaucitron": ("!gtag=wait", "!gtag=true!facebookpixel=true", "!gtag=false!facebookpixel=false"),
    "tcf": (
        "",
        "CQeF0pAQeF0pAAHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8wGMgAAAAAA",
        "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA",
    ),
}  # fmt: skip
NAMES = {"complianz": "cmplz_banner-status", "onetrust": "OptanonConsent"}


def test_every_template_is_tried() -> None:
    assert set(VISITS) == set(template_policies())


@each
def test_a_visit_is_judged_at_once(policy: Policy) -> None:
    name = NAMES.get(policy.name, policy.consent.cookie)
    before, accepted, refused = (
        [
            one.verdict
            for crossing in ("_ga", "fr")
            for one in of(
                judge(
                    f"""
                    0.0  document https://shop.example/ sends lang=fr; _ga=1{f"; {name}={value}" if value else ""}
                    0.3  image https://www.facebook.com/tr from https://shop.example/ sends fr=7
                    4.0  document https://shop.example/next sends lang=fr{f"; {name}={value}" if value else ""}
                    """,
                    policy=policy,
                ),
                crossing,
            )
        ]
        for value in VISITS[policy.name]
    )
    assert before == [Verdict.EARLY, Verdict.EARLY]
    assert accepted == [Verdict.PERMITTED, Verdict.PERMITTED]
    assert refused == [Verdict.REFUSED, Verdict.REFUSED]
