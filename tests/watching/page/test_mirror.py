"""What changed since when, counted by cookie and over time: held against counting anew."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from temoin.vocabulary import ChoiceState, Level, Party, Verdict
from temoin.watching.board import Row
from temoin.watching.page.messages import Part
from temoin.watching.page.mirror import Mark, Mirror
from temoin.watching.page.states import STATES, state_of
from watching.page.made_up import PORTAL, START, MadeUp


def told(mirror: Mirror, mark: Mark | None = None) -> list[Part]:
    return list(mirror.since(mark, recorded=False))


class Page:
    """What a browser makes of the parts it is told."""

    def __init__(self) -> None:
        self.mark: Mark | None = None
        self.rows: dict[int, Row] = {}
        self.states: dict[int, dict[str, int]] = {}
        self.steps: dict[int, list[int]] = {}
        self.findings: dict[int, str] = {}
        self.order: tuple[int, ...] = ()

    def follow(self, mirror: Mirror) -> None:
        for part in told(mirror, self.mark):
            if part.whole:
                self.__init__()  # type: ignore[misc]
            self.rows |= {row.id: row for row in part.rows}
            self.states |= {
                cookie.id: {str(state): count for state, count in cookie.states.items()}
                for cookie in part.cookies
            }
            if part.pulse is not None:
                if part.pulse.whole:
                    self.steps = {}
                self.steps |= {number: counts for number, *counts in part.pulse.steps}
            self.findings |= {held.id: held.finding.message for held in part.findings}
            self.order = part.order if part.order is not None else self.order
        self.mark = mirror.mark


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["cross", "cross", "settle", "count", "look", "page", "late page", "restart", "find"]),
        st.integers(0, 5),
        st.floats(0, 3000, allow_nan=False),
        st.sampled_from(list(Verdict)),
    ),
    max_size=60,
)  # fmt: skip


@given(ACTS)
def test_whoever_follows_however_often_knows_the_same(acts: list[tuple[str, int, float, Verdict]]) -> None:
    watch = MadeUp(kept=1000)
    mirror = Mirror(watch)
    often, seldom = Page(), Page()
    for act, number, at, verdict in acts:
        match act:
            case "cross":
                watch.cross(f"uid{number}", at, None if number % 2 else verdict)
            case "settle" if watch.board().open:
                watch.settle(next(row.id for row in watch.board().rows if row.verdict is None), verdict)
            case "count":
                mirror.count()
            case "look":
                mirror.look()
            case "page":
                mirror.look()
                often.follow(mirror)
            case "late page":
                mirror.look()
                seldom.follow(mirror)
            case "restart":
                watch.restart()
            case "find":
                watch.find("T101", "Too early", f"uid{number}", PORTAL, f"{at}")
    mirror.look()
    fresh = Page()
    for page in (often, seldom, fresh):
        page.follow(mirror)
    board = watch.board()
    counts = Counter(state_of(row) for row in board.rows)
    for page in (often, seldom, fresh):
        assert page.rows == {row.id: row for row in board.rows}
        by_cookie: Counter[str] = Counter()
        for states in page.states.values():
            by_cookie.update(states)
        assert +by_cookie == counts
        over_time = [sum(column) for column in zip(*page.steps.values(), strict=True)] or [0] * len(STATES)
        assert dict(zip(STATES, over_time, strict=True)) == {state: counts[state] for state in STATES}
        assert [page.findings[number] for number in page.order] == [f.message for f in board.findings]


def test_what_was_counted_while_nobody_read_is_told_whole_to_who_comes() -> None:
    watch = MadeUp(kept=3)
    counting, looking = Mirror(watch), Mirror(watch)
    for number in range(10):
        row = watch.cross(f"uid{number % 2}\x1b", float(number))
        counting.count()
        looking.look()
        if number % 3:
            watch.settle(row, Verdict.EARLY, reasons=("because\x1b",))
    assert told(counting) == []
    assert counting.look()
    looking.look()
    for one, other in zip(told(counting), told(looking), strict=True):
        assert one.pulse is not None
        assert other.pulse is not None
        assert sorted(one.pulse.steps) == sorted(other.pulse.steps)
        assert replace(one, pulse=None) == replace(other, pulse=None)
    assert [row.reasons for part in told(counting) for row in part.rows] == [
        (),
        ("because\\x1b",),
        ("because\\x1b",),
    ]
    assert not counting.behind


def test_only_what_changed_is_told_again_to_who_comes_back() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.cross("uid", 0.0, Verdict.EXEMPT)
    mirror.look()
    mark = mirror.mark
    new = watch.cross("uid", 1.0, Verdict.EXEMPT)
    mirror.count()
    mirror.look()
    assert [row.id for part in told(mirror, mark) for row in part.rows] == [new]


def test_nothing_new_is_nothing_told() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.cross("uid", 0.0)
    assert mirror.look()
    assert not mirror.look()


def test_what_is_kept_no_longer_stays_counted() -> None:
    watch = MadeUp(kept=3)
    mirror = Mirror(watch)
    for number in range(10):
        watch.cross("uid", float(number), Verdict.EXEMPT)
        mirror.look()
    [part] = told(mirror)
    assert [row.id for row in part.rows] == [10, 9, 8]
    assert part.cookies[0].states == {Verdict.EXEMPT: 10}
    assert part.head is not None
    assert part.head.untold == 0


def test_what_was_never_seen_is_said_to_be_uncounted() -> None:
    watch = MadeUp(kept=3)
    mirror = Mirror(watch)
    for number in range(10):
        watch.cross("uid", float(number), Verdict.EXEMPT)
    mirror.look()
    [part] = told(mirror)
    assert part.cookies[0].states == {Verdict.EXEMPT: 3}
    assert part.head is not None
    assert part.head.untold == 7


def test_an_open_row_that_is_kept_no_longer_is_counted_as_open_no_longer() -> None:
    watch = MadeUp(kept=2)
    mirror = Mirror(watch)
    for number in range(5):
        watch.cross("uid", float(number))
        mirror.look()
    [part] = told(mirror)
    assert part.cookies[0].states == {"open": 2}
    assert part.head is not None
    assert part.head.untold == 3
    assert part.pulse is not None
    assert sum(sum(counts) for _, *counts in part.pulse.steps) == 2


def test_a_row_whose_party_turns_out_another_moves_to_that_cookie() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    row = watch.cross("uid", 0.0, domain="ads.example", party=Party.UNKNOWN)
    mirror.look()
    watch.settle(row, Verdict.EARLY, party=Party.THIRD)
    mirror.look()
    states = {cookie.party: cookie.states for part in told(mirror) for cookie in part.cookies}
    assert states == {Party.UNKNOWN: {}, Party.THIRD: {Verdict.EARLY: 1}}


def test_names_without_end_are_not_all_told_apart() -> None:
    watch = MadeUp(kept=3000)
    mirror = Mirror(watch)
    for number in range(2500):
        watch.cross(f"uid{number}", 0.0, Verdict.EXEMPT)
    mirror.look()
    parts = told(mirror)
    assert sum(len(part.cookies) for part in parts) == 2000
    assert parts[0].head is not None
    assert parts[0].head.untold == 500


def test_findings_without_end_are_told_the_worst_first() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    for number in range(450):
        watch.find("T302", "Never seen", f"uid{number}", PORTAL, "never seen", level=Level.NOTE, first=number)
    watch.find("T101", "Too early", "uid", PORTAL, "sent before any choice")
    mirror.look()
    parts = told(mirror)
    assert parts[0].more_findings == 51
    assert parts[0].order is not None
    assert len(parts[0].order) == 400
    assert parts[0].findings[-1].finding.rule in ("T101", "T302")
    first = next(held for part in parts for held in part.findings if held.id == (parts[0].order or ())[0])
    assert first.finding.rule == "T101"
    assert all(len(part.findings) <= 100 for part in parts)


def test_a_finding_that_falls_away_is_told() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.find("T101", "Too early", "uid", PORTAL, "sent")
    mirror.look()
    mark = mirror.mark
    watch._findings = ()
    watch.note("doubtful")
    mirror.look()
    [part] = told(mirror, mark)
    assert part.order == ()
    assert part.notes == ("doubtful",)


def test_choices_that_stood_before_are_remembered() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    for state, at in ((ChoiceState.UNSET, 0.0), (ChoiceState.PARTIAL, 5.0), (ChoiceState.NONE, 9.0)):
        watch.choose(state, at)
        mirror.look()
    [part] = told(mirror)
    assert [era.state for era in part.eras or ()] == ["unset", "partial", "none"]
    assert part.current == 2


def test_a_choice_told_better_replaces_what_was_told() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.choose(ChoiceState.UNSET, 0.0)
    mirror.look()
    watch.choose(ChoiceState.PARTIAL, 5.0, after=1.0)
    mirror.look()
    watch.choose(ChoiceState.PARTIAL, 4.0, after=3.0)
    mirror.look()
    [part] = told(mirror)
    assert [(era.state, era.by - START) for era in part.eras or ()] == [("unset", 0.0), ("partial", 4.0)]
    assert part.current == 1


def test_the_choices_of_two_visitors_do_not_mix() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.choose(ChoiceState.UNSET, 0.0)
    watch.choose(ChoiceState.ALL, 3.0, visitor=2)
    mirror.look()
    watch.choose(ChoiceState.NONE, 2.0)
    mirror.look()
    [part] = told(mirror)
    eras = [(era.visitor, era.state) for era in part.eras or ()]
    assert eras == [(1, "unset"), (1, "none"), (2, "all")]
    assert part.current == 1


def test_a_version_that_went_back_is_a_new_beginning() -> None:
    watch = MadeUp(version=50)
    mirror = Mirror(watch)
    watch.cross("uid", 0.0)
    mirror.look()
    watch._version = 3
    watch._rows = {}
    mirror.look()
    [part] = told(mirror)
    assert part.rows == ()


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf, -1e300, 1e300, 0.0])
def test_times_that_no_clock_gives_are_counted(at: float) -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    watch.cross("uid", 0.0, Verdict.EXEMPT)
    watch.cross("uid", at, Verdict.EXEMPT)
    mirror.look()
    [part] = told(mirror)
    assert part.pulse is not None
    assert sum(sum(counts) for _, *counts in part.pulse.steps) == 2
    assert all(number < 512 for number, *_ in part.pulse.steps)


def test_a_watch_of_days_is_told_in_as_many_steps_as_one_of_minutes() -> None:
    watch = MadeUp()
    mirror = Mirror(watch)
    for number in range(900):
        watch.cross("uid", number * 600.0, Verdict.EXEMPT)
        mirror.look()
    [part, *_] = told(mirror)
    assert part.pulse is not None
    assert len(part.pulse.steps) <= 512
    assert sum(sum(counts) for _, *counts in part.pulse.steps) == 900
    assert part.pulse.step >= 900 * 600 / 512


def test_the_name_of_the_recording_is_told_without_its_folder() -> None:
    watch = MadeUp()
    watch.recording = "/home/tester/secret-project/visit.flow"
    mirror = Mirror(watch)
    mirror.look()
    [part] = told(mirror)
    assert part.head is not None
    assert part.head.recording == "visit.flow"
