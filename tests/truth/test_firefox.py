"""Firefox: its stored recordings against its own account, and one tour driven live."""

import asyncio
import gzip
import os
from functools import cache
from pathlib import Path

import pytest

from temoin.portal import PORTAL, Leak, Variant
from truth.document import Truth, read_truth
from truth.firefox import firefox_path
from truth.fox_record import FOLDER, record
from truth.matching import RecordedRequest, read_recording
from truth.score import score
from truth.test_live import accept_and_go_on
from truth.tours import TOURS, Tour

NAMES = [tour.name for tour in TOURS]
GET_ONE = "apt-get install firefox-esr, or name one in TEMOIN_FIREFOX"

each_name = pytest.mark.parametrize("name", NAMES)


@cache
def truth_of(name: str) -> Truth:
    return read_truth(FOLDER / f"{name}.truth.json")


def recorded(name: str, folder: Path) -> tuple[RecordedRequest, ...]:
    unpacked = folder / f"{name}.flow"
    unpacked.write_bytes(gzip.decompress((FOLDER / f"{name}.flow.gz").read_bytes()))
    return read_recording(unpacked)


def names_in(header: str) -> list[str]:
    return sorted(crumb.strip().partition("=")[0] for crumb in header.split(";") if crumb.strip())


@each_name
def test_everything_that_the_browser_sent_is_in_the_recording(name: str) -> None:
    truth = truth_of(name)
    assert truth.unmatched == ()
    assert all(one.page_request is not None for one in truth.requests)


@each_name
def test_the_cookies_on_the_wire_are_those_that_the_browser_held(name: str, tmp_path: Path) -> None:
    wire = {one.number: names_in(one.cookie) for one in recorded(name, tmp_path)}
    for request in truth_of(name).requests:
        assert set(wire[request.flow]) <= {one.name for one in request.cookies_sent}, request.url


@each_name
def test_each_click_that_chose_is_followed_by_its_change(name: str) -> None:
    truth = truth_of(name)
    for click, moment in zip(truth.clicks, truth.choice_moments, strict=True):
        assert click.before <= moment.after < moment.by < click.before + 1.0


@each_name
def test_a_recording_is_small(name: str) -> None:
    assert (FOLDER / f"{name}.flow.gz").stat().st_size < 100_000


@pytest.mark.browser
def test_a_tour_driven_live_is_judged_truly(tmp_path: Path) -> None:
    browser = firefox_path()
    if browser is None or not browser.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Firefox found: {GET_ONE}")
        pytest.skip(f"no Firefox found: {GET_ONE}")
    tour = Tour(
        "live",
        "Accepts everything, on a portal that did not wait.",
        accept_and_go_on,
        Variant(frozenset({Leak.EARLY})),
    )
    truth = asyncio.run(record(tour, browser, tmp_path))
    found = score(tmp_path / "live.flow.gz")
    assert truth.unmatched == ()
    assert {one.first_party for one in truth.requests} == {"https://reseda.fr"}
    assert truth.requests[-1].page == f"https://{PORTAL}/"
    for count in (found.page, found.site, found.party, found.interval, found.verdict):
        assert count.wrong == []
