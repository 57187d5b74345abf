"""What the engine calls certain, held against the browser's own account: never wrong, and rarely silent."""

from functools import cache
from pathlib import Path

import pytest

from truth.score import Score, score

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.flow"))

each_name = pytest.mark.parametrize("name", NAMES)


@cache
def of(name: str) -> Score:
    return score(RECORDINGS / f"{name}.flow")


@each_name
def test_no_certain_fact_is_wrong(name: str) -> None:
    found = of(name)
    for count in (found.page, found.site, found.party, found.interval, found.verdict):
        assert count.wrong == []


@each_name
def test_nobody_is_accused_of_what_is_not_so(name: str) -> None:
    assert of(name).extra == frozenset()


@each_name
def test_what_a_person_who_knows_the_portal_expects_is_found(name: str) -> None:
    assert of(name).missing == frozenset()


@each_name
def test_site_and_party_are_found_for_every_exchange(name: str) -> None:
    assert (of(name).site.open, of(name).party.open) == (0, 0)


def test_each_choice_made_lies_in_the_interval_that_is_told() -> None:
    intervals = [of(name).interval for name in NAMES]
    assert sum(count.right for count in intervals) >= 15
    assert [count for count in intervals if count.open or count.wrong] == []


def test_what_is_early_is_found_nearly_always() -> None:
    found, true = (sum(of(name).early_found for name in NAMES), sum(of(name).early_true for name in NAMES))
    assert true > 100
    assert found / true >= 0.95
