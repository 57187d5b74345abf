"""The words of `temoin watch`, `demo` and `addon-path`; light, since `temoin --help` reads them."""

import argparse

from temoin.commands.gate_arguments import add_baseline_option
from temoin.commands.output_arguments import STANDARD_OUTPUT
from temoin.commands.values_arguments import add_fingerprint_option
from temoin.errors import UsageError

__all__ = ["add_live"]

_WATCH = """Starts a proxy on this machine, and shows each cookie as it crosses: whose it is, what it was declared
for, and whether the visitor's choice permits it. `temoin watch --browser https://opendata.reseda.fr` opens a
browser on a fresh profile through it. Any other browser whose proxy it is set to does as well, once it trusts the
certificate that http://mitm.it gives. At the end (q, or Ctrl-C) the report is printed, as `replay` prints it."""

_DEMO = """As `watch`, with no network at all: the proxy itself answers for a made-up portal that does as it says,
one that does not, and their third parties. A page says what to click, and what should be seen."""


def add_live(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", status: str) -> None:
    """Add the commands.

    Args:
        commands: where to.
        status: what the exit status says.
    """
    from rich_argparse import RawDescriptionRichHelpFormatter

    watch = commands.add_parser(
        "watch",
        help="watch live: a proxy, and what it sees",
        description=_WATCH,
        epilog=status,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    watch.add_argument("url", nargs="?", default="", metavar="URL", help="the page to open, or to begin with")
    _add_browser(watch)
    _add_judging(watch)
    _add_outputs(watch)
    _add_proxy(watch)
    watch.set_defaults(run=_watch)
    demo = commands.add_parser(
        "demo",
        help="the same on a made-up portal, offline",
        description=_DEMO,
        epilog=status,
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    _add_browser(demo)
    _add_outputs(demo)
    demo.add_argument("--port", type=int, metavar="PORT", help=_PORT)
    demo.set_defaults(run=_demo)
    path = commands.add_parser(
        "addon-path",
        help="print where the addon lies, for mitmproxy -s",
        description='Prints the addon\'s path: mitmproxy -s "$(temoin addon-path)".',
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    path.set_defaults(run=_addon_path)


_PORT = "listen there (default: 8080, or any free one with --browser)"


def _add_browser(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("browser")
    group.add_argument(
        "-b",
        "--browser",
        nargs="?",
        const="",
        metavar="NAME",
        help="open a browser on a fresh profile: chromium, chrome, edge, firefox, a path; alone, any",
    )
    group.add_argument("--headless", action="store_true", help="without a window")
    group.add_argument(
        "--third-party",
        choices=("default", "allowed", "blocked"),
        default="default",
        help="what the profile does with third-party cookies (default: as the browser does by itself)",
    )


def _add_judging(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("judging")
    group.add_argument(
        "-p",
        "--policy",
        action="append",
        default=[],
        metavar="NAME-OR-FILE",
        help="judge by this policy (may repeat: one a site); a file is read again when it changes",
    )
    group.add_argument(
        "--accuse",
        choices=("certain", "inferred"),
        default="certain",
        help="hold against the site what the wire proves (default), or also what it makes likely",
    )
    group.add_argument("--strict", action="store_true", help="count what is unproven as flagged")
    add_baseline_option(group)
    add_fingerprint_option(group)
    group.add_argument(
        "--fail-on",
        action="append",
        default=[],
        metavar="RULE",
        help="fail for this rule alone (T101 or too-early; may repeat)",
    )


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("outputs")
    group.add_argument(
        "-w",
        "--write",
        type=_file,
        default="",
        metavar="FILE",
        help="record all traffic into a flow file, but bodies over 8 MB; +FILE adds to it",
    )
    group.add_argument(
        "-o",
        "--output",
        type=_file,
        action="append",
        default=[],
        metavar="FILE",
        help="write the report there at the end, in the form that the ending tells (may repeat)",
    )
    group.add_argument(
        "--lang",
        choices=("en", "fr"),
        default="en",
        help="the language of an HTML report; what the evidence says stays English",
    )
    group.add_argument(
        "--lines", default="", metavar="FILE", help="write what is settled there, a JSON line each"
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="end with 0 unless something was wrong with the input"
    )
    group.add_argument("--plain", action="store_true", help="plain lines instead of the screen")


def _add_proxy(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("proxy")
    group.add_argument("--port", type=int, metavar="PORT", help=_PORT)
    group.add_argument(
        "--host", default="127.0.0.1", help="listen at this address (default: this machine alone)"
    )
    group.add_argument(
        "-m",
        "--mode",
        action="append",
        default=[],
        metavar="MODE",
        help="mitmproxy's mode: regular, reverse:URL, local:PROGRAM, wireguard, upstream:URL… (may repeat)",
    )
    group.add_argument(
        "--set", action="append", default=[], metavar="OPTION=VALUE", help="mitmproxy's option"
    )
    group.add_argument(
        "--page",
        default="temoin.test",
        metavar="NAME",
        help="the live page's name (default: temoin.test); '' for none",
    )
    group.add_argument(
        "--page-port", type=int, default=0, metavar="PORT", help="the live page's port on loopback"
    )
    group.add_argument(
        "--ui", choices=("mitmproxy", "mitmweb"), help="show mitmproxy's own interface instead"
    )


def _file(word: str) -> str:
    if word.removeprefix("+") == STANDARD_OUTPUT:
        raise UsageError(word, "standard output is where the watch is shown", mend="name a file")
    return word


def _watch(options: argparse.Namespace) -> int:
    from temoin.commands.watch import run

    return run(options)


def _demo(options: argparse.Namespace) -> int:
    from temoin.commands.demo import run

    return run(options)


def _addon_path(_: argparse.Namespace) -> int:
    from pathlib import Path

    import temoin

    print(Path(temoin.__file__).with_name("addon.py"))
    return 0
