"""The consent formats that can be read, one module each.

A module of this package is a format: its name is the format's name, its docstring the documentation; it has a
function `read(value) -> Choice | Unreadable` that takes any text and raises nothing, and `EXAMPLES`, which
the tests run. To add a format, add a module.
"""

import pkgutil
from functools import cache
from importlib import import_module

from temoin.consent.format import Format

__all__ = ["format_named", "format_names"]


@cache
def format_names() -> tuple[str, ...]:
    """The names of all formats, sorted; none of them is imported."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def format_named(name: str) -> Format:
    """Find a format.

    Args:
        name: one of `format_names()`.

    Raises:
        LookupError: no format has that name.
    """
    if name not in format_names():
        raise LookupError(name)
    module = import_module(f"{__name__}.{name}")
    return Format(name, module.__doc__ or "", module.read, module.EXAMPLES)
