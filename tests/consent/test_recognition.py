"""Which banner wrote a consent cookie."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.consent import Example, Format, Unreadable, format_named, format_names
from temoin.consent.recognition import Recognised, recognise
from temoin.policy import template_policies

BANNERS = [one for one in map(format_named, format_names()) if one.traits.whose]
SAMPLES = [(one, example) for one in BANNERS for example in one.examples]


def crumbs(one: Format, value: str) -> list[tuple[str, str]]:
    if not one.traits.several:
        return [(one.traits.cookies[0], value)]
    parts = [part.strip().partition("=") for part in value.split(";")]
    return [(name, rest) for name, _, rest in parts if name.startswith(one.traits.cookies[0][:-1])]


@pytest.mark.parametrize(
    ("one", "example"), SAMPLES, ids=[f"{one.name}:{example.value[:30]}" for one, example in SAMPLES]
)
def test_a_banners_sample_is_recognised_if_it_can_be_read(one: Format, example: Example) -> None:
    carried = crumbs(one, example.value)
    found = recognise([("lang", "fr"), *carried, ("sid", "1")])
    readable = carried and not isinstance(example.means, Unreadable)
    assert [one.format for one in found] == ([one.name] if readable else [])


def test_what_is_recognised_says_whose_it_is() -> None:
    assert recognise([("didomi_token", "eyJ1c2VyX2lkIjoiMSJ9")]) == (
        Recognised("didomi", "Didomi", "didomi_token", template=True),
    )
    assert recognise([("cmplz_marketing", "deny"), ("cmplz_policy_id", "14")]) == (
        Recognised("complianz", "Complianz", "cmplz_*", template=True),
    )


def test_a_name_alone_is_no_banner() -> None:
    assert (
        recognise([("CookieConsent", "true"), ("klaro", "1"), ("gpp", "x"), ("didomi_token_", "eyJ9")]) == ()
    )


def test_several_banners_are_told_apart() -> None:
    found = recognise(
        [("euconsent-v2", "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA"), ("klaro", '{"a":true}')]
    )
    assert {one.format for one in found} == {"tcf", "klaro"}


def test_every_template_is_of_a_banner_and_says_so() -> None:
    assert {one.name for one in BANNERS if one.traits.template} == set(template_policies())


@given(st.lists(st.tuples(st.sampled_from(["klaro", "cmplz_a", "cmplz_b", "gpp", "x"]), st.text())))
@settings(deadline=None, max_examples=50)
def test_any_cookies_are_recognised_or_not(cookies: list[tuple[str, str]]) -> None:
    assert all(one.format in format_names() for one in recognise(cookies))
