"""The kinds of secret: one module each, found here by being in this folder.

A module of this package is a kind when it has `NAME`, one word, and `WHAT`, what a reader calls one and several of
them; its docstring says what is replaced, and is the page's text (`python -m temoin.redaction.secrets`).
"""

import importlib
import pkgutil
from functools import cache

import msgspec

__all__ = ["Secret", "all_secrets", "named", "told"]


class Secret(msgspec.Struct, frozen=True):
    """A kind of secret.

    Args:
        name: one word.
        one: what a reader calls one.
        several: and several.
        about: what is replaced, and what stays.
    """

    name: str
    one: str
    several: str
    about: str


@cache
def all_secrets() -> tuple[Secret, ...]:
    """Every kind, in order of name."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if not found.name.startswith("_")
    ]
    return tuple(Secret(one.NAME, one.WHAT[0], one.WHAT[1], (one.__doc__ or "").strip()) for one in modules)


def named(kind: str) -> Secret:
    """The kind of a name.

    Args:
        kind: its name.
    """
    return next(one for one in all_secrets() if one.name == kind)


def told(kind: str, count: int) -> str:
    """So many of a kind, in words.

    Args:
        kind: its name.
        count: how many.
    """
    secret = named(kind)
    return f"{count:,} {secret.one if count == 1 else secret.several}"
