"""Every limit passed: what it costs is said, nothing settled is lost, and nobody is accused for it."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from benchmarks.growth import SHAPES
from engine.held import held
from engine.sessions import DOCUMENT, KEEP, events_of, request
from engine.tight import LIMITS, tight
from temoin.audit import Audit
from temoin.bounds import Dropped, Ever, Lost
from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.policy import load_bytes, load_policy
from temoin.report import Report, Session
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic import open_source
from temoin.views import ViewOptions, view_named
from temoin.vocabulary import Verdict

VISITS = ("accepted", "blocked-leaky", "choice-by-response", "withdrawn-leaky", "built-in")
RECORDINGS = [Path(__file__).parents[2] / "recordings" / f"{name}.flow" for name in VISITS]
ACCUSING = (Verdict.EARLY, Verdict.REFUSED, Verdict.UNDECLARED)
ALL_HOSTS = SHOP.replace("hosts: [shop.example]", 'hosts: [shop.example, "*.shop.example"]')
TWO_CHOICES = (
    ALL_HOSTS.replace("consent:\n  cookie", "consent:\n  - cookie")
    .replace("\n  format: [json", "\n    format: [json")
    .replace(
        "\n  path: /\n  lifetime: 6 months\n",
        "\n    path: /\n  - {cookie: partners, format: query, path: /}\n",
        1,
    )
)


def banners() -> Iterator[Event]:
    for n in range(20):
        yield request(n, n, f"https://news{n}.test/", *DOCUMENT, ("cookie", "tarteaucitron=!gtag=true"))


def disagreeing() -> Iterator[Event]:
    both = ("cookie", 'token=12345678; choice={"ads":false,"stats":true}; partners=ads=1&stats=1')
    for n in range(40):
        yield request(n, n * 2.0, f"https://h{n // 4}.shop.example/", *DOCUMENT, both)


def documents() -> Iterator[Event]:
    for n in range(20):
        yield request(n * 2, n * 3.0, f"https://shop.example/{n}", *DOCUMENT, ("cookie", "token=12345678"))
        markup = b"<img src=https://ads.example/%d.gif><img src=https://ads.example/b%d.gif>" % (n, n)
        yield BodySeen(n * 2, n * 3.0 + 0.5, markup)


TRAFFIC = {
    Lost.VISITORS: ("ever new visitors", "visitors.MOST_VISITORS"),
    Lost.FLIGHTS: ("responses that never come", "audit._MOST_IN_FLIGHT"),
    Lost.WAITING: ("one page that never looks back", "choices.timeline._MOST_WAITING"),
    Lost.FOLLOWED: ("ever new covered hosts", "choices.register._MOST_FOLLOWED"),
    Lost.CHOICES: ("a choice that changes with every request", "choices.register._MOST_ERAS"),
    Lost.PAGES: ("one visitor", "pages.attribution.MOST_PAGES"),
    Lost.STRANGERS: (
        "ever new sites, pixels without Referer",
        "pages.attribution.MOST_PAGES", "pages.attribution._MOST_STRANGERS",
    ),
    Lost.PAGE_HOSTS: ("ever new sites, pixels without Referer", "pages.possible.MOST_PAGE_HOSTS"),
    Lost.ORIGINS: ("ever new frames", "pages.documents._MOST_ORIGINS"),
    Lost.CONNECTIONS: ("ever new connections", "pages.pools._MOST"),
    Lost.QUEUES: ("responses that never come", "queues._MOST_KEPT"),
    Lost.JARS: ("ever new pages and cookies", "visitors.MOST_COOKIES"),
    Lost.COOKIES: ("ever new pages and cookies", "ledger._MOST_TALLIES"),
    Lost.PROVENANCE: ("ever new cookies of scripts, and refused ones", "visitors._MOST_PROVENANCE"),
    Lost.FINDINGS: ("ever new pages and cookies", "findings._MOST_HELD"),
    Lost.REJECTED: ("ever new cookies of scripts, and refused ones", "ledger._MOST_REJECTED"),
    Lost.OUTSIDE: ("ever new sites, pixels without Referer", "ledger._MOST_OUTSIDE"),
    Lost.DISAGREEMENTS: (disagreeing, "choices.disagreement._MOST"),
    Lost.ORDERS: ("one visitor without a choice", "orders._MOST_CROSSINGS"),
    Lost.MARKUP: (documents, "orders._MOST_DOCUMENTS"),
    Lost.BANNERS: (banners, "banners._MOST_HOSTS"),
    Lost.EXCHANGES: ("one visitor",),
    Lost.LABELS: ("one visitor", "cookies.values.MOST_LABELS"),
    Lost.PROOF: ("one visitor", "proving._MOST_REQUESTS"),
}  # fmt: skip
"""For each loss the traffic that leads to it, and the limits that are lowered; none where a setting is one."""


def judged(events: Iterator[Event] | list[Event], settings: Settings, policy: str = ALL_HOSTS) -> Session:
    audit = Audit((load_bytes(policy.encode(), file="shop.yaml"),), settings)
    for event in events:
        audit.feed(event)
        audit.settled()
    return audit.close(Source("session"))


def of(lost: Lost) -> tuple[Session, int]:
    """A session that loses something, and how many exchanges it had."""
    shape, limits = TRAFFIC[lost][0], [str(limit) for limit in TRAFFIC[lost][1:]]
    events = list(islice(SHAPES[shape]() if isinstance(shape, str) else shape(), 300))
    settings = Settings(exchanges=True, most_exchanges=5 if lost is Lost.EXCHANGES else None, why=9)
    policy = TWO_CHOICES if lost is Lost.DISAGREEMENTS else ALL_HOSTS
    with tight(*limits) if limits else tight("crossings._MOST_NAMES"):
        session = judged(events, settings, policy)
    return session, sum(judged(events, settings, policy).counts.values())


def told_of(session: Session) -> dict[Lost, str]:
    """The sentence of each loss that a session tells of."""
    numbers = [
        int(found[0].replace(",", "")) for note in session.notes if (found := re.search(r"[\d,]+", note))
    ]
    wanted = {what.told(number): what for what in Lost for number in numbers}
    return {wanted[note]: note for note in session.notes if note in wanted}


@pytest.mark.parametrize("lost", list(Lost))
def test_what_a_limit_costs_is_said_and_what_crossed_stays_counted(lost: Lost) -> None:
    session, exchanges = of(lost)
    note = told_of(session)[lost]
    assert sum(session.counts.values()) == exchanges
    report = Report(session.outcome, (session,), "0")
    for form in ("json", "html", "markdown", "terminal"):
        document = view_named(form).render(report, ViewOptions())
        if not isinstance(document, bytes):
            console = Console(file=io.StringIO(), width=1000)
            console.print(document)
            assert isinstance(console.file, io.StringIO)
            document = console.file.getvalue().encode()
        assert note[:60] in unescape(document.decode()), form


def test_where_no_limit_is_passed_nothing_is_said() -> None:
    events = list(islice(SHAPES["one visitor"](), 900))
    assert told_of(judged(events, KEEP)) == {}


def test_of_cookies_too_many_to_name_a_rule_holds_all_the_same() -> None:
    session, _ = of(Lost.FINDINGS)
    whole = judged(list(islice(SHAPES["ever new pages and cookies"](), 300)), KEEP)
    held, named = Counter[str](), Counter[str]()
    for one in session.findings:
        held[one.rule] += one.count
        named[one.rule] += 1
    assert held == sum((Counter({one.rule: one.count}) for one in whole.findings), Counter())
    assert (named["T101"], named["T104"]) == (0, 2)
    assert any(one.name == "(more cookies)" for one in session.findings)
    assert session.outcome == whole.outcome


# What several visitors did, their recordings told as one.


def crowd() -> list[Event]:
    """Every shipped recording as a visitor's of its own, each begun while others are under way."""
    events: list[Event] = []
    first = 0
    for number, file in enumerate(RECORDINGS):
        with open_source(str(file)) as source:
            told = list(source.events())
        flows = {
            event.flow: first + place for place, event in enumerate(told) if isinstance(event, RequestSeen)
        }
        first += len(told)
        shift = 1_764_000_000.0 + 3.0 * number - told[0].at
        for event in told:
            moved = replace(event, flow=flows[event.flow], at=event.at + shift)
            if isinstance(moved, RequestSeen):
                moved = replace(
                    moved,
                    client=f"192.0.2.{number}",
                    connection=f"{number}.{moved.connection}",
                    connected=None if moved.connected is None else moved.connected + shift,
                    read_by=None if moved.read_by is None else moved.read_by + shift,
                )
            events.append(moved)
    order = (RequestSeen, ResponseSeen, BodySeen, FlowEnded)
    return sorted(events, key=lambda one: (one.at, one.flow, order.index(type(one))))


