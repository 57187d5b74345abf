"""The kinds of recording that can be redacted: one module each, named as `temoin.traffic.kinds` names the kind.

A module of this package is one when it has `redact`; its docstring says what of such a recording is written. It
goes through a recording and hands out what is to be written, in order; nothing else changes to add one.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Protocol, cast

from temoin.redaction.redactor import Redactor
from temoin.traffic.content import Content
from temoin.traffic.recording import Progress

__all__ = ["Kind", "kind_named"]


class Kind(Protocol):
    """What a module of this package has."""

    ENDING: str
    """How a file of this kind is usually called."""

    WORDS: frozenset[str]
    """What every file of this kind holds, so that finding it proves nothing."""

    def redact(
        self, content: Content, redactor: Redactor, write: Callable[[bytes], object], progress: Progress, /
    ) -> None:
        """Go through a recording.

        Args:
            content: the recording.
            redactor: the run's.
            write: takes what is to be written.
            progress: told how far it is.

        Raises:
            UnreadableInput: it cannot be read.
        """


def kind_named(name: str) -> Kind | None:
    """The module for a kind of recording.

    Args:
        name: as `temoin.traffic.kinds` names it.
    """
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if getattr(module, "NAME", None) == name:
            return cast("Kind", module)
    return None
