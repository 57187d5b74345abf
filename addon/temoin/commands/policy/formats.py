"""`temoin policy formats`: the consent formats that can be read, each with its documentation and samples."""

import argparse
import sys
import textwrap
from difflib import get_close_matches

from temoin.consent import Example, Format, Reading, Undecided, Unreadable, format_named, format_names
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
    parts = [f"{one.name}: {one.about.strip()}", *_facts(one), "Samples:"]
    return "\n\n".join(parts) + "\n\n" + "\n".join(map(_sample, one.examples))


def _facts(one: Format) -> list[str]:
    traits = one.traits
    usual = ", ".join(traits.cookies)
    return [
        fact
        for fact in (
            f"Usual cookie{'s' if len(traits.cookies) > 1 else ''}: {usual}" if usual else "",
            f"Names that it can say: {traits.vocabulary}" if traits.vocabulary else "",
            f"Assumed: {traits.assumption}" if traits.assumption else "",
            f"Template: temoin replay --policy {one.name}" if traits.template else "",
            f"Documented at: {traits.source}" if traits.source else "",
        )
        if fact
    ]


def _sample(example: Example) -> str:
    value = textwrap.fill(example.value, _WIDTH - 4, break_on_hyphens=False)
    asked = f" (asked for {', '.join(sorted(example.asked))})" if example.asked else ""
    meaning = textwrap.indent(textwrap.fill(_meaning(example.means) + asked, _WIDTH - 8), " " * 8)
    return f"{textwrap.indent(value, '    ')}\n{meaning}\n"


def _meaning(means: Reading) -> str:
    match means:
        case Unreadable():
            return f"unreadable: {means.why}"
        case Undecided():
            return f"no choice yet: {means.why}"
    rest = {True: "everything else granted", False: "everything else refused", None: ""}[means.rest]
    said = [f"granted {', '.join(means.granted)}"] if means.granted else []
    said += [f"refused {', '.join(means.refused)}"] if means.refused else []
    return f"{means.state}: {'; '.join([*said, rest] if rest else said)}"
