"""Whatever a made-up visitor does on a made-up web, nothing certain is wrong and nobody is falsely accused."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.holding import Account, hold, judge
from generator.known import unknown
from generator.many import table, worlds
from generator.script import PAUSES, Act, Step, visit
from generator.site import Answer, Kind, ThirdParty, Web
from temoin.events import RequestSeen

_steps = st.lists(
    st.builds(Step, st.sampled_from(Act), st.integers(0, 24), st.integers(0, len(PAUSES) - 1)),
    min_size=1,
    max_size=14,
).map(tuple)

_webs = st.builds(
    Web,
    seed=st.integers(0, 1 << 16),
    kind=st.sampled_from(Kind),
    third_party=st.sampled_from(ThirdParty),
    multiplexed=st.sampled_from([True, False, None]),
    by_response=st.booleans(),
    path=st.sampled_from(["/", "/fr"]),
    told_path=st.booleans(),
    domain=st.booleans(),
    same_site=st.sampled_from(["", "lax", "strict", "none"]),
    lapse=st.sampled_from([0, 15]),
    leaks=st.frozensets(st.sampled_from(["ads", "stats"])),
    no_referrer=st.sampled_from(["", "/fr", "/"]),
    known=st.booleans(),
    before=st.none() | st.sampled_from(Answer),
    worker=st.booleans(),
    plain=st.booleans(),
    names_all=st.booleans(),
    late=st.booleans(),
    buffered=st.booleans(),
    stalled=st.just(False),
)

_THOROUGH = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(_webs, _steps)
@_THOROUGH
def test_nothing_certain_is_wrong(web: Web, steps: tuple[Step, ...]) -> None:
    assert unknown(web, hold(visit(web, steps)).wrong) == []


@given(_webs, _steps, st.integers(1, 30))
@_THOROUGH
def test_nothing_certain_is_wrong_in_a_recording_that_begins_late(
    web: Web, steps: tuple[Step, ...], cut: int
) -> None:
    assert unknown(web, hold(visit(web, steps), cut).wrong) == []


@given(_webs, _steps)
@settings(_THOROUGH, max_examples=30)
def test_the_same_events_make_the_same_session(web: Web, steps: tuple[Step, ...]) -> None:
    events = visit(web, steps).events
    assert judge(web, events) == judge(web, events)


@given(_webs, _steps, st.randoms(use_true_random=False))
@settings(_THOROUGH, max_examples=30)
def test_events_in_any_order_are_judged_without_complaint(
    web: Web, steps: tuple[Step, ...], random: Random
) -> None:
    events = list(visit(web, steps).events)
    requests = sum(isinstance(one, RequestSeen) for one in events)
    random.shuffle(events)
    assert judge(web, tuple(events)).requests == requests


def test_many_made_up_visits_are_judged_and_much_of_what_is_early_is_found() -> None:
    account, wrong = Account(), []
    for web, steps, cut in worlds(300, seed=3):
        found = hold(visit(web, steps), cut)
        account.add(found)
        wrong += unknown(web, found.wrong)
    assert wrong == [], table(account)
    assert account.early > 300
    assert account.early_found > account.early / 3
    assert account.right["site"] > 3 * account.left_open["site"]
