"""The consent formats that can be read, one module each.

A module of this package is a format: its name is the format's name, its docstring the documentation. It has a
function `read(value) -> Reading` that takes any text and raises nothing, `EXAMPLES`, which the tests run, and
`TRAITS` where it has any (`temoin.consent.format`). One with the trait `numbered` has `read(value, asked)`. To
add a format, add a module.
"""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from temoin.consent.choice import Reading
from temoin.consent.format import Format, Traits

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
    traits: Traits = getattr(module, "TRAITS", Traits())
    read: Callable[..., Reading] = module.read
    reader = read if traits.numbered else (lambda value, _: read(value))
    return Format(name, module.__doc__ or "", reader, module.EXAMPLES, traits)
