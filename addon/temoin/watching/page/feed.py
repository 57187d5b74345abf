"""Looks at the watch a few times a second, and wakes the browsers that wait for news.

Nothing is queued for a browser. Each asks the mirror for what is new to it once it has taken what it was sent last,
so a browser that is slow, asleep or stopped costs what one message takes.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Iterator

from temoin.watching.board import Watched
from temoin.watching.page.mirror import Mirror

__all__ = ["Feed"]

_EVERY = 0.2
_SELDOM = 5
"""Where the watch does not answer: once in so many times. Where nobody follows, only not to miss what crossed."""

_log = logging.getLogger(__name__)


class Feed:
    """Follows a watch for as long as it is started.

    Args:
        watched: the watch.
    """

    def __init__(self, watched: Watched) -> None:
        self.mirror = Mirror(watched)
        self.fault = ""
        """What the watch answered instead of a board; empty while it answers."""
        self.ended = False
        self._waiting: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def readers(self) -> int:
        """How many browsers follow."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to look, within a running loop."""
        self._task = asyncio.get_running_loop().create_task(self._follow())

    async def stop(self) -> None:
        """Look no more, and tell those who wait that it is over."""
        self.ended = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self.wake()

    @contextlib.contextmanager
    def joined(self) -> Iterator[asyncio.Event]:
        """Follow for as long as the block lasts.

        Yields:
            What is set when there is news.
        """
        news = asyncio.Event()
        self.look()
        self._waiting.add(news)
        try:
            yield news
        finally:
            self._waiting.discard(news)

    def wake(self) -> None:
        """Tell everyone who follows to look again."""
        for news in self._waiting:
            news.set()

    async def _follow(self) -> None:
        for time in itertools.count():
            await asyncio.sleep(_EVERY)
            if time % _SELDOM == 0 if self.fault else self._waiting or self.mirror.behind:
                self._look(told=bool(self._waiting))

    def look(self) -> None:
        """Look now."""
        self._look(told=True)

    def _look(self, *, told: bool) -> None:
        """Look now, or, where nobody is told, count what crossed."""
        before = self.fault
        try:
            changed = self.mirror.look() if told else self.mirror.count()
            self.fault = ""
        except Exception as error:  # noqa: BLE001 (the page says so, and the proxy goes on)
            changed, self.fault = False, type(error).__name__
            if not before:
                _log.error("the live page could not look at the watch: %s", self.fault)
        if changed or before != self.fault:
            self.wake()
