"""The regimes that a policy's `profile` can name, one file each, found here.

A module of this package is a regime: its name is the profile's, its docstring what is said of it, and it has a
`TITLE` and the three defaults. To add one, add a module.
"""

import inspect
import pkgutil
from functools import cache
from importlib import import_module

from temoin.policy.regime import Regime

__all__ = ["regime", "regime_names"]


@cache
def regime_names() -> tuple[str, ...]:
    """The names of all regimes, sorted; none of them is imported."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if name != "__main__"))


@cache
def regime(name: str) -> Regime:
    """Find a regime.

    Args:
        name: one of `regime_names()`.

    Raises:
        LookupError: none has that name.
    """
    if name not in regime_names():
        raise LookupError(name)
    module = import_module(f"{__name__}.{name}")
    return Regime(
        id=name,
        title=module.TITLE,
        about=inspect.cleandoc(module.__doc__ or ""),
        choice_lifetime=module.CHOICE_LIFETIME,
        measurement_lifetime=module.MEASUREMENT_LIFETIME,
        anonymous_statistics=module.ANONYMOUS_STATISTICS,
    )
