"""What a request may have waited for before it was sent."""

from msgspec.structs import replace

from temoin.connections import Connections
from temoin.events import FlowEnded, RequestSeen


def request(
    flow: int,
    at: float,
    connection: str,
    *,
    path: str = "",
    connected: float = 0.0,
    version: str = "HTTP/1.1",
) -> RequestSeen:
    return RequestSeen(
        flow=flow, at=at, scheme="https", host="shop.example", port=443, path=path or f"/{flow}", method="GET",
        headers=(), http_version=version, connection=connection, connected=connected,
    )  # fmt: skip


def lo(connections: Connections, seen: RequestSeen) -> float:
    return round(connections.request(seen).lo, 3)


def test_a_request_for_an_address_under_way_may_have_waited_for_its_answer() -> None:
    connections = Connections()
    connections.request(request(1, 10.0, "a", path="/same", version="HTTP/2.0"))
    connections.ended(FlowEnded(1, 10.8))
    second = request(2, 10.82, "a", path="/same", version="HTTP/2.0")
    assert lo(connections, second) == lo(Connections(), request(1, 10.0, "a", version="HTTP/2.0"))


def test_one_that_comes_after_the_answer_has_waited_for_nothing() -> None:
    connections = Connections()
    connections.request(request(1, 10.0, "a", path="/same", connected=9.9, version="HTTP/2.0"))
    connections.ended(FlowEnded(1, 10.2))
    assert lo(connections, request(2, 11.0, "a", path="/same", version="HTTP/2.0")) == 10.99


def test_a_series_of_waits_goes_back_to_its_first() -> None:
    connections = Connections()
    first = lo(connections, request(1, 10.0, "a", path="/same", connected=9.9, version="HTTP/2.0"))
    for number in range(2, 6):
        connections.ended(FlowEnded(number - 1, 9.5 + number / 2))
        found = lo(connections, request(number, 9.51 + number / 2, "a", path="/same", version="HTTP/2.0"))
        assert found == first


def test_a_request_that_got_no_answer_may_be_sent_again_with_the_cookies_it_had() -> None:
    connections = Connections()
    first = lo(connections, request(1, 10.0, "a", path="/lost", connected=9.9))
    connections.ended(FlowEnded(1, 12.0, "the connection was closed"))
    assert lo(connections, request(2, 20.0, "b", path="/lost", connected=19.9)) == first


def test_an_answered_one_is_not() -> None:
    connections = Connections()
    connections.request(request(1, 10.0, "a", path="/had", connected=9.9))
    connections.ended(FlowEnded(1, 12.0))
    assert lo(connections, request(2, 20.0, "b", path="/had", connected=20.0)) == 19.49


def test_a_seventh_request_to_a_host_over_http_1_waits_for_one_of_six() -> None:
    connections = Connections()
    for number in range(6):
        connections.request(request(number, 10.0, f"c{number}", connected=9.9))
    connections.ended(FlowEnded(0, 15.0))
    seventh = request(7, 15.1, "c7", connected=15.05)
    assert lo(connections, seventh) == lo(Connections(), request(0, 10.0, "c0", connected=9.9))


def test_where_six_were_never_under_way_none_waits() -> None:
    connections = Connections()
    for number in range(5):
        connections.request(request(number, 10.0, f"c{number}", connected=9.9))
    assert lo(connections, request(7, 15.1, "c7", connected=15.05)) == 14.54


def test_a_free_place_that_nobody_takes_shows_that_nobody_waits() -> None:
    connections = Connections()
    for number in range(6):
        connections.request(request(number, 10.0, f"c{number}", connected=9.9))
    connections.ended(FlowEnded(0, 15.0))
    assert lo(connections, request(7, 16.0, "c7", connected=15.95)) == 15.44


def test_more_requests_than_a_connection_has_streams_wait() -> None:
    connections = Connections()
    for number in range(100):
        connections.request(request(number, 10.0, "a", connected=10.0, version="HTTP/2.0"))
    connections.ended(FlowEnded(3, 14.0))
    assert lo(connections, request(200, 14.1, "a", version="HTTP/2.0")) == 9.99


def test_other_visitors_wait_for_nobody_else() -> None:
    connections = Connections()
    for number in range(6):
        connections.request(request(number, 10.0, f"c{number}", connected=9.9))
    connections.ended(FlowEnded(0, 15.0))
    other = replace(request(7, 15.1, "c7", connected=15.05), client="192.0.2.9")
    assert lo(connections, other) == 14.54


def test_what_is_remembered_is_bounded() -> None:
    connections = Connections()
    for number in range(20_000):
        connections.request(
            replace(
                request(number, float(number), f"c{number}", connected=float(number)),
                host=f"h{number}.example",
            )
        )
        connections.ended(FlowEnded(number, float(number)))
    queues = connections._queues
    assert len(queues._places) == 10_000
    assert len(queues._repeats) == 10_000
    assert not queues._of_flow
