"""The client connection as evidence."""

from temoin.events import RequestSeen
from temoin.pages.pools import Pools


def request(at: float, connection: str, version: str = "HTTP/2.0") -> RequestSeen:
    return RequestSeen(
        flow=1, at=at, scheme="https", host="ads.example", port=443, path="/", method="GET", headers=(),
        http_version=version, connection=connection, connected=at,
    )  # fmt: skip


def test_a_connection_belongs_to_the_site_it_served() -> None:
    pools = Pools()
    pools.serve(request(0.0, "c1"), "https://a.example", 1, cookies=True)
    assert pools.site_of(request(1.0, "c1")) == ("https://a.example", 1)
    assert pools.site_of(request(1.0, "c2")) is None
    assert not pools.apart


def test_an_open_connection_passed_over_shows_that_pools_are_kept_apart() -> None:
    pools = Pools()
    pools.serve(request(0.0, "c1"), "https://a.example", 1, cookies=True)
    pools.serve(request(1.0, "c2"), "https://b.example", 2, cookies=True)
    assert not pools.apart
    pools.serve(request(2.0, "c1"), "https://a.example", 3, cookies=True)
    assert pools.apart


def test_http_1_opens_fresh_connections_anyway() -> None:
    pools = Pools()
    for at, connection, site in ((0.0, "c1", "a"), (1.0, "c2", "b"), (2.0, "c1", "a")):
        pools.serve(request(at, connection, "HTTP/1.1"), f"https://{site}.example", 1, cookies=True)
    assert not pools.apart


def test_requests_without_cookies_have_a_pool_of_their_own_in_every_browser() -> None:
    pools = Pools()
    for at, connection, site, cookies in (
        (0.0, "c1", "a", True),
        (1.0, "c2", "b", False),
        (2.0, "c1", "a", True),
    ):
        pools.serve(request(at, connection), f"https://{site}.example", 1, cookies=cookies)
    assert not pools.apart


def test_one_connection_for_two_sites_ends_the_rule() -> None:
    pools = Pools()
    pools.serve(request(0.0, "c1"), "https://a.example", 1, cookies=True)
    pools.serve(request(1.0, "c1"), "https://b.example", 2, cookies=True)
    assert pools.mixed
    pools.serve(request(2.0, "c2"), "https://a.example", 3, cookies=True)
    assert pools.site_of(request(3.0, "c2")) is None
