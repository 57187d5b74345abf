"""What the demo's cards promise is what the engine holds of real browsers that did what the cards say."""

import gzip
import re
from pathlib import Path

import pytest
from mitmproxy import http

from portal.answers import but_for_identifiers, flows_of
from portal.promised import broken, held_in
from portal.record_demo import FOLDER, SEED
from portal.tour import ROUTES, legs_in
from portal.witnessed import flagged_in, whole, witnessed
from temoin.portal.demo import HOST_OF, START_HOST, DemoWeb, Which
from temoin.portal.demo.journey import JOURNEY
from temoin.portal.offline import answered, asked
from temoin.vocabulary import Level, Verdict

each_browser = pytest.mark.parametrize("browser", ["chromium", "firefox"])

GUIDE = re.compile(rb'<aside id="guide".*?</aside>', re.DOTALL)
RECORD_AGAIN = "the demo has changed since it was recorded: python tests/portal/record_demo.py"


@pytest.fixture
def recording(browser: str, tmp_path: Path) -> Path:
    unpacked = tmp_path / "demo.flow"
    unpacked.write_bytes(gzip.decompress((FOLDER / f"{browser}.flow.gz").read_bytes()))
    return unpacked


@each_browser
def test_every_step_shows_what_its_card_promises(browser: str, recording: Path) -> None:
    legs = legs_in(FOLDER / f"{browser}.legs.json")
    assert [(leg.step, leg.which) for leg in legs] == [
        (step.number, which) for step, which in ROUTES["guide"]
    ]
    seen = witnessed(recording, legs)
    assert broken(seen) == []
    assert [one.leg for one in seen if one.unproven] == []


@each_browser
def test_nothing_is_promised_and_not_found_in_the_end_nor_the_other_way_round(
    browser: str, recording: Path
) -> None:
    session = whole(recording)
    assert set(flagged_in(session)) == {
        pair for step, which in JOURNEY for pair in held_in(step.sights[which])
    }
    assert Verdict.UNPROVEN not in session.counts
    leaky = f"https://{HOST_OF[Which.LEAKY]}/"
    assert all(
        (one.page_url or "").startswith(leaky) for one in session.findings if one.level is Level.FLAGGED
    )
    assert {one.host for one in session.outside} == {START_HOST}


def shown(answer: http.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What an answer says, but for the words of the guide."""
    status, fields, body = but_for_identifiers(answer)
    return status, [one for one in fields if one[0] != b"content-length"], GUIDE.sub(b"", body)


@each_browser
def test_the_recording_is_of_the_demo_as_it_stands(browser: str) -> None:
    web, compared = DemoWeb(SEED), 0
    for flow in flows_of(FOLDER / f"{browser}.flow.gz"):
        if flow.request.pretty_host == START_HOST or flow.request.path.endswith(".css"):
            continue
        assert flow.response is not None
        now = answered(web.answer(asked(flow.request, flow.request.pretty_host)))
        assert shown(now) == shown(flow.response), f"{flow.request.pretty_url}: {RECORD_AGAIN}"
        compared += 1
    assert compared > 100


@each_browser
def test_the_recording_is_small(browser: str) -> None:
    assert (FOLDER / f"{browser}.flow.gz").stat().st_size < 150_000
