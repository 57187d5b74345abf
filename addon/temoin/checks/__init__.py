"""The checks of a policy: one file each, found here. Adding one is adding its file."""

import pkgutil
from functools import cache
from importlib import import_module

from temoin.checks.check import Check, Fault, Severity, Subject

__all__ = ["Check", "Fault", "Severity", "Subject", "all_checks", "check"]


@cache
def all_checks() -> tuple[type[Check], ...]:
    """Every check, by code.

    Returns:
        The classes found in the modules named `pNNN_….py` of this package.
    """
    found: list[type[Check]] = []
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("p") and module.name[1:4].isdigit():
            loaded = import_module(f"{__name__}.{module.name}")
            found += [
                item
                for item in vars(loaded).values()
                if isinstance(item, type) and issubclass(item, Check) and item.__module__ == loaded.__name__
            ]
    return tuple(sorted(found, key=lambda one: one.code))


def check(word: str) -> type[Check] | None:
    """Find a check by its code or name, however it is cased.

    Args:
        word: "P201", "p201" or "unreachable".
    """
    wanted = word.strip().lower()
    return next((one for one in all_checks() if wanted in (one.code.lower(), one.name)), None)
