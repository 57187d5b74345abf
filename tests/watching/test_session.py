"""A watch: what it holds live is what a replay of its recording holds."""

import threading
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.sessions import events_of
from generator.run import world
from generator.visit import ACTIONS, POLICY, World, play
from temoin.audit import Audit
from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.exchanges import Judged
from temoin.policy import Policy
from temoin.policy.loading import load_bytes
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic.recording import Skipped
from temoin.views import Language, ViewOptions
from temoin.vocabulary import ChoiceState, Outcome, Verdict
from temoin.watching.board import Row
from temoin.watching.outputs import write_reports
from temoin.watching.queued import Tick
from temoin.watching.session import Document, Watch
from watching.feeding import delivered, events_in, feed, settle, shipped

ROOT = Path(__file__).parents[2]
PLAIN = sorted((ROOT / "recordings").glob("*.flow"))
HARD = [
    ROOT / "tests" / "truth" / "hard" / browser / f"lab-{tour}.flow.gz"
    for browser, tour in [
        ("chromium", "aborted"), ("chromium", "path"), ("chromium", "queued"), ("chromium", "sockets"),
        ("chromium", "two-profiles"), ("firefox", "two-profiles"), ("firefox", "two-sites"), ("firefox", "frames"),
    ]
]  # fmt: skip
KEEP = Settings(exchanges=True)

EARLY = """
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
     sets id=8; Max-Age=3600; Secure; SameSite=None
4.0  document https://shop.example/next
"""
THEN_ACCEPTED = """
6.0  document https://shop.example/more sends choice=%7B%22ads%22%3Atrue%7D
6.3  image https://ads.example/q.gif from https://shop.example/ sends id=8
9.0  document https://shop.example/last sends choice=%7B%22ads%22%3Atrue%7D
"""


def shop(text: str = SHOP) -> Policy:
    return load_bytes(text.encode(), file="shop.yaml")


def replayed(events: list[Event] | tuple[Event, ...], policies: tuple[Policy, ...]) -> Session:
    audit = Audit(policies, KEEP)
    for event in events:
        audit.feed(event)
    return audit.close(Source("live"))


def watched(events: list[Event] | tuple[Event, ...], policies: tuple[Policy, ...], seed: int = 1) -> Session:
    watch = Watch(policies, KEEP)
    feed(watch, delivered(events, seed))
    (session,) = watch.close().sessions
    return session


def rows_by_id(watch: Watch) -> dict[int, Row]:
    return {row.id: row for row in watch.board().rows}


@pytest.mark.parametrize("recording", [*PLAIN, *HARD], ids=lambda path: f"{path.parent.name} {path.name}")
def test_live_is_replay(recording: Path) -> None:
    events = events_in(recording)
    assert watched(events, shipped()) == replayed(events, shipped())


worlds = st.builds(
    World,
    seed=st.integers(0, 1 << 20),
    partitioned=st.booleans(),
    multiplexed=st.booleans(),
    by_response=st.booleans(),
    same_site=st.sampled_from(["lax", "strict", "none"]),
    known=st.booleans(),
)


@given(worlds, st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=15), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_made_up_visit_live_is_its_replay(where: World, actions: list[str], seed: int) -> None:
    visit = play(where, actions)  # type: ignore[arg-type]
    policies = (load_bytes(POLICY.replace("PATH", visit.path).encode(), file="model.yaml"),)
    events = visit.events
    assert watched(events, policies, seed) == replayed(events, policies)


def test_the_report_midway_is_the_replay_of_what_came_so_far_and_the_watch_goes_on() -> None:
    random = Random(3)
    visit = play(world(random), random.choices(ACTIONS, k=30))
    policies = (load_bytes(POLICY.replace("PATH", visit.path).encode(), file="model.yaml"),)
    events = visit.events
    watch = Watch(policies, KEEP)
    coming = delivered(events, 2)
    for start in range(0, len(coming), 40):
        feed(watch, coming[start : start + 40])
        so_far = {id(event) for _, event in coming[: start + 40]}
        (session,) = watch.report().sessions
        assert session == replayed([event for event in events if id(event) in so_far], policies)
    (session,) = watch.close().sessions
    assert session == replayed(events, policies)


