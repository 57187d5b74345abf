"""When the choice was what: sightings in, places of exchanges out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.choices.sightings import Era, Known, Placed, Sighting, Told
from temoin.choices.timeline import Timeline
from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

UNSET = Known(ChoiceState.UNSET)
ALL = Known(ChoiceState.ALL, Choice.of(["ads", "stats"]))
NONE = Known(ChoiceState.NONE, Choice.of([], ["ads", "stats"]))
SOME = Known(ChoiceState.PARTIAL, Choice.of(["stats"], ["ads"]))


def absent(n: int, at: float, since: float | None = None) -> Sighting:
    return Sighting(Window(at if since is None else since, at), n, Told.ABSENT, UNSET)


def carried(n: int, at: float, known: Known, since: float | None = None) -> Sighting:
    return Sighting(Window(at if since is None else since, at), n, Told.CARRIED, known)


def moment(at: float) -> Window:
    return Window(at, at)


def placed(settled: list[tuple[str, Placed]]) -> dict[str, ChoiceState | str]:
    return {what: place.known.state if place.known else place.cause for what, place in settled}


def test_between_two_absences_there_is_no_choice() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    assert timeline.place("pixel", 2, moment(11.0)) is None
    assert placed(timeline.see(absent(3, 12.0))) == {"pixel": ChoiceState.UNSET}


def test_between_absence_and_sighting_nothing_is_known() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.place("pixel", 2, moment(11.0))
    assert placed(timeline.see(carried(3, 12.0, ALL))) == {"pixel": "choice-interval"}


def test_an_exchange_whose_window_reaches_over_a_sighting_is_not_placed_before_it() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(carried(1, 10.0, ALL))
    timeline.see(carried(2, 12.0, NONE))
    timeline.place("queued pixel", 3, Window(11.0, 13.0))
    assert placed(timeline.see(carried(4, 14.0, NONE))) == {"queued pixel": "choice-interval"}


def test_an_absence_dated_back_settles_only_what_lies_before_its_window() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.place("early", 2, moment(11.0))
    timeline.place("late", 3, moment(11.6))
    settled = timeline.see(absent(4, 12.0, since=11.5))
    assert placed(settled) == {"early": ChoiceState.UNSET}
    assert placed(timeline.close(13.0)) == {"late": "after-last-request"}


def test_a_request_that_shows_the_choice_itself_needs_no_other() -> None:
    timeline: Timeline[str] = Timeline()
    window = Window(9.9, 10.0)
    timeline.see(Sighting(window, 1, Told.CARRIED, SOME))
    place = timeline.place("its own cookie", 1, window)
    assert place is not None
    assert place.known == SOME


def test_after_the_last_request_nothing_is_known() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.place("pixel", 2, moment(11.0))
    assert placed(timeline.close(20.0)) == {"pixel": "after-last-request"}


def test_before_the_first_sighting_nothing_is_known() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.place("pixel", 1, moment(9.0))
    assert placed(timeline.see(absent(2, 10.0))) == {"pixel": "no-sighting-before"}


def test_a_choice_set_by_a_response_is_dated_exactly() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.place("before", 2, moment(10.2))
    settled = timeline.see(absent(3, 10.4))
    timeline.place("meanwhile", 4, moment(10.45))
    settled += timeline.respond(3, 10.5, ALL, Told.SET, None)
    timeline.place("after", 5, moment(11.0))
    settled += timeline.see(carried(6, 12.0, ALL))
    assert placed(settled) == {
        "before": ChoiceState.UNSET,
        "meanwhile": "choice-interval",
        "after": ChoiceState.ALL,
    }
    assert [(era.known.state, era.after, era.by, era.exact) for era in timeline.eras] == [
        (ChoiceState.UNSET, None, 10.0, False),
        (ChoiceState.ALL, 10.5, 10.8, True),
    ]


def test_while_a_response_is_being_stored_nothing_is_known() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.respond(1, 10.5, ALL, Told.SET, None)
    timeline.place("at once", 2, moment(10.6))
    assert placed(timeline.see(carried(3, 12.0, ALL))) == {"at once": "choice-interval"}


def test_a_choice_that_a_response_set_and_no_request_brought_back_proves_nothing() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.respond(1, 10.5, ALL, Told.SET, None)
    timeline.place("pixel", 2, moment(11.0))
    assert placed(timeline.see(absent(3, 12.0))) == {"pixel": "choice-interval"}


def test_a_choice_lapses_with_its_cookie() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.respond(1, 10.5, ALL, Told.SET, 100.0)
    timeline.see(carried(2, 50.0, ALL))
    timeline.place("while it lasts", 3, moment(90.0))  # it may have been removed before
    timeline.place("after", 4, moment(110.0))
    settled = timeline.see(absent(5, 120.0))
    assert placed(settled) == {"while it lasts": "choice-interval", "after": ChoiceState.UNSET}
    assert (timeline.eras[-1].known.note, timeline.eras[-1].by) == ("lapsed", 100.0)


def test_withdrawal_names_what_was_granted_before() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(carried(1, 10.0, ALL))
    timeline.see(carried(2, 12.0, SOME))
    timeline.see(carried(3, 14.0, NONE))
    assert [era.withdrawn for era in timeline.eras] == [(), ("ads",), ("ads", "stats")]


def test_withdrawing_a_grant_of_everything_says_so() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(carried(1, 10.0, Known(ChoiceState.ALL, Choice.of(rest=True))))
    timeline.see(carried(2, 12.0, Known(ChoiceState.NONE, Choice.of(rest=False))))
    assert timeline.eras[-1].withdrawn == ("*",)


def test_the_interval_of_a_scripted_choice_runs_from_the_last_absence_to_the_first_sighting() -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(absent(1, 10.0))
    timeline.see(absent(4, 12.0, since=11.5))
    timeline.see(carried(9, 13.0, ALL, since=12.9))
    era = timeline.eras[-1]
    assert (era.after, era.by, era.exact, era.evidence) == (11.5, 13.0, False, (4, 9))


def test_state_is_bounded_however_long_the_session() -> None:
    timeline: Timeline[str] = Timeline()
    for n in range(1, 2000):
        timeline.see(absent(n, float(n)))
        timeline.place(f"{n}", n, moment(n + 0.5))
    assert timeline._row.size < 200
    assert len(timeline._waiting) < 5


KNOWN = st.sampled_from([UNSET, ALL, NONE, SOME])


@given(st.lists(st.tuples(KNOWN, st.floats(0.001, 5.0), st.floats(0.0, 2.0)), min_size=2, max_size=12))
def test_a_known_place_lies_between_two_sightings_that_agree(steps: list[tuple[Known, float, float]]) -> None:
    """Whatever the windows: what is said to be known is what the true store held at every moment around."""
    timeline: Timeline[int] = Timeline()
    truth: list[tuple[float, Known]] = []
    settled: list[tuple[int, Placed]] = []
    at = 0.0
    for n, (known, gap, lag) in enumerate(steps, start=1):
        at += gap
        truth.append((at, known))
        told = Told.ABSENT if known is UNSET else Told.CARRIED
        settled += timeline.see(Sighting(Window(at - min(lag, gap / 2), at), n, told, known))
        timeline.place(n, 1000 + n, moment(at + 0.0001))
    settled += timeline.close(at + 1)
    for n, place in settled:
        if place.known is not None:
            assert place.known == truth[n - 1][1]
            assert n < len(truth)
            assert place.known == truth[n][1]
    assert sorted(n for n, _ in settled) == list(range(1, len(steps) + 1))


@pytest.mark.parametrize("known", [ALL, NONE, SOME, UNSET])
def test_the_first_sighting_begins_an_era_without_a_beginning(known: Known) -> None:
    timeline: Timeline[str] = Timeline()
    timeline.see(carried(1, 10.0, known))
    assert timeline.eras == [Era(known, None, 10.0, exact=False, withdrawn=(), evidence=(1,))]


def test_what_waits_is_bounded_and_said_to_be_unproven() -> None:
    timeline: Timeline[int] = Timeline()
    timeline.see(absent(1, 0.0))
    for number in range(20_010):
        assert timeline.place(number, 2, moment(1.0 + number * 0.001)) is None
    settled = timeline.see(absent(3, 1000.0))
    causes = [place.cause for _, place in sorted(settled, key=lambda one: one[0])]
    assert (causes[:10], set(causes[10:])) == (["waited-too-long"] * 10, {""})
