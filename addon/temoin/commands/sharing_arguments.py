"""The words of `temoin redact` and `temoin dossier`; light, since `temoin --help` reads them."""

import argparse

__all__ = ["add_sharing"]

_REDACT = """Writes a recording that can be shared: every cookie value, query value, credential, address and body
is replaced by a stand-in of the same shape and length, so that it is judged just as the original is. Hosts, paths,
names, times and the visitor's choice stay. What was written is searched for every secret before it takes its
place."""

_REDACT_STATUS = """exit status:
  0  written, and none of the original's secrets is left; with --check: none is left in FILE
  1  with --check: some are left
  2  bad usage, or something that could not be read; nothing was written
  3  with --check: there were more secrets than can be searched for"""

_DOSSIER = """Puts together what a complaint or an audit needs, in one archive: the report in each form, the
redacted recordings, the policy, and the hashes of all, with how to check them. Nothing secret is in it: it is
searched, and nothing is written where anything is found. --verify checks an archive: its hashes, and that the
recordings in it give the report in it."""

_DOSSIER_STATUS = """exit status:
  0  written; with --verify: all is as it should be
  1  with --verify: something is not
  2  bad usage, or something that could not be read; nothing was written
  3  with --verify: another version made it, and this one gives another report"""

_KEY = (
    "draw stand-ins from this file's bytes, so that equal values are equal across recordings (default: a random \
key that is kept nowhere)"
)


def add_sharing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands.

    Args:
        commands: where to.
    """
    from rich_argparse import RawDescriptionRichHelpFormatter

    redact = commands.add_parser(
        "redact",
        help="write a recording that can be shared: no cookie value, no token, the same verdicts",
        description=_REDACT,
        epilog=_REDACT_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    redact.add_argument("file", metavar="IN", help="a recording; - is standard input")
    redact.add_argument(
        "-o", "--output", metavar="OUT", help="write there, packed where it ends in .gz; - is standard output"
    )
    redact.add_argument(
        "--check",
        metavar="FILE",
        help="write nothing; say whether a secret of IN is left in FILE, whatever it is",
    )
    redact.add_argument("--key", metavar="FILE", help=_KEY)
    _add_policy(redact, "keep the choice of this policy's consent cookies too (may repeat)")
    redact.add_argument("--force", action="store_true", help="replace a file that exists")
    redact.set_defaults(run=_redact)
    dossier = commands.add_parser(
        "dossier",
        help="put report, redacted recordings, policy and hashes into one archive",
        description=_DOSSIER,
        epilog=_DOSSIER_STATUS,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    dossier.add_argument("files", nargs="*", metavar="IN", help="a recording")
    dossier.add_argument("-o", "--output", metavar="ZIP", help="write there; - is standard output")
    dossier.add_argument("--verify", metavar="ZIP", help="check an archive")
    _add_policy(
        dossier, "judge by this policy (may repeat); default: the shipped ones whose sites were visited"
    )
    dossier.add_argument(
        "--accuse",
        choices=("certain", "inferred"),
        default="certain",
        help="hold against the site what the wire proves (default), or also what it makes likely",
    )
    dossier.add_argument("--key", metavar="FILE", help=_KEY)
    dossier.add_argument("--force", action="store_true", help="replace a file that exists")
    dossier.set_defaults(run=_dossier)


def _add_policy(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("-p", "--policy", action="append", default=[], metavar="NAME-OR-FILE", help=words)


def _redact(options: argparse.Namespace) -> int:
    from temoin.commands.redact import run

    return run(options)


def _dossier(options: argparse.Namespace) -> int:
    from temoin.commands.dossier import run

    return run(options)
