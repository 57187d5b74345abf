"""Traffic of any kind through the engine, to the JSON document, and to a policy that is learnt from it."""

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from fuzz.target import Shape
from fuzz.traffic_text import WORDS, events_of, written
from temoin.audit import Audit
from temoin.errors import UsageError
from temoin.learning import Choosing, Witnessing, learnt, policy_text
from temoin.policy import Policy, load_bytes
from temoin.report import Report, Session
from temoin.rules import all_rules
from temoin.rules.examples import SHOP, parse
from temoin.settings import Settings
from temoin.statement import Source
from temoin.views import ViewOptions, view_named
from temoin.vocabulary import Certainty

__all__ = ["MOST", "SHAPES", "WORDS", "check", "judged", "read", "seeds"]

POLICY: Policy = load_bytes(SHOP.encode(), file="shop.yaml")

_HEAD = (
    b"\x05https://shop.example/\n"
    b"> sec-fetch-dest: document\n> sec-fetch-mode: navigate\n> sec-fetch-site: none\n"
)
MOST = 60_000
"""Headers of a megabyte are the parsers' business; here every cookie is judged, told of and proven."""

SHAPES = (
    Shape(b"a_name_of_thirty_two_characters_=b;", _HEAD + b"> cookie: "),
    Shape(b"\n> cookie: choice=1", _HEAD),
    Shape(b"\n< set-cookie: a=b", _HEAD),
    Shape(b"\n< set-cookie: a=b; Domain=ads.example", _HEAD),
    Shape(b"a", _HEAD + b"< set-cookie: "),
    Shape(b"a&", b"\x05https://shop.example/?"),
    Shape(b"/a", b"\x05https://shop.example"),
    Shape(b"a.", b"\x05https://", b"shop.example/"),
    Shape(b"\n> referer: https://shop.example/x", _HEAD),
    Shape(b"<img src=//a.example>", _HEAD + b"< content-type: text/html\n="),
)


def seeds() -> Iterator[bytes]:
    """The examples of every rule."""
    for rule in all_rules():
        for example in parse(rule.examples):
            yield written(example.events)


def judged(data: bytes) -> Session:
    """What the engine says of some traffic."""
    audit = Audit((POLICY,), Settings(exchanges=True, accuse=Certainty.INFERRED, why=1))
    for event in events_of(data):
        audit.feed(event)
    return audit.close(Source("fuzzed"))


def read(data: bytes) -> object:
    """The engine, and the document."""
    session = judged(data)
    report = Report(session.outcome, (session,), "0")
    return view_named("json").render(report, ViewOptions(exchanges=True))


def check(data: bytes) -> None:
    """The document decodes to what was found, the same each time; what is learnt is a policy."""
    document = read(data)
    assert isinstance(document, bytes)
    assert document == read(data)
    again = msgspec.json.decode(document, type=Report)
    [session] = again.sessions
    assert session.exchanges is not None
    assert sum(session.counts.values()) == len(session.exchanges)
    assert all(1 <= one.n <= session.requests for one in session.exchanges)
    assert all(char.isprintable() or char == "\n" for char in document.decode())
    witnessing = Witnessing(Choosing())
    witnessing.begin("fuzzed")
    for event in events_of(data):
        witnessing.feed(event)
    witnessing.end("")
    with suppress(UsageError):
        found = learnt(witnessing)
        load_bytes(policy_text(found, "learnt").encode(), file="learnt")
