"""The languages that charters are read and published in: one module each, found here by being in this folder.

To add one, add a module with a `LANGUAGE`: nothing else changes. Charters mix languages (a plug-in's table in
a page of another), so every charter is read by the words of all.
"""

import functools
import importlib
import pkgutil

from temoin.charters.languages.language import Language, Page, Unit

__all__ = ["Language", "Page", "Unit", "all_languages", "language"]


@functools.cache
def all_languages() -> tuple[Language, ...]:
    """Every language, in order of its code."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if found.name != "language"
    )
    return tuple(sorted((module.LANGUAGE for module in modules), key=lambda one: one.code))


def language(code: str) -> Language | None:
    """The language of a code.

    Args:
        code: "fr", "en-GB"; only its first part counts.
    """
    bare = code.partition("-")[0].lower()
    return next((one for one in all_languages() if one.code == bare), None)
