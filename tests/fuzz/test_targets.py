"""Every target in the test run: its samples hold, and so does what hypothesis makes of them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutation import Mutator, mutated
from fuzz.target import Target, all_targets

TARGETS = all_targets()
FOUND = Path(__file__).with_name("found")
SLOW = {"views": 5, "charter": 30, "session": 40, "policy": 60, "jar": 60}
"""How many examples of those that take milliseconds each."""


def examples(name: str) -> settings:
    return settings(
        deadline=None,
        max_examples=SLOW.get(name, 120),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def test_the_readers_of_what_comes_from_outside_are_targets() -> None:
    assert set(TARGETS) >= {
        "address", "charter", "consent", "cookie", "date", "flow_file", "har", "jar", "markup", "policy",
        "session",
        "set_cookie",
        "shown", "views",
    }  # fmt: skip


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_target_is_documented_and_its_samples_hold(target: Target) -> None:
    assert (target.__doc__ or "").partition("\n")[0].endswith(".")
    seeds = list(target.seeds())
    assert len(seeds) >= 4
    for seed in seeds[:: max(1, len(seeds) // 40)]:
        target.check(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_no_tampered_sample_breaks_it(name: str) -> None:
    target = TARGETS[name]

    @examples(name)
    @given(mutated(list(target.seeds()), target.WORDS))
    def holds(data: bytes) -> None:
        target.check(data)

    holds()


@pytest.mark.parametrize(
    "file", sorted(FOUND.glob("*/*")), ids=lambda file: f"{file.parent.name}-{file.name}"
)
def test_what_once_broke_it_does_no_more(file: Path) -> None:
    TARGETS[file.parent.name].check(file.read_bytes())


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=10)
def test_the_same_start_gives_the_same_inputs(start: int) -> None:
    one, other = Mutator([b"a=b"], [b";"], start), Mutator([b"a=b"], [b";"], start)
    assert [one.next() for _ in range(50)] == [other.next() for _ in range(50)]
