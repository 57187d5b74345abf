"""The forms a report can take: one file a view, found here by being here.

A view is a module of this package that holds a `VIEW`: an object with a name (what `--format` takes), the
ending it answers to (what a file's name tells), a docstring (its documentation) and `render`. To add one,
add a file. Listing them imports every such module, so none imports anything heavy before it renders. One that
shows exchanges says so by `needs_exchanges = True`, so that they are kept; one that tells by which hash a recording
is known by `needs_recorded = True`, so that it is made.

Sub-packages are the parts views are made of, and are not looked at.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Protocol

from temoin.views.registry import asked_for, found_in, named

if TYPE_CHECKING:
    from rich.console import RenderableType

    from temoin.report import Report

__all__ = [
    "Language",
    "View",
    "ViewOptions",
    "needs_exchanges",
    "needs_recorded",
    "summary",
    "view_for",
    "view_named",
    "views",
]


class Language(StrEnum):
    """The languages that a document for people may be in."""

    ENGLISH = "en"
    FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What a reader may ask of any view; one that a view has no use for changes nothing there.

    Args:
        exchanges: put every exchange into the document.
        verbose: show each exchange, and all of what is otherwise cut short.
        language: what the document is in, where a view has it in several.
    """

    exchanges: bool = False
    verbose: bool = False
    language: Language = Language.ENGLISH


class View(Protocol):
    """One form of a report. The class's docstring is its documentation, the first line its summary.

    Args:
        name: what `--format` takes.
        ending: how the name of a file of this form ends, with its dot.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 (said above)

    @property
    def ending(self) -> str: ...  # noqa: D102 (said above)

    def render(self, report: "Report", options: ViewOptions) -> "bytes | RenderableType":
        """Turn a report into this form.

        Returns:
            The bytes of a document, or what a rich console prints.
        """
        ...


@cache
def views() -> tuple[View, ...]:
    """Every view of the package, sorted by name."""
    return found_in(__name__, __path__, "VIEW")


def view_named(name: str) -> View:
    """The view that `--format` means.

    Raises:
        UsageError: no view has that name; it says which one was probably meant.
    """
    return named(views(), name)


def view_for(file: str) -> View | None:
    """The view that a file's name asks for by its ending; the longest ending wins.

    Returns:
        The view, or None where the ending says nothing.
    """
    return asked_for(views(), file)


def summary(view: View) -> str:
    """The first line of a view's documentation."""
    return (type(view).__doc__ or "").partition("\n")[0]


def needs_exchanges(view: View) -> bool:
    """Tell whether a view shows exchanges one by one, which are kept for nothing else.

    Args:
        view: any view.
    """
    return bool(getattr(view, "needs_exchanges", False))


def needs_recorded(view: View) -> bool:
    """Tell whether a view shows `Session.recorded`: the recordings, each with the hash of its bytes.

    Args:
        view: any view.
    """
    return bool(getattr(view, "needs_recorded", False))
