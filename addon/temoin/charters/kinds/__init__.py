"""The kinds of file that a charter can be: one module each, found here by being in this folder.

A module of this package is a kind when it has what `Kind` says; its docstring is the kind's documentation. To
read something new, add a module: nothing else changes. A kind is told by content alone, never by a name; the
strictest looks first, and plain text is what is left.
"""

import functools
import importlib
import pkgutil
from typing import Protocol, cast

import msgspec

from temoin.charters.document import Document
from temoin.errors import UnreadableInput

__all__ = ["Kind", "Source", "all_kinds", "find", "missing"]

EXTRA = "temoin[charters]"
"""What pip installs that some kinds need."""


class Source(msgspec.Struct, frozen=True):
    """A file to read a charter from.

    Args:
        name: what errors call it.
        data: its bytes.
        encoding: what the user says its text is encoded in; None to go by the file.
    """

    name: str
    data: bytes
    encoding: str | None = None


class Kind(Protocol):
    """What a module of this package has."""

    NAME: str
    """One word."""

    WHAT: str
    """With its article, for sentences: "a web page"."""

    ORDER: int
    """When it is asked: the stricter, the earlier."""

    LARGEST: int
    """Bytes: what is larger is no charter."""

    def sniff(self, data: bytes, /) -> bool:
        """Whether a file is of this kind.

        Args:
            data: its bytes.
        """

    def read(self, source: Source, /) -> Document:
        """Read a file, heavy imports included.

        Raises:
            UnreadableInput: it cannot be read, or a library is missing.
        """


@functools.cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which they are asked."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted((cast("Kind", module) for module in modules), key=lambda kind: kind.ORDER))


def find(data: bytes) -> Kind:
    """The kind of a file.

    Args:
        data: its bytes.
    """
    return next(kind for kind in all_kinds() if kind.sniff(data))


def missing(source: Source, what: str, library: str) -> UnreadableInput:
    """The error for a library that is not installed.

    Args:
        source: the file that needs it.
        what: its kind, with the article.
        library: the library's name.
    """
    return UnreadableInput(
        source.name, f"reading {what} needs {library}", mend=f"get it with: pip install '{EXTRA}'"
    )
