"""The words of `temoin diff` and `baseline`, and of --baseline; light, since `temoin --help` reads them."""

import argparse

from temoin.commands.output_arguments import add_output

__all__ = ["add_baseline_option", "add_gates"]

_DIFF = """Tells what is new, gone and changed between two visits: cookies and findings. Each side is a recording,
which is judged, or a JSON report. How often and when a cookie crossed is no change; what was held of it is."""

_DIFF_STATUS = """exit status:
  0  nothing that --fail-on names
  1  something that --fail-on names
  2  bad usage, or something that could not be read
  3  --fail-on was given, and NEW could prove nothing"""

_BASELINE = """Writes the findings that fail a run into a file, so that `temoin replay --baseline FILE` fails on
others alone. A finding is kept by its rule and its cookie's name (or the policy's pattern), domain and party, never
by counts or times. A file that exists is written anew; the `reason` of an entry that stays is kept."""

_BASELINE_STATUS = "exit status: 0 written, 2 bad usage, or something that could not be read"


def add_baseline_option(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add `--baseline`.

    Args:
        parser: of a command that judges.
    """
    parser.add_argument(
        "--baseline", metavar="FILE", help="fail only on what this file lacks (temoin baseline writes it)"
    )


def add_gates(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands.

    Args:
        commands: where to.
    """
    _add_diff(commands)
    _add_baseline(commands)


def _add_diff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    diff = commands.add_parser(
        "diff",
        help="tell what is new, gone and changed between two visits",
        description=_DIFF,
        epilog=_DIFF_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    diff.add_argument("old", metavar="OLD", help="a recording, or a JSON report")
    diff.add_argument("new", metavar="NEW", help="another")
    _add_judging(diff)
    diff.add_argument(
        "--fail-on",
        action="append",
        default=[],
        choices=("new", "new-cookies", "new-findings", "changed", "gone"),
        help="end with 1 where there is such a thing (may repeat); `new` is a new cookie or a new flagged finding",
    )
    diff.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        help="terminal, json or markdown; default: as -o ends, else terminal",
    )
    add_output(diff, "write there; default: standard output")
    diff.set_defaults(run=_diff)


def _add_baseline(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    baseline = commands.add_parser(
        "baseline",
        help="write the known findings into a file, so that a build fails on new ones alone",
        description=_BASELINE,
        epilog=_BASELINE_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    baseline.add_argument(
        "files", nargs="+", metavar="RECORDING", help="a flow file or a HAR; - is standard input"
    )
    add_output(baseline, "write there; default: standard output")
    baseline.add_argument(
        "--prune",
        action="store_true",
        help="add nothing to FILE: only remove what these recordings do not show",
    )
    _add_judging(baseline)
    baseline.add_argument(
        "--fail-on",
        action="append",
        default=[],
        metavar="RULE",
        help="write the findings of this rule alone (may repeat); default: of every rule that fails a run",
    )
    baseline.set_defaults(run=_baseline)


def _add_judging(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-p",
        "--policy",
        action="append",
        default=[],
        metavar="NAME-OR-FILE",
        help="judge by this policy (may repeat: one a site); default: the shipped ones whose sites were visited",
    )
    parser.add_argument(
        "--accuse",
        choices=("certain", "inferred"),
        default="certain",
        help="hold against the site what the wire proves (default), or also what it makes likely",
    )


def _diff(options: argparse.Namespace) -> int:
    from temoin.commands.diff import run

    return run(options)


def _baseline(options: argparse.Namespace) -> int:
    from temoin.commands.baseline import run

    return run(options)
