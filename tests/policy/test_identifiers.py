"""Names that hold an identifier, as patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.policy.identifiers import pattern_of
from temoin.policy.patterns import includes, matches, overlaps


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("_ga_ABC123", "_ga_*"),
        ("_pk_id.1.abcd", "_pk_id.*"),
        ("_pk_ses.1.a3f4", "_pk_ses.*"),
        ("_gat_UA-12345-1", "_gat_*"),
        ("_hjSession_3214567", "_hjSession_*"),
        ("SSESSa1b2c3d4e5f60718293a4b5c6d7e8f90", "SSESS*"),
        ("AMCV_1234ABCD5678@AdobeOrg", "AMCV_*"),
        ("mp_0a1b2c3d4e5f_mixpanel", "mp_*_mixpanel"),
        ("basket_550e8400-e29b-41d4-a716-446655440000", "basket_*"),
        ("visit.1234.5678.end", "visit.*.end"),
    ],
)
def test_an_identifier_becomes_a_star(name: str, pattern: str) -> None:
    assert pattern_of(name) == pattern


@pytest.mark.parametrize(
    "name",
    [
        "_ga", "_gat", "sessionid", "csrftoken", "html5", "oauth2_state", "utf8", "PHPSESSID", "JSESSIONIDSSO",
        "VISITOR_INFO1_LIVE", "euconsent-v2", "ab_variant", "cart2024", "550e8400-e29b-41d4-a716-446655440000",
        "a1b2c3d4", "", "x*", "é" * 300,
    ],
)  # fmt: skip
def test_a_name_without_one_or_of_nothing_else_stays(name: str) -> None:
    assert pattern_of(name) == name


@given(st.text(max_size=60))
def test_a_name_fits_its_pattern(name: str) -> None:
    assert matches(pattern_of(name), name)


PATTERNS = st.text("ab*", max_size=6)
NAMES = st.text("ab", max_size=7)


@given(PATTERNS, PATTERNS, NAMES)
def test_what_a_wider_pattern_includes_it_matches(wider: str, pattern: str, name: str) -> None:
    if includes(wider, pattern) and matches(pattern, name):
        assert matches(wider, name)


@given(PATTERNS, PATTERNS, NAMES)
def test_two_patterns_that_one_name_fits_overlap(one: str, other: str, name: str) -> None:
    if matches(one, name) and matches(other, name):
        assert overlaps(one, other)


def test_patterns_that_cannot_meet_do_not_overlap() -> None:
    assert not overlaps("a*", "b*")
    assert not overlaps("*a", "*b")
    assert not overlaps("a", "b*")
    assert overlaps("a*", "*b")