CROWD = crowd()


def crowd_judged() -> Session:
    audit = Audit((load_policy("opendata.reseda.fr"),), KEEP)
    for event in CROWD:
        audit.feed(event)
    return audit.close(Source("crowd"))


def accused(session: Session) -> set[tuple[int, str, str, Verdict]]:
    return {
        (one.n, one.way, one.name, one.verdict) for one in session.exchanges or () if one.verdict in ACCUSING
    }


WHOLE = crowd_judged()


@pytest.mark.parametrize("limit", sorted(LIMITS))
def test_a_limit_accuses_nobody(limit: str) -> None:
    with tight(limit):
        session = crowd_judged()
    assert accused(session) <= accused(WHOLE)
    # A cookie whose Set-Cookie was forgotten is known by the host that it is sent to, and no more by its domain.
    flagged = {(one.rule, one.name) for one in WHOLE.findings if one.level == "flagged"}
    found = {(one.rule, one.name) for one in session.findings if one.level == "flagged"}
    assert {one for one in found if one[1] != "(more cookies)"} <= flagged
    if limit not in ("audit._MOST_IN_FLIGHT", "visitors.MOST_VISITORS"):
        assert sum(session.counts.values()) == sum(WHOLE.counts.values())


def test_all_limits_together_accuse_nobody() -> None:
    with tight():
        session = crowd_judged()
    assert accused(session) <= accused(WHOLE)
    assert len(accused(WHOLE)) > 20


