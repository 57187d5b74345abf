"""Profiles: the defaults they set, what a policy puts in their place, and what the engine makes of both."""

import pytest

from engine.sessions import judge
from policy.samples import SHOP, load
from temoin.policy import BrokenPolicy, Policy
from temoin.policy.regimes import regime, regime_names
from temoin.rules.examples import SHOP as ENGINE_SHOP
from temoin.vocabulary import Need

DAY = 86_400
MEASURED = SHOP.replace("  statistics:", "  audience: {measurement: true}\n  statistics:")


def only_problem(text: str) -> str:
    with pytest.raises(BrokenPolicy) as caught:
        load(text)
    (problem,) = caught.value.problems
    return problem.text


def with_profile(name: str, text: str = MEASURED, overrides: str = "") -> Policy:
    return load(f"{text}profile: {name}\n{overrides}")


def test_there_are_three_and_each_default_cites_its_text() -> None:
    assert regime_names() == ("eu", "fr", "uk")
    for name in regime_names():
        one = regime(name)
        assert one.title
        assert one.about
        for default in (one.choice_lifetime, one.measurement_lifetime, one.anonymous_statistics):
            assert len(default.source) > 20
        assert Need(one.anonymous_statistics.words)


def test_an_unknown_profile_is_told_with_its_mend() -> None:
    with pytest.raises(BrokenPolicy) as caught:
        with_profile("fra")
    assert caught.value.problem == "`profile`: `fra` is no profile"
    assert caught.value.mend == "did you mean `fr`?"


@pytest.mark.parametrize(("name", "need"), [("fr", Need.EXEMPT), ("uk", Need.EXEMPT), ("eu", Need.REQUIRED)])
def test_measurement_needs_what_the_profile_says_where_the_policy_says_nothing(name: str, need: Need) -> None:
    assert with_profile(name).category("audience").consent is need


def test_what_the_policy_says_goes_before_its_profile() -> None:
    policy = with_profile(
        "eu", MEASURED.replace("{measurement: true}", "{measurement: true, consent: exempt}")
    )
    assert policy.category("audience").consent is Need.EXEMPT


def test_without_a_profile_measurement_says_itself_whether_it_is_exempt() -> None:
    assert only_problem(MEASURED) == "a category needs `consent`"
    assert only_problem(with_consent_left_out()) == "a category needs `consent`"


def with_consent_left_out() -> str:
    return SHOP.replace("{consent: required}", "{title: Statistics}") + "profile: fr\n"


def test_exempt_measurement_is_kept_no_longer_than_the_profile_says() -> None:
    audience = with_profile("fr").category("audience")
    assert audience.max_lifetime == 397 * DAY
    assert "2020-092" in audience.max_lifetime_source
    assert with_profile("uk").category("audience").max_lifetime is None
    assert with_profile("eu").category("audience").max_lifetime is None


def test_a_limit_of_the_policys_own_is_not_the_profiles() -> None:
    text = MEASURED.replace("{measurement: true}", "{measurement: true, max_lifetime: 3 months}")
    audience = with_profile("fr", text).category("audience")
    assert (audience.max_lifetime, audience.max_lifetime_source) == (92 * DAY, "")


def test_the_choice_is_kept_for_what_the_profile_says_where_nothing_says_it() -> None:
    consent = with_profile("fr").consent
    assert consent.lifetime == 184 * DAY
    assert "six months" in consent.lifetime_source
    said = with_profile("fr", MEASURED.replace("format: json", "format: json\n  lifetime: 1 year")).consent
    assert (said.lifetime, said.lifetime_source) == (366 * DAY, "")
    declared = with_profile("fr", MEASURED + "  - {name: choice, category: necessary, lifetime: 1 year}\n")
    assert declared.consent.lifetime is None


def test_an_override_takes_the_defaults_place_and_keeps_its_reason() -> None:
    policy = with_profile(
        "fr",
        overrides="overrides:\n"
        "  choice_lifetime: {value: 12 months, reason: visitors come once a year}\n"
        "  measurement_lifetime: {value: 6 months, reason: we promised it}\n"
        "  anonymous_statistics: {value: required, reason: we ask all the same}\n",
    )
    assert policy.defaults is not None
    assert policy.defaults.choice.seconds == 366 * DAY
    assert policy.defaults.choice.source == "the policy's own: visitors come once a year"
    assert policy.defaults.choice.line > 0
    assert policy.category("audience").consent is Need.REQUIRED
    assert policy.defaults.measurement.seconds == 184 * DAY


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("overrides:\n  choice_lifetime: {value: 1 year, reason: x}\n", "overrides need a `profile`"),
        ("profile: fr\noverrides:\n  choice_lifetime: {value: 1 year}\n", "an override needs `reason`"),
        ("profile: fr\noverrides:\n  choice_lifetime: 1 year\n", "an override must be a mapping of keys"),
        ("profile: fr\noverrides:\n  choice: {value: 1 year, reason: x}\n", "unknown key `choice`"),
        (
            "profile: fr\noverrides:\n  anonymous_statistics: {value: maybe, reason: x}\n",
            "no need of consent",
        ),
    ],
)
def test_an_override_needs_a_profile_a_value_and_a_reason(text: str, says: str) -> None:
    assert says in only_problem(SHOP + text)


def test_a_choice_kept_longer_than_the_profile_says_is_held_with_its_text() -> None:
    silent = ENGINE_SHOP.replace("  lifetime: 6 months\n", "").replace(
        "purpose: the choice, lifetime: 6 months", "purpose: the choice"
    )
    traffic = """\
0.0  document https://shop.example/
     sets choice=none; Max-Age=31536000; Secure
4.0  document https://shop.example/next sends choice=none"""
    (finding,) = [
        one for one in judge(traffic, policy=silent + "profile: fr\n").findings if one.rule == "T202"
    ]
    assert finding.message.startswith(
        "set to be kept for 365 days, and no longer than 6 months by profile fr (CNIL"
    )
    assert "T202" not in {one.rule for one in judge(traffic, policy=silent + "profile: uk\n").findings}


def test_statistics_that_the_profile_exempts_cross_before_any_choice() -> None:
    policy = ENGINE_SHOP.replace("consent: exempt, measurement: true", "measurement: true")
    traffic = "0.0  document https://shop.example/ sends audience=1\n4.0  document https://shop.example/b"
    for profile, flagged in (("fr", set()), ("uk", set()), ("eu", {"T101"})):
        session = judge(traffic, policy=f"{policy}profile: {profile}\n")
        assert {one.rule for one in session.findings if one.level == "flagged"} == flagged
