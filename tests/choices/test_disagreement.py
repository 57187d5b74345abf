"""Where two consent cookies contradict each other, and for how long."""

from temoin.choices.disagreement import Disagreement, Disagreements
from temoin.choices.sightings import Known
from temoin.connections import Window
from temoin.consent import Choice, canonical
from temoin.policy import Policy, load_bytes
from temoin.vocabulary import ChoiceState

SHOP = load_bytes(
    b"""\
name: shop
hosts: shop.example
consent:
  - {cookie: choice, format: json, path: /}
  - {cookie: partners, format: query, path: /}
  - {cookie: euconsent-v2, format: tcf, path: /}
categories:
  necessary: {consent: exempt}
  statistics: {consent: required}
  advertising: {consent: required}
services:
  stats: {category: statistics}
cookies: []
""",
    file="shop.yaml",
)


def says(*granted: str, refused: tuple[str, ...] = (), policy: Policy = SHOP) -> Known:
    choice = canonical(Choice.of(granted, refused), policy.named, exempt=policy.exempt, asked=policy.asked)
    return Known(choice.state, choice)


UNSET = Known(ChoiceState.UNSET)
YES, NO = says("statistics", "advertising"), says("advertising", refused=("stats",))


def seen(*moments: tuple[float, tuple[Known, ...]], width: float = 0.0) -> tuple[Disagreement, ...]:
    found = Disagreements()
    for n, (at, knowns) in enumerate(moments, start=1):
        carried = list(zip(SHOP.consents, knowns, strict=False))
        found.see(1, SHOP, "shop.example", n, at, Window(at - width, at), carried)
    return found.all()


def test_what_two_requests_a_second_apart_show_is_a_disagreement() -> None:
    [one] = seen((0.0, (YES, NO)), (1.0, (YES, NO)), (9.0, (YES, NO)))
    assert (one.cookie, one.other, one.granted, one.refused) == ("partners", "choice", (), ("stats",))
    assert (one.first, one.last, one.count) == (1, 3, 3)


def test_what_may_be_two_writes_of_a_script_is_none() -> None:
    assert seen((0.0, (YES, NO))) == ()
    assert seen((0.0, (YES, NO)), (0.9, (YES, NO))) == ()
    assert seen((0.0, (YES, NO)), (1.0, (YES, NO)), width=0.5) == ()


def test_one_that_ends_and_begins_again_has_not_lasted() -> None:
    assert seen((0.0, (YES, NO)), (0.5, (NO, NO)), (9.0, (YES, NO)), (9.5, (NO, NO))) == ()


def test_one_that_lasted_is_kept_when_it_ends() -> None:
    assert len(seen((0.0, (YES, NO)), (2.0, (YES, NO)), (4.0, (NO, NO)))) == 1


def test_another_disagreement_is_another_one() -> None:
    other = says("stats", refused=("advertising",))
    first, second = seen((0.0, (YES, NO)), (2.0, (YES, NO)), (4.0, (YES, other)), (6.0, (YES, other)))
    assert (first.refused, second.refused) == (("stats",), ("advertising",))


def test_a_cookie_that_says_nothing_disagrees_with_nobody() -> None:
    unreadable = Known(ChoiceState.UNREADABLE, note="it is no JSON")
    for quiet in (UNSET, unreadable, says("else")):
        assert seen((0.0, (YES, quiet)), (2.0, (YES, quiet))) == ()


def test_three_cookies_are_compared_each_with_each() -> None:
    found = seen((0.0, (YES, NO, YES)), (2.0, (YES, NO, YES)))
    assert [(one.cookie, one.other) for one in found] == [
        ("euconsent-v2", "partners"),
        ("partners", "choice"),
    ]


def test_however_many_there_are_so_many_are_kept() -> None:
    found = Disagreements()
    for visitor in range(3_000):
        for at in (0.0, 2.0):
            found.see(
                visitor,
                SHOP,
                "shop.example",
                1,
                at,
                Window(at, at),
                [*zip(SHOP.consents, (YES, NO), strict=False)],
            )
    assert len(found.all()) == 1_000
