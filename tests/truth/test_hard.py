"""The hard tours, whole and without their beginning: nothing that the engine calls certain is wrong."""

import asyncio
import os
from functools import cache
from pathlib import Path

import pytest

from truth import fox_record, record
from truth.browser import chromium_path
from truth.firefox import firefox_path
from truth.lab_tours import LAB_TOURS
from truth.score import Score, score, score_session
from truth.scoreboard import CUTS, cut_session, stored

HARD = stored("hard")
EVERYTHING = {**stored("plain"), **HARD}
LIVE = [("chromium", "lab-two-sites-named"), ("chromium", "lab-queued"), ("firefox", "lab-plain")]

each_hard = pytest.mark.parametrize("name", HARD)


@cache
def of(name: str) -> Score:
    return score(HARD[name])


def nothing_wrong(found: Score) -> None:
    for count in (found.page, found.site, found.party, found.verdict):
        assert count.wrong == []


def test_both_browsers_drove_every_hard_tour() -> None:
    assert set(HARD) == {
        f"{browser} {tour.name}" for browser in ("chromium", "firefox") for tour in LAB_TOURS
    }


@each_hard
def test_no_certain_fact_is_wrong(name: str) -> None:
    nothing_wrong(of(name))
    assert of(name).interval.wrong == []


@pytest.mark.parametrize("share", CUTS)
@pytest.mark.parametrize("name", EVERYTHING)
def test_no_certain_fact_is_wrong_without_the_beginning(name: str, share: float) -> None:
    nothing_wrong(score_session(*cut_session(EVERYTHING[name], share)))


def test_what_is_early_is_found_on_the_hard_set() -> None:
    found, true = sum(of(name).early_found for name in HARD), sum(of(name).early_true for name in HARD)
    assert true > 300
    assert found / true >= 0.6


@pytest.mark.browser
@pytest.mark.parametrize(("browser", "name"), LIVE)
def test_a_hard_tour_driven_live_is_judged_truly(browser: str, name: str, tmp_path: Path) -> None:
    path = chromium_path() if browser == "chromium" else firefox_path()
    if path is None or not path.exists():
        get = f"no {browser} found: apt-get install {'chromium' if browser == 'chromium' else 'firefox-esr'}"
        if os.environ.get("CI") == "true":
            pytest.fail(get)
        pytest.skip(get)
    tour = next(one for one in LAB_TOURS if one.name == name)
    drive = record.record if browser == "chromium" else fox_record.record
    asyncio.run(drive(tour, path, tmp_path))
    [recording] = tmp_path.glob("*.flow*")
    nothing_wrong(score(recording))
