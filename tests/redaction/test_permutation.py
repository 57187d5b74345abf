from hypothesis import example, given, settings
from hypothesis import strategies as st

from temoin.redaction.keys import Key
from temoin.redaction.permutation import Cycle

KEY, OTHER = Key(b"a key of sixteen bytes"), Key(b"another key of sixteen bytes")


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 600))
@example(4_100)
def test_every_number_is_given_once_and_all_lie_on_one_cycle(bound: int) -> None:
    cycle = Cycle(KEY, b"test", bound)
    at, seen = 0, set()
    for _ in range(bound):
        seen.add(at)
        at = cycle.next(at)
    assert at == 0
    assert seen == set(range(bound))


@settings(deadline=None)
@given(st.integers(4_097, 2**96 - 1), st.data())
def test_numbers_of_large_domains_move_and_stay_apart(bound: int, data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.integers(0, bound - 1), min_size=2, max_size=8))
    cycle = Cycle(KEY, b"test", bound)
    moved = {number: cycle.next(number) for number in numbers}
    assert all(0 <= to < bound and to != number for number, to in moved.items())
    assert len(set(moved.values())) == len(numbers)


def test_another_key_or_use_is_another_permutation() -> None:
    for bound in (1_000, 1_000_000):
        made = [
            [Cycle(key, use, bound).next(number) for number in range(100)]
            for key, use in ((KEY, b"one"), (OTHER, b"one"), (KEY, b"two"))
        ]
        assert made[0] != made[1]
        assert made[0] != made[2]
