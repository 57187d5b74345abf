from hypothesis import given
from hypothesis import strategies as st

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic import order
from temoin.traffic.order import Block, Document, Flow, Late, Timetable, in_order


def a_flow(number: int, at: float, answered: float | None, ended: float, body: bytes | None = None) -> Flow:
    request = RequestSeen(number, at, "https", "a.example", 443, "/", "GET", ())
    response = None if answered is None else ResponseSeen(number, answered, 200, ())
    document = None if body is None else Document(number, ended, lambda: body)
    return Flow(request, response, FlowEnded(number, ended), document)


def stage(event: Event) -> int:
    return (RequestSeen, ResponseSeen, BodySeen, FlowEnded).index(type(event))


def together(flows: list[Flow]) -> list[Event]:
    return [event for events in in_order([Block(flows, float("inf"), 0)]) for event in events]


times = st.integers(0, 20).map(float)
flows = st.lists(
    st.tuples(times, st.one_of(st.none(), times), times, st.one_of(st.none(), st.just(b""), st.just(b"x"))),
    max_size=60,
).map(
    lambda all_times: [
        a_flow(number, at, None if wait is None else at + wait, at + (wait or 0) + rest, body)
        for number, (at, wait, rest, body) in enumerate(all_times, 1)
    ]
)


def sorted_events(flows: list[Flow]) -> list[Event]:
    every: list[Event] = []
    for flow in flows:
        every += [flow.request, *([flow.response] if flow.response else []), flow.ended]
        if flow.document is not None and (body := flow.document.read()):
            every.append(BodySeen(flow.document.flow, flow.document.at, body))
    return sorted(every, key=lambda event: (event.at, event.flow, stage(event)))


@given(flows)
def test_events_come_by_time_then_flow_then_stage(given_flows: list[Flow]) -> None:
    assert together(given_flows) == sorted_events(given_flows)


@given(flows, st.integers(1, 5), st.integers(1, 4))
def test_they_do_so_block_by_block_whoever_comes_late(
    given_flows: list[Flow], size: int, patience: int
) -> None:
    before = order.BLOCK, order._PATIENCE
    order.BLOCK, order._PATIENCE = size, patience
    try:
        timetable = Timetable()
        for flow in given_flows:
            timetable.note(flow.request.at, flow.request.flow, flow.request.flow - 1)
        timetable.end()
        late = set(timetable.late_numbers())
        blocks = [
            Block(
                [flow for flow in given_flows[start : start + size] if flow.request.flow not in late],
                least,
                start + size + 1,
            )
            for start, least in zip(range(0, len(given_flows), size), timetable.least_after(), strict=True)
        ]
        fetched: list[Late] = []

        def fetch(one: Late) -> Flow:
            fetched.append(one)
            return given_flows[one.place]

        events = [event for some in in_order(blocks, timetable.late(), fetch) for event in some]
    finally:
        order.BLOCK, order._PATIENCE = before
    assert events == sorted_events(given_flows)
    assert {one.number for one in fetched} == late


def test_a_flow_that_outlasts_all_others_ends_last() -> None:
    events = together([a_flow(1, 0, 1, 100), a_flow(2, 2, 3, 4)])
    assert [(event.flow, stage(event)) for event in events] == [
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
        (2, 3),
        (1, 3),
    ]


def test_what_can_be_told_is_told_before_the_next_block_is_read() -> None:
    asked: list[int] = []

    def blocks() -> object:
        asked.append(1)
        yield Block([a_flow(1, 1, 2, 3), a_flow(2, 5, 6, 7)], 4.0, 3)
        asked.append(2)
        yield Block([a_flow(3, 4, 4, 4)], float("inf"), 4)

    events = in_order(blocks())  # type: ignore[arg-type]
    assert [event.at for event in next(events)] == [1, 2, 3]
    assert asked == [1]
    assert [event.at for some in events for event in some] == [4, 4, 4, 5, 6, 7]


def test_who_wants_a_document_is_asked_when_all_before_it_was_taken() -> None:
    taken: list[int] = []

    def wanted(flow: int) -> bool:
        taken.append(-flow)
        return flow == 2

    flows = [a_flow(1, 1, 2, 3, b"one"), a_flow(2, 4, 5, 6, b"two")]
    for events in in_order([Block(flows, float("inf"), 0)], wanted=wanted):
        taken += [event.flow for event in events]
    assert taken == [1, 1, -1, 1, 2, 2, -2, 2, 2]


def test_a_clock_set_back_by_a_day_holds_few_flows_at_a_time() -> None:
    day = 86_400.0
    table = Timetable()
    for number in range(1, 10_001):
        table.note(number + (day if number <= 5_000 else 0.0), number, number)
    table.end()
    assert len(table.late_numbers()) == 5_000
    held = most = 0

    def fetch(one: Late) -> Flow:
        nonlocal held, most
        held += 1
        most = max(most, held)
        return a_flow(one.number, one.at, None, one.at)

    first = Block(
        [a_flow(number, number + day, None, number + day) for number in range(1, 257)], day + 257, 257
    )
    for events in in_order([first], table.late(), fetch):
        held -= sum(isinstance(event, RequestSeen) and event.at < day for event in events)
    assert most < 1_000
