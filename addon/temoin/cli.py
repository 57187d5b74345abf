"""The command line: `temoin replay`, `explain`, `schema`, `policy`.

Heavy modules are imported by the command that needs them: `temoin --help` must be quick.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

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
    _replay_parser(commands)
    explain = commands.add_parser(
        "explain",
        help="say what a rule is, why it matters, and how to mend or allow it",
        description="Says what a rule is, why it matters, its legal sources, an example, how to mend or allow it.",
        formatter_class=top.formatter_class,
    )
    explain.add_argument(
        "rule", nargs="?", metavar="RULE", help="a code or name (T101, too-early); none lists all"
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
    _policy_import_parser(group)
    _policy_publish_parser(group)


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


def _policy_import_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    command = group.add_parser(
        "import",
        help="make a policy of a site's published charter",
        description="Makes a policy of a site's cookie charter: a page saved as HTML, Markdown, text or PDF, told "
        "apart by content.\nWhat could not be read is listed on standard error, and kept as remarks in the file.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    command.add_argument("charter", metavar="CHARTER", help="the charter's file; - is standard input")
    command.add_argument("-o", "--output", metavar="FILE", help="write there; default: standard output")
    command.add_argument("--force", action="store_true", help="replace a file that exists")
    command.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="HOST",
        help="cover the pages of this host (may repeat); default: whose charter it is, where that can be told",
    )
    command.add_argument("--name", metavar="NAME", help="the policy's name; default: its first host")
    command.add_argument("--title", metavar="TITLE", help="the site's name, for people")
    command.add_argument("--source", metavar="URL", help="where the charter is published")
    command.add_argument("--date", metavar="DAY", help="when it was read, as 2026-11-24")
    command.add_argument(
        "--language", metavar="CODE", help="the charter's language (fr, en); default: as it reads"
    )
    command.add_argument(
        "--consent",
        metavar="COOKIE",
        help="the cookie that holds the choice; default: the one whose purpose says so",
    )
    command.add_argument(
        "--consent-format",
        action="append",
        default=[],
        metavar="FORMAT",
        help="how its value is read (may repeat, to be tried in order); `temoin policy formats` lists them",
    )
    command.add_argument(
        "--domain",
        action="append",
        default=[],
        metavar="WHOSE=DOMAIN",
        help="the domain of a provider's or service's third-party cookies, where the charter has none (may repeat)",
    )
    command.add_argument(
        "--encoding", metavar="NAME", help="the file's encoding, where it says none, or a wrong one"
    )
    command.set_defaults(run=_policy_import)


def _policy_publish_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    command = group.add_parser(
        "publish",
        help="write a policy as the page that a site shows its visitors",
        description="Writes a policy as a charter, in French or English; `temoin policy import` reads it back to "
        "the same policy.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="a policy's file, or a shipped one's name")
    command.add_argument(
        "-f", "--format", metavar="FORMAT", help="html or markdown; default: as -o ends, else html"
    )
    command.add_argument(
        "--lang", metavar="CODE", help="fr or en; default: the policy's own language, else en"
    )
    command.add_argument("--fragment", action="store_true", help="a piece to put into a page, without style")
    command.add_argument("-o", "--output", metavar="FILE", help="write there; default: standard output")
    command.add_argument("--force", action="store_true", help="replace a file that exists")
    command.set_defaults(run=_policy_publish)


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


def _policy_import(options: argparse.Namespace) -> int:
    from temoin.commands.policy.importing import run

    return run(options)


def _policy_publish(options: argparse.Namespace) -> int:
    from temoin.commands.policy.publish import run

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
