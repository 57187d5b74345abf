from random import Random

from hypothesis import given
from hypothesis import strategies as st

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.watching.arrivals import HOLD, Arrivals

AT = 1_764_000_000.0
TICK = 0.1
_RANK = {RequestSeen: 0, ResponseSeen: 1, BodySeen: 2, FlowEnded: 3}


def request(flow: int, at: float) -> RequestSeen:
    return RequestSeen(flow, AT + at, "https", "shop.example", 443, "/", "GET", ())


def turn(event: Event) -> tuple[float, int, int]:
    return event.at, event.flow, _RANK[type(event)]


@st.composite
def flows(draw: st.DrawFn) -> list[Event]:
    """Flows whose times often tie: on a grid of eighths of a second."""
    events: list[Event] = []
    for flow in range(1, draw(st.integers(1, 12)) + 1):
        start = draw(st.integers(0, 16)) / 8
        answer = start + draw(st.integers(0, 4)) / 8
        end = answer + draw(st.integers(0, 4)) / 8
        events.append(request(flow, start))
        if draw(st.booleans()):
            events.append(ResponseSeen(flow, AT + answer, 200, ()))
            if draw(st.booleans()):
                events.append(BodySeen(flow, AT + end, b"<p>"))
        events.append(FlowEnded(flow, AT + end))
    return events


@given(flows(), st.data())
def test_whatever_comes_within_the_hold_is_released_in_exact_order(
    events: list[Event], data: st.DataObject
) -> None:
    lags = data.draw(st.lists(st.floats(0, HOLD - 0.01), min_size=len(events), max_size=len(events)))
    coming = sorted(zip(events, lags, strict=True), key=lambda one: one[0].at + one[1])
    arrivals, released, now = Arrivals(), list[Event](), AT
    for event, lag in coming:
        while now + TICK <= event.at + lag:
            now += TICK
            released += arrivals.clock(now)
        arrivals.put(event, event.at + lag)
    released += arrivals.rest()
    assert released == sorted(events, key=turn)
    assert arrivals.late == 0


def test_nothing_is_released_before_it_was_held() -> None:
    arrivals = Arrivals()
    arrivals.put(request(1, 1), AT + 1)
    assert arrivals.clock(AT + 1 + HOLD - 0.01) == []
    assert arrivals.clock(AT + 1 + HOLD) == [request(1, 1)]


@given(flows(), st.randoms())
def test_flows_from_a_file_come_in_any_order_and_are_released_once_no_more_come(
    events: list[Event], random: Random
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    arrivals, now = Arrivals(), AT + 1e6
    for event in shuffled:
        arrivals.put(event, now, loaded=True)
        now += 0.9
        assert arrivals.clock(now) == []
    assert arrivals.clock(now + 0.2) == sorted(events, key=turn)
    assert arrivals.late == 0


def test_what_comes_after_younger_ones_were_released_is_counted_and_not_lost() -> None:
    arrivals = Arrivals()
    arrivals.put(request(2, 5), AT + 5)
    assert arrivals.clock(AT + 6) == [request(2, 5)]
    arrivals.put(request(1, 3), AT + 6)
    assert arrivals.clock(AT + 6.1) == [request(1, 3)]
    assert arrivals.late == 1
    arrivals.put(request(3, 5), AT + 6.2)
    assert arrivals.late == 1


def test_what_waits_is_shown_in_order_and_goes_on_waiting() -> None:
    arrivals = Arrivals()
    for flow in (3, 1, 2):
        arrivals.put(request(flow, 1), AT + 1)
    assert [event.flow for event in arrivals.waiting()] == [1, 2, 3]
    assert [event.flow for event in arrivals.rest()] == [1, 2, 3]
    assert arrivals.waiting() == []


def test_a_clock_set_back_an_hour_holds_nothing_up() -> None:
    arrivals = Arrivals()
    arrivals.put(request(1, 3600), AT + 3600)
    assert arrivals.clock(AT + 3600.1) == []
    arrivals.put(request(2, 0.2), AT + 0.2)
    assert [event.flow for event in arrivals.clock(AT + 0.3)] == [2, 1]
    arrivals.put(request(3, 0.4), AT + 0.4)
    assert [event.flow for event in arrivals.clock(AT + 1)] == [3]
    assert (arrivals.late, arrivals.set_back) == (0, 1)


def test_a_clock_set_forward_an_hour_releases_what_waits() -> None:
    arrivals = Arrivals()
    arrivals.put(request(1, 0), AT)
    assert [event.flow for event in arrivals.clock(AT + 3600)] == [1]
    arrivals.put(request(2, 3600), AT + 3600)
    assert [event.flow for event in arrivals.clock(AT + 3601)] == [2]
    assert (arrivals.late, arrivals.set_back) == (0, 0)
