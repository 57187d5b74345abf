"""`temoin replay` against `mitmdump -q -nr`, and how it grows: time, instructions, memory.

mitmdump needs seconds to start, which would speak for Témoin on small files. So two ratios are told: of whole
commands on the larger file, and of what each further flow costs (the difference between two files of different
length, divided by the difference of their lengths), in which no start-up is left. The second is what counts.
"""

import math
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.inputs import Kind, write_flows, write_har
from benchmarks.measuring import MITMDUMP, REPLAY, instructions, spent

__all__ = ["Counted", "Ratios", "counted", "flows_file", "growth", "peak_of_flows", "peak_of_har", "ratios"]


class Ratios(NamedTuple):
    """How much more mitmdump takes, one a round.

    Args:
        whole: of whole commands on the larger file.
        each: of each further flow.
        ours: microseconds of CPU that each further flow takes here.
        theirs: and there.
    """

    whole: list[float]
    each: list[float]
    ours: list[float]
    theirs: list[float]


class Counted(NamedTuple):
    """Instructions that each further flow takes.

    Args:
        ours: here.
        theirs: in mitmdump; None where it was not counted.
    """

    ours: float
    theirs: float | None


def flows_file(folder: Path, kind: Kind, flows: int) -> str:
    """A file of so many flows, made where it is not there.

    Args:
        folder: where inputs are kept.
        kind: how values repeat.
        flows: how many.
    """
    path = folder / f"{kind}-{flows}.flow"
    if not path.exists():
        write_flows(path, kind, flows=flows)
    return str(path)


def ratios(folder: Path, kind: Kind, sizes: tuple[int, int], rounds: int) -> Ratios:
    """Run both by turns.

    Args:
        folder: where inputs are kept.
        kind: how values repeat.
        sizes: of the two files, in flows.
        rounds: how many times.
    """
    short, long = (flows_file(folder, kind, size) for size in sizes)
    more = sizes[1] - sizes[0]
    found = Ratios([], [], [], [])
    for number in range(rounds):
        cost = {}
        for command in (REPLAY, MITMDUMP) if number % 2 else (MITMDUMP, REPLAY):
            cost[command] = [spent((*command, file)).seconds for file in (short, long)]
        ours, theirs = cost[REPLAY], cost[MITMDUMP]
        found.whole.append(theirs[1] / ours[1])
        found.each.append((theirs[1] - theirs[0]) / (ours[1] - ours[0]))
        found.ours.append((ours[1] - ours[0]) / more * 1e6)
        found.theirs.append((theirs[1] - theirs[0]) / more * 1e6)
    return found


def counted(folder: Path, kind: Kind, *, theirs: bool) -> Counted | None:
    """Count instructions; None where valgrind is not there.

    Args:
        folder: where inputs are kept.
        kind: how values repeat.
        theirs: True to count mitmdump's too, which takes minutes.
    """
    ours = _each(REPLAY, folder, kind, (500, 2_500))
    return (
        None if ours is None else Counted(ours, _each(MITMDUMP, folder, kind, (100, 400)) if theirs else None)
    )


def _each(command: Sequence[str], folder: Path, kind: Kind, sizes: tuple[int, int]) -> float | None:
    few, many = (instructions((*command, flows_file(folder, kind, size))) for size in sizes)
    return None if few is None or many is None else (many - few) / (sizes[1] - sizes[0])


def growth(
    folder: Path, kind: Kind, sizes: Sequence[int], *, by_instructions: bool
) -> Iterator[tuple[int, float]]:
    """How the cost grows with the length: the exponent between each length and the one before.

    Start-up, as a file of one flow shows it, is taken off.

    Args:
        folder: where inputs are kept.
        kind: how values repeat.
        sizes: lengths in flows, ascending.
        by_instructions: False for CPU time.

    Yields:
        A length, and the exponent up to it.
    """

    def cost(flows: int) -> float:
        command = (*REPLAY, flows_file(folder, kind, flows))
        if by_instructions:
            return float(instructions(command) or math.nan)
        return statistics.median(spent(command).seconds for _ in range(3 if flows < 100_000 else 1))

    start = cost(1)
    before = cost(sizes[0]) - start
    for shorter, flows in pairwise(sizes):
        now = cost(flows) - start
        yield flows, math.log(now / before) / math.log(flows / shorter)
        before = now


def peak_of_flows(folder: Path, size: int) -> float:
    """Megabytes that replaying a flow file takes at most.

    Args:
        folder: where it may be written; it is deleted.
        size: of the file in bytes.
    """
    path = folder / "large.flow"
    try:
        write_flows(path, Kind.REALISTIC, size=size, body=150_000)
        return spent((*REPLAY, str(path))).peak / 1e6
    finally:
        path.unlink(missing_ok=True)


def peak_of_har(folder: Path, size: int, body: int) -> float:
    """Megabytes that replaying a HAR takes at most.

    Args:
        folder: where it may be written; it is deleted.
        size: of the file in bytes.
        body: bytes of each answer's body.
    """
    path = folder / "large.har"
    try:
        write_har(path, Kind.REALISTIC, size=size, body=body)
        return spent((*REPLAY, str(path))).peak / 1e6
    finally:
        path.unlink(missing_ok=True)
