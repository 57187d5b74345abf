"""What all answers of the page's server have in common: who may ask, what each carries, how it refuses."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler

from temoin.watching.board import Watched
from temoin.watching.page.downloads import Tickets, WholeFlows
from temoin.watching.page.feed import Feed
from temoin.watching.page.gate import HEADERS, TOKEN_HEADER, WHERE_PRINTED, Gate

__all__ = ["Answer", "Refused", "Served"]

_LINES = {
    400: "This cannot be understood.",
    404: "There is nothing here.",
    405: "This is not asked for like that.",
    500: "Témoin failed here; the watch goes on.",
    503: "Too many pages are open on this watch: close one.",
}

_log = logging.getLogger(__name__)


class Served:
    """What the handlers serve.

    Args:
        watched: the watch.
        gate: who may read it.
        feed: what follows it.
        recording: tells the file that is being written, if any.
    """

    def __init__(
        self, watched: Watched, gate: Gate, feed: Feed, recording: Callable[[], Path | None]
    ) -> None:
        self.watched = watched
        self.gate = gate
        self.feed = feed
        self.recording = recording
        self.tickets = Tickets()
        self.whole_flows = WholeFlows()
        self.reporting = asyncio.Lock()

    def has_recording(self) -> bool:
        """Whether there is a recording to be had."""
        path = self.recording()
        return path is not None and path.is_file()


class Refused(HTTPError):  # noqa: N818 (it says what happened)
    """A request that is answered with one line.

    Args:
        status: the HTTP status.
        line: what is said, a constant of ours.
    """

    def __init__(self, status: int, line: str) -> None:
        super().__init__(status)
        self.line = line


class Answer(RequestHandler):
    """What all answers have in common."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, served: Served) -> None:
        """Be given what is served."""
        self.served = served

    def set_default_headers(self) -> None:
        """Bear what every answer carries."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who asks by another name, or for another page."""
        host, origins = self.request.host or "", self.request.headers.get_list("Origin")
        if not self.served.gate.knows_host(host):
            raise Refused(403, "This page does not go by that name.")
        if any(not self.served.gate.is_own_origin(origin, host) for origin in origins):
            raise Refused(403, "Only this page itself may ask that.")
        if self.request.method == "POST" and not origins:
            raise Refused(403, "Only this page itself may ask that.")

    def require_token(self) -> None:
        """Refuse who was not told the address."""
        if not self.served.gate.is_token(self.request.headers.get(TOKEN_HEADER, "")):
            raise Refused(403, WHERE_PRINTED)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in one line of ours what is the matter."""
        error = kwargs.get("exc_info", (None, None))[1]
        line = error.line if isinstance(error, Refused) else _LINES.get(status_code, _LINES[500])
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(line + "\n")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ARG002 (tornado's)
        """Say that something failed, and nothing of what was asked."""
        if not isinstance(value, HTTPError):
            _log.error("the live page failed to answer: %s", type(value).__name__)

    def compute_etag(self) -> None:
        """Nothing is kept, so nothing is compared."""

    def data_received(self, chunk: bytes) -> None:
        """Bodies are not streamed."""
