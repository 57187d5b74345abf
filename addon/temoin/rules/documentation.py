"""The documentation of a rule, or of a check, read off its class: for `temoin explain`, the pages,
SARIF's help.
"""

import inspect
import re
from typing import ClassVar, Protocol

import msgspec

__all__ = ["Documentation", "Documented", "documentation"]

_SECTION = re.compile(r"^(\w+):$", re.MULTILINE)


class Documented(Protocol):
    """What has documentation: a class with a docstring of sections, and examples."""

    code: ClassVar[str]
    title: ClassVar[str]
    examples: ClassVar[str]

    @classmethod
    def allowing(cls) -> str:
        """How to let one pass, where the docstring does not say."""
        ...


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


def documentation(kind: type[Documented]) -> Documentation:
    """Read a rule's docstring, or a check's.

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
        allow=sections.get("Allow") or kind.allowing(),
        examples=inspect.cleandoc(kind.examples),
    )


def _flowing(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text).strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
