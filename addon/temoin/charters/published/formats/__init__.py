"""The forms in which a charter is published: one module each, found here by being in this folder.

A module of this package is a form when it has what `Form` says; its docstring is its documentation.
"""

import functools
import importlib
import pkgutil
from typing import Protocol, cast

from temoin.charters.published.page import Page

__all__ = ["Form", "all_forms", "form_for", "form_named"]


class Form(Protocol):
    """What a module of this package has."""

    NAME: str
    """What `--format` takes."""

    ENDINGS: tuple[str, ...]
    """How names of files of this form end, with their dot."""

    def render(self, page: Page, /, *, fragment: bool) -> str:
        """Write a page.

        Args:
            page: what stands on it.
            fragment: True for a piece to put into a page that is there already.
        """


@functools.cache
def all_forms() -> tuple[Form, ...]:
    """Every form, in order of name."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted((cast("Form", module) for module in modules), key=lambda form: form.NAME))


def form_named(name: str) -> Form | None:
    """The form of a name.

    Args:
        name: as `--format` takes it.
    """
    return next((form for form in all_forms() if name == form.NAME), None)


def form_for(file: str) -> Form | None:
    """The form that a file's name asks for.

    Args:
        file: where to write.
    """
    return next((form for form in all_forms() if file.lower().endswith(form.ENDINGS)), None)
