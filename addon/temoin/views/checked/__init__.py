"""The forms that a policy's check can take: one file a form, found here by being here.

A form is a module of this package that holds a `FORM`: an object with a name (what `--format` takes), the ending it
answers to, a docstring and `render`. To add one, add a file.
"""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol

from temoin.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from temoin.checks.checking import CheckReport

__all__ = ["Form", "form_for", "form_named", "forms"]


class Form(Protocol):
    """One form. The class's docstring is its documentation.

    Args:
        name: what `--format` takes.
        ending: how the name of a file of this form ends, with its dot.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 (said above)

    @property
    def ending(self) -> str: ...  # noqa: D102 (said above)

    def render(self, report: "CheckReport") -> "bytes | RenderableType":
        """Turn what was found into this form.

        Returns:
            The bytes of a document, or what a rich console prints.
        """
        ...


@cache
def forms() -> tuple[Form, ...]:
    """Every form of the package, sorted by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.FORM for module in modules if hasattr(module, "FORM"))


def form_named(name: str) -> Form:
    """The form that `--format` means.

    Raises:
        UsageError: none has that name.
    """
    for form in forms():
        if form.name == name:
            return form
    known = ", ".join(form.name for form in forms())
    raise UsageError("--format", f"there is no format {name!r}", mend=f"one of: {known}")


def form_for(file: str) -> Form | None:
    """The form that a file's name asks for by its ending, or None where that says nothing."""
    return next((form for form in forms() if file.lower().endswith(form.ending)), None)
