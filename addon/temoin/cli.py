"""The command line: `temoin watch`, `demo`, `replay`, `redact`, `dossier`, `policy`, `explain`, `schema`.

Heavy modules are imported by the command that needs them: `temoin --help` must be quick.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from temoin.commands.live_arguments import add_live
from temoin.commands.sharing_arguments import add_sharing
from temoin.errors import TemoinError

__all__ = ["main", "parser"]

_STATUS = """exit status:
  0  a covered page was seen, and nothing was flagged
  1  something was flagged
  2  bad usage, or something that could not be read
  3  nothing could be proven: no covered page was visited, the recording is not whole, or it bears no cookies
Standard output carries the report alone; everything else goes to standard error."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; None for those of the process.

    Returns:
        The exit status.
    """
    try:
        options = parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except TemoinError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except (RecursionError, MemoryError):
        _complain("the input needs more memory than there is")
        return 2
    except Exception as error:  # noqa: BLE001 — a defect of ours must not read as "flagged" (exit status 1)
        _complain(
            f"a defect of Témoin's own: {_where(error)} (please report it, with the recording if it may be shared)"
        )
        return 2


def parser() -> argparse.ArgumentParser:
    """Build the command line's parser."""
    from importlib.metadata import version

    from rich_argparse import RawDescriptionRichHelpFormatter

    top = argparse.ArgumentParser(
        prog="temoin",
        description="Tells, from real traffic, what a site did with a visitor's choice about cookies.",
        epilog=_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"temoin {version('temoin')}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add_live(commands, _STATUS)
    _replay_parser(commands)
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
    schema.add_argument("document", choices=("report", "policy"), help="which document")
    schema.set_defaults(run=_schema)
    _policy_parser(commands)
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
        help="terminal or json (may repeat: the first goes with the first -o, and so on)",
    )
    replay.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write there; without --format the ending tells the format",
    )
    replay.add_argument("--exchanges", action="store_true", help="put every exchange into the JSON")
    replay.add_argument("-v", "--verbose", action="store_true", help="show each exchange, with its reasons")
    replay.add_argument(
        "--why",
        type=int,
        metavar="N",
        help="prove request N: all that is held of its cookies, and on what it rests",
    )
    replay.add_argument(
        "--show-values", action="store_true", help="show cookies' values, which are credentials"
    )
    replay.add_argument(
        "--accuse",
        choices=("certain", "inferred"),
        default="certain",
        help="hold against the site what the wire proves (default), or also what it makes likely",
    )
    replay.add_argument("--strict", action="store_true", help="count what is unproven as flagged")
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


def _policy_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The group `temoin policy`: one function a command of it."""
    from rich_argparse import RawDescriptionRichHelpFormatter

    policy = commands.add_parser(
        "policy",
        help="all that has to do with policies",
        description="All that has to do with policies: what a site says of its cookies, as a file.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    group = policy.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _policy_formats_parser(group)
    _policy_check_parser(group)
    _policy_learn_parser(group)
    _policy_schema_parser(group)


def _policy_formats_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    formats = group.add_parser(
        "formats",
        help="list the consent formats that can be read, or say what one is",
        description="Lists the consent formats that a policy may name; of one, what it looks like, with samples.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    formats.add_argument("name", nargs="?", metavar="NAME", help="a format (json, words …); none lists all")
    formats.set_defaults(run=_policy_formats)


def _policy_check_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    check = group.add_parser(
        "check",
        help="say what is wrong with a policy, by itself and against recordings",
        description="Says what is wrong with policies, with places and mends: a linter. `temoin explain P201` says "
        "what a check is.",
        epilog="exit status: 0 nothing worse than a note, 1 an error or a warning, 2 something could not be read",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="a policy's file, or a shipped one's name")
    check.add_argument(
        "--against",
        nargs="+",
        action="extend",
        default=[],
        metavar="RECORDING",
        help="hold them against recordings: declared and never seen, seen and not declared, party, lifetime",
    )
    check.add_argument(
        "-f", "--format", metavar="FORMAT", help="text, json or sarif; default: as -o ends, else text"
    )
    check.add_argument("-o", "--output", metavar="FILE", help="write there")
    check.add_argument(
        "--exit-zero", action="store_true", help="end with 0 unless something could not be read"
    )
    check.set_defaults(run=_policy_check)


def _policy_learn_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    learn = group.add_parser(
        "learn",
        help="write a first policy from what recordings show, for a person to confirm",
        description="Writes a first policy from what recordings show. Every entry's category is `unknown`, with a "
        "suggestion and its source, until a person confirms it; `temoin policy check` lists what is left.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    learn.add_argument(
        "files", nargs="+", metavar="RECORDING", help="a flow file or a HAR; - is standard input"
    )
    learn.add_argument("-o", "--output", metavar="FILE", help="write there; default: standard output")
    learn.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="HOST",
        help="cover the pages of this host (may repeat); default: the hosts of the site visited most",
    )
    learn.add_argument("--name", metavar="NAME", help="the policy's name; default: its first host")
    learn.add_argument(
        "--consent", metavar="COOKIE", help="the cookie that holds the choice, where it is not recognised"
    )
    learn.add_argument("--force", action="store_true", help="replace a file that exists")
    learn.set_defaults(run=_policy_learn)


def _policy_schema_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    schema = group.add_parser(
        "schema",
        help="print the JSON Schema with which editors complete and check a policy",
        description="Prints the JSON Schema of policy files. Saved beside a policy whose first line is "
        "`# yaml-language-server: $schema=policy.schema.json`, it lets an editor complete and check.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    schema.add_argument("-o", "--output", metavar="FILE", help="write there; default: standard output")
    schema.set_defaults(run=_policy_schema)


def _replay(options: argparse.Namespace) -> int:
    from temoin.commands.replay import run

    return run(options)


def _explain(options: argparse.Namespace) -> int:
    from temoin.commands.explain import run

    return run(options)


def _schema(options: argparse.Namespace) -> int:
    from temoin.commands.schema import run

    return run(options)


def _policy_formats(options: argparse.Namespace) -> int:
    from temoin.commands.policy.formats import run

    return run(options)


def _policy_check(options: argparse.Namespace) -> int:
    from temoin.commands.policy.check import run

    return run(options)


def _policy_learn(options: argparse.Namespace) -> int:
    from temoin.commands.policy.learn import run

    return run(options)


def _policy_schema(options: argparse.Namespace) -> int:
    from temoin.commands.policy.schema import run

    return run(options)


def _where(error: Exception) -> str:
    """What was raised, and where; never its text, which may hold what crossed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}"


def _complain(message: str) -> None:
    from temoin.views.printable import printable

    for line in message.splitlines():
        print(f"temoin: {printable(line, 1000)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
