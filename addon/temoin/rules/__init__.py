"""The rules: one file each, found here. Adding one is adding its file."""

import pkgutil
from functools import cache
from importlib import import_module

from temoin.rules.rule import EraOf, Group, Remark, Rule, Spent, Whole

__all__ = ["EraOf", "Group", "Remark", "Rule", "Spent", "Whole", "all_rules", "rule"]


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, by code.

    Returns:
        The classes found in the modules named `tNNN_….py` of this package.
    """
    found: list[type[Rule]] = []
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("t") and module.name[1:4].isdigit():
            loaded = import_module(f"{__name__}.{module.name}")
            found += [
                item
                for item in vars(loaded).values()
                if isinstance(item, type) and issubclass(item, Rule) and item.__module__ == loaded.__name__
            ]
    return tuple(sorted(found, key=lambda one: one.code))


def rule(word: str) -> type[Rule] | None:
    """Find a rule by its code or name, however it is cased.

    Args:
        word: "T101", "t101" or "too-early".
    """
    wanted = word.strip().lower()
    return next((one for one in all_rules() if wanted in (one.code.lower(), one.name)), None)
