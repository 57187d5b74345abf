"""The forms that a policy's check can take: one file a form, found here by being here.

A form is a module of this package that holds a `FORM`: an object with a name (what `--format` takes), the ending it
answers to, a docstring and `render`. To add one, add a file.
"""

from functools import cache
from typing import TYPE_CHECKING, Protocol

from temoin.views.registry import asked_for, found_in, named

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
    return found_in(__name__, __path__, "FORM")


def form_named(name: str) -> Form:
    """The form that `--format` means.

    Raises:
        UsageError: none has that name.
    """
    return named(forms(), name)


def form_for(file: str) -> Form | None:
    """The form that a file's name asks for by its ending, or None where that says nothing."""
    return asked_for(forms(), file)
