"""The kinds of source: one module each, found here by being in this folder.

A module of this package is a kind when it has what `Kind` says; its docstring is the kind's documentation. To
read something new, add a module: nothing else changes. A kind is told by content alone, never by a name, so
`sniff` must be strict enough to leave the others theirs.
"""

import functools
import importlib
import pkgutil
from typing import Protocol, cast

from temoin.traffic.content import Content
from temoin.traffic.recording import Contents, Progress

__all__ = ["Kind", "all_kinds", "all_named", "find"]


class Kind(Protocol):
    """What a module of this package has."""

    NAME: str
    """One word, for reports and registries."""

    WHAT: str
    """With its article, for sentences: "a HAR"."""

    def sniff(self, head: bytes, /) -> bool:
        """Whether a source is of this kind.

        Args:
            head: its first 4,096 bytes, or all it has.
        """

    def read(self, content: Content, progress: Progress, /) -> Contents:
        """Go through a source, heavy imports included.

        Raises:
            UnreadableInput: nothing in it could be read.
        """


@functools.cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in order of name."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted((cast("Kind", module) for module in modules), key=lambda kind: kind.NAME))


def find(head: bytes) -> Kind | None:
    """The kind of a source.

    Args:
        head: its first bytes.
    """
    return next((kind for kind in all_kinds() if kind.sniff(head)), None)


def all_named() -> str:
    """All that can be read, as the end of a sentence."""
    return " or ".join(kind.WHAT for kind in all_kinds())
