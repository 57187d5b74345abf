"""Made-up visits: whatever a visitor does, what the engine calls certain is so."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.judgement import judge
from generator.run import world
from generator.visit import ACTIONS, Action, World, play
from temoin.vocabulary import ChoiceState

worlds = st.builds(
    World,
    seed=st.integers(0, 1 << 20),
    partitioned=st.booleans(),
    multiplexed=st.booleans(),
    third_party=st.booleans(),
    by_response=st.booleans(),
    path=st.sampled_from(["/", "/a"]),
    same_site=st.sampled_from(["lax", "strict", "none"]),
    known=st.booleans(),
)
visits = st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=20)


@given(worlds, visits)
@settings(max_examples=300, deadline=None)
def test_no_certain_fact_of_a_made_up_visit_is_wrong(where: World, actions: list[Action]) -> None:
    assert judge(play(where, actions)).wrong == []


@given(worlds, visits, st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_no_certain_fact_of_a_cut_recording_is_wrong(where: World, actions: list[Action], cut: int) -> None:
    assert judge(play(where, actions), cut=cut).wrong == []


def test_the_model_is_no_empty_one() -> None:
    random = Random(5)
    told = [judge(play(world(random), random.choices(ACTIONS, k=20))) for _ in range(200)]
    assert sum(one.early_true for one in told) > 300
    assert sum(one.early_found for one in told) / sum(one.early_true for one in told) > 0.5
    assert sum(one.facts["site certain"] for one in told) > 20 * sum(one.facts["party open"] for one in told)


def test_a_choice_in_the_model_changes_what_is_true_of_it() -> None:
    visit = play(World(seed=1), ["open", "accept", "follow", "refuse", "follow"])
    assert [moment.state for moment in visit.moments] == [
        ChoiceState.UNSET,
        ChoiceState.ALL,
        ChoiceState.NONE,
    ]


# Found by the generator, each once a wrong fact.


def test_a_pixel_of_a_page_that_the_recording_lost_is_not_dated_by_the_page_that_it_shows() -> None:
    actions: list[Action] = [
        "click-pixel", "accept", "reload", "click-pixel", "frame", "pixel", "api", "refuse", "click-pixel", "open",
        "forget", "api", "other", "switch",
    ]  # fmt: skip
    where = World(seed=176211234, multiplexed=False, same_site="strict", known=True)
    assert judge(play(where, actions), cut=6).wrong == []


def test_a_request_that_lacks_the_choice_for_a_reason_unknown_leaves_it_open() -> None:
    actions: list[Action] = [
        "tab",
        "partly",
        "reload",
        "pixel",
        "forget",
        "stat",
        "partly",
        "from-other",
        "open",
    ]
    where = World(seed=240396692, partitioned=False, multiplexed=False)
    assert judge(play(where, actions)).wrong == []
