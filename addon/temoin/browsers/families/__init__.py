"""The browser families, one module each.

A module of this package is a family: its name is the family's name, its docstring says what was tried and seen;
it holds `PRODUCTS`, `BESIDE`, `WORDS` and the functions `prepare`, `command`, `version` and `notes` that
`temoin.browsers.family.Family` describes. To add a family, add a module.
"""

import pkgutil
from functools import cache
from importlib import import_module

from temoin.browsers.family import Family

__all__ = ["families"]


@cache
def families() -> tuple[Family, ...]:
    """Every family, sorted by name."""
    return tuple(_family(name) for name in sorted(found.name for found in pkgutil.iter_modules(__path__)))


def _family(name: str) -> Family:
    module = import_module(f"{__name__}.{name}")
    return Family(
        name=name,
        about=module.__doc__ or "",
        products=module.PRODUCTS,
        beside=module.BESIDE,
        words=module.WORDS,
        prepare=module.prepare,
        command=module.command,
        version=module.version,
        notes=module.notes,
    )
