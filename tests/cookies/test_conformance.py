"""The whole of it against the IETF http-state working group's vectors: set, kept, sent back.

The vectors are of 2011 and test RFC 6265, not its successor; where the successor says otherwise, the table
below says what it says and where.
"""

import json
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest

from cookies.by_the_letter import UserAgent
from temoin.cookies import Jar, Stored, judge_field

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "conformance" / "http_state.json"
NOW = 1_300_000_000.0
"""March 2011: the vectors hold dates in 2019 to be in the future."""


class Case(NamedTuple):
    name: str
    set_by: str
    set_cookie: list[str]
    sent_to: str
    cookie: str | None


class Departure(NamedTuple):
    sent: bytes | None
    why: str


NAMELESS = (
    "a Set-Cookie without name is kept as a nameless cookie and sent as its value (5.6 step 3, 5.8.3 step 4)"
)
REPLACED = "nameless cookies are one cookie, and the last one stays (5.6 step 3, 5.7 step 23)"
CONTROL = "a control character has the whole field ignored; RFC 6265 left it open (5.6 step 1)"
AS_SENT = "paths are compared as they are sent, without decoding %6F (5.1.4)"
EMPTY_DOMAIN = "an empty Domain counts, and the last one wins: this host only (5.6.3, 5.7 steps 7 and 10)"

EXCEPTIONS = {
    "0004": Departure(b"foo", NAMELESS),
    "0021": Departure(b"a=b; x; c=d", NAMELESS),
    "0023": Departure(b"foo", NAMELESS),
    "0024": Departure(b"foo", NAMELESS),
    "0025": Departure(b"foo", NAMELESS),
    "0026": Departure(b"foo", NAMELESS),
    "0027": Departure(b"bar", REPLACED),
    "0028": Departure(b"foo", NAMELESS),
    "chromium0009": Departure(b"BLAHHH", NAMELESS),
    "chromium0010": Departure(b'"BLA\\"HHH"', NAMELESS),
    "chromium0012": Departure(b"ABC", NAMELESS),
    "disabled-chromium0022": Departure(None, CONTROL),
    "disabled-chromium0023": Departure(None, CONTROL),
    "disabled-path0029": Departure(None, AS_SENT),
    "mozilla0012": Departure(b'test="fubar! = foo; five', NAMELESS),
    "mozilla0014": Departure(b"six", NAMELESS),
    "mozilla0015": Departure(b"seven", REPLACED),
    "mozilla0016": Departure(b"eight", REPLACED),
    "mozilla0017": Departure(b"eight; test=six", REPLACED),
    "name0017": Departure(b"a=bar", NAMELESS),
    "name0023": Departure(b"foo", NAMELESS),
    "name0025": Departure(b"==a=bar", NAMELESS),
    "name0028": Departure(b"a", NAMELESS),
    "name0031": Departure(b'"foo', NAMELESS),
    "name0032": Departure(b'"foo\\"bar', NAMELESS),
    "name0033": Departure(b"aaa", REPLACED),
    "optional-domain0042": Departure(b"foo=bar", EMPTY_DOMAIN),
}


def _cases() -> list[Case]:
    if not VECTORS.is_file():
        return []
    suite = json.loads(VECTORS.read_text(encoding="utf-8"))
    return [
        Case(
            name=case["name"],
            set_by=suite["set_by"].replace("NAME", case["name"]),
            set_cookie=case["set_cookie"],
            sent_to=case["sent_to"],
            cookie=case["cookie"],
        )
        for case in suite["cases"]
    ]


def _sent(case: Case) -> bytes | None:
    """The Cookie field that a browser would send, by the jar."""
    setter = urlsplit(case.set_by)
    jar = Jar()
    for flow, field in enumerate(case.set_cookie):
        kept = judge_field(
            field.encode("latin-1"),
            scheme=setter.scheme,
            host=setter.hostname or "",
            path=setter.path,
            at=NOW,
        )
        if isinstance(kept, Stored):
            jar.store(kept, at=NOW, flow=flow)
    target = urlsplit(urljoin(case.set_by, case.sent_to))
    pairs = jar.cookie_header(
        target.scheme, target.hostname or "", f"{target.path}?{target.query}", at=NOW + 1
    )
    text = "; ".join(f"{pair.name}={pair.value}" if pair.name else pair.value for pair in pairs)
    return text.encode("utf-8", "surrogateescape") or None


needs_vectors = pytest.mark.skipif(
    not VECTORS.is_file(), reason="the http-state vectors are not in ../shared/conformance"
)


@needs_vectors
@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_a_cookie_set_is_sent_as_the_vectors_or_the_new_rfc_say(case: Case) -> None:
    expected = None if case.cookie is None else case.cookie.encode("latin-1")
    exception = EXCEPTIONS.get(case.name)
    assert _sent(case) == (expected if exception is None else exception.sent)


@needs_vectors
@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_so_says_the_slow_store_that_fuzzing_holds_the_jar_against(case: Case) -> None:
    setter, target = urlsplit(case.set_by), urlsplit(urljoin(case.set_by, case.sent_to))
    agent = UserAgent()
    for field in case.set_cookie:
        agent.receive(
            field.encode("latin-1"),
            setter.scheme,
            (setter.hostname or "").encode(),
            setter.path.encode(),
            NOW,
        )
    sent = agent.send(target.scheme, (target.hostname or "").encode(), target.path.encode(), NOW + 1)
    assert (sent or None) == _sent(case)


@needs_vectors
def test_every_exception_still_departs_from_its_vector() -> None:
    cases = {case.name: case for case in _cases()}
    assert len(cases) == 222
    for name, exception in EXCEPTIONS.items():
        cookie = cases[name].cookie
        assert exception.sent != (None if cookie is None else cookie.encode("latin-1")), exception.why
