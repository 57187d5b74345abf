"""`temoin policy formats`: the consent formats that can be read, each with its documentation and samples."""

import argparse
import sys
import textwrap
from difflib import get_close_matches

from temoin.consent import Choice, Example, Format, Unreadable, format_named, format_names
from temoin.errors import UsageError

__all__ = ["described", "listed", "run"]

_WIDTH = 80


def run(options: argparse.Namespace) -> int:
    """Print what a consent format is, or list them all.

    Args:
        options: `name`, a format's, or None.

    Raises:
        UsageError: there is no such format.
    """
    if options.name is None:
        sys.stdout.write(listed())
        return 0
    name = options.name.strip().lower()
    if name not in format_names():
        near = get_close_matches(name, format_names(), 1)
        mend = f"did you mean {near[0]}?" if near else "`temoin policy formats` lists them"
        raise UsageError("policy formats", f"there is no consent format {options.name}", mend=mend)
    sys.stdout.write(described(format_named(name)))
    return 0


def listed() -> str:
    """Every format, a line each."""
    formats = [format_named(name) for name in format_names()]
    widest = max(len(one.name) for one in formats)
    return "".join(f"{one.name:<{widest}}  {one.title}\n" for one in formats)


def described(one: Format) -> str:
    """A format's documentation and samples as text.

    Args:
        one: the format.
    """
    samples = "\n".join(_sample(example) for example in one.examples)
    return f"{one.name}: {one.about.strip()}\n\nSamples:\n\n{samples}"


def _sample(example: Example) -> str:
    value = textwrap.fill(example.value, _WIDTH - 4, break_on_hyphens=False)
    return f"{textwrap.indent(value, '    ')}\n        {_meaning(example.means)}\n"


def _meaning(means: Choice | Unreadable) -> str:
    if isinstance(means, Unreadable):
        return f"unreadable: {means.why}"
    rest = {True: "everything else granted", False: "everything else refused", None: ""}[means.rest]
    said = [f"granted {', '.join(means.granted)}"] if means.granted else []
    said += [f"refused {', '.join(means.refused)}"] if means.refused else []
    return f"{means.state}: {'; '.join([*said, rest] if rest else said)}"
