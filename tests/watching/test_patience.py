"""When the engine works: in the pauses of traffic, within a second where there are none, at once where asked."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from engine.sessions import events_of
from temoin.audit import Audit
from temoin.events import Event
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source
from temoin.watching import patience
from temoin.watching.patience import AT_ONCE, LONGEST, QUIET, Patience, Turn
from temoin.watching.session import Watch

EVENTS = events_of("""
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
     sets id=8; Max-Age=3600; Secure; SameSite=None
4.0  document https://shop.example/next
""")
POLICIES = (load_bytes(SHOP.encode(), file="shop.yaml"),)


def test_while_requests_come_it_rests() -> None:
    asked = Patience()
    now, came = 100.0, 0
    while now < 100.0 + LONGEST - 0.011:
        came += 3
        turn = asked.turn(now, came, came)
        assert 0 < turn.rest < QUIET + 1e-9
        now += 0.01


def test_it_works_once_nothing_has_come_for_a_while_and_stops_when_something_does() -> None:
    asked = Patience()
    assert asked.turn(0.0, 3, 3).rest == pytest.approx(QUIET)
    assert asked.turn(QUIET / 2, 3, 3).rest == pytest.approx(QUIET / 2)
    turn = asked.turn(QUIET, 3, 3)
    assert (turn.rest, turn.stops) == (0.0, True)
    assert turn.works > 0
    assert asked.turn(QUIET, 4, 2).rest == pytest.approx(QUIET)


def test_what_waits_while_nothing_comes_is_worked_off_without_a_rest() -> None:
    asked = Patience()
    asked.turn(0.0, 3, 3)
    assert [asked.turn(5.0 + n, 3, 3).rest for n in range(3)] == [0.0] * 3


def busy(until: float) -> Iterator[Turn]:
    """Turns while something comes each centisecond, and never all is done."""
    asked = Patience()
    for number in range(int(until * 100)):
        yield asked.turn(number / 100, number + 1, 50)


def test_without_a_pause_it_works_after_a_second_at_the_latest_and_makes_long_ways() -> None:
    turns = list(busy(LONGEST + 0.05))
    assert all(turn.rest > 0 for turn in turns[: int(LONGEST * 100)])
    assert all(turn.rest == 0.0 and not turn.stops for turn in turns[int(LONGEST * 100) :])
    assert turns[-1].way > 5 * turns[-1].works


def test_the_longer_something_waits_the_shorter_are_the_ways() -> None:
    ways = [turn.way for turn in busy(3 * LONGEST) if turn.rest == 0.0]
    assert ways == sorted(ways, reverse=True)
    assert ways[-1] == patience._SHORTEST_WAY
    assert ways[0] > ways[-1]


def test_once_all_is_done_it_is_patient_again() -> None:
    asked = Patience()
    asked.turn(0.0, 1, 1)
    assert asked.turn(LONGEST, 2, 2).rest == 0.0
    asked.done()
    assert asked.turn(LONGEST + 0.01, 3, 1).rest == pytest.approx(QUIET)


def test_where_too_much_waits_it_does_not_wait_for_a_pause() -> None:
    turn = Patience().turn(0.0, 5_000, 5_000)
    assert (turn.rest, turn.way, turn.stops) == (0.0, patience._SHORTEST_WAY, False)


def test_whatever_the_pace_a_request_waits_for_milliseconds_at_most() -> None:
    turns = [*busy(3 * LONGEST), Patience().turn(0.0, 9_999, 9_999), AT_ONCE]
    assert max(turn.works for turn in turns) <= 0.002
    assert min(turn.way for turn in turns if turn.rest == 0.0) > 0


@contextmanager
def waiting(quiet: float, longest: float) -> Iterator[Watch]:
    """A watch that was given all of a visit, and waits."""
    with patch.object(patience, "QUIET", quiet), patch.object(patience, "LONGEST", longest):
        watch = Watch(POLICIES)
        for event in EVENTS:
            watch.put(event, event.at)
            watch.tick(event.at)
        watch.tick(EVENTS[-1].at + 1)
        yield watch


def replayed(events: tuple[Event, ...]) -> object:
    audit = Audit(POLICIES, Settings(exchanges=True))
    for event in events:
        audit.feed(event)
    return audit.close(Source("live"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda watch: watch.report().sessions[0].requests,
        lambda watch: watch.close().sessions[0].requests,
        lambda watch: watch.drained() or watch.crossed + 1,
        lambda watch: len(watch.of_flow(EVENTS[-1].flow - 1)) + 1,
        lambda watch: (watch.adopt(POLICIES), watch.drained(), watch.crossed + 1)[-1],
    ],
    ids=["report", "close", "drained", "of_flow", "adopt"],
)
def test_whoever_asks_is_told_of_all_at_once(ask: Callable[[Watch], int]) -> None:
    with waiting(quiet=60.0, longest=60.0) as watch:
        time.sleep(0.05)
        assert watch.crossed == 0  # it waits
        begun = time.monotonic()
        assert ask(watch) == 3
        assert time.monotonic() - begun < 5
        assert watch.close().sessions[0] == replayed(EVENTS)


def test_a_new_beginning_takes_what_waits_into_the_old_one() -> None:
    told: list[object] = []
    with waiting(quiet=60.0, longest=60.0) as watch:
        watch._settled = told.extend
        watch.restart()
        watch.drained()
        assert (watch.board().run, watch.board().requests, len(told)) == (2, 0, 2)
        watch.close()


def within_seconds(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()


def test_rows_appear_though_the_traffic_never_pauses() -> None:
    with waiting(quiet=60.0, longest=0.1) as watch:
        assert within_seconds(lambda: watch.board().requests == 3)
        watch.close()


def test_rows_appear_as_soon_as_the_traffic_pauses() -> None:
    with waiting(quiet=0.02, longest=60.0) as watch:
        assert within_seconds(lambda: watch.board().requests == 3)
        assert watch.changes(0).crossed == 2
        watch.close()


def test_what_is_worked_off_at_once_is_told_row_by_row_though_a_board_has_fewer() -> None:
    pages = "\n".join(f"{n}.0 document https://shop.example/{n} sends session=1" for n in range(60))
    watch = Watch(POLICIES, kept=10)
    for event in events_of(pages):
        watch.put(event, event.at)
    watch.tick(1e12)
    watch.drained()
    changes = watch.changes(0)
    assert [row.id for row in changes.rows] == list(range(60, 0, -1))
    assert (changes.kept, changes.reach, changes.lost) == (10, 100, 0)
    assert [row.id for row in watch.board().rows] == list(range(60, 50, -1))
    watch.close()


@pytest.mark.parametrize(("stops", "left"), [(True, 1), (False, 0)])
def test_in_a_pause_it_stops_in_the_middle_where_something_comes(
    stops: bool, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with waiting(quiet=60.0, longest=60.0) as watch:
        feeds = Audit.feed

        def comes(audit: Audit, event: Event) -> None:
            feeds(audit, event)
            if event is EVENTS[0]:
                watch.put(EVENTS[-1], EVENTS[-1].at)

        monkeypatch.setattr(Audit, "feed", comes)
        watch._work_for(Turn(0.0, works=60.0, stops=stops))
        assert bool(watch._items) == bool(left)
        assert (watch._audit._requests, watch.crossed) == ((1, 0) if left else (3, 2))
        watch.close()


def test_a_turn_ends_with_its_time() -> None:
    with waiting(quiet=60.0, longest=60.0) as watch:
        before = len(watch._items)
        watch._work_for(Turn(0.0, works=0.0))
        assert len(watch._items) == before - 1
        watch.close()
