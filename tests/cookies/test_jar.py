"""What one visitor must now hold."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.cookies import Cause, Held, Jar, Pair, Refusal, Stored, judge_field

HOST = "opendata.reseda.fr"
T0 = 1_700_000_000.0


def put(
    jar: Jar,
    field: bytes,
    *,
    at: float = T0,
    flow: int = 1,
    scheme: str = "https",
    host: str = HOST,
    path: str = "/",
    partition: str | None = None,
) -> Held | Refusal | None:
    stored = judge_field(field, scheme=scheme, host=host, path=path, at=at)
    assert isinstance(stored, Stored)
    return jar.store(stored, at=at, flow=flow, partition=partition)


def values(
    jar: Jar,
    name: str,
    *,
    at: float = T0 + 1,
    scheme: str = "https",
    host: str = HOST,
    path: str = "/",
    partition: str | None = None,
) -> list[str]:
    return [held.value for held in jar.held(name, scheme, host, path, at, partition)]


def carried(jar: Jar, value: str, *, at: float, path: str = "/") -> Held | None:
    """What the jar makes of a request that carries the cookie `a` with a value."""
    return jar.carried(Pair("a", value), "https", HOST, path, at)


def test_what_a_response_sets_is_held_with_the_flow_that_set_it() -> None:
    jar = Jar()
    held = put(jar, b"a=b; Max-Age=60", at=T0, flow=7)
    assert isinstance(held, Held)
    assert (held.name, held.value, held.set_by, held.set_at, held.expiry) == ("a", "b", 7, T0, T0 + 60)
    assert not held.seen_back
    assert jar.held("a", "https", HOST, "/", T0 + 1) == (held,)
    assert list(jar) == [held]
    assert len(jar) == 1


def test_overwriting_keeps_when_a_cookie_was_first_set() -> None:
    jar = Jar()
    put(jar, b"a=1", at=T0, flow=1)
    held = put(jar, b"a=2", at=T0 + 5, flow=2)
    assert isinstance(held, Held)
    assert (held.created, held.created_by, held.set_at, held.set_by) == (T0, 1, T0 + 5, 2)
    assert values(jar, "a", at=T0 + 6) == ["2"]
    assert len(jar) == 1


def test_a_cookie_set_again_after_it_lapsed_is_a_new_one() -> None:
    jar = Jar()
    put(jar, b"a=1; Max-Age=10", at=T0, flow=1)
    held = put(jar, b"a=2", at=T0 + 10, flow=2)
    assert isinstance(held, Held)
    assert (held.created, held.created_by) == (T0 + 10, 2)


def test_a_cookie_set_again_has_not_come_back_yet() -> None:
    jar = Jar()
    put(jar, b"a=1")
    first = carried(jar, "1", at=T0 + 1)
    assert first is not None
    assert first.seen_back
    again = put(jar, b"a=1", at=T0 + 2, flow=2)
    assert isinstance(again, Held)
    assert not again.seen_back


def test_what_came_back_before_it_was_overwritten_leaves_the_new_one_alone() -> None:
    jar = Jar()
    put(jar, b"a=1")
    old = carried(jar, "1", at=T0 + 1)
    put(jar, b"a=2", at=T0 + 1, flow=2)
    assert old is not None
    assert (old.value, old.set_by, old.seen_back) == ("1", 1, True)
    (new,) = jar.held("a", "https", HOST, "/", T0 + 2)
    assert (new.value, new.set_by, new.seen_back) == ("2", 2, False)


def test_of_two_of_one_name_the_one_whose_value_is_carried_came_back() -> None:
    jar = Jar()
    put(jar, b"a=1; Path=/")
    longer = put(jar, b"a=2; Path=/x", flow=2)
    came = carried(jar, "1", at=T0 + 1, path="/x")
    assert came is not None
    assert (came.set_by, came.seen_back) == (1, True)
    assert jar.held("a", "https", HOST, "/x", T0 + 2) == (longer, came)
    unknown = carried(jar, "3", at=T0 + 2, path="/x")
    assert unknown is not None
    assert (unknown.set_by, unknown.seen_back) == (2, True)


def test_that_one_came_back_shows_in_what_the_jar_hands_out_next() -> None:
    jar = Jar()
    put(jar, b"a=1")
    carried(jar, "1", at=T0 + 1)
    (held,) = jar.held("a", "https", HOST, "/", T0 + 2)
    assert held.seen_back
    assert carried(jar, "1", at=T0 + 3) == held


def test_a_deletion_removes_and_holds_nothing() -> None:
    jar = Jar()
    put(jar, b"a=1")
    assert put(jar, b"a=; Max-Age=0", at=T0 + 1) is None
    assert values(jar, "a", at=T0 + 2) == []
    assert len(jar) == 0


def test_a_deletion_of_another_path_or_domain_removes_nothing() -> None:
    jar = Jar()
    put(jar, b"a=1")
    put(jar, b"a=; Max-Age=0; Path=/api", at=T0 + 1)
    put(jar, b"a=; Max-Age=0; Domain=reseda.fr", at=T0 + 1)
    put(jar, b"a=; Max-Age=0; Domain=opendata.reseda.fr", at=T0 + 1)
    assert values(jar, "a", at=T0 + 2) == ["1"]


def test_a_cookie_lapses_at_its_end_by_the_recordings_clock() -> None:
    jar = Jar()
    put(jar, b"a=1; Max-Age=10")
    assert values(jar, "a", at=T0 + 9.9) == ["1"]
    assert values(jar, "a", at=T0 + 10) == []


def test_one_name_may_be_held_for_several_domains_and_paths() -> None:
    jar = Jar()
    put(jar, b"a=host", at=T0)
    put(jar, b"a=domain; Domain=opendata.reseda.fr", at=T0 + 1)
    put(jar, b"a=above; Domain=reseda.fr", at=T0 + 2)
    put(jar, b"a=deep; Path=/api", at=T0 + 3)
    assert values(jar, "a", at=T0 + 9, path="/api/v2?x=/y") == ["deep", "host", "domain", "above"]
    assert values(jar, "a", at=T0 + 9, path="/") == ["host", "domain", "above"]
    assert values(jar, "a", at=T0 + 9, host="www.reseda.fr") == ["above"]
    assert values(jar, "a", at=T0 + 9, host="www.opendata.reseda.fr") == ["domain", "above"]


def test_cookies_of_one_moment_are_sent_in_the_order_in_which_they_were_set() -> None:
    jar = Jar()
    for name in (b"z", b"a", b"m"):
        put(jar, name + b"=1")
    put(jar, b"z=2")
    assert jar.cookie_header("https", HOST, "/", T0 + 1) == (Pair("z", "2"), Pair("a", "1"), Pair("m", "1"))


def test_a_secure_cookie_is_not_sent_over_plain_http() -> None:
    jar = Jar()
    put(jar, b"a=1; Secure")
    assert values(jar, "a", scheme="http") == []
    assert values(jar, "a", scheme="ws") == []
    assert values(jar, "a", scheme="wss") == ["1"]


def test_a_secure_cookie_of_loopback_is_sent_over_plain_http() -> None:
    jar = Jar()
    put(jar, b"a=1; Secure", scheme="http", host="localhost")
    assert values(jar, "a", scheme="http", host="localhost") == ["1"]


def test_plain_http_cannot_hide_a_secure_cookie() -> None:
    jar = Jar()
    put(jar, b"a=1; Secure; Domain=reseda.fr; Path=/login")
    for field in (b"a=2; Path=/login", b"a=2; Path=/login/en", b"a=2; Domain=reseda.fr; Path=/login"):
        assert put(jar, field, scheme="http", at=T0 + 1) == Refusal("a", Cause.SECURE_OVERLAID)
    assert put(jar, b"a=; Max-Age=0; Path=/login", scheme="http", at=T0 + 1) == Refusal(
        "a", Cause.SECURE_OVERLAID
    )
    assert values(jar, "a", path="/login") == ["1"]


@pytest.mark.parametrize("field", [b"a=2; Path=/", b"a=2; Path=/loginx", b"b=2; Path=/login"])
def test_plain_http_may_set_what_hides_nothing(field: bytes) -> None:
    jar = Jar()
    put(jar, b"a=1; Secure; Path=/login")
    assert isinstance(put(jar, field, scheme="http", at=T0 + 1), Held)


def test_plain_http_may_set_a_name_whose_secure_cookie_has_lapsed() -> None:
    jar = Jar()
    put(jar, b"a=1; Secure; Max-Age=5")
    assert isinstance(put(jar, b"a=2", scheme="http", at=T0 + 5), Held)


def test_a_partitioned_cookie_is_sent_under_its_own_top_level_site() -> None:
    jar = Jar()
    put(jar, b"a=fr; Secure; Partitioned", partition="https://reseda.fr")
    put(jar, b"a=org; Secure; Partitioned", partition="https://example.org", at=T0 + 1)
    put(jar, b"a=all; Secure", at=T0 + 2)
    assert values(jar, "a", at=T0 + 9, partition="https://reseda.fr") == ["fr", "all"]
    assert values(jar, "a", at=T0 + 9, partition="https://other.net") == ["all"]
    assert values(jar, "a", at=T0 + 9) == ["fr", "org", "all"]


def test_a_nameless_cookie_is_found_as_either_browser_sends_it() -> None:
    jar = Jar()
    put(jar, b"token")
    assert values(jar, "") == ["token"]
    assert values(jar, "token") == ["token"]
    assert values(jar, "other") == []
    assert jar.cookie_header("https", HOST, "/", T0 + 1) == (Pair("", "token"),)


def test_what_a_set_cookie_would_overwrite_can_be_asked_before() -> None:
    jar = Jar()
    held = put(jar, b"a=1; Max-Age=10")
    stored = judge_field(b"a=2", scheme="https", host=HOST, path="/", at=T0 + 1)
    assert isinstance(stored, Stored)
    assert jar.same(stored, T0 + 1) == held
    assert jar.same(stored, T0 + 10) is None
    assert jar.same(stored, T0 + 1, "https://reseda.fr") is None


def test_a_cookie_shown_to_be_gone_can_be_dropped() -> None:
    jar = Jar()
    held = put(jar, b"a=1")
    assert isinstance(held, Held)
    assert jar.drop(held)
    assert not jar.drop(held)
    assert carried(jar, "1", at=T0 + 1) is None
    assert not held.seen_back
    assert len(jar) == 0


def test_an_address_gets_its_own_cookies_and_no_others() -> None:
    jar = Jar()
    put(jar, b"a=1", host="192.0.2.7")
    assert values(jar, "a", host="192.0.2.7") == ["1"]
    assert values(jar, "a", host="1.192.0.2.7") == []


def test_a_clock_that_goes_back_loses_nothing() -> None:
    jar = Jar()
    put(jar, b"a=1; Max-Age=100", at=T0)
    put(jar, b"a=2; Max-Age=100", at=T0 - 50, flow=2)
    assert values(jar, "a", at=T0 - 40) == ["2"]


def test_a_host_of_a_megabyte_is_looked_up_in_linear_time() -> None:
    jar = Jar()
    put(jar, b"a=1; Domain=reseda.fr")
    host = "a." * 500_000 + "reseda.fr"
    start = time.process_time()
    assert values(jar, "a", host=host) == ["1"]
    assert time.process_time() - start < 2


def test_a_hostile_stream_of_cookies_neither_grows_the_jar_nor_stops_it() -> None:
    jar = Jar()
    start = time.process_time()
    for number in range(20_000):
        put(jar, b"c%d=v" % number, at=T0 + number, host=f"h{number}.example")
    assert 3000 <= len(jar) <= 3300
    for number in range(20_000, 40_000):
        put(jar, b"c%d=v; Domain=reseda.fr" % number, at=T0 + number)
        assert len(jar) <= 3300
    assert time.process_time() - start < 20


def test_a_hostile_stream_of_one_domain_is_bounded_by_itself() -> None:
    jar = Jar()
    start = time.process_time()
    for number in range(20_000):
        put(jar, b"c%d=v; Domain=reseda.fr" % number, at=T0 + number)
    assert 150 <= len(jar) <= 180
    assert time.process_time() - start < 20


NAMES = st.sampled_from([b"a", b"b", b"c"])
ATTRIBUTES = st.sampled_from(
    [b"", b"; Path=/", b"; Path=/x", b"; Domain=reseda.fr", b"; Max-Age=5", b"; Max-Age=0", b"; Secure"]
)


@given(st.lists(st.tuples(NAMES, ATTRIBUTES, st.integers(0, 99)), max_size=30))
@settings(deadline=None)
def test_what_was_last_set_and_has_not_lapsed_comes_back_and_nothing_else(
    sets: list[tuple[bytes, bytes, int]],
) -> None:
    jar = Jar()
    model: dict[tuple[str, str, bool, str], tuple[str, float | None]] = {}
    at = T0
    for number, (name, attributes, value) in enumerate(sets):
        at = T0 + number
        stored = judge_field(
            name + b"=%d" % value + attributes, scheme="https", host=HOST, path="/x/y", at=at
        )
        assert isinstance(stored, Stored)
        jar.store(stored, at=at, flow=number)
        key = (stored.cookie.name, stored.domain, stored.host_only, stored.path)
        model.pop(key, None)
        if not stored.deletion:
            model[key] = (stored.cookie.value, stored.expiry)
    alive = sorted((key[0], value) for key, (value, expiry) in model.items() if expiry is None or expiry > at)
    sent = jar.cookie_header("https", HOST, "/x/y", at)
    assert sorted((pair.name, pair.value) for pair in sent) == alive
    lengths = [len(held.path) for held in jar.sent("https", HOST, "/x/y", at)]
    assert lengths == sorted(lengths, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), ATTRIBUTES), max_size=60))
@settings(deadline=None)
def test_a_small_jar_keeps_its_bounds_and_its_count(sets: list[tuple[int, int, bytes]]) -> None:
    jar = Jar(per_domain=3, in_all=5)
    for number, (name, host, attributes) in enumerate(sets):
        put(jar, b"n%d=v" % name + attributes, at=T0 + number, host=f"h{host}.reseda.fr")
        held = list(jar)
        assert len(held) == len(jar) <= 5
        assert all(sum(each.domain == one.domain for each in held) <= 3 for one in held)
