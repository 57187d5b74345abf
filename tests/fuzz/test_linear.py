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
    def quadratic(data: bytes) -> None:
        for _ in range(len(data) ** 2 // 10_000):
            pass

    def slow(data: bytes) -> None:
        for _ in range(len(data) * 3_000):
            pass

    assert measured(quadratic, Shape(b"a")).growth > GROWTH
    assert "s for 16,000 bytes" in too_slow(slow, Shape(b"a"))
    assert too_slow(bytes.upper, Shape(b"a")) == ""
