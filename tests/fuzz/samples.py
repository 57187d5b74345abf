"""Inputs to begin with, taken from the recordings, policies and samples that this repository holds."""

import functools
from collections.abc import Iterator
from pathlib import Path

from temoin.events import Event, RequestSeen, ResponseSeen
from temoin.traffic import open_source

__all__ = ["RECORDINGS", "ROOT", "charters", "field_values", "hars", "policies", "records"]

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "recordings"
_SMALL = ("built-in", "partly", "log-in", "choice-by-response")
"""Recordings that between them hold whatever crosses the stand-in portal's wire."""


def field_values(name: bytes) -> Iterator[bytes]:
    """The different values of a header in a few recordings, in order."""
    return iter(
        dict.fromkeys(
            value
            for event in _events()
            if isinstance(event, RequestSeen | ResponseSeen)
            for key, value in event.headers
            if key.lower() == name
        )
    )


@functools.cache
def _events() -> tuple[Event, ...]:
    found: list[Event] = []
    for name in _SMALL:
        with open_source(str(RECORDINGS / f"{name}.flow")) as recording:
            found += recording.events()
    return tuple(found)


def records(most: int) -> Iterator[bytes]:
    """Records of a flow file that are no larger than so many bytes, each a file of its own."""
    for name in _SMALL:
        data = (RECORDINGS / f"{name}.flow").read_bytes()
        at = 0
        while at < len(data):
            digits = data[at : data.index(b":", at)]
            end = at + len(digits) + 1 + int(digits) + 1
            if end - at <= most:
                yield data[at:end]
            at = end


def hars() -> Iterator[bytes]:
    """HARs as six programs write them."""
    for file in sorted((ROOT / "tests" / "traffic" / "samples").glob("*.har")):
        yield file.read_bytes()


def policies() -> Iterator[bytes]:
    """The shipped policies and templates."""
    for file in sorted((ROOT / "policies").rglob("*.yaml")):
        yield file.read_bytes()


def charters() -> Iterator[bytes]:
    """Charters of every kind."""
    for file in sorted((ROOT / "tests" / "charters" / "samples").iterdir()):
        yield file.read_bytes()
