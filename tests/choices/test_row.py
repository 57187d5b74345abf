"""The row of sightings gives what walking all of them gave, in less time."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from choices.slow_timeline import SlowTimeline
from temoin.choices.sightings import Known, Placed, Sighting, Told
from temoin.choices.timeline import Timeline
from temoin.connections import Window
from temoin.consent.choice import Choice
from temoin.vocabulary import ChoiceState

KNOWN = (
    Known(ChoiceState.UNSET),
    Known(ChoiceState.ALL, Choice.of(["ads", "stats"])),
    Known(ChoiceState.NONE, Choice.of([], ["ads", "stats"])),
    Known(ChoiceState.UNREADABLE, note="it is broken"),
    Known(ChoiceState.UNREADABLE, note="it is broken otherwise"),
)
UNPROVEN = Known(ChoiceState.UNPROVEN)

type Step = tuple[str, int, int, int]
"""What happens, how much later, how far its window reaches back, and a number that chooses among what there is."""

steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "absent",
                "carried",
                "carried",
                "unclear",
                "set",
                "partly",
                "deleted",
                "stored",
                "until",
                "wait",
                "wait",
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 8),
        st.integers(0, 20),
    ),
    max_size=150,
)


def play(timeline: Timeline[int] | SlowTimeline[int], told: list[Step]) -> list[object]:
    """All that a timeline says of a session."""
    at = 100.0
    said: list[object] = []

    def take(settled: list[tuple[int, Placed]]) -> None:
        said.extend((what, show(place)) for what, place in settled)

    for n, (what, later, back, which) in enumerate(told, start=1):
        at += later / 4
        window, known = Window(at - back / 4, at), KNOWN[which % len(KNOWN)]
        before = max(1, n - which)
        match what:
            case "absent":
                take(timeline.see(Sighting(window, n, Told.ABSENT, KNOWN[0])))
            case "carried":
                take(timeline.see(Sighting(window, n, Told.CARRIED, known)))
            case "unclear":
                take(timeline.see(Sighting(window, n, Told.UNCLEAR, UNPROVEN)))
            case "set":
                take(timeline.respond(before, at, known, Told.SET, at + which if which % 3 else None))
            case "partly":
                take(timeline.respond(before, at, UNPROVEN, Told.PARTLY, None))
            case "deleted":
                take(timeline.respond(before, at, KNOWN[0], Told.DELETED, None))
            case "stored":
                timeline.stored_by(before, at)
            case "until":
                take(timeline.until(before, at))
            case _:
                place = timeline.place(n, before if which % 2 else n, Window(at, at) if which % 3 else window)
                said.append((n, show(place) if place else None))
        said.append((timeline.shows_absence(before), timeline.shows_none(before)))
    take(timeline.close(at + 5))
    return [*said, *timeline.eras]


def show(place: Placed) -> object:
    return place.known, place.cause, place.before, place.after, place.era


@settings(max_examples=600, deadline=None)
@given(steps)
def test_the_same_is_said_as_by_walking_all_sightings(told: list[Step]) -> None:
    assert play(Timeline(), told) == play(SlowTimeline(), told)


@settings(max_examples=30, deadline=None)
@given(steps, st.integers(3, 9))
def test_long_sessions_too(told: list[Step], often: int) -> None:
    assert play(Timeline(), told * often) == play(SlowTimeline(), told * often)


def busy(sightings: int) -> float:
    """Seconds of CPU for one unbroken busy run, in which every window reaches back to its beginning."""
    timeline: Timeline[int] = Timeline()
    since = time.process_time()
    timeline.see(Sighting(Window(1.0, 1.0), 0, Told.ABSENT, KNOWN[0]))
    at = 2.0
    for n in range(1, sightings):
        at = 2.0 + n / 100
        timeline.see(Sighting(Window(2.0, at), n, Told.ABSENT, KNOWN[0]))
        timeline.place(n, -1, Window(2.0, at))
    timeline.see(Sighting(Window(at + 1, at + 1), sightings, Told.ABSENT, KNOWN[0]))
    timeline.close(at + 2)
    return time.process_time() - since


def test_an_unbroken_busy_run_takes_linear_time() -> None:
    busy(500)
    assert min(busy(8_000) for _ in range(3)) < 10 * max(busy(2_000), 0.01)
