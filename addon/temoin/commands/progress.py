"""A bar on standard error while a long recording is read."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from temoin.traffic import Progress

__all__ = ["reading"]

_PATIENCE = 1.0
"""Seconds of reading before a bar is worth showing."""


@contextmanager
def reading() -> Iterator[Progress | None]:
    """Show a bar once reading takes long, where standard error is a terminal.

    Yields:
        What to tell how far reading is; None where nobody would see it.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.stop()


def _nothing() -> None:
    pass


class _Bar:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stop: Callable[[], None] = _nothing
        self._update = self._wait

    def __call__(self, done: int, total: int, /) -> None:
        self._update(done, total)

    def stop(self) -> None:
        """Take the bar away."""
        self._stop()

    def _wait(self, done: int, total: int) -> None:
        if time.monotonic() - self._began < _PATIENCE:
            return
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        bars = Bars(
            TextColumn("reading"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        task = bars.add_task("reading", total=total, completed=done)
        bars.start()
        self._stop = bars.stop

        def update(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        self._update = update
