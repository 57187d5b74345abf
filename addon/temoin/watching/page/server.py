"""The server on loopback that shows a watch in a browser."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application

from temoin.errors import UsageError
from temoin.watching.board import Watched
from temoin.watching.page.answers import Served
from temoin.watching.page.feed import Feed
from temoin.watching.page.gate import LOOPBACK, Gate
from temoin.watching.page.handlers import routes

__all__ = ["PageServer"]

_LARGEST_HEADERS = 1 << 15
_LARGEST_BODY = 1 << 12
_IDLE_AT_MOST = 120.0
_SLOWEST_BODY = 10.0
_TELLING_TAKES = 50
"""Times 0.02 s: how long pages have to hear that it is over."""


class PageServer:
    """Shows a watch at an address that opens for whoever was told it.

    Args:
        watched: the watch.
        name: the reserved name under which the proxy leads browsers here.
        recording: tells the flow file that is being written, if any.
        port: where to listen on loopback; 0 for any port that is free.
    """

    def __init__(
        self,
        watched: Watched,
        *,
        name: str = "temoin.test",
        recording: Callable[[], Path | None] | None = None,
        port: int = 0,
    ) -> None:
        self.name = name.lower()
        self._watched = watched
        self._recording = recording or _no_recording
        self._wished = port
        self._feed = Feed(watched)
        self._server: HTTPServer | None = None
        self._gate = Gate(self.name, port)

    @property
    def token(self) -> str:
        """The token of the run."""
        return self._gate.token

    @property
    def port(self) -> int:
        """Where it listens on loopback; 0 before it does."""
        return self._gate.port if self._server else 0

    @property
    def address(self) -> str:
        """What to open in a browser behind the proxy."""
        return f"http://{self.name}/#{self.token}"

    @property
    def loopback_address(self) -> str:
        """What to open in a browser on this machine, proxy or not."""
        return f"http://{LOOPBACK}:{self.port}/#{self.token}"

    def start(self) -> int:
        """Begin to listen and to follow the watch, within a running loop.

        Returns:
            The port.

        Raises:
            UsageError: the port cannot be had.
        """
        try:
            listening = socket.create_server((LOOPBACK, self._wished))  # it closes what it cannot bind
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"port {self._wished}",
                f"the live page cannot listen there: {reason}",
                mend="name another port",
            ) from error
        listening.setblocking(False)
        port = listening.getsockname()[1]
        self._gate = Gate(self.name, port, self.token)
        served = Served(self._watched, self._gate, self._feed, self._recording)
        self._server = HTTPServer(
            Application(routes(served), log_function=_no_log),
            max_header_size=_LARGEST_HEADERS,
            max_body_size=_LARGEST_BODY,
            idle_connection_timeout=_IDLE_AT_MOST,
            body_timeout=_SLOWEST_BODY,
        )
        self._server.add_sockets([listening])
        self._feed.start()
        return int(port)

    async def stop(self) -> None:
        """Tell the pages that it is over, and close everything."""
        await self._feed.stop()
        if self._server is None:
            return
        self._server.stop()
        for _ in range(_TELLING_TAKES):
            if not self._feed.readers:
                break
            await asyncio.sleep(0.02)
        await self._server.close_all_connections()
        self._server = None


def _no_recording() -> None:
    return None


def _no_log(_: object) -> None:
    """What browsers ask is nobody's business, and from the wire."""
