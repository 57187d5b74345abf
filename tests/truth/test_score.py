"""What the engine calls certain, held against the browsers' own accounts: never wrong, and rarely silent."""

from functools import cache
from pathlib import Path

import pytest

from truth.score import Score, score

HERE = Path(__file__).resolve()
RECORDINGS = {
    **{f"chromium {path.stem}": path for path in sorted((HERE.parents[2] / "recordings").glob("*.flow"))},
    **{
        f"firefox {path.name.partition('.')[0]}": path
        for path in sorted((HERE.parents[2] / "recordings" / "firefox").glob("*.flow.gz"))
    },
}

each_name = pytest.mark.parametrize("name", RECORDINGS)


@cache
def of(name: str) -> Score:
    return score(RECORDINGS[name])


def test_both_browsers_drove_every_tour() -> None:
    tours = {name.partition(" ")[2] for name in RECORDINGS}
    assert len(RECORDINGS) == 2 * len(tours)
    assert len(tours) >= 20


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
    intervals = [of(name).interval for name in RECORDINGS]
    assert sum(count.right for count in intervals) >= 30
    assert [count for count in intervals if count.open or count.wrong] == []


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_what_is_early_is_found_nearly_always(browser: str) -> None:
    scores = [of(name) for name in RECORDINGS if name.startswith(browser)]
    found, true = sum(one.early_found for one in scores), sum(one.early_true for one in scores)
    assert true > 100
    assert found / true >= 0.94
