"""The languages of the HTML report: one file each, named as the language is on the command line."""

from functools import cache
from importlib import import_module

from temoin.views import Language
from temoin.views.html.wording import Wording

__all__ = ["wording_in"]


@cache
def wording_in(language: Language) -> Wording:
    """All that the report says of its own in a language.

    Args:
        language: which.
    """
    wording = import_module(f"{__name__}.{language.value}").WORDING
    assert isinstance(wording, Wording)  # noqa: S101 (what a module holds is known at run time alone)
    return wording
