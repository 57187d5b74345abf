"""`python -m fuzz TARGET`: tries inputs on a reader until one breaks it, or until there were enough.

From the folder `tests`. Without a target it lists them. With atheris installed (Linux: `pip install atheris`) the
search is guided by what the code does (libFuzzer); `--blind` goes without: the same mutations, no guidance, several
times as many a second. Both begin with the repository's own samples, and print what broke, with the command that
tries it again. Ends with 0 where nothing broke, with 1 where something did.
"""

import argparse
import sys
from pathlib import Path

from fuzz import blind, guided
from fuzz.target import all_targets, target_named, target_names

_RUNS = 100_000


def main() -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    options = _parser().parse_args()
    if options.target is None:
        for name, target in all_targets().items():
            print(f"{name:<12} {(target.__doc__ or '').partition(chr(10))[0]}")
        return 0
    if options.target not in target_names():
        print(
            f"fuzz: there is no target {options.target} (one of: {', '.join(target_names())})",
            file=sys.stderr,
        )
        return 2
    if options.input is not None:
        target_named(options.target).check(options.input.read_bytes())
        print("It holds.")
        return 0
    if options.blind or not guided.is_there():
        if not options.blind:
            print(
                "fuzz: atheris is not installed (pip install atheris), so this run is blind", file=sys.stderr
            )
        return blind.run(options.target, runs=options.runs, seconds=options.seconds, start=options.start)
    return guided.run(
        options.target, runs=options.runs, seconds=options.seconds, start=options.start, corpus=options.corpus
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=(__doc__ or "").partition(":")[2].strip()
    )
    parser.add_argument("target", nargs="?", metavar="TARGET", help="what to try; none lists all")
    parser.add_argument(
        "--runs", type=int, default=_RUNS, metavar="N", help=f"how many inputs (default: {_RUNS:,})"
    )
    parser.add_argument(
        "--seconds", type=int, default=0, metavar="S", help="stop after that time; 0 for no limit"
    )
    parser.add_argument(
        "--start", type=int, default=1, metavar="N", help="the random numbers begin with this one"
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        help="go on with, and keep there, what was found worth keeping",
    )
    parser.add_argument("--blind", action="store_true", help="without guidance")
    parser.add_argument("--input", type=Path, metavar="FILE", help="try this one input alone")
    return parser


if __name__ == "__main__":
    sys.exit(main())
