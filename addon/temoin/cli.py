"""The command line: all commands and their words.

Heavy modules are imported by the command that needs them: `temoin --help` must be quick.
"""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from temoin.commands.gate_arguments import add_baseline_option, add_gates
from temoin.commands.live_arguments import add_live
from temoin.commands.output_arguments import add_outputs
from temoin.commands.policy_arguments import add_policy
from temoin.commands.sharing_arguments import add_sharing
from temoin.commands.values_arguments import add_values_options
from temoin.errors import TemoinError, is_shortage, place_of

__all__ = ["main", "parser"]

_STATUS = """exit status:
  0  a covered page was seen, and nothing was flagged
  1  something was flagged
  2  bad usage, or something that could not be read
  3  nothing could be proven: no covered page was visited, the recording is not whole, or it bears no cookies
Standard output carries the report alone; everything else goes to standard error."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; None for those of the process.

    Returns:
        The exit status.
    """
    _have_streams()
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except TemoinError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:
        _let_go_of_output()
        return 2
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except Exception as error:  # noqa: BLE001 — a defect of ours must not read as "flagged" (exit status 1)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:  # of a file, a command has said so itself
            _let_go_of_output()
            _complain(f"standard output: cannot be written: {error.strerror}")
            return 2
        if isinstance(error, RecursionError) or is_shortage(error):
            _complain("the input needs more memory than there is")
            return 2
        where = place_of(error)
        _complain(
            f"a defect of Témoin's own: {where} (please report it, with the recording if it may be shared)"
        )
        return 2


class _Version(argparse.Action):
    """Finds the version out only where it is asked for, which takes longer than all the rest of the help."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(message=f"temoin {version('temoin')}\n")


def parser() -> argparse.ArgumentParser:
    """Build the command line's parser."""
    from rich_argparse import RawDescriptionRichHelpFormatter

    top = argparse.ArgumentParser(
        prog="temoin",
        description="Tells, from real traffic, what a site did with a visitor's choice about cookies.",
        epilog=_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add_live(commands, _STATUS)
    _replay_parser(commands)
    add_gates(commands)
    add_sharing(commands)
    explain = commands.add_parser(
        "explain",
        help="say what a rule is, why it matters, and how to mend or allow it",
        description="Says what a rule is, why it matters, its legal sources, an example, how to mend or allow it.",
        formatter_class=top.formatter_class,
    )
    explain.add_argument(
        "rule", nargs="?", metavar="RULE", help="a code or name (T101, too-early, P201); none lists all"
    )
    explain.set_defaults(run=_explain)
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of a document",
        description="Prints the JSON Schema of a document that Témoin writes or reads.",
        formatter_class=top.formatter_class,
    )
    schema.add_argument("document", choices=("report", "policy", "baseline", "diff"), help="which document")
    schema.set_defaults(run=_schema)
    add_policy(commands)
    return top


def _replay_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    replay = commands.add_parser(
        "replay",
        help="judge recordings: mitmproxy flow files and HARs",
        description="Judges recordings: mitmproxy flow files and HARs, told apart by content. Each is a session.",
        epilog=_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    replay.add_argument("files", nargs="*", metavar="FILE", help="a recording; - is standard input")
    replay.add_argument(
        "-p",
        "--policy",
        action="append",
        default=[],
        metavar="NAME-OR-FILE",
        help="judge by this policy (may repeat: one a site); default: the shipped ones whose sites were visited",
    )
    replay.add_argument("--join", action="store_true", help="take all files as one session, in order of time")
    replay.add_argument(
        "-f",
        "--format",
        action="append",
        default=[],
        metavar="FORMAT",
        help="terminal, html, json, junit, sarif, csv, markdown… (may repeat: the first goes with the first -o…)",
    )
    add_outputs(
        replay, "write there; without --format the ending tells the format; - is standard output, as without"
    )
    replay.add_argument(
        "--lang",
        choices=("en", "fr"),
        default="en",
        help="the language of the HTML report; what the evidence says stays English",
    )
    replay.add_argument("--exchanges", action="store_true", help="put every exchange into the JSON")
    replay.add_argument("-v", "--verbose", action="store_true", help="show each exchange, with its reasons")
    replay.add_argument(
        "--why",
        type=int,
        metavar="N",
        help="prove request N: all that is held of its cookies, and on what it rests",
    )
    add_values_options(replay)
    replay.add_argument(
        "--accuse",
        choices=("certain", "inferred"),
        default="certain",
        help="hold against the site what the wire proves (default), or also what it makes likely",
    )
    replay.add_argument("--strict", action="store_true", help="count what is unproven as flagged")
    add_baseline_option(replay)
    replay.add_argument(
        "--fail-on",
        nargs="+",
        action="extend",
        default=[],
        metavar="RULE",
        help="fail for these rules alone (T101 too-early …)",
    )
    replay.add_argument("--exit-zero", action="store_true", help="end with 0 unless the input was bad")
    replay.set_defaults(run=_replay)


def _replay(options: argparse.Namespace) -> int:
    from temoin.commands.replay import run

    return run(options)


def _explain(options: argparse.Namespace) -> int:
    from temoin.commands.explain import run

    return run(options)


def _schema(options: argparse.Namespace) -> int:
    from temoin.commands.schema import run

    return run(options)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
    except SystemExit:
        sys.stdout.flush()  # of what --help printed
        raise
    status: int = options.run(options)
    return status


def _have_streams() -> None:
    """Where a stream is closed (`>&-`) nobody wants what it gets, and no file opened later may take its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 — until the end


def _let_go_of_output() -> None:
    """Let what is left in the buffer go nowhere: Python would try again at its end, with a status of its own."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    from temoin.views.printable import printable

    for line in message.splitlines():
        with suppress(OSError):  # where nobody can be told, the status tells
            print(f"temoin: {printable(line, 1000)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
