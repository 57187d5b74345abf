"""What a target is: a reader of what comes from outside, what must hold of it, and inputs to begin with.

A module of `fuzz/targets` is a target when it has what `Target` says; its docstring is what `python -m fuzz`
prints. To fuzz something new, add a module: nothing else changes.
"""

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

import msgspec

__all__ = ["Shape", "Target", "all_targets", "crossed"]


class Shape(msgspec.Struct, frozen=True):
    """An input that can be made as large as one likes: what a reader that is not linear chokes on.

    Args:
        unit: what is repeated.
        head: what stands before.
        tail: what stands after.
    """

    unit: bytes
    head: bytes = b""
    tail: bytes = b""

    def of(self, size: int) -> bytes:
        """The input of about that many bytes."""
        return self.head + self.unit * (size // len(self.unit)) + self.tail

    def __str__(self) -> str:
        return f"{ascii(self.head)[1:]} {ascii(self.unit)[1:]} {ascii(self.tail)[1:]}"


class Target(Protocol):
    """What a module of `fuzz/targets` has."""

    WORDS: tuple[bytes, ...]
    """Pieces that mean something to the reader."""

    SHAPES: tuple[Shape, ...]
    """What its time is measured on."""

    def seeds(self) -> Iterator[bytes]:
        """Inputs to begin with, made from the repository's own samples."""

    def read(self, data: bytes, /) -> object:
        """The reader alone."""

    def check(self, data: bytes, /) -> None:
        """What must hold for any input; whatever is raised is a defect."""


@functools.cache
def all_targets() -> dict[str, Target]:
    """Every target by its name, sorted."""
    folder = Path(__file__).with_name("targets")
    names = sorted(found.name for found in pkgutil.iter_modules([str(folder)]))
    return {name: cast("Target", importlib.import_module(f"fuzz.targets.{name}")) for name in names}


def crossed(heads: tuple[bytes, ...], units: tuple[bytes, ...]) -> tuple[Shape, ...]:
    """The shapes of every unit after every head."""
    return tuple(Shape(unit, head) for head in heads for unit in units)
