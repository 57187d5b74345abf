"""What a policy allows, and what is to be confirmed in it: as it is read."""

import calendar

import pytest

from policy.samples import SHOP, load, with_cookies
from temoin.policy import UNKNOWN, Allowance, BrokenPolicy
from temoin.vocabulary import Need


def allowing(*entries: str) -> str:
    return SHOP + "allow:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def problem(text: str) -> str:
    with pytest.raises(BrokenPolicy) as caught:
        load(text)
    (found,) = caught.value.problems
    return found.text


def test_an_allowance_says_rule_cookie_reason_and_perhaps_domain_and_end() -> None:
    policy = load(
        allowing(
            "rule: t202, cookie: _ga, reason: agreed, until: 2027-01-31",
            "rule: [too-early, T104], cookie: 'x*', domain: ads.example, reason: agreed too",
        )
    )
    assert policy.allow == (
        Allowance("T202", "_ga", "agreed", None, "2027-01-31", 13, 0),
        Allowance("too-early", "x*", "agreed too", "ads.example", "", 14, 1),
        Allowance("T104", "x*", "agreed too", "ads.example", "", 14, 1),
    )


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("rule: T202, cookie: _ga", "an allowance needs `reason`"),
        ("rule: T202, reason: x", "an allowance needs `cookie`"),
        ("cookie: _ga, reason: x", "an allowance needs `rule`"),
        ("rule: T20, cookie: _ga, reason: x", "`rule`: `T20` is no rule"),
        ("rule: T202, cookie: _ga, reason: x, until: 31/01/2027", "`until`: `31/01/2027` is no date"),
        ("rule: T202, cookie: _ga, reason: x, until: 2027-02-30", "`until`: `2027-02-30` is no date"),
        ("rule: T202, cookie: _ga, reason: ' '", "`reason` is empty"),
    ],
)
def test_what_an_allowance_lacks_is_told(entry: str, says: str) -> None:
    assert problem(allowing(entry)) == says


def test_an_allowance_covers_names_as_entries_do_and_a_domain_with_all_below() -> None:
    one = Allowance("T101", "_ga*", "x", domain="ads.example")
    assert one.covers("_ga_X", "pixel.ads.example")
    assert one.covers("_ga*", "ads.example")
    assert not one.covers("_gid", "ads.example")
    assert not one.covers("_ga_X", "badads.example")
    assert Allowance("T101", "*", "x").covers("", "any.example")


def test_its_last_day_counts_to_its_end_in_utc() -> None:
    one = Allowance("T101", "a", "x", until="2027-01-31")
    midnight = calendar.timegm((2027, 2, 1, 0, 0, 0))
    assert not one.ended(midnight - 0.001)
    assert one.ended(midnight)
    assert not Allowance("T101", "a", "x").ended(1e300)
    assert not Allowance("T101", "a", "x", until="9999-12-31").ended(midnight)


def test_unknown_is_a_category_that_none_declares_and_that_needs_consent() -> None:
    policy = with_cookies("name: a, category: unknown, suggested: statistics, suggested_by: its name")
    cookie = policy.cookies[0]
    assert cookie.to_confirm
    assert (cookie.suggested, cookie.suggested_by) == ("statistics", "its name")
    assert policy.category(UNKNOWN).consent is Need.REQUIRED


def test_no_choice_is_about_what_is_to_be_confirmed() -> None:
    assert (
        with_cookies("name: a, category: unknown").asked == with_cookies("name: a, category: necessary").asked
    )


def test_a_policy_without_such_entries_has_no_such_category() -> None:
    assert UNKNOWN not in {category.id for category in load(SHOP).categories}


def test_unknown_cannot_be_declared() -> None:
    assert problem(SHOP.replace("statistics", "unknown")) == "`unknown` is kept for what is to be confirmed"
