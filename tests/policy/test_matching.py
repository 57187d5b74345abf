"""Which entry declares a cookie."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.samples import with_cookies
from temoin.policy import Declaration, Policy, category_of, find, namesake, need_of, where
from temoin.policy.patterns import matches
from temoin.vocabulary import Need, Party

FIRST, THIRD = Party.FIRST, Party.THIRD


def named(entry: Declaration | None) -> str | None:
    return entry.name if entry else None


def test_an_entry_without_domain_is_for_first_party_cookies_alone() -> None:
    policy = with_cookies("name: sessionid, category: necessary")
    assert named(find(policy, "sessionid", "shop.example", FIRST)) == "sessionid"
    assert find(policy, "sessionid", "ads.example", THIRD) is None
    assert find(policy, "sessionid", "shop.example", Party.UNKNOWN) is None


def test_an_entry_with_domain_is_for_that_domain_and_below_whatever_the_party() -> None:
    policy = with_cookies("name: uid, category: statistics, domain: ads.example, party: third")
    for party in Party:
        assert named(find(policy, "uid", "ads.example", party)) == "uid"
        assert named(find(policy, "uid", "pixel.ads.example", party)) == "uid"
        assert find(policy, "uid", "badads.example", party) is None
        assert find(policy, "uid", "example", party) is None


def test_names_are_case_sensitive() -> None:
    policy = with_cookies("name: sessionid, category: necessary")
    assert find(policy, "SessionID", "shop.example", FIRST) is None


def test_the_most_specific_entry_wins_by_domain_then_exactness_then_length() -> None:
    entries = [
        "name: '*', category: statistics",
        "name: _ga*, category: statistics",
        "name: _ga_*, category: statistics",
        "name: _ga_X, category: necessary",
        "name: _g*, category: statistics, domain: shop.example",
        "name: _*, category: statistics, domain: a.shop.example",
    ]
    for order in (entries, entries[::-1]):
        policy = with_cookies(*order)
        assert named(find(policy, "_ga_X", "other.example", FIRST)) == "_ga_X"
        assert named(find(policy, "_ga_Y", "other.example", FIRST)) == "_ga_*"
        assert named(find(policy, "_gat", "other.example", FIRST)) == "_ga*"
        assert named(find(policy, "x", "other.example", FIRST)) == "*"
        assert named(find(policy, "_ga_X", "shop.example", FIRST)) == "_g*"
        assert named(find(policy, "_ga_X", "a.shop.example", FIRST)) == "_*"


def test_of_two_equal_patterns_the_earlier_line_wins() -> None:
    policy = with_cookies("name: a*, category: statistics", "name: '*a', category: necessary")
    assert named(find(policy, "aa", "shop.example", FIRST)) == "a*"


def test_the_namesake_of_a_third_party_cookie_is_the_first_partys_entry() -> None:
    policy = with_cookies(
        "name: sessionid, category: necessary",
        "name: uid, category: statistics, domain: ads.example, party: third",
    )
    found = namesake(policy, "sessionid", "ads.example")
    assert found is not None
    assert found.party is FIRST
    assert namesake(policy, "uid", "shop.example") is None
    assert namesake(policy, "unknown", "ads.example") is None


def test_a_declaration_leads_to_its_category_and_line() -> None:
    policy = with_cookies("name: a, category: statistics")
    entry = policy.cookies[0]
    assert category_of(policy, entry).id == "statistics"
    assert need_of(policy, entry) is Need.REQUIRED
    assert where(policy, entry.line) == "line 11 of shop.yaml"


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("_ga", "_ga", True),
        ("_ga", "_ga_", False),
        ("_ga_*", "_ga_", True),
        ("_ga_*", "_ga", False),
        ("*", "", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("a*b*c", "abc", True),
        ("a*b*c", "acb", False),
        ("a**c", "ac", True),
        ("*ab*ab*", "abab", True),
        ("*ab*ab*", "abb", False),
        ("_pk_id.*", "_pk_id.1.a3f4", True),
        ("a.c", "abc", False),
    ],
)
def test_a_star_stands_for_any_run_of_characters(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name) is fits


@given(st.text(alphabet="ab*", max_size=8), st.text(alphabet="ab", max_size=10))
def test_patterns_match_as_a_regular_expression_would(pattern: str, name: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert matches(pattern, name) is bool(re.fullmatch(expression, name))


def test_a_hostile_name_is_matched_in_linear_time() -> None:
    began = time.process_time()
    assert not matches("*a" * 200 + "*b", "a" * 1_000_000)
    assert time.process_time() - began < 1


def _scan(policy: Policy, name: str, domain: str, party: Party) -> Declaration | None:
    """The design's words, entry by entry."""
    fitting = [
        one
        for one in policy.cookies
        if matches(one.name, name)
        and (party is FIRST if one.domain is None else f".{domain}".endswith(f".{one.domain}"))
    ]
    fitting.sort(
        key=lambda one: (-len(one.domain or ""), "*" in one.name, -len(one.name.replace("*", "")), one.line)
    )
    return fitting[0] if fitting else None


ENTRIES = st.lists(
    st.tuples(
        st.text(alphabet="ab*", min_size=1, max_size=4), st.sampled_from(["", "x.example", "a.x.example"])
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(
    ENTRIES,
    st.text(alphabet="ab", max_size=4),
    st.sampled_from(["x.example", "a.x.example", "y"]),
    st.sampled_from(Party),
)
def test_the_entry_found_is_the_one_the_design_names(
    entries: list[tuple[str, str]], name: str, domain: str, party: Party
) -> None:
    policy = with_cookies(
        *(f"name: '{one}', category: necessary" + (f", domain: {of}" if of else "") for one, of in entries)
    )
    assert find(policy, name, domain, party) == _scan(policy, name, domain, party)
