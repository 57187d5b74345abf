"""Lifetimes as charters write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.charters.lifetimes import read_lifetime, unit_in
from temoin.policy.durations import duration


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("13 mois", "13 mois"),
        ("2 weeks by default", "2 weeks"),
        ("Token randomly reset. Up to 12 months", "12 months"),
        ("13 mois maximum", "13 mois"),
        ("Jusqu’à 13\u00a0mois", "13 mois"),
        ("6 months (180 days)", "6 months"),
        ("24h", "24 h"),
        ("90j", "90 j"),
        ("un an", "1 an"),
        ("A year", "1 year"),
        ("treize (13) mois", "13 mois"),
        ("13 (treize) mois", "13 mois"),
        ("moins d’un jour", "1 jour"),
        ("1,5 an", "18 mois"),
        ("1.5 h", "90 minutes"),
        ("2 années", "2 ans"),
        ("1 year, 1 month and 4 days", "1 year 1 month 4 days"),
        ("un an et un mois", "1 an 1 mois"),
        ("1 h 30 min", "1 h 30 min"),
        ("Persistent (2 Years)", "2 years"),
        ("2 years from set/update", "2 years"),
        ("Session", "session"),
        ("Jusqu'à la fermeture du navigateur", "session"),
        ("When you close your browser", "session"),
        ("Durée de la session", "session"),
        ("", ""),
        ("—", ""),
        ("N/A", ""),
    ],
)
def test_a_lifetime_is_read_as_the_charter_says_it(cell: str, text: str) -> None:
    read = read_lifetime(cell)
    assert (read.text, read.remark) == (text, "")


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("30 seconds to 1 year", "1 year", "several spans"),
        ("entre 1 et 2 ans", "2 ans", "several spans"),
        ("1-2 years", "2 years", "several spans"),
        ("397 days, 15 minutes", "397 days", "several spans"),
        ("13 months (25 months for the data)", "25 months", "several spans"),
        ("Session (30 min)", "30 min", "session as well"),
    ],
)
def test_of_several_spans_the_longest_counts_and_that_is_said(cell: str, text: str, said: str) -> None:
    read = read_lifetime(cell)
    assert read.text == text
    assert said in read.remark


@pytest.mark.parametrize(
    "cell",
    [
        "persistent",
        "Permanent",
        "A few seconds",
        "31/12/2029",
        "365",
        "2.5 months",
        "0 days",
        "9999999 years",
    ],
)
def test_what_says_no_lifetime_is_said_to(cell: str) -> None:
    read = read_lifetime(cell)
    assert read.text == ""
    assert read.remark


def test_a_head_may_give_numbers_their_unit() -> None:
    assert read_lifetime("395", unit_in("Durée de vie (en jours)")).text == "395 jours"
    assert read_lifetime("13", unit_in("Lifetime (months)")).text == "13 months"
    assert unit_in("Durée (voir plus bas)") == ""


@given(st.text(max_size=80))
def test_any_cell_is_a_lifetime_that_a_policy_can_hold_or_none(cell: str) -> None:
    text = read_lifetime(cell).text
    assert text in {"", "session"} or duration(text) is not None


@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.sampled_from(["jours", "mois", "ans", "days", "h", "min", "years"])),
        min_size=1, max_size=4,
    ),
    st.sampled_from([" ", ", ", " et ", " (", " / ", " à "]),
)  # fmt: skip
def test_no_span_of_a_cell_is_longer_than_what_is_read(spans: list[tuple[int, str]], between: str) -> None:
    written = [f"{number} {unit}" for number, unit in spans]
    read = duration(read_lifetime(between.join(written)).text)
    assert read is not None
    assert read >= max(duration(one) or 0 for one in written[:1])
