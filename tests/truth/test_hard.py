"""The hard tours, whole and without their beginning: nothing that the engine calls certain is wrong."""

import asyncio
import os
from functools import cache
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from temoin.playback import replay
from temoin.portal import HOSTS
from temoin.report import Report
from temoin.settings import Settings
from truth import fox_record, record
from truth.browser import chromium_path
from truth.document import Truth, read_truth
from truth.exact import contradictions
from truth.firefox import firefox_path
from truth.lab_tours import LAB_TOURS
from truth.score import Score, score, score_session
from truth.scoreboard import CUTS, cut_session, stored

HARD = stored("hard")
EVERYTHING = {**stored("plain"), **HARD}
LIVE = [("chromium", "lab-two-sites-named"), ("chromium", "lab-queued"), ("firefox", "lab-plain")]

UNSEEN = {"lab-there-and-back"}
"""Tours on which a choice is made and unmade between two requests to the site, which no wire shows: only what the
choice was at those moments may be wrong there."""

KEEP = Settings(exchanges=True)

each_hard = pytest.mark.parametrize("name", HARD)


def tour_of(name: str) -> str:
    return name.partition(" ")[2]


@cache
def of(name: str) -> Score:
    return score(HARD[name])


@cache
def truth_of(name: str) -> Truth:
    return read_truth(HARD[name].parent / f"{tour_of(name)}.truth.json")


def nothing_wrong(found: Score) -> None:
    for count in (found.page, found.site, found.party, found.verdict):
        assert count.wrong == []


def nothing_wrong_in(name: str, share: float) -> None:
    session, truth = cut_session(EVERYTHING[name], share)
    found = score_session(session, truth)
    if tour_of(name) in UNSEEN:
        assert found.page.wrong == found.site.wrong == found.party.wrong == []
        return
    assert contradictions(session, truth) == []
    nothing_wrong(found)


def test_both_browsers_drove_every_hard_tour() -> None:
    assert set(HARD) == {
        f"{browser} {tour.name}" for browser in ("chromium", "firefox") for tour in LAB_TOURS
    }


@each_hard
def test_the_browsers_accounts_agree(name: str) -> None:
    truth = truth_of(name)
    assert truth.unmatched == ()
    assert [one.url for one in truth.requests if one.top_site and one.first_party != one.top_site] == []
    assert [one.url for one in truth.requests if not one.first_party] == []
    assert len(truth.choice_moments) == len(truth.clicks)


@each_hard
def test_every_request_to_the_lab_is_told_of(name: str) -> None:
    truth = truth_of(name)
    assert [one.url for one in truth.background if urlsplit(one.url).hostname in HOSTS] == []
    assert all(one.asked for one in truth.requests)


@each_hard
def test_a_stored_tour_is_small(name: str) -> None:
    stem = HARD[name].parent / tour_of(name)
    assert stem.with_suffix(".flow.gz").stat().st_size < 100_000
    assert stem.with_suffix(".truth.json").stat().st_size < 200_000


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_certain_fact_is_wrong(name: str) -> None:
    nothing_wrong_in(name, 0.0)


@pytest.mark.parametrize("share", CUTS)
@pytest.mark.parametrize("name", EVERYTHING)
def test_no_certain_fact_is_wrong_without_the_beginning(name: str, share: float) -> None:
    nothing_wrong_in(name, share)


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
    live: list[Report] = []
    drive = record.record if browser == "chromium" else fox_record.record
    asyncio.run(drive(tour, path, tmp_path, live=live))
    [recording] = tmp_path.glob("*.flow*")
    nothing_wrong(score(recording))
    assert unlike(live, recording) == []


def unlike(live: list[Report], recording: Path) -> list[str]:
    """Where a watch held something else than the replay of its own recording holds, exchange by exchange."""
    [watched], [replayed] = (
        report.sessions for report in (*live, replay([str(recording)], ["portal"], settings=KEEP))
    )
    found = [
        f"{name}: {getattr(watched, name)} live, {getattr(replayed, name)} replayed"
        for name in watched.__struct_fields__
        if name not in ("source", "recorded", "exchanges")
        and getattr(watched, name) != getattr(replayed, name)
    ]
    pairs = zip_longest(watched.exchanges or (), replayed.exchanges or ())
    return found + [f"{one} live, {other} replayed" for one, other in pairs if one != other]
