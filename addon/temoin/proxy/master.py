"""mitmproxy's master without a face: its addons and ours, and a start that succeeds or says why."""

import asyncio
import logging
import re
from collections.abc import Callable

from mitmproxy import addons, log, master
from mitmproxy.addons.keepserving import KeepServing
from mitmproxy.addons.readfile import ReadFile
from mitmproxy.addons.save import Save
from mitmproxy.options import Options

from temoin.errors import UsageError
from temoin.proxy.limits import Limits, limit_headers
from temoin.proxy.saving import WholeSave

__all__ = ["Startup", "WatchMaster"]

_IN_USE = re.compile(r"failed to listen on (\S+):(\d+) with .*(address already in use|10048)", re.IGNORECASE)
_LISTEN = re.compile(r"failed to listen on (\S+):(\d+) with (?:\[Errno -?\d+\] )?([^\n]*)")
_LONGEST = 300


class Startup:
    """Stands where mitmproxy's own check of errors does: an error logged while starting ends the start.

    Args:
        begin: called once nothing went wrong.
    """

    name = "errorcheck"

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self.ready = asyncio.Event()
        self._handler = _Errors()
        self._handler.install()

    async def shutdown_if_errored(self) -> None:
        """Stop the start where something went wrong.

        Raises:
            UsageError: what, and the mend.
        """
        await asyncio.sleep(0)
        if self._handler.messages:
            raise _as_usage(self._handler.messages[0])

    def finish(self) -> None:
        """The proxy is up."""
        self._handler.uninstall()
        self._begin()
        self.ready.set()

    def done(self) -> None:
        """Let go of the log."""
        self._handler.uninstall()


class WatchMaster(master.Master):
    """mitmproxy with its default addons, that reads no terminal and writes none.

    Args:
        options: its options.
        loop: a running loop.
    """

    def __init__(self, options: Options, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(options, event_loop=loop, with_termlog=False)
        limit_headers()
        self._is_done = False
        self.save = WholeSave(self.shutdown)
        """Writes the recording."""
        self.startup = Startup(self.save.begin)
        theirs = [self.save if isinstance(one, Save) else one for one in addons.default_addons()]  # type: ignore[no-untyped-call]
        self.addons.add(*theirs, KeepServing(), ReadFile(), Limits(), self.startup)  # type: ignore[no-untyped-call]

    async def run(self) -> None:
        """Run until told to end; a start that fails leaves nothing open either."""
        try:
            await super().run()
        finally:
            await self.done()

    async def done(self) -> None:
        """End, once."""
        if self._is_done:
            return
        self._is_done = True
        server = self.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        await server.servers.update([])
        await super().done()


class _Errors(log.MitmLogHandler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)  # type: ignore[no-untyped-call]
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _as_usage(message: str) -> UsageError:
    """An error of mitmproxy's start as one line of ours."""
    busy = _IN_USE.search(message)
    if busy is not None:
        return UsageError(
            f"port {busy[2]}", "something else listens there", mend="stop it, or name another with --port"
        )
    failed = _LISTEN.search(message)
    if failed is not None:
        return UsageError(
            f"{failed[1]}:{failed[2]}", f"the proxy cannot listen there: {failed[3]}",
            mend="name another with --host and --port",
        )  # fmt: skip
    return UsageError("the proxy", " ".join(message.split())[:_LONGEST] or "it did not start")
