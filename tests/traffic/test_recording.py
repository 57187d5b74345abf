from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.events import RequestSeen
from temoin.traffic import Recording, join
from traffic.flows import START, client, flow, written
from traffic.hars import entry, har
from traffic.readings import opened


def of_flows(*times: float) -> Recording:
    return opened(written(*(flow(at=at) for at in times)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=3))
def test_several_recordings_make_one_in_order_of_time(all_times: list[list[int]]) -> None:
    recordings = [of_flows(*(START + at for at in times)) for times in all_times]
    events = list(join(recordings))
    for before, after in pairwise(events):
        assert (before.at, before.flow) <= (after.at, after.flow)
    requests = [event for event in events if isinstance(event, RequestSeen)]
    assert sorted(event.flow for event in requests) == list(range(1, sum(map(len, all_times)) + 1))
    assert len(events) == sum(len(list(recording.events())) for recording in recordings)
    for recording in recordings:
        recording.close()


def test_ties_go_to_the_file_named_first() -> None:
    with of_flows(START, START) as first, of_flows(START) as second:
        requests = [event for event in join([first, second]) if isinstance(event, RequestSeen)]
    assert [event.flow for event in requests] == [1, 2, 3]


def test_numbers_skip_what_the_first_file_skipped() -> None:
    with opened(written(flow(), flow(method="CONNECT"))) as first, of_flows(START + 1) as second:
        assert [event.flow for event in join([first, second]) if isinstance(event, RequestSeen)] == [1, 3]


def test_connections_of_one_mitmproxy_are_the_same_in_all_its_files() -> None:
    data = written(flow(by=client(id="one")))
    with opened(data) as first, opened(data) as second:
        assert {event.connection for event in join([first, second]) if isinstance(event, RequestSeen)} == {
            "one"
        }


def test_socket_numbers_of_two_hars_are_not() -> None:
    data = har(entry(connection="17"))
    with opened(data) as first, opened(data) as second:
        told = [event.connection for event in join([first, second]) if isinstance(event, RequestSeen)]
    assert told == ["0:17", "1:17"]


def test_nothing_joined_is_nothing() -> None:
    assert list(join([])) == []