@pytest.mark.parametrize("shape", ["5,000 visitors", "one visitor", "ever new pages and cookies"])
def test_what_repeats_is_counted_alike_where_visitors_are_let_go_of(shape: str) -> None:
    told = []
    for quiet in (False, True):
        with tight("visitors.MOST_VISITORS", "findings._MOST_HELD", "ledger._MOST_TALLIES", MOST_VISITORS=3):
            audit = Audit((load_bytes(ALL_HOSTS.encode(), file="shop.yaml"),), quiet=quiet)
            for place, event in enumerate(islice(SHAPES[shape](), 900)):
                audit.feed(replace(event, client=f"192.0.2.{place // 9 % 7}") if _is(event) else event)
            told.append(audit.close(Source("session")))
    one, other = told
    assert one.counts == other.counts
    assert {(f.identity, f.count) for f in one.findings} == {(f.identity, f.count) for f in other.findings}


def _is(event: Event) -> bool:
    return isinstance(event, RequestSeen)


def test_visitors_who_come_back_keep_their_number_and_what_was_held_of_them_stays() -> None:
    with tight("visitors.MOST_VISITORS", MOST_VISITORS=2):
        session = crowd_judged()
    assert session.visitors == WHOLE.visitors
    assert {one.visitor for one in session.choices} == {one.visitor for one in WHOLE.choices}
    assert session.counts[Verdict.EARLY] > WHOLE.counts[Verdict.EARLY] / 2


def test_two_profiles_stay_doubted_when_they_are_let_go_of() -> None:
    one, other = "token=aaaaaaaaaaaa", "token=bbbbbbbbbbbb"
    seen = [
        replace(
            request(
                n, n * 1.0, f"https://shop.example/?{n}", *DOCUMENT, ("cookie", f"{value}; choice=none; stat=1")
            ),
            connection=connection, connected=0.0, http_version="HTTP/2.0",
        )
        for n, (value, connection) in enumerate([(one, "c1"), (other, "c2"), (one, "c1")], start=1)
    ]  # fmt: skip
    others = [
        request(n, n * 1.0, "https://shop.example/", *DOCUMENT, client=f"198.51.100.{n}")
        for n in range(10, 20)
    ]
    with tight("visitors.MOST_VISITORS"):
        session = judged([*seen, *others], KEEP)
    assert {one.verdict for one in session.exchanges or () if one.name == "stat"} == {Verdict.UNPROVEN}
    assert not [one for one in session.findings if one.level == "flagged"]


def test_a_path_that_a_response_gave_the_choice_is_remembered_of_visitors_let_go_of() -> None:
    traffic = """
0.0  document https://shop.example/fr/
     sets choice=none; Path=/fr; Secure
3.0  document https://shop.example/fr/a sends choice=none
"""
    later = """
60.0  document https://shop.example/en/
60.5  image https://ads.example/p.gif from https://shop.example/en/ sends id=7
64.0  document https://shop.example/en/b
"""
    others = [
        request(900 + n, 1_764_000_010.0 + n, "https://shop.example/", *DOCUMENT, client=f"198.51.100.{n}")
        for n in range(9)
    ]
    first, second = events_of(traffic), events_of(later)
    moved = [replace(one, flow=one.flow + 100) for one in second]
    with tight("visitors.MOST_VISITORS"):
        session = judged([*first, *others, *moved], KEEP)
    assert Verdict.EARLY not in {one.verdict for one in session.exchanges or ()}


def test_a_set_that_holds_everything_once_it_is_full() -> None:
    some: Ever[str] = Ever(2)
    assert not some
    some.add("a")
    some.add("b")
    some.add("a")
    assert ("a" in some, "c" in some, len(some), some.full) == (True, False, 2, False)
    some.add("c")
    assert ("zzz" in some, some.full, bool(some), list(some)) == (True, True, True, [])


def test_counts_are_said_with_their_thousands_apart() -> None:
    dropped = Dropped()
    dropped.note(Lost.COOKIES, 12_000)
    dropped.note(Lost.PROOF)
    many, one = dropped.notes()
    assert many.startswith("12,000 exchanges are counted and the cookies not listed")
    assert one.startswith("1 request was let go of")
    assert not any(sign in what.told(2) for what in Lost for sign in "[|]{}")


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_what_the_engine_holds_does_not_grow_with_traffic(shape: str) -> None:
    """Every object is counted that the engine can reach, so that nothing which grows can be forgotten."""
    source, seen = SHAPES[shape](), []
    with tight():
        audit = Audit((load_bytes(ALL_HOSTS.encode(), file="shop.yaml"),))
        for _ in range(3):
            for event in islice(source, 900):
                audit.feed(event)
                audit.settled()
            seen.append(held(audit))
    assert seen[2] < 1.1 * max(seen[:2]) + 200, seen
