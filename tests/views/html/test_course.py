"""The drawing over time: where things lie, whatever the clock says and however many there are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from temoin.report import Exchange, Session
from temoin.views.html.course import Course, course_of
from temoin.views.html.lists import events_of
from temoin.views.html.points import GROUPS, percent
from temoin.vocabulary import ChoiceState, Verdict
from views.reports import START, choice_of, exchange_of, leaky_session, page_of, session_of, verbose_report


def crossing(n: int, seconds: float, verdict: Verdict = Verdict.EARLY) -> Exchange:
    return exchange_of(n, seconds, "id", "ads.example", verdict)


def drawn(session: Session) -> Course:
    course = course_of(session)
    assert course is not None
    return course


def shares(course: Course) -> list[float]:
    places = [bar.x for lane in course.lanes for bar in lane.bars]
    places += [band.x for row in course.rows for band in row.bands]
    places += [opening.x for opening in course.openings]
    places += [tick.x for tick in course.ticks]
    return [float(place.removesuffix("%")) for place in places]


def test_a_session_without_a_time_is_not_drawn() -> None:
    assert course_of(session_of(started=None, ended=None)) is None


def test_every_exchange_lies_in_the_lane_of_its_verdict_at_its_time() -> None:
    exchanges = (crossing(1, 0.0), crossing(2, 5.0, Verdict.EXEMPT), crossing(3, 10.0), crossing(4, 10.0))
    course = drawn(session_of(exchanges=exchanges, counts={Verdict.EARLY: 3, Verdict.EXEMPT: 1}))
    early, exempt = course.lanes
    assert (early.kind, early.count) == ("early", 3)
    assert [bar.x for bar in early.bars] == ["0%", "99.583%"]
    assert float(early.bars[1].height) > float(early.bars[0].height)
    assert [bar.x for bar in exempt.bars] == ["50%"]
    assert exempt.y > early.y


def test_the_script_is_told_each_exchange_by_name() -> None:
    data = json.loads(drawn(session_of(exchanges=(crossing(7, 2.5),), counts={Verdict.EARLY: 1})).data)
    assert data["span"] == 10.0
    assert (data["at"], data["lane"], data["n"], data["names"]) == ([2.5], [0], [7], [["id", "ads.example"]])


def test_too_many_exchanges_are_told_in_groups_and_none_is_lost() -> None:
    kinds = (Verdict.EARLY, Verdict.EXEMPT)
    exchanges = tuple(crossing(n, 10.0 * n / 30_000, kinds[n % 2]) for n in range(30_000))
    course = drawn(session_of(exchanges=exchanges, counts=dict.fromkeys(kinds, 15_000)))
    data = json.loads(course.data)
    assert course.grouped
    assert sum(data["count"]) == 30_000
    assert len(data["at"]) <= 2 * GROUPS
    assert [lane.count for lane in course.lanes] == [15_000, 15_000]
    assert len(course.data) < 100_000


def test_the_interval_in_which_a_choice_was_made_is_a_band_of_its_own() -> None:
    [row] = drawn(leaky_session()).rows
    assert [band.kind for band in row.bands] == ["unset", "unsure", "partial", "all", "unsure", "withdrawn"]
    starts = [float(band.x.removesuffix("%")) for band in row.bands]
    assert starts == sorted(starts)
    assert starts[1] == pytest.approx(100 * 11.9 / 192, abs=0.01)


def test_more_choices_than_there_is_room_for_are_counted() -> None:
    choices = tuple(choice_of(ChoiceState.UNSET, None, 0.0, visitor=number) for number in range(1, 9))
    course = drawn(session_of(choices=choices, visitors=8))
    assert (len(course.rows), course.hidden) == (5, 3)


def test_of_many_pages_some_are_marked_evenly() -> None:
    pages = tuple(page_of(number, "https://a.example/", number / 500) for number in range(1, 5001))
    course = drawn(session_of(pages=pages))
    assert 400 < len(course.openings) <= 500
    assert course.openings[-1].page.id > 4900
    assert 30 < sum(not one.narrow for one in course.openings) < 45


times = st.floats() | st.sampled_from([START, 1e300, -1e300, float("inf"), float("-inf"), float("nan")])


@given(started=times, ended=times | st.none(), at=times, after=times | st.none())
def test_whatever_the_clock_says_all_lies_within(
    started: float, ended: float | None, at: float, after: float | None
) -> None:
    choice = replace(choice_of(ChoiceState.ALL, 0.0, 1.0), by=at, after=after)
    page = replace(page_of(1, "https://a.example/", 0.0), opened=at)
    session = session_of(
        started=started, ended=ended, choices=(choice_of(ChoiceState.UNSET, None, 0.0), choice), pages=(page,),
        exchanges=(replace(crossing(1, 0.0), at=at),), counts={Verdict.EARLY: 1},
    )  # fmt: skip
    course = drawn(session)
    assert all(0 <= share <= 100 for share in shares(course))
    assert json.loads(course.data)["span"] >= 1
    assert events_of(session, 10)


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0%"), (0.125, "12.5%"), (1 / 3, "33.333%"), (1.0, "100%")]
)
def test_a_share_is_written_as_short_as_it_can_be(share: float, written: str) -> None:
    assert percent(share) == written


def test_the_table_counts_what_crossed_between_events() -> None:
    events = events_of(verbose_report().sessions[0], 100)
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert sum(event.crossed.total() for event in events) == 5
    assert events[0].crossed == {}  # two events at one moment: what crossed is of the second
    assert events[1].crossed == {Verdict.EXEMPT: 1, Verdict.EARLY: 1}
