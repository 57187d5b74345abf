import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.report import Choice
from temoin.views.screen.marks import VERDICTS
from temoin.views.screen.pen import Pen
from temoin.views.screen.timeline import Sighting, Timeline
from temoin.vocabulary import ChoiceState, Verdict
from views.reports import START, choice_of

EARLY, REFUSED = VERDICTS[Verdict.EARLY], VERDICTS[Verdict.REFUSED]
UNSET = choice_of(ChoiceState.UNSET, None, 0.0)
ANY_TIME = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-100, 1000)


def sighted(seconds: float, verdict: Verdict = Verdict.EARLY) -> Sighting:
    return Sighting(START + seconds, VERDICTS[verdict], list(VERDICTS).index(verdict))


def drawn(
    *choices: Choice, end: float = 100.0, width: int = 40, sightings: tuple[Sighting, ...] = ()
) -> list[str]:
    timeline = Timeline(choices, sightings, START, START + end)
    return [line.plain for line in timeline.drawn(Pen(ascii_only=False, width=80), width)]


def test_a_choice_is_drawn_with_its_name_and_time_below() -> None:
    assert drawn(UNSET, choice_of(ChoiceState.ALL, 50.0, 50.0, exact=True)) == [
        "",
        "..............██████████████████████████",
        "unset         all",
        "start         +50.0 s        +1 min 40 s",
    ]


def test_the_interval_of_a_choice_made_by_script_is_a_stretch_of_its_own() -> None:
    bar = drawn(UNSET, choice_of(ChoiceState.PARTIAL, 20.0, 60.0))[1]
    assert bar == "." * bar.count(".") + "░" * bar.count("░") + "▄" * bar.count("▄")
    assert bar.count("░") >= 2


def test_a_choice_there_from_the_start_fills_the_bar() -> None:
    assert drawn(choice_of(ChoiceState.NONE, None, 3.0))[1] == "▁" * 40


def test_what_came_before_the_first_known_choice_is_left_blank() -> None:
    bar = drawn(choice_of(ChoiceState.ALL, 40.0, 60.0))[1]
    assert bar.startswith(" ")
    assert bar.strip(" ").startswith("░")


def test_evidence_stands_above_the_stretch_it_belongs_to() -> None:
    sightings = (sighted(10.0), sighted(30.0, Verdict.UNPROVEN), sighted(99.0, Verdict.REFUSED))
    evidence, bar, *_ = drawn(UNSET, choice_of(ChoiceState.NONE, 20.0, 40.0), width=60, sightings=sightings)
    assert [bar[evidence.index(sign)] for sign in "✗?!"] == [".", "░", "▁"]


def test_the_worst_of_two_in_one_cell_is_shown() -> None:
    sightings = (sighted(1.0, Verdict.UNPROVEN), sighted(1.0), sighted(1.0, Verdict.REFUSED))
    assert drawn(UNSET, sightings=sightings)[0].strip() == "✗"


def test_a_moment_outside_the_session_is_drawn_at_its_edge() -> None:
    evidence = drawn(UNSET, sightings=(sighted(-50.0), sighted(1e9, Verdict.REFUSED)))[0]
    assert evidence == "✗" + " " * 38 + "!"


def test_names_that_would_touch_are_left_out_and_the_bar_stays() -> None:
    states = (ChoiceState.PARTIAL, ChoiceState.ALL, ChoiceState.NONE, ChoiceState.UNREADABLE)
    choices = [choice_of(states[n % 4], n, n, exact=True) for n in range(1, 21)]
    _, bar, names, _ = drawn(UNSET, *choices, width=30)
    assert len(bar) == 30
    assert set(names.split()) <= {"unset", "partial", "all", "none", "unreadable"}


def test_more_states_than_cells_are_not_drawn() -> None:
    choices = [choice_of(ChoiceState.ALL, n, n, exact=True) for n in range(50)]
    assert drawn(*choices, width=30) == []


def test_no_choice_is_no_drawing() -> None:
    assert drawn() == []


@given(
    st.lists(
        st.tuples(st.none() | ANY_TIME, ANY_TIME, st.sampled_from(ChoiceState), st.booleans()), max_size=8
    ),
    st.lists(ANY_TIME, max_size=5),
    ANY_TIME,
    st.integers(-5, 120),
)
def test_whatever_the_times_every_line_fits(
    states: list[tuple[float | None, float, ChoiceState, bool]], moments: list[float], end: float, width: int
) -> None:
    choices = [choice_of(state, after, by, exact=exact) for after, by, state, exact in states]
    sightings = tuple(sighted(moment) for moment in moments)
    lines = drawn(*choices, end=end, width=width, sightings=sightings)
    assert all(len(line) <= width for line in lines)
    assert not lines or len(lines[1]) == width


@pytest.mark.parametrize("seconds", [math.inf, -math.inf, math.nan])
def test_a_moment_that_is_none_is_still_drawn(seconds: float) -> None:
    assert drawn(UNSET, sightings=(sighted(seconds),))[0].strip() == "✗"
