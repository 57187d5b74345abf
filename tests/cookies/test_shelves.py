"""Which cookies go when there are too many."""

from temoin.cookies import SetCookie
from temoin.cookies.shelves import Held, Place, Shelves, key_of

T0 = 1_700_000_000.0


def place(
    name: str,
    *,
    domain: str = "reseda.fr",
    used: float = T0,
    secure: bool = False,
    expiry: float | None = None,
) -> Place:
    held = Held(
        cookie=SetCookie(name, "v", secure=secure),
        domain=domain,
        host_only=True,
        path="/",
        partition=None,
        expiry=expiry,
        created=T0,
        created_by=1,
        set_at=T0,
        set_by=1,
    )
    return Place(held, born=0, used=used)


def names(shelves: Shelves) -> set[str]:
    return {each.held.name for each in shelves}


def test_past_a_domains_bound_the_longest_unused_goes_first() -> None:
    shelves = Shelves(per_domain=2, in_all=10)
    for name, used in (("old", T0), ("new", T0 + 1), ("newest", T0 + 2)):
        assert shelves.put(place(name, used=used), T0 + 3)
    assert names(shelves) == {"new", "newest"}


def test_past_a_domains_bound_a_cookie_that_is_not_secure_goes_before_a_secure_one() -> None:
    shelves = Shelves(per_domain=2, in_all=10)
    shelves.put(place("secure", used=T0, secure=True), T0)
    shelves.put(place("plain", used=T0 + 1), T0 + 1)
    assert shelves.put(place("more", used=T0 + 2, secure=True), T0 + 2)
    assert names(shelves) == {"secure", "more"}


def test_a_full_domain_of_secure_cookies_keeps_no_plain_one() -> None:
    shelves = Shelves(per_domain=1, in_all=10)
    shelves.put(place("secure", secure=True), T0)
    assert not shelves.put(place("plain", used=T0 + 1), T0 + 1)
    assert names(shelves) == {"secure"}


def test_lapsed_cookies_go_before_any_other() -> None:
    shelves = Shelves(per_domain=2, in_all=10)
    shelves.put(place("old", used=T0), T0)
    shelves.put(place("lapsed", used=T0 + 5, secure=True, expiry=T0 + 6), T0)
    shelves.put(place("new", used=T0 + 7), T0 + 7)
    assert names(shelves) == {"old", "new"}


def test_past_the_bound_in_all_the_longest_unused_of_any_domain_goes() -> None:
    shelves = Shelves(per_domain=10, in_all=2)
    shelves.put(place("a", domain="a.fr", used=T0 + 1, secure=True), T0)
    shelves.put(place("b", domain="b.fr", used=T0), T0)
    shelves.put(place("c", domain="c.fr", used=T0 + 2), T0 + 2)
    assert names(shelves) == {"a", "c"}
    assert set(shelves.domains()) == {"a.fr", "c.fr"}
    assert len(shelves) == 2


def test_a_full_shelf_is_swept_to_five_sixths_as_chromium_does() -> None:
    shelves = Shelves()
    for number in range(181):
        shelves.put(place(str(number), used=T0 + number), T0 + number)
    assert names(shelves) == {str(number) for number in range(31, 181)}


def test_a_full_store_is_swept_to_3000_as_chromium_does() -> None:
    shelves = Shelves()
    for number in range(3301):
        shelves.put(place("a", domain=f"{number}.fr", used=T0 + number), T0 + number)
    assert len(shelves) == 3000


def test_a_cookie_taken_is_gone() -> None:
    shelves = Shelves()
    only = place("a")
    shelves.put(only, T0)
    key = key_of(only.held)
    assert shelves.get("reseda.fr", key) is only
    assert shelves.take("reseda.fr", key) is only
    assert shelves.take("reseda.fr", key) is None
    assert shelves.get("reseda.fr", key) is None
    assert list(shelves.of("reseda.fr")) == []
    assert len(shelves) == 0
