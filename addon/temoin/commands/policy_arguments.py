"""The words of `temoin policy`; light, since `temoin --help` reads them."""

import argparse

from temoin.commands.output_arguments import add_output

__all__ = ["add_policy"]


def add_policy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the group of commands: one function a command of it.

    Args:
        commands: where to.
    """
    from rich_argparse import RawDescriptionRichHelpFormatter

    policy = commands.add_parser(
        "policy",
        help="all that has to do with policies",
        description="All that has to do with policies: what a site says of its cookies, as a file.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    group = policy.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _import_parser(group)
    _learn_parser(group)
    _check_parser(group)
    _publish_parser(group)
    _formats_parser(group)
    _schema_parser(group)


def _formats_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    formats = group.add_parser(
        "formats",
        help="list the consent formats that can be read, or say what one is",
        description="Lists the consent formats that a policy may name; of one, what it looks like, with samples.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    formats.add_argument("name", nargs="?", metavar="NAME", help="a format (json, words …); none lists all")
    formats.set_defaults(run=_formats)


def _check_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    add_output(check, "write there; default: standard output")
    check.add_argument(
        "--exit-zero", action="store_true", help="end with 0 unless something could not be read"
    )
    check.set_defaults(run=_check)


def _learn_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    add_output(learn, "write there; default: standard output")
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
    learn.set_defaults(run=_learn)


def _schema_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    schema = group.add_parser(
        "schema",
        help="print the JSON Schema with which editors complete and check a policy",
        description="Prints the JSON Schema of policy files. Saved beside a policy whose first line is "
        "`# yaml-language-server: $schema=policy.schema.json`, it lets an editor complete and check.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    add_output(schema, "write there; default: standard output")
    schema.set_defaults(run=_schema)


def _import_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rich_argparse import RawDescriptionRichHelpFormatter

    command = group.add_parser(
        "import",
        help="make a policy of a site's published charter",
        description="Makes a policy of a site's cookie charter: a page saved as HTML, Markdown, text or PDF, told "
        "apart by content.\nWhat could not be read is listed on standard error, and kept as remarks in the file.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    command.add_argument("charter", metavar="CHARTER", help="the charter's file; - is standard input")
    add_output(command, "write there; default: standard output")
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
        help="the cookie that holds the choice; default: a known banner's, or one whose purpose says so",
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
    command.set_defaults(run=_import)


def _publish_parser(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    add_output(command, "write there; default: standard output")
    command.add_argument("--force", action="store_true", help="replace a file that exists")
    command.set_defaults(run=_publish)


def _formats(options: argparse.Namespace) -> int:
    from temoin.commands.policy.formats import run

    return run(options)


def _check(options: argparse.Namespace) -> int:
    from temoin.commands.policy.check import run

    return run(options)


def _learn(options: argparse.Namespace) -> int:
    from temoin.commands.policy.learn import run

    return run(options)


def _schema(options: argparse.Namespace) -> int:
    from temoin.commands.policy.schema import run

    return run(options)


def _import(options: argparse.Namespace) -> int:
    from temoin.commands.policy.importing import run

    return run(options)


def _publish(options: argparse.Namespace) -> int:
    from temoin.commands.policy.publish import run

    return run(options)
