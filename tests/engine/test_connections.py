"""When a request's cookies were read."""

from temoin.connections import Connections, Window
from temoin.events import FlowEnded, RequestSeen


def request(
    flow: int, at: float, connection: str = "c", connected: float | None = 0.0, version: str = "HTTP/1.1"
) -> RequestSeen:
    return RequestSeen(
        flow=flow, at=at, scheme="https", host="shop.example", port=443, path=f"/{flow}", method="GET", headers=(),
        http_version=version, connection=connection, connected=connected,
    )  # fmt: skip


def lo(window: Window) -> float:
    return round(window.lo, 3)


def test_the_first_request_on_a_connection_was_read_since_the_connection_began() -> None:
    assert lo(Connections().request(request(1, 10.35, connected=10.0, version="HTTP/2.0"))) == 9.99


def test_over_http_1_a_request_may_be_older_than_the_connection_it_got() -> None:
    assert lo(Connections().request(request(1, 10.35, connected=10.0))) == 9.49


def test_a_request_on_an_idle_connection_was_read_just_before_it_arrived() -> None:
    connections = Connections()
    connections.request(request(1, 10.1, connected=10.0))
    connections.ended(FlowEnded(1, 10.2))
    assert lo(connections.request(request(2, 12.0))) == 11.99


def test_requests_that_queue_behind_http_1_were_read_since_the_run_began() -> None:
    connections = Connections()
    connections.request(request(1, 10.1, connected=10.0))
    connections.ended(FlowEnded(1, 10.5))
    connections.request(request(2, 12.0))
    connections.ended(FlowEnded(2, 12.3))
    connections.request(request(3, 12.31))
    connections.ended(FlowEnded(3, 12.6))
    assert lo(connections.request(request(4, 12.62))) == 11.99


def test_http_2_does_not_queue_behind_a_long_answer() -> None:
    connections = Connections()
    connections.request(request(1, 10.1, connected=10.0, version="HTTP/2.0"))
    assert lo(connections.request(request(2, 14.0, version="HTTP/2.0"))) == 13.99


def test_http_2_requests_that_follow_the_handshake_at_once_waited_for_it() -> None:
    connections = Connections()
    connections.request(request(1, 10.4, connected=10.0, version="HTTP/2.0"))
    assert lo(connections.request(request(2, 10.41, version="HTTP/2.0"))) == 9.99


def test_without_a_connection_only_the_guard_is_known() -> None:
    assert lo(Connections().request(request(1, 10.0, connection="", connected=None))) == 9.99


def test_a_recording_that_tells_when_cookies_were_read_at_the_latest_is_believed() -> None:
    seen = RequestSeen(
        flow=1, at=10.0, scheme="https", host="shop.example", port=443, path="/", method="GET", headers=(),
        read_by=10.4,
    )  # fmt: skip
    assert Connections().request(seen).hi == 10.4


def test_connections_are_bounded() -> None:
    connections = Connections()
    for number in range(20_000):
        connections.request(request(number, float(number), connection=f"c{number}", connected=float(number)))
    assert len(connections._known) == 10_000
