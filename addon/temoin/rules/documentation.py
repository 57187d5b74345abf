"""A rule's documentation, read off its class: for `temoin explain`, the rules page, and later SARIF's help."""

import inspect
import re

import msgspec

from temoin.rules.rule import Rule
from temoin.vocabulary import Level

__all__ = ["Documentation", "documentation"]

_SECTION = re.compile(r"^(\w+):$", re.MULTILINE)


class Documentation(msgspec.Struct, frozen=True):
    """What a rule says of itself.

    Args:
        holds: what it holds against a site, one paragraph.
        why: why that matters.
        sources: the texts that it rests on.
        mend: what to do about a finding.
        allow: how to let one pass.
        examples: traffic that shows it, in the notation of `temoin.rules.examples`.
    """

    holds: str
    why: str
    sources: str
    mend: str
    allow: str
    examples: str


def documentation(kind: type[Rule]) -> Documentation:
    """Read a rule's docstring.

    Args:
        kind: the rule.

    Returns:
        Its sections, paragraphs joined to one line each.

    Raises:
        ValueError: a section is missing.
    """
    pieces = _SECTION.split(inspect.cleandoc(kind.__doc__ or ""))
    sections = dict(zip(pieces[1::2], map(_flowing, pieces[2::2]), strict=True))
    missing = {"Why", "Sources", "Mend"} - sections.keys()
    if missing:
        raise ValueError(f"{kind.code} lacks {', '.join(sorted(missing))}")
    return Documentation(
        holds=_flowing(pieces[0]),
        why=sections["Why"],
        sources=sections["Sources"],
        mend=sections["Mend"],
        allow=sections.get("Allow", _allow(kind)),
        examples=inspect.cleandoc(kind.examples),
    )


def _allow(kind: type[Rule]) -> str:
    entry = f"For one cookie: `allow: [{{rule: {kind.code}, cookie: NAME, reason: …}}]` in the policy."
    if kind.level is Level.NOTE:
        return f"{entry} It is a note and fails no run, unless `--fail-on` names it."
    return f"{entry} `--fail-on` with the rules that are to fail a run, {kind.code} left out, fails for none of it."


def _flowing(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text).strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
