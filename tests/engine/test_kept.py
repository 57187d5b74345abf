"""Which exchanges are kept for a report, and that a copy of the engine shares them."""

from engine.sessions import events_of
from temoin.audit import Audit
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source, settings_used
from temoin.vocabulary import Certainty

SEEN = """
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
     sets id=8; Max-Age=3600; Secure; SameSite=None
2.0  image https://ads.example/q.gif from https://shop.example/ sends id=8
4.0  document https://shop.example/next
"""


def audit(**given: object) -> Audit:
    policy = load_bytes(SHOP.encode(), file="shop.yaml")
    made = Audit((policy,), Settings(**given))  # type: ignore[arg-type]
    for event in events_of(SEEN):
        made.feed(event)
    return made


def test_exchanges_are_kept_where_they_are_asked_for_and_no_more_than_that() -> None:
    kept = audit(exchanges=True).close(Source("x"))
    some = audit(exchanges=True, most_exchanges=2).close(Source("x"))
    assert audit().close(Source("x")).exchanges is None
    assert kept.exchanges
    assert len(kept.exchanges) == sum(kept.counts.values()) == 3
    assert some.exchanges == kept.exchanges[:2]
    assert some.counts == kept.counts


def test_a_copy_has_the_exchanges_so_far_and_takes_none_of_what_follows() -> None:
    whole = audit(exchanges=True)
    copy = whole.fork()
    for event in events_of("6.0  image https://ads.example/z.gif from https://shop.example/ sends id=8"):
        whole.feed(event)
    before, after = copy.close(Source("x")), whole.close(Source("x"))
    assert before.exchanges
    assert after.exchanges
    assert (len(before.exchanges), len(after.exchanges)) == (3, 4)


def test_a_run_says_how_it_was_asked_to_judge() -> None:
    settings = Settings(accuse=Certainty.INFERRED, strict=True, fail_on=frozenset({"T103", "T101"}))
    told = settings_used(settings, joined=True)
    assert (told.accuse, told.strict, told.fail_on) == (Certainty.INFERRED, True, ("T101", "T103"))
    assert (told.joined, told.show_values) == (True, False)
