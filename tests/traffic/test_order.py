from hypothesis import given
from hypothesis import strategies as st

from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic.order import Flow, in_order


def a_flow(number: int, at: float, answered: float | None, ended: float) -> Flow:
    request = RequestSeen(number, at, "https", "a.example", 443, "/", "GET", ())
    response = None if answered is None else ResponseSeen(number, answered, 200, ())
    return Flow(request, response, FlowEnded(number, ended))


def stage(event: Event) -> int:
    return (RequestSeen, ResponseSeen, FlowEnded).index(type(event))


times = st.integers(0, 20).map(float)
flows = st.lists(st.tuples(times, st.one_of(st.none(), times), times), max_size=30).map(
    lambda all_times: [
        a_flow(
            number,
            at,
            None if wait is None else at + wait,
            at + (wait or 0) + rest,
        )
        for number, (at, wait, rest) in enumerate(all_times, 1)
    ]
)


@given(flows)
def test_events_come_by_time_then_flow_then_stage(given_flows: list[Flow]) -> None:
    events = list(in_order([flow.request.at for flow in given_flows], given_flows.__getitem__))
    every = [
        event
        for flow in given_flows
        for event in (flow.request, flow.response, flow.ended)
        if event is not None
    ]
    assert events == sorted(every, key=lambda event: (event.at, event.flow, stage(event)))


def test_a_flow_that_outlasts_all_others_ends_last() -> None:
    long = a_flow(1, 0, 1, 100)
    short = a_flow(2, 2, 3, 4)
    events = list(in_order([0, 2], [long, short].__getitem__))
    assert [(event.flow, stage(event)) for event in events] == [
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
        (2, 2),
        (1, 2),
    ]


def test_each_flow_is_read_once_and_when_its_turn_comes() -> None:
    asked: list[int] = []
    made = [a_flow(1, 5, 6, 7), a_flow(2, 1, 2, 3)]

    def read(index: int) -> Flow:
        asked.append(index)
        return made[index]

    events = in_order([5, 1], read)
    next(events)
    assert asked == [1]
    list(events)
    assert asked == [1, 0]
