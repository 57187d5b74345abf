"""Forms found by being there: each a module of a package that holds an object with a name and an ending."""

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from temoin.errors import UsageError

__all__ = ["Named", "asked_for", "found_in", "named"]


class Named(Protocol):
    """What every form has.

    Args:
        name: what `--format` takes.
        ending: how the name of a file of this form ends, with its dot.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 (said above)

    @property
    def ending(self) -> str: ...  # noqa: D102 (said above)


def found_in(package: str, path: Iterable[str], held_as: str) -> tuple[Any, ...]:
    """What the modules of a package hold under one name, sorted by its own; sub-packages are not looked at.

    Args:
        package: the package's name.
        path: its `__path__`.
        held_as: the name ("VIEW").
    """
    modules = (
        importlib.import_module(f"{package}.{found.name}")
        for found in pkgutil.iter_modules(path)
        if not found.ispkg
    )
    held = [getattr(module, held_as) for module in modules if hasattr(module, held_as)]
    return tuple(sorted(held, key=lambda one: str(one.name)))


def named[T: Named](forms: Sequence[T], name: str) -> T:
    """The form that `--format` means.

    Args:
        forms: all there are.
        name: as it was given.

    Raises:
        UsageError: none has that name; it says which one was probably meant.
    """
    for form in forms:
        if form.name == name:
            return form
    raise UsageError(
        "--format", f"there is no format {name!r}", mend=_nearest([one.name for one in forms], name)
    )


def asked_for[T: Named](forms: Sequence[T], file: str) -> T | None:
    """The form that a file's name asks for by its ending; the longest ending wins.

    Args:
        forms: all there are.
        file: the file's name.

    Returns:
        The form, or None where the ending says nothing.
    """
    fitting = [form for form in forms if file.lower().endswith(form.ending)]
    return max(fitting, key=lambda form: len(form.ending), default=None)


def _nearest(names: list[str], name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else f"one of: {', '.join(names)}"
