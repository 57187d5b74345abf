"""A watch attached to a running proxy: all that the addon begins with the proxy and ends with it."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from temoin.errors import TemoinError, place_of
from temoin.exchanges import Judged
from temoin.report import Report
from temoin.settings import Settings
from temoin.traffic.address import OWN_HOSTS
from temoin.views.printable import printable
from temoin.watching.hooks import FlowFeed
from temoin.watching.lines import Lines
from temoin.watching.marks import mark
from temoin.watching.page import PageServer
from temoin.watching.page.relay import Relay
from temoin.watching.reloading import PolicyFiles
from temoin.watching.session import Watch

if TYPE_CHECKING:
    from mitmproxy.http import HTTPFlow

__all__ = ["Attached", "Wishes"]

logger = logging.getLogger("temoin")

_TICK = 0.1
_LOOKS_EVERY = 10
"""Ticks between two looks at the policies' files."""


class Wishes(msgspec.Struct, frozen=True):
    """What a user wants of a watch.

    Args:
        settings: how strictly to judge.
        name: what the report calls the session.
        recording: the flow file that the proxy writes, or empty.
        lines: where settled verdicts go as JSON lines, or empty.
        page: the name of the live page, or empty for none.
        page_port: where it listens on loopback; 0 for any port.
    """

    settings: Settings
    name: str = "live"
    recording: str = ""
    lines: str = ""
    page: str = ""
    page_port: int = 0


class Attached:
    """Begins a watch within a running loop.

    Args:
        wishes: what the user wants of it.
        policies: by what it judges.
        updated: told which flows were marked.
        say: tells the user something, a sentence.

    Raises:
        UsageError: the page cannot be shown, or the lines cannot be written.
    """

    def __init__(
        self,
        wishes: Wishes,
        policies: PolicyFiles,
        updated: Callable[[Sequence["HTTPFlow"]], None],
        say: Callable[[str], None],
    ) -> None:
        self._policies = policies
        self._updated = updated
        self._say = say
        self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        self._lines: Lines | None = None
        self.page: PageServer | None = None
        self.relay: Relay | None = None
        self.watch = Watch(
            policies.policies,
            wishes.settings,
            name=wishes.name,
            recording=wishes.recording,
            settled=self._settled,
        )
        try:
            if wishes.lines:
                self._lines = Lines(wishes.lines, self.watch.note)
            if wishes.page:
                self.page = PageServer(
                    self.watch, name=wishes.page, port=wishes.page_port, recording=_file(wishes.recording)
                )
                self.relay = Relay(self.page.name, self.page.start())
        except TemoinError:
            self.watch.close()
            raise
        own = OWN_HOSTS | ({wishes.page} if wishes.page else set())
        self.feed = FlowFeed(self.watch, say, frozenset(own))
        self._ticking = asyncio.create_task(self._tick())

    def adopt(self, policies: PolicyFiles) -> None:
        """Judge by other policies from now on.

        Args:
            policies: which.
        """
        self._policies = policies
        self.watch.adopt(policies.policies)

    def explain(self, flow: "HTTPFlow") -> list[str]:
        """Tell what is held of a flow's cookies, and why.

        Args:
            flow: any.

        Returns:
            A line for each, that may be printed.
        """
        number = self.feed.number(flow)
        told = []
        for row in self.watch.of_flow(number) if number is not None else ():
            verdict = row.verdict or "open: later requests must tell"
            line = f"{row.name} {row.way} ({row.party}-party): {verdict}"
            told.append(printable("; ".join((line, *row.reasons)), 2_000))
        return told

    async def close(self) -> Report:
        """End the watch, whatever fails in it.

        Returns:
            The report.
        """
        self._ticking.cancel()
        self.feed.close()
        self._loop = None
        try:
            try:
                return await asyncio.to_thread(self.watch.close)
            except RuntimeError:  # where memory is at its limit there is no further thread; this one can wait
                return self.watch.close()
        finally:
            if self._lines is not None:
                self._lines.close()
            if self.page is not None:
                await self.page.stop()

    def _settled(self, exchanges: list[Judged]) -> None:
        """Told in the watch's thread; flows are marked in the proxy's own."""
        if self._lines is not None:
            self._lines.settled(exchanges)
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop may just have ended
                loop.call_soon_threadsafe(self._mark, exchanges)

    def _mark(self, exchanges: list[Judged]) -> None:
        by_flow: dict[int, list[Judged]] = {}
        for judged in exchanges:
            by_flow.setdefault(judged.crossing.flow, []).append(judged)
        flows = ((self.feed.flow(number), held) for number, held in by_flow.items())
        try:
            marked = [flow for flow, held in flows if flow is not None and mark(flow, held)]
            if marked:
                self._updated(marked)
        except Exception as error:  # noqa: BLE001 — the loop would log what it holds
            self.watch.note(f"Témoin failed to mark flows ({place_of(error)}); the watch goes on.")

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(_TICK)
            self.watch.tick(time.time())
            ticks += 1
            if ticks % _LOOKS_EVERY == 0:
                try:
                    self._look()
                except Exception as error:  # noqa: BLE001 — without ticks nothing would be judged any more
                    self.watch.note(f"Témoin failed to look at its policies ({place_of(error)}).")

    def _look(self) -> None:
        found, said = self._policies.changed()
        if found is not None:
            self.watch.adopt(found)
        if said:
            self.watch.note(said)
            self._say(said)


def _file(name: str) -> Callable[[], Path | None]:
    return lambda: Path(name) if name else None
