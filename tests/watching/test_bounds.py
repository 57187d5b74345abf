"""A watch under more than it takes: it goes on, says what it missed, and accuses nobody for that."""

from collections.abc import Iterator
from itertools import islice
from unittest.mock import patch

import pytest

from benchmarks.growth import SHAPES
from engine.held import held
from engine.sessions import events_of
from engine.tight import tight
from temoin.events import Event, FlowEnded, RequestSeen
from temoin.exchanges import Judged
from temoin.policy.loading import load_bytes
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.vocabulary import Outcome, Verdict
from temoin.watching import session as sessions
from temoin.watching.arrivals import Arrivals
from temoin.watching.session import Document, Watch

VISIT = """
0.0  document https://shop.example/ sends token=12345678
0.5  image https://ads.example/1.gif from https://shop.example/ sends id=7
2.0  document https://shop.example/ sends token=12345678
3.0  document https://shop.example/ sends token=12345678; choice=all
3.5  image https://ads.example/2.gif from https://shop.example/ sends id=7
5.0  document https://shop.example/ sends token=12345678; choice=all
7.0  document https://shop.example/ sends token=12345678
7.5  image https://ads.example/3.gif from https://shop.example/ sends id=7
9.0  document https://shop.example/ sends token=12345678
"""
EVENTS = events_of(VISIT)


def watch_held_up(events: tuple[Event, ...], let_through: int, most: int) -> Session:
    """A watch whose thread is held up after some events, until more waits than it takes."""
    watch = Watch((load_bytes(SHOP.encode(), file="shop.yaml"),))
    with patch.object(sessions, "_MOST_QUEUED", most):
        for event in events[:let_through]:
            watch.put(event, event.at)
        watch.tick(events[let_through - 1].at + 1)
        watch.drained()
        with watch._lock:
            for event in events[let_through:]:
                watch.put(event, event.at)
        watch.drained()
        last = [one for one in events if one.flow == events[-1].flow]
        for event in last:
            watch.put(event, event.at)
    return watch.close().sessions[0]


def test_what_comes_while_too_much_waits_is_missed_and_said() -> None:
    session = watch_held_up(EVENTS, 3, 4)
    assert "the watch fell behind and missed" in session.incomplete
    assert "The watch fell behind, and missed what crossed until it caught up." in session.notes
    assert session.outcome is not Outcome.CLEAR


def early(session: Session) -> set[str]:
    return {one.url for one in session.exchanges or () if one.verdict is Verdict.EARLY}


def test_nothing_is_missed_where_there_is_room() -> None:
    session = watch_held_up(EVENTS, len(EVENTS), 1000)
    assert early(session) == {"https://ads.example/1.gif", "https://ads.example/3.gif"}
    assert session.incomplete == ""


@pytest.mark.parametrize("let_through", range(1, 26, 2))
@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 11])
def test_a_watch_that_missed_something_accuses_nobody_for_it(let_through: int, most: int) -> None:
    """The choice in the middle may be missed; the pixel in it is never early."""
    session = watch_held_up(EVENTS, let_through, most)
    assert early(session) <= {"https://ads.example/1.gif", "https://ads.example/3.gif"}
    assert session.counts.get(Verdict.REFUSED, 0) == 0


def test_requests_before_and_after_what_was_missed_prove_nothing_of_what_lies_between() -> None:
    """The pixel alone of what crossed under the choice is seen, between two documents that carried none."""
    watch = Watch((load_bytes(SHOP.encode(), file="shop.yaml"),))
    began = EVENTS[0].at
    for event in EVENTS:
        second = event.at - began
        watch._full = False
        missed = 3.0 <= second < 3.4 or 5.0 <= second < 6.0
        with patch.object(sessions, "_MOST_QUEUED", 0 if missed else 1000):
            watch.put(event, event.at)
        watch.drained()
    session = watch.close().sessions[0]
    assert "missed 6 events" in session.incomplete
    assert "https://ads.example/2.gif" in {one.url for one in session.exchanges or ()}
    assert "https://ads.example/2.gif" not in early(session)


def test_documents_that_wait_are_bounded_by_their_bytes() -> None:
    watch = Watch((load_bytes(SHOP.encode(), file="shop.yaml"),))
    request = next(one for one in EVENTS if isinstance(one, RequestSeen))
    with watch._lock:
        watch.put(request, request.at)
        for _ in range(70):
            watch.put(Document(FlowEnded(request.flow, request.at + 1), b"x" * 2_000_000, ()), request.at)
    watch.drained()
    session = watch.close().sessions[0]
    assert [note for note in session.notes if "documents were not read" in note] != []


def test_events_that_wait_for_older_ones_are_bounded() -> None:
    arrivals = Arrivals()
    events = list(islice(SHAPES["one visitor"](), 300))
    with patch("temoin.watching.arrivals._MOST_WAITING", 100):
        for event in events:
            arrivals.put(event, 0.0, loaded=True)
        released = arrivals.clock(0.1)
    assert released == sorted(released, key=lambda one: (one.at, one.flow))
    assert (len(released), len(arrivals.waiting())) == (200, 100)


def test_a_watch_holds_no_more_the_longer_it_goes_on() -> None:
    told: list[int] = []

    def settled(some: list[Judged]) -> None:
        told.append(len(some))

    seen = []
    source: Iterator[Event] = SHAPES["ever new visitors"]()
    with tight(), patch.object(sessions, "_EXCHANGES", 10):
        watch = Watch((load_bytes(SHOP.encode(), file="shop.yaml"),), kept=10, settled=settled)
        for _ in range(3):
            for event in islice(source, 900):
                watch.put(event, event.at)
                watch.tick(event.at)
            watch.drained()
            watch.board()
            with watch._lock:
                seen.append(held((watch._audit, watch._history, watch._arrivals, watch._items)))
        session = watch.close().sessions[0]
    assert seen[2] < 1.1 * max(seen[:2]) + 200, seen
    assert sum(told) == sum(session.counts.values())
    assert any("judged and counted but not listed" in note for note in session.notes)
