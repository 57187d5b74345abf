"""`temoin explain`: a rule's own documentation."""

import argparse
import sys
import textwrap
from difflib import get_close_matches

from temoin.errors import UsageError
from temoin.rules import Rule, all_rules, rule
from temoin.rules.documentation import documentation
from temoin.vocabulary import Level

__all__ = ["explanation", "run"]

_WIDTH = 80


def run(options: argparse.Namespace) -> int:
    """Print what a rule is, or list them all.

    Args:
        options: `rule`, a code or name, or None.

    Raises:
        UsageError: there is no such rule.
    """
    if options.rule is None:
        for one in all_rules():
            print(f"{one.code}  {one.name:<18} {one.level:<8} {one.title}")
        return 0
    found = rule(options.rule)
    if found is None:
        names = [word for one in all_rules() for word in (one.code, one.name)]
        near = get_close_matches(options.rule, names, 1)
        mend = f"did you mean {near[0]}?" if near else "`temoin explain` lists them"
        raise UsageError("explain", f"there is no rule {options.rule}", mend=mend)
    sys.stdout.write(explanation(found))
    return 0


def explanation(kind: type[Rule]) -> str:
    """A rule's documentation as text of 80 columns.

    Args:
        kind: the rule.
    """
    told = documentation(kind)
    level = "flagged: it fails a run" if kind.level is Level.FLAGGED else "a note: it fails no run"
    parts = [f"{kind.code} {kind.name}: {kind.title} ({level})", "", _filled(told.holds, "")]
    for heading, text in (
        ("Why", told.why),
        ("Sources", told.sources),
        ("Mend", told.mend),
        ("Allow", told.allow),
    ):
        parts += ["", f"{heading}:", _filled(text, "    ")]
    return "\n".join([*parts, "", "Examples:", textwrap.indent(told.examples, "    "), ""])


def _filled(text: str, indent: str) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        textwrap.fill(one, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for one in paragraphs
    )
