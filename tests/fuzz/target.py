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

__all__ = ["Shape", "Target", "all_targets", "crossed", "target_named", "target_names"]


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
        """The input of at most that many bytes."""
        times = (size - len(self.head) - len(self.tail)) // len(self.unit)
        return self.head + self.unit * times + self.tail

    def __str__(self) -> str:
        parts = (ascii(part)[2:-1] for part in (self.head[-20:], self.unit[:20], self.tail[:10]) if part)
        return " … ".join(parts)


class Target(Protocol):
    """What a module of `fuzz/targets` has."""

    WORDS: tuple[bytes, ...]
    """Pieces that mean something to the reader."""

    SHAPES: tuple[Shape, ...]
    """What its time is measured on: up to a megabyte each, or up to `MOST` bytes where the module says so."""

    def seeds(self) -> Iterator[bytes]:
        """Inputs to begin with, made from the repository's own samples."""

    def read(self, data: bytes, /) -> object:
        """The reader alone."""

    def check(self, data: bytes, /) -> None:
        """What must hold for any input; whatever is raised is a defect."""


def target_names() -> tuple[str, ...]:
    """The names of all targets, sorted; none of them is imported."""
    folder = Path(__file__).with_name("targets")
    return tuple(sorted(found.name for found in pkgutil.iter_modules([str(folder)])))


@functools.cache
def target_named(name: str) -> Target:
    """Import a target.

    Args:
        name: one of `target_names()`.
    """
    return cast("Target", importlib.import_module(f"fuzz.targets.{name}"))


def all_targets() -> dict[str, Target]:
    """Every target by its name, sorted."""
    return {name: target_named(name) for name in target_names()}


def crossed(heads: tuple[bytes, ...], units: tuple[bytes, ...]) -> tuple[Shape, ...]:
    """The shapes of every unit after every head."""
    return tuple(Shape(unit, head) for head in heads for unit in units)
