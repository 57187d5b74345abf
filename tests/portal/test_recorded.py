"""The stand-in still answers every shipped recording byte for byte: a recording is never edited, nor is its web."""

import zlib
from pathlib import Path

import pytest

from portal.answers import but_for_identifiers, flows_of
from temoin.portal import HOSTS, Portal
from temoin.portal.offline import answered, asked
from truth.tours import TOURS, Tour

CHROMIUM = Path(__file__).resolve().parents[2] / "recordings"
FIREFOX = Path(__file__).resolve().parents[2] / "recordings" / "firefox"
RECORDED = [
    *(pytest.param(tour, CHROMIUM / f"{tour.name}.flow", id=f"chromium {tour.name}") for tour in TOURS),
    *(pytest.param(tour, FIREFOX / f"{tour.name}.flow.gz", id=f"firefox {tour.name}") for tour in TOURS),
]


@pytest.mark.parametrize(("tour", "path"), RECORDED)
def test_the_same_requests_get_the_same_bytes(tour: Tour, path: Path) -> None:
    portal = Portal(tour.variant, zlib.crc32(tour.name.encode()))
    compared = 0
    for flow in flows_of(path):
        if flow.request.pretty_host not in HOSTS:
            continue
        assert flow.response is not None
        now = answered(portal.answer(asked(flow.request, flow.request.pretty_host)))
        assert but_for_identifiers(now) == but_for_identifiers(flow.response), flow.request.pretty_url
        compared += 1
    assert compared >= 10
