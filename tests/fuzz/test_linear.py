"""A megabyte of anything nasty is read in linear time, by every reader of what comes from outside."""

import pytest

from fuzz.linear import GROWTH, largest, measured, too_slow
from fuzz.target import Shape, all_targets

CASES = [
    pytest.param(name, shape, id=f"{name} {shape}"[:90])
    for name, target in all_targets().items()
    for shape in target.SHAPES
]


@pytest.mark.parametrize(("name", "shape"), CASES)
def test_reading_takes_linear_time(name: str, shape: Shape) -> None:
    target = all_targets()[name]
    assert too_slow(target.read, shape, largest(target)) == ""


def test_what_is_not_linear_is_told() -> None:
    now = 0.0

    def clock() -> float:
        return now

    def quadratic(data: bytes) -> None:
        nonlocal now
        now += len(data) ** 2 * 1e-12

    def slow(data: bytes) -> None:
        nonlocal now
        now += len(data) * 60e-6

    def linear(data: bytes) -> None:
        nonlocal now
        now += len(data) * 1e-6

    a = Shape(b"a")
    assert measured(quadratic, a, clock=clock).growth > GROWTH
    assert "16 times the time for four times the input" in too_slow(quadratic, a, clock=clock)
    assert "1.0 s for 16,000 bytes" in too_slow(slow, a, clock=clock)
    assert too_slow(linear, a, clock=clock) == ""
    assert too_slow(bytes.upper, a) == ""
