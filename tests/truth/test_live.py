"""A quick tour driven for real: the system's Chromium, through mitmproxy, to the stand-in portal."""

import asyncio
import os
from pathlib import Path

import pytest

from temoin.portal import PORTAL, ChoiceBy, Leak, Variant
from truth.browser import chromium_path
from truth.document import read_truth
from truth.record import record, wrong_with
from truth.tours import Tour
from truth.visitor import Visitor

GET_ONE = "apt-get install chromium, or name one in TEMOIN_CHROMIUM"
CHOICE = {"matomo": True, "google-analytics": True, "xiti": True, "adnet": True, "tube": True}


@pytest.fixture
def browser() -> Path:
    found = chromium_path()
    if found is not None and found.exists():
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"no Chromium found: {GET_ONE}")
    pytest.skip(f"no Chromium found: {GET_ONE}")


async def accept_and_go_on(visitor: Visitor) -> None:
    await visitor.open(f"https://{PORTAL}/explore/dataset/arbres-remarquables/")
    await visitor.choose("#accept-all", CHOICE)
    await visitor.settle()
    await visitor.follow("nav a[href='/']")


@pytest.mark.browser
def test_a_tour_driven_live_gives_three_accounts_that_agree(browser: Path, tmp_path: Path) -> None:
    tour = Tour(
        "live",
        "Accepts everything, on a portal that did not wait.",
        accept_and_go_on,
        Variant(frozenset({Leak.EARLY}), ChoiceBy.RESPONSE),
    )

    truth = asyncio.run(record(tour, browser, tmp_path))

    assert wrong_with(truth) == []
    assert read_truth(tmp_path / "live.truth.json") == truth
    early = [
        one.flow for one in truth.requests if one.url.startswith("https://pixel.adnet.example/p.gif?e=view")
    ]
    [moment] = truth.choice_moments
    assert moment.request is not None
    assert early[0] < moment.request
    assert moment.granted == tuple(sorted(CHOICE))
    nested = [one for one in truth.requests if one.url == "https://ads.adnet.example/frame"]
    assert {one.page_request for one in nested} == {truth.requests[0].flow}
    assert truth.requests[-1].page == f"https://{PORTAL}/"
