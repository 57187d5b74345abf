"""Several consent cookies taken as one choice: what each is known to say, and what follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.choices.joint import joined, together
from temoin.choices.sightings import Era, Known, Placed
from temoin.consent import Choice, canonical
from temoin.policy import Policy, load_bytes
from temoin.vocabulary import ChoiceState

POLICY = """\
name: shop
hosts: shop.example
consent:
  - {cookie: choice, format: json, path: /}
  - {cookie: partners, format: [query, words], path: /}
categories:
  necessary: {consent: exempt}
  statistics: {consent: required}
  advertising: {consent: required, needs: [analytics, C0004]}
services:
  stats: {category: statistics}
  ads: {category: advertising}
cookies: []
"""
SHOP = load_bytes(POLICY.encode(), file="shop.yaml")

UNSET = Known(ChoiceState.UNSET)
BROKEN = Known(ChoiceState.UNREADABLE, note="it is no JSON")


def known(choice: Choice, policy: Policy = SHOP) -> Known:
    told = canonical(
        choice, policy.named, exempt=policy.exempt, asked=policy.asked, requirements=policy.requirements
    )
    return Known(told.state, told)


def says(*granted: str, refused: tuple[str, ...] = (), rest: bool | None = None) -> Known:
    return known(Choice.of(granted, refused, rest=rest))


def permits(found: Known, service: str, category: str) -> bool | None:
    assert found.choice is not None
    return found.choice.permits(service, category)


def test_a_cookie_that_is_missing_says_nothing_where_the_other_speaks() -> None:
    spoken = says("stats")
    assert together(SHOP, [UNSET, spoken]) == spoken
    assert together(SHOP, [spoken, UNSET]) == spoken
    assert together(SHOP, [UNSET, BROKEN]) == BROKEN


def test_where_none_speaks_there_is_no_choice() -> None:
    assert together(SHOP, [UNSET, UNSET]) == UNSET
    undecided = Known(ChoiceState.UNSET, note="it says that every service waits for an answer")
    assert together(SHOP, [UNSET, undecided]) == undecided


def test_a_refusal_by_one_beats_a_grant_by_the_other() -> None:
    for pair in (
        [says("stats", "ads"), says(refused=("ads",))],
        [says(refused=("ads",)), says("stats", "ads")],
    ):
        found = together(SHOP, pair)
        assert permits(found, "ads", "advertising") is False
        assert permits(found, "stats", "statistics") is True
        assert found.state is ChoiceState.PARTIAL


def test_a_grant_of_the_category_by_one_does_not_outdo_the_others_refusal_of_the_service() -> None:
    found = together(SHOP, [says("statistics"), says(refused=("stats",))])
    assert permits(found, "stats", "statistics") is False
    assert permits(found, "other", "statistics") is True


def test_all_by_one_and_none_by_the_other_is_none() -> None:
    found = together(SHOP, [says(rest=True), says(rest=False)])
    assert found.state is ChoiceState.NONE
    assert permits(found, "stats", "statistics") is False


def test_what_one_does_not_name_is_left_to_the_other() -> None:
    found = together(SHOP, [says("stats"), says(refused=("ads",))])
    assert permits(found, "stats", "statistics") is True
    assert permits(found, "ads", "advertising") is False


def test_what_needs_two_signals_may_get_them_from_two_cookies() -> None:
    half, other = says("analytics"), says("C0004")
    assert permits(half, "ads", "advertising") is None
    assert permits(together(SHOP, [half, other]), "ads", "advertising") is True
    refused = together(SHOP, [half, says(refused=("C0004",))])
    assert permits(refused, "ads", "advertising") is False


def test_where_one_cannot_be_read_only_the_others_refusals_are_known() -> None:
    found = together(SHOP, [says("stats", refused=("ads",)), BROKEN])
    assert found.state is ChoiceState.UNREADABLE
    assert found.note == "partners: it is no JSON"
    assert found.choice is not None
    assert found.choice.granted == ()
    assert "ads" in found.choice.refused
    assert together(SHOP, [says("stats"), BROKEN]).choice is None


def test_where_one_is_not_known_none_of_it_is() -> None:
    era = Era(says("stats"), None, 1.0, False, (), (1,))
    placed = joined(
        SHOP, [Placed(era.known, era, None, None), Placed(None, None, None, None, "choice-interval")]
    )
    assert placed.known is None
    assert placed.cause == "choice-interval"
    assert [part.cookie for part in placed.parts] == ["choice", "partners"]


def test_what_either_withdrew_is_withdrawn() -> None:
    one = Era(says(refused=("stats",)), 1.0, 2.0, True, ("stats",), (2,))
    other = Era(says("ads", refused=("statistics",)), 1.0, 2.0, True, ("statistics",), (2,))
    placed = joined(SHOP, [Placed(era.known, era, None, None) for era in (one, other)])
    assert placed.era is not None
    assert placed.era.withdrawn == ("statistics", "stats")


def test_one_consent_cookie_is_placed_as_it_is() -> None:
    single = load_bytes(
        POLICY.replace("  - {cookie: partners, format: [query, words], path: /}\n", "").encode(), file="x"
    )
    placed = Placed(UNSET, None, None, None)
    assert joined(single, [placed]) is placed


NAMES = st.sampled_from(
    ["stats", "ads", "statistics", "advertising", "necessary", "analytics", "C0004", "else"]
)
CHOICES = st.builds(
    lambda granted, refused, rest: known(Choice.of(granted, refused, rest=rest)),
    st.frozensets(NAMES), st.frozensets(NAMES), st.sampled_from([True, False, None]),
)  # fmt: skip
ASKED = [("stats", "statistics"), ("ads", "advertising"), (None, "statistics"), (None, "advertising")]


@given(CHOICES, CHOICES)
def test_of_each_thing_a_refusal_beats_a_grant_and_a_grant_silence(one: Known, other: Known) -> None:
    found = together(SHOP, [one, other])
    assert found.choice is not None
    for service, category in ASKED:
        answers = [known.choice.permits(service, category) for known in (one, other) if known.choice]
        expected = False if False in answers else True if True in answers else None
        said = found.choice.permits(service, category)
        if category == "advertising" and expected is None:
            assert said in {None, True}  # half of what it needs by each
        else:
            assert said is expected


@given(CHOICES, CHOICES)
def test_the_order_of_the_cookies_does_not_matter(one: Known, other: Known) -> None:
    assert together(SHOP, [one, other]) == together(SHOP, [other, one])


@given(CHOICES)
def test_a_cookie_that_repeats_the_other_changes_nothing(one: Known) -> None:
    found = together(SHOP, [one, one])
    assert found.choice is not None
    assert one.choice is not None
    assert (found.choice.granted, found.choice.refused, found.choice.rest) == (
        one.choice.granted,
        one.choice.refused,
        one.choice.rest,
    )


@pytest.mark.parametrize("state", [ChoiceState.UNSET, ChoiceState.UNREADABLE])
def test_nothing_is_granted_by_a_cookie_that_grants_nothing(state: ChoiceState) -> None:
    assert together(SHOP, [Known(state), Known(state)]).choice is None
