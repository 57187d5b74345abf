"""Importing mitmproxy where warnings are errors: its own parser warns of names that it has changed."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quietly"]


@contextmanager
def quietly() -> Iterator[None]:
    """Let no warning through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
