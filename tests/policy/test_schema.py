"""What a loaded policy answers."""

import msgspec
import pytest

from policy.samples import SHOP, load, with_cookies
from temoin.policy import Policy


def covering(hosts: str) -> Policy:
    return load(SHOP.replace("hosts: shop.example", f"hosts: {hosts}"))


def test_a_host_is_covered_exactly() -> None:
    policy = covering("shop.example")
    assert policy.covers("shop.example")
    assert not policy.covers("www.shop.example")
    assert not policy.covers("example")


def test_a_wildcard_covers_every_subdomain_and_not_the_domain_itself() -> None:
    policy = covering('"*.shop.example"')
    assert policy.covers("www.shop.example")
    assert policy.covers("a.b.shop.example")
    assert not policy.covers("shop.example")
    assert not policy.covers("badshop.example")


def test_a_star_covers_everything() -> None:
    assert covering('"*"').covers("any.example")
    assert covering('"*"').covers("127.0.0.1")


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("LOCALHOST", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ('"::1"', "::1"),
        ("xn--caf-dma.fr", "xn--caf-dma.fr"),
    ],
)
def test_a_host_is_kept_as_the_wire_has_it(written: str, host: str) -> None:
    assert covering(written).hosts == (host,)


def test_the_closest_of_several_policies_is_the_most_specific() -> None:
    policies = [covering(hosts) for hosts in ('"*"', '"*.example"', '"*.shop.example"', "a.shop.example")]
    closeness = [policy.specificity("a.shop.example") for policy in policies]
    assert closeness == sorted(set(closeness))
    assert covering("[x.example, '*.example']").specificity("x.example") == closeness[-1]


def test_a_name_in_the_cookie_is_found_in_any_spelling() -> None:
    policy = with_cookies(
        "name: a, category: necessary",
        services="{google-analytics: {title: Mesure d'audience, category: statistics, names: [GA, ua]}}",
    )
    for raw in ("google-analytics", "Google Analytics", "GOOGLE_ANALYTICS", "ga", "UA", "mesure-d-audience"):
        assert policy.named(raw) == "google-analytics"
    assert policy.named("Statistics") == "statistics"
    assert policy.named("Hotjar") == "Hotjar"
    assert policy.named("--") == "--"


def test_a_title_that_two_bear_names_neither() -> None:
    services = "{a: {title: Videos, category: statistics}, b: {title: videos, category: statistics}}"
    policy = with_cookies("name: x, category: necessary", services=services)
    assert policy.named("Videos") == "Videos"


def test_an_id_comes_before_another_ones_title() -> None:
    services = "{a: {title: b, category: statistics}, b: {title: c, category: statistics}}"
    policy = with_cookies("name: x, category: necessary", services=services)
    assert policy.named("b") == "b"


def test_what_is_exempt_and_what_is_asked_follow_from_the_categories() -> None:
    services = "{basket: {category: necessary}, counter: {category: statistics}}"
    policy = with_cookies("name: x, category: necessary", services=services)
    assert policy.exempt == {"necessary", "basket"}
    assert policy.asked == (("counter", "statistics"),)
    assert load(SHOP).asked == ((None, "statistics"),)


def test_an_unknown_id_is_a_key_error() -> None:
    policy = load(SHOP)
    with pytest.raises(KeyError):
        policy.category("nothing")
    with pytest.raises(KeyError):
        policy.service("nothing")


def test_a_policy_is_frozen_hashable_and_equal_to_its_twin() -> None:
    policy = load(SHOP)
    assert policy == load(SHOP)
    assert hash(policy) == hash(load(SHOP))
    with pytest.raises(AttributeError):
        policy.name = "other"  # type: ignore[misc]


def test_a_changed_copy_answers_for_itself() -> None:
    policy = load(SHOP)
    assert policy.exempt == {"necessary"}
    assert msgspec.structs.replace(policy, categories=policy.categories[1:]).exempt == frozenset()
