"""How a reader's time grows with its input: CPU time at three sizes, up to a megabyte.

`python -m fuzz.linear` (from the folder `tests`) measures every shape of every target and prints the slowest of
each. A reader is held to two bounds, both far from what was ever measured and far below what anything that is not
linear takes: so much time a byte, and from a quarter of a megabyte to a whole one no more than ten times the time.
"""

import sys
import time
from collections.abc import Callable

import msgspec

from fuzz.target import Shape, Target, all_targets

__all__ = ["GROWTH", "MEGABYTE", "Grown", "largest", "measured", "too_slow"]

MEGABYTE = 1_000_000
_SIZES = (16_000, 250_000, MEGABYTE)
_A_BYTE = 15e-6
"""Seconds of CPU that a byte may take: six times what the slowest takes here."""
_ANYWAY = 0.5
GROWTH = 10.0
"""Times the time for four times the input; 16 would be quadratic."""
_MEASURABLE = 0.02
"""Seconds of CPU below which caches and allocation make more than a reader does."""
_TRIES = 3

type Clock = Callable[[], float]


class Grown(msgspec.Struct, frozen=True):
    """What was measured of one shape.

    Args:
        shape: which.
        sizes: of the inputs, in bytes.
        seconds: of CPU, for each; fewer where one took too long for a larger one to be tried.
    """

    shape: Shape
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """Times the time for four times the input, at the end; 0 where that cannot be told."""
        *_, before, last = (0.0, *self.seconds)
        return last / before if before >= _MEASURABLE else 0.0

    @property
    def nanoseconds(self) -> float:
        """Of CPU a byte, for the largest input."""
        return self.seconds[-1] / self.sizes[len(self.seconds) - 1] * 1e9


def measured(
    read: Callable[[bytes], object], shape: Shape, most: int = MEGABYTE, clock: Clock = time.process_time
) -> Grown:
    """Measure one shape, smallest input first.

    Args:
        read: the reader.
        shape: the input's.
        most: bytes of the largest input.
        clock: gives seconds of CPU.
    """
    sizes = tuple(size * most // MEGABYTE for size in _SIZES)
    seconds: list[float] = []
    for size in sizes:
        data = shape.of(size)
        began = clock()
        read(data)
        seconds.append(clock() - began)
        if seconds[-1] > _ANYWAY + size * _A_BYTE:
            break
    return Grown(shape, sizes, tuple(seconds))


def too_slow(
    read: Callable[[bytes], object], shape: Shape, most: int = MEGABYTE, clock: Clock = time.process_time
) -> str:
    """Say why a reader is not linear; empty where it is. What looks so is measured again: a machine may be busy.

    Args:
        read: the reader.
        shape: the input's.
        most: bytes of the largest input.
        clock: gives seconds of CPU.
    """
    said = ""
    for _ in range(_TRIES):
        grown = measured(read, shape, most, clock)
        if len(grown.seconds) < len(grown.sizes) or grown.seconds[-1] > _ANYWAY + most * _A_BYTE:
            said = f"{shape}: {grown.seconds[-1]:.1f} s for {grown.sizes[len(grown.seconds) - 1]:,} bytes"
        elif grown.growth > GROWTH:
            said = f"{shape}: {grown.growth:.0f} times the time for four times the input"
        else:
            return ""
    return said


def largest(target: Target) -> int:
    """Bytes of the largest input that a target's time is measured on."""
    return getattr(target, "MOST", MEGABYTE)


def main() -> None:
    """Measure all, and print the slowest shape of each target."""
    for name, target in all_targets().items():
        grown = [measured(target.read, shape, largest(target)) for shape in target.SHAPES]
        if not grown:
            continue
        slowest = max(grown, key=lambda one: one.nanoseconds)
        growth = max(one.growth for one in grown)
        sys.stdout.write(
            f"{name:<12} {len(grown):>3} shapes of {largest(target) // 1000:,} kB; slowest"
            f" {slowest.nanoseconds:,.0f} ns a byte ({str(slowest.shape)[-60:]});"
            f" growth at most {growth:.1f}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
