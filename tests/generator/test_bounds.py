"""Made-up visits under limits that they pass: what is forgotten accuses nobody, nothing certain becomes wrong."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tight import LIMITS, tight
from generator import holding
from generator.judgement import judge
from generator.known import unknown
from generator.many import worlds as webs
from generator.run import world
from generator.script import visit
from generator.visit import ACTIONS, Action, World, play

FORGETTING = sorted(LIMITS.keys() - {"pages.attribution.MOST_PAGES", "findings._MOST_HELD"})
"""Those by which something is forgotten; the others are of what is listed, by which the truth is looked up here."""

visits = st.lists(st.sampled_from(ACTIONS), min_size=5, max_size=30)
worlds = st.integers(0, 1 << 30).map(lambda seed: world(Random(seed)))


@given(worlds, visits)
@settings(max_examples=150, deadline=None)
def test_no_certain_fact_is_wrong_where_all_limits_are_passed(where: World, actions: list[Action]) -> None:
    with tight(*FORGETTING):
        assert judge(play(where, actions)).wrong == []


@pytest.mark.parametrize("limit", FORGETTING)
def test_no_certain_fact_is_wrong_where_one_limit_is_passed(limit: str) -> None:
    random = Random(limit)
    with tight(limit):
        for _ in range(12):
            assert judge(play(world(random), random.choices(ACTIONS, k=25))).wrong == []


def test_nothing_certain_is_wrong_of_several_visitors_either() -> None:
    with tight(*FORGETTING):
        for web, steps, _ in webs(60, 8):
            account = holding.hold(visit(web, steps))
            assert unknown(web, account.wrong) == []
