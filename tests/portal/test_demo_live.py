"""The demo in real browsers, as it stands: what the cards promise comes about."""

import asyncio
import os
from pathlib import Path

import pytest

import temoin
from portal.promised import broken
from portal.record_demo import PATHS, record
from portal.tour import ROUTES, Route, route_on
from portal.witnessed import witnessed
from temoin.portal.demo import DEMO_POLICY, Which

ALL_OF_CORRECT = route_on(Which.CORRECT)
ALL_OF_LEAKY = route_on(Which.LEAKY)
FIRST_TWO = ROUTES["guide"][:4]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("browser", "route", "outcome"),
    [
        pytest.param("chromium", ALL_OF_CORRECT, temoin.Outcome.CLEAR, id="chromium correct"),
        pytest.param("chromium", ALL_OF_LEAKY, temoin.Outcome.FLAGGED, id="chromium leaky"),
        pytest.param("firefox", FIRST_TWO, temoin.Outcome.FLAGGED, id="firefox both"),
    ],
)
def test_a_visitor_sees_what_the_cards_promise(
    browser: str, route: Route, outcome: temoin.Outcome, tmp_path: Path
) -> None:
    path = PATHS[browser]()
    if path is None or not path.exists():
        package = {"chromium": "chromium", "firefox": "firefox-esr"}[browser]
        get_one = f"no {browser} found: apt-get install {package}, or name one in TEMOIN_{browser.upper()}"
        if os.environ.get("CI") == "true":
            pytest.fail(get_one)
        pytest.skip(get_one)
    recording = tmp_path / "demo.flow"
    legs = asyncio.run(record(browser, path, recording, route))
    assert broken(witnessed(recording, legs)) == []
    assert temoin.replay([str(recording)], [DEMO_POLICY]).outcome is outcome