def test_a_row_is_open_and_then_settled_as_the_same_row() -> None:
    events = events_of(EARLY)
    watch = Watch((shop(),))
    for event in events[:-3]:
        watch.put(event, event.at)
    settle(watch, events[-4].at)
    before = watch.board()
    opened = {row.id: row for row in before.rows}
    assert [(row.name, row.verdict) for row in before.rows] == [("id", None), ("id", None)]
    assert before.open == 2
    for event in events[-3:]:
        watch.put(event, event.at)
    settle(watch, events[-1].at)
    after = watch.changes(before.version)
    assert [(row.name, row.verdict, row.rules) for row in after.rows] == [
        ("id", Verdict.EARLY, ("T101",)), ("id", Verdict.EARLY, ("T101",)),
    ]  # fmt: skip
    for row in after.rows:
        same = replace(row, verdict=None, cause="", rules=(), reasons=())
        assert same == opened[row.id]
    assert after.open == 0
    assert after.crossed == 2
    watch.close()


@given(st.integers(0, 1 << 20), st.lists(st.integers(1, 30), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_changes_never_lose_a_row(seed: int, steps: list[int]) -> None:
    random = Random(seed)
    visit = play(world(random), random.choices(ACTIONS, k=12))
    policies = (load_bytes(POLICY.replace("PATH", visit.path).encode(), file="model.yaml"),)
    watch = Watch(policies)
    mirror: dict[int, Row] = {}
    version, at = 0, 0
    coming = delivered(visit.events, seed)
    for step in steps:
        feed(watch, coming[at : at + step])
        at += step
        board = watch.changes(version)
        assert board.version >= version
        mirror |= {row.id: row for row in board.rows}
        version = board.version
    watch.drained()
    board = watch.changes(version)
    mirror |= {row.id: row for row in board.rows}
    assert mirror == rows_by_id(watch)
    assert len(mirror) == board.crossed
    watch.close()


def test_a_board_that_did_not_change_keeps_its_version() -> None:
    watch = Watch((shop(),))
    events = events_of(EARLY)
    feed(watch, delivered(events, 1))
    settle(watch, events[-1].at)
    first = watch.board()
    for second in range(20):
        watch.tick(events[-1].at + 2 + second)
    watch.drained()
    assert watch.board() == first
    assert watch.changes(first.version) == replace(first, rows=())
    watch.close()


def test_beginning_anew_forgets_all_but_the_recording() -> None:
    watch = Watch((shop(),), recording="visit.flow")
    events = events_of(EARLY)
    feed(watch, delivered(events, 1))
    watch.left_out(Skipped.UNTIMED)
    settle(watch, events[-1].at)
    before = watch.board()
    assert before.crossed == 2
    watch.restart()
    watch.drained()
    after = watch.board()
    assert (after.run, after.crossed, after.open, after.requests, after.rows) == (2, 0, 0, 0, ())
    assert after.version > before.version
    assert after.recording == "visit.flow"
    feed(watch, delivered(events_of(EARLY), 1))
    (session,) = watch.close().sessions
    assert session.requests == 3
    assert session.incomplete == ""


def test_what_ends_after_a_new_beginning_and_began_before_it_is_left_out() -> None:
    watch = Watch((shop(),))
    events = events_of(EARLY)
    cut = next(i for i, event in enumerate(events) if isinstance(event, ResponseSeen) and event.flow == 2)
    for event in events[:cut]:
        watch.put(event, event.at)
    settle(watch, events[cut].at)
    watch.restart()
    for event in events[cut:]:
        watch.put(event, event.at)
    (session,) = watch.close().sessions
    assert (session.requests, session.blind, session.incomplete) == (1, (), "")


def test_other_policies_judge_from_then_on() -> None:
    lenient = shop(SHOP.replace("consent: required}", "consent: exempt}"))
    watch = Watch((shop(),))
    first, then = events_of(EARLY), events_of(EARLY + THEN_ACCEPTED)
    feed(watch, [(event.at, event) for event in first])
    settle(watch, first[-1].at)
    watch.adopt((lenient,))
    feed(watch, [(event.at, event) for event in then[len(first) :]])
    (session,) = watch.close().sessions
    assert session.counts[Verdict.EARLY] == 2
    assert session.counts[Verdict.EXEMPT] == 3
    assert session.policies_used[0].sha256 == lenient.sha256


@pytest.mark.parametrize("after", [(), (shop(SHOP.replace("name: shop.example", "name: renamed")),)])
def test_a_policy_that_is_gone_or_has_another_name_leaves_what_it_judged(after: tuple[Policy, ...]) -> None:
    watch = Watch((shop(),))
    events = events_of(EARLY + THEN_ACCEPTED)
    half = len(events) // 2
    feed(watch, [(event.at, event) for event in events[:half]])
    settle(watch, events[half - 1].at)
    watch.adopt(after)
    watch.drained()
    assert watch.board().counts[Verdict.EARLY] == 2
    feed(watch, [(event.at, event) for event in events[half:]])
    (session,) = watch.close().sessions
    assert session.counts[Verdict.EARLY] == 2
    assert session.choices[0].state is ChoiceState.UNSET


def test_an_engine_that_fails_on_an_event_is_counted_and_the_watch_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feeds = Audit.feed

    def fails(self: Audit, event: Event) -> None:
        if event.flow == 2:
            raise KeyError("secret-value")
        feeds(self, event)

    monkeypatch.setattr(Audit, "feed", fails)
    watch = Watch((shop(),))
    feed(watch, delivered(events_of(EARLY), 1))
    report = watch.close()
    (session,) = report.sessions
    assert session.requests == 2
    assert session.incomplete == "Témoin failed on 1 flow"
    assert [(one.kind, one.host) for one in session.blind] == [("fault", "flow 2")]
    assert report.outcome is Outcome.UNPROVEN
    assert "secret" not in repr(report)


def test_what_settles_at_the_end_or_at_a_new_beginning_is_told_too() -> None:
    told: list[Judged] = []
    watch = Watch((shop(),), settled=told.extend)
    events = events_of(EARLY.partition("4.0")[0])
    feed(watch, delivered(events, 1))
    watch.drained()
    assert told == []
    watch.restart()
    watch.drained()
    assert len(told) == 2
    feed(watch, delivered(events, 1))
    watch.close()
    assert len(told) == 4


def test_a_listener_that_fails_stops_nothing() -> None:
    def fails(_: list[Judged]) -> None:
        raise RuntimeError("secret-value")

    watch = Watch((shop(),), settled=fails)
    events = events_of(EARLY + THEN_ACCEPTED)
    feed(watch, delivered(events, 1))
    settle(watch, events[-1].at)
    notes = watch.board().notes
    assert len(notes) == 1
    assert notes[0].startswith("Témoin failed (RuntimeError at ")
    (session,) = watch.close().sessions
    assert session.counts == replayed(events, (shop(),)).counts
    assert session.notes == notes


def test_what_turns_out_doubtful_is_told_again() -> None:
    (recording,) = [path for path in HARD if path.parent.name == "chromium" and "two-profiles" in path.name]
    events = events_in(recording)
    watch = Watch(shipped())
    mirror: dict[int, Row] = {}
    version, before = 0, dict[int, Row]()
    for event in events:
        watch.put(event, event.at)
        settle(watch, event.at)
        watch._said_at = 0.0  # no pause between two statements
        board = watch.changes(version)
        before |= {
            row.id: row for row in board.rows if row.id not in before or before[row.id].verdict is None
        }
        mirror |= {row.id: row for row in board.rows}
        version = board.version
    mixed = {row.id for row in mirror.values() if row.cause == "mixed-visitors"}
    assert mixed
    assert any(before[one].verdict not in (None, Verdict.UNPROVEN) for one in mixed)
    assert mirror == rows_by_id(watch)
    assert "Two browser profiles are taken for one visitor" in watch.board().notes[-1]
    watch.close()


def test_rows_notes_and_pages_are_bounded() -> None:
    watch = Watch((shop(),), kept=10)
    pages = "\n".join(f"{n}.0 document https://shop.example/{n} sends session=1" for n in range(300))
    events = events_of(pages)
    feed(watch, [(event.at, event) for event in events])
    for number in range(200):
        watch.note(f"note {number}")
    settle(watch, events[-1].at)
    board = watch.board()
    assert (len(board.rows), board.kept, board.crossed) == (10, 10, 300)
    assert [row.id for row in board.rows] == list(range(300, 290, -1))
    assert (len(board.notes), board.notes[-1]) == (100, "note 199")
    assert (len(board.pages), board.pages[-1].id) == (200, 300)
    watch.close()


def test_a_note_is_said_once() -> None:
    watch = Watch((shop(),))
    watch.note("The proxy says: no.")
    watch.note("The proxy says: no.")
    watch.drained()
    assert watch.board().notes == ("The proxy says: no.",)
    assert watch.close().sessions[0].notes == ("The proxy says: no.",)


def test_what_had_no_time_or_no_address_leaves_the_watch_incomplete() -> None:
    watch = Watch((shop(),))
    for why in (Skipped.UNADDRESSED, Skipped.UNTIMED, Skipped.UNTIMED, Skipped.CONNECT, Skipped.OWN):
        watch.left_out(why)
    assert watch.close().sessions[0].incomplete == (
        "2 flows without a time left out; 1 flow without a readable address left out"
    )


def test_a_clock_set_back_loses_nothing_and_is_said() -> None:
    events = events_of(EARLY + THEN_ACCEPTED)
    watch = Watch((shop(),), KEEP)
    jumped = [replace(event, at=event.at - (3600 if event.at > events[0].at + 5 else 0)) for event in events]
    for event in jumped:
        watch.tick(event.at)
        watch.put(event, event.at)
    watch.tick(jumped[-1].at + 1)
    watch.drained()
    assert watch.board().requests == 6
    (session,) = watch.close().sessions
    assert session.requests == 6
    assert len(session.exchanges or ()) == len(replayed(events, (shop(),)).exchanges or ())
    assert session.notes == ("The clock was set back while watching; times are taken as they stand",)


def test_a_clock_set_forward_loses_nothing() -> None:
    events = events_of(EARLY + THEN_ACCEPTED)
    jumped = [replace(event, at=event.at + (3600 if event.at > events[0].at + 5 else 0)) for event in events]
    watch = Watch((shop(),), KEEP)
    for event in jumped:
        watch.put(event, event.at)
        watch.tick(event.at)
    (session,) = watch.close().sessions
    assert session == replayed(jumped, (shop(),))


def test_at_rest_the_thread_is_not_woken_and_what_comes_is_judged() -> None:
    woken: list[float] = []

    class Listening(Watch):
        def _take(self, item: Any) -> None:
            if isinstance(item, Tick):
                woken.append(item.now)
            super()._take(item)

    watch = Listening((shop(),))
    watch.drained()
    while not watch._rests:
        time.sleep(0.001)
    for number in range(100):
        watch.tick(number)
    watch.drained()
    assert woken == []
    events = events_of(EARLY)
    for event in events:
        watch.put(event, event.at)
    watch.tick(events[-1].at + 1)
    watch.drained()
    assert len(woken) == 1
    assert watch.board().requests == 3
    watch.close()


def test_a_document_is_decoded_where_nobody_waits() -> None:
    end = FlowEnded(1, 1.0)
    seen: list[Event] = []

    class Listening(Watch):
        def _feed(self, events: list[Event]) -> None:
            seen.extend(events)

    watch = Listening((shop(),))
    watch.put(Document(end, b"<p>", ()), 1.0)
    watch.put(Document(end, b"\x1f\x8b broken", ((b"content-encoding", b"gzip"),)), 1.0)
    watch.put(end, 1.0)
    watch.close()
    assert seen == [BodySeen(1, 1.0, b"<p>"), end]


def test_views_may_ask_from_other_threads_while_it_works() -> None:
    random = Random(11)
    visit = play(world(random), random.choices(ACTIONS, k=60))
    policies = (load_bytes(POLICY.replace("PATH", visit.path).encode(), file="model.yaml"),)
    watch = Watch(policies)
    failed: list[BaseException] = []
    over = threading.Event()

    def ask() -> None:
        version = 0
        try:
            while not over.is_set():
                board = watch.changes(version)
                version = board.version
                watch.report()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for one in askers:
        one.start()
    feed(watch, delivered(visit.events, 4))
    watch.drained()
    over.set()
    for one in askers:
        one.join(20)
    assert failed == []
    (session,) = watch.close().sessions
    assert session == replayed(visit.events, policies)


def test_a_watch_that_is_over_answers_still() -> None:
    watch = Watch((shop(),))
    feed(watch, delivered(events_of(EARLY), 1))
    report = watch.close()
    watch.note("late")
    watch.put(RequestSeen(9, 9e9, "https", "shop.example", 443, "/", "GET", ()), 9e9)
    assert watch.board().requests == 3
    assert watch.report() == report
    assert watch.close() == report


def test_the_html_report_of_a_watch_has_its_exchanges_while_the_watch_goes_on(tmp_path: Path) -> None:
    watch = Watch((shop(),))
    feed(watch, delivered(events_of(EARLY + THEN_ACCEPTED), 1))
    settle(watch, 20.0)
    write_reports((str(tmp_path / "so-far.html"),), watch.report(), ViewOptions(language=Language.FRENCH))
    so_far = (tmp_path / "so-far.html").read_text()
    report = watch.close()
    assert report.sessions[0].exchanges
    assert '<html lang="fr">' in so_far
    assert "Les échanges, un à un" in so_far
    assert "Un mandataire observait" in so_far
