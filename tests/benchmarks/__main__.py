"""`python -m benchmarks [--quick] [--write] [--keep] [--inputs FOLDER]`, from tests/: every figure and their table.

Inputs are made where they are not there, in a folder that is kept (4 GB; `--quick` 100 MB). Without `--quick` it
takes about an hour, and wants valgrind. `--write` puts the table into `addon/docs/performance.md`; `--keep` keeps
the counted instructions in `kept.json`, against which every run compares: more than a tenth more a flow ends with
exit status 1, as `--gate` alone does in some minutes.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from benchmarks.growth import SHAPES, growing
from benchmarks.inputs import Kind
from benchmarks.live import against_nothing, hook_microseconds
from benchmarks.measuring import spent
from benchmarks.proxies import Way
from benchmarks.replaying import counted, flows_file, growth, peak_of_flows, peak_of_har, ratios

_ROOT = Path(__file__).parents[2]
_KEPT = Path(__file__).with_name("kept.json")
_PAGE = _ROOT / "addon/docs/performance.md"
_WORSE = 1.1
_THROUGHPUT, _SLOWEST = 0.97, 1.05
_TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


class Measuring(NamedTuple):
    """How to measure.

    Args:
        folder: where inputs are kept.
        quick: True for smaller inputs and fewer rounds.
        keep: True to keep the instructions counted.
    """

    folder: Path
    quick: bool
    keep: bool


class Row(NamedTuple):
    """A line of the table.

    Args:
        what: is measured.
        command: that shows it.
        figure: what came out, with its spread.
        target: what was wanted.
        met: whether it was reached.
    """

    what: str
    command: str
    figure: str
    target: str
    met: bool

    def __str__(self) -> str:
        met = "yes" if self.met else "**no**"
        return f"| {self.what} | `{self.command}` | {self.figure} | {self.target} | {met} |"


def _spread(values: Sequence[float], unit: str = "", digits: int = 1) -> str:
    middle, low, high = (f"{one:.{digits}f}" for one in (statistics.median(values), min(values), max(values)))
    return f"{middle}{unit}" if len(values) == 1 else f"{middle}{unit} ({low} to {high})"


def _replay(measuring: Measuring) -> Iterator[Row]:
    folder, quick = measuring.folder, measuring.quick
    sizes, rounds = ((2_000, 8_000), 2) if quick else ((15_000, 40_000), 3)
    for kind in Kind:
        found = ratios(folder, kind, sizes, rounds)
        told = f"{_spread(found.each, 'x')}; {_spread(found.ours, ' µs')} against {_spread(found.theirs, ' µs', 0)}"
        command = "temoin replay FILE, mitmdump -q -nr FILE"
        yield Row(
            f"each flow from the {sizes[0]:,}th to the {sizes[1]:,}th, {kind} file",
            command,
            told,
            "20x",
            statistics.median(found.each) >= 20,
        )
        told = _spread(found.whole, "x")
        what = f"{sizes[1]:,} flows, start-up and all, {kind} file"
        yield Row(what, command, told, "20x", statistics.median(found.whole) >= 20)


def _start(measuring: Measuring) -> Iterator[Row]:
    folder, quick = measuring.folder, measuring.quick
    rounds = 3 if quick else 15
    small = flows_file(folder, Kind.REALISTIC, 100)
    for words, target in ((("--help",), 0.1), (("replay", "--exit-zero", small), 0.5)):
        taken = [spent((sys.executable, "-m", "temoin", *words)).seconds for _ in range(rounds)]
        shown = "temoin --help" if words[0] == "--help" else "temoin replay FILE"
        what = "the help" if words[0] == "--help" else "a file of 100 flows"
        yield Row(
            f"CPU time for {what}",
            shown,
            _spread(taken, " s", 2),
            f"{target} s",
            statistics.median(taken) <= target,
        )


def _memory(measuring: Measuring) -> Iterator[Row]:
    folder, quick = measuring.folder, measuring.quick
    part = 20 if quick else 1
    peak = peak_of_flows(folder, 2_000_000_000 // part)
    yield Row(
        f"memory, a flow file of {2000 // part:,} MB",
        "temoin replay FILE",
        f"{peak:.0f} MB",
        "150 MB",
        peak <= 150,
    )
    for body, what in ((12_000, "bodies of 12 kB"), (0, "no bodies to speak of")):
        peak = peak_of_har(folder, 200_000_000 // part, body)
        named = f"memory, a HAR of {200 // part} MB, {what}"
        yield Row(named, "temoin replay FILE", f"{peak:.0f} MB", "150 MB", peak <= 150)


def _growth(measuring: Measuring) -> Iterator[Row]:
    folder, quick = measuring.folder, measuring.quick
    plans = (
        [((1_000, 4_000), True)]
        if quick
        else [((12_000, 48_000), True), ((48_000, 240_000, 1_000_000), False)]
    )
    for sizes, by_instructions in plans:
        for flows, exponent in growth(folder, Kind.WORST, sizes, by_instructions=by_instructions):
            unit = "instructions" if by_instructions else "CPU time"
            yield Row(
                f"growth up to {flows:,} flows, by {unit}",
                "valgrind --tool=callgrind temoin replay FILE" if by_instructions else "temoin replay FILE",
                f"exponent {exponent:.3f}",
                "1.05",
                exponent <= 1.05,
            )


def _instructions(measuring: Measuring) -> Iterator[Row]:
    folder, quick = measuring.folder, measuring.quick
    kept = json.loads(_KEPT.read_text())
    version = ".".join(platform.python_version_tuple()[:2])
    known = kept.get(version, {})
    for kind in Kind:
        found = counted(folder, kind, theirs=not quick)
        if found is None:
            print("instructions are not counted: valgrind is not there", file=sys.stderr)
            return
        before = known.get(kind, {})
        theirs = found.theirs or before.get("theirs")
        against = "" if theirs is None else f"; mitmdump {theirs / 1e6:.2f} M: {theirs / found.ours:.1f}x"
        limit = before.get("ours", found.ours) * _WORSE
        target = f"at most {limit / 1e3:.0f} k (a tenth more than was kept)"
        yield Row(
            f"instructions for each further flow, {kind} file",
            "valgrind --tool=callgrind temoin replay FILE",
            f"{found.ours / 1e3:.0f} k{against}",
            target,
            found.ours <= limit,
        )
        if measuring.keep:
            kept.setdefault(version, {})[kind] = {
                "ours": round(found.ours),
                "theirs": theirs and round(theirs),
            }
            _KEPT.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def _live(measuring: Measuring) -> Iterator[Row]:
    starts, rounds = (2, 2) if measuring.quick else (5, 3)
    command = "python -m benchmarks.live"
    hooks = hook_microseconds(5 if measuring.quick else 15)
    figure = _spread(hooks, " µs")
    yield Row("a watch: the hooks, CPU a flow", command, figure, "15 µs", statistics.median(hooks) <= 15)
    for way in Way:
        found = against_nothing(way, starts, rounds)
        for what, values in (
            ("throughput of bursts", found.burst),
            ("throughput under sustained load", found.sustained),
            ("throughput by CPU", found.cpu),
        ):
            met = statistics.median(values) >= _THROUGHPUT
            yield Row(
                f"a watch, {way.value}: {what}", command, _spread(values, digits=3), f"{_THROUGHPUT}", met
            )
        for what, values in (("in bursts", found.slowest_burst), ("sustained", found.slowest_sustained)):
            met = statistics.median(values) <= _SLOWEST
            told = f"a watch, {way.value}: the slowest request in a hundred, {what}"
            yield Row(told, command, _spread(values, "x", 2), f"{_SLOWEST}x", met)


def _shapes(measuring: Measuring) -> Iterator[Row]:
    events = 30_000 if measuring.quick else 120_000
    for shape in SHAPES:
        took = growing(shape, events)
        yield Row(
            f"growth, {shape}, {events:,} events, by CPU time",
            "python -m benchmarks.growth",
            f"exponent {took.exponent:.2f}; {took.seconds:.1f} s, {took.peak / 1e6:.0f} MB",
            "1.05",
            took.exponent <= 1.05,
        )


_PARTS: dict[str, Callable[[Measuring], Iterator[Row]]] = {
    "start": _start,
    "replay": _replay,
    "memory": _memory,
    "instructions": _instructions,
    "growth": _growth,
    "live": _live,
    "shapes": _shapes,
}
"""What is measured, by name."""


def _page(rows: list[Row], before: str = "") -> str:
    """The table: rows of an earlier one stay until they are measured again."""
    today = datetime.now(UTC).date().isoformat()
    kept = {
        line.split(" | ")[0].removeprefix("| "): line for line in before.splitlines() if line.startswith("| ")
    }
    kept.pop("what", None)
    kept |= {row.what: f"{row} {today} |" for row in rows}
    machine = f"{os.cpu_count()} cores of a virtual machine ({platform.machine()}), shared with other work"
    head = ["| what | command | figure | target | met | on |", "|---|---|---|---|---|---|"]
    lines = [f"Python {platform.python_version()}, {machine}.", "", *head, *kept.values(), ""]
    return "\n".join(lines)


def _merged(rows: list[Row], found: re.Match[str]) -> str:
    return _page(rows, found[0])


def main() -> int:
    """Measure, print and compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller inputs and fewer rounds: minutes")
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=list(_PARTS), help="some parts alone")
    parser.add_argument(
        "--gate", action="store_true", help="the instructions alone, against those that were kept"
    )
    parser.add_argument("--keep", action="store_true", help="keep the instructions counted")
    parser.add_argument("--write", action="store_true", help="put the table into the docs, part by part")
    parser.add_argument("--inputs", type=Path, default=Path(gettempdir()) / "temoin-benchmarks")
    options = parser.parse_args()
    options.inputs.mkdir(parents=True, exist_ok=True)
    measuring = Measuring(options.inputs, quick=options.quick or options.gate, keep=options.keep)
    parts = ["instructions"] if options.gate else options.only
    gate = True
    for part in parts:
        rows: list[Row] = []
        for row in _PARTS[part](measuring):
            rows.append(row)
            print(row, flush=True)
        if part == "instructions":
            gate = all(row.met for row in rows)
        if options.write and rows:
            text = _PAGE.read_text(encoding="utf-8")
            _PAGE.write_text(_TABLE.sub(partial(_merged, rows), text), encoding="utf-8")
    return 0 if gate else 1


if __name__ == "__main__":
    sys.exit(main())
