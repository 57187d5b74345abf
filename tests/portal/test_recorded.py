"""The stand-in still answers every shipped recording byte for byte: a recording is never edited, nor is its web."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from mitmproxy import http
from mitmproxy.io import FlowReader

from temoin.portal import HOSTS, Portal
from temoin.portal.offline import answered, asked
from truth.tours import TOURS, Tour

CHROMIUM = Path(__file__).resolve().parents[2] / "recordings"
FIREFOX = Path(__file__).resolve().parents[1] / "truth" / "firefox"
RECORDED = [
    *(pytest.param(tour, CHROMIUM / f"{tour.name}.flow", id=f"chromium {tour.name}") for tour in TOURS),
    *(pytest.param(tour, FIREFOX / f"{tour.name}.flow.gz", id=f"firefox {tour.name}") for tour in TOURS),
]

IDENTIFIER = re.compile(rb"[0-9A-Fa-f-]{10,}")


def but_for_identifiers(answer: http.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What was answered; which of two requests at once was handed which identifier is chance."""
    fields = [(name, IDENTIFIER.sub(b"#", value)) for name, value in answer.headers.fields]
    return answer.status_code, fields, IDENTIFIER.sub(b"#", answer.content or b"")


def flows_of(path: Path) -> Iterator[http.HTTPFlow]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    flows = [flow for flow in FlowReader(io.BytesIO(data)).stream() if isinstance(flow, http.HTTPFlow)]
    for flow in sorted(flows, key=lambda one: one.request.timestamp_start):
        if flow.request.pretty_host in HOSTS and flow.response is not None:
            yield flow


@pytest.mark.parametrize(("tour", "path"), RECORDED)
def test_the_same_requests_get_the_same_bytes(tour: Tour, path: Path) -> None:
    portal = Portal(tour.variant, zlib.crc32(tour.name.encode()))
    compared = 0
    for flow in flows_of(path):
        assert flow.response is not None
        now = answered(portal.answer(asked(flow.request, flow.request.pretty_host)))
        assert but_for_identifiers(now) == but_for_identifiers(flow.response), flow.request.pretty_url
        compared += 1
    assert compared >= 10
