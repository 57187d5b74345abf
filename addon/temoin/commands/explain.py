"""`temoin explain`: the own documentation of a rule, or of a check of policies."""

import argparse
import sys
import textwrap
from difflib import get_close_matches

from temoin.checks import Check, Severity, all_checks, check
from temoin.errors import UsageError
from temoin.rules import Rule, all_rules, rule
from temoin.rules.documentation import documentation
from temoin.vocabulary import Level

__all__ = ["explanation", "run"]

_WIDTH = 80


def run(options: argparse.Namespace) -> int:
    """Print what a rule or a check is, or list them all.

    Args:
        options: `rule`, a code or name, or None.

    Raises:
        UsageError: there is no such rule.
    """
    if options.rule is None:
        for one in _all():
            print(f"{one.code}  {one.name:<20} {one.level:<8} {one.title}")
        return 0
    found = rule(options.rule) or check(options.rule)
    if found is None:
        names = [word for one in _all() for word in (one.code, one.name)]
        near = get_close_matches(options.rule, names, 1)
        mend = f"did you mean {near[0]}?" if near else "`temoin explain` lists them"
        raise UsageError("explain", f"there is no rule {options.rule}", mend=mend)
    sys.stdout.write(explanation(found))
    return 0


def _all() -> "tuple[type[Rule] | type[Check], ...]":
    return (*all_checks(), *all_rules())


def explanation(kind: type[Rule] | type[Check]) -> str:
    """The documentation of a rule or check as text of 80 columns.

    Args:
        kind: the rule, or the check of policies.
    """
    told = documentation(kind)
    failing = kind.level not in (Level.NOTE, Severity.NOTE)
    level = f"{kind.level}: it fails a run" if failing else "a note: it fails no run"
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
