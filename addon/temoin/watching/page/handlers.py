"""What the page's server answers.

    GET  /                      the page, empty; anyone who reaches it may have it
    GET  /NAME                  its scripts, style sheet and pictures
    GET  /events                what is shown, as server-sent events                   token
    GET  /report?form=NAME      the report as if the watch ended now                   token
    POST /restart               begin anew                                             token, own Origin
    POST /recording             an address that gives the recording once               token, own Origin
    GET  /recording/TICKET      the recording as far as its flows are whole            ticket

Everything else is one line of text that tells nothing.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from tornado.http1connection import HTTP1Connection
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from temoin.errors import TemoinError
from temoin.watching.board import Watched
from temoin.watching.page.downloads import Tickets, WholeFlows, content_disposition, report_file, report_forms
from temoin.watching.page.feed import Feed
from temoin.watching.page.gate import HEADERS, TOKEN_HEADER, WHERE_PRINTED, Gate
from temoin.watching.page.messages import Hello, event
from temoin.watching.page.mirror import Mark

__all__ = ["Served", "routes"]

_MOST_READERS = 16
_STILL_HERE_EVERY = 10.0
_TAKES_AT_MOST = 60.0
"""A browser that has not taken one message in this time is gone, whatever its connection says."""
_CHUNK = 1 << 18

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}

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


class _Answer(RequestHandler):
    """What all answers have in common."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, served: Served) -> None:
        self.served = served

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        host, origins = self.request.host or "", self.request.headers.get_list("Origin")
        if not self.served.gate.knows_host(host):
            raise Refused(403, "This page does not go by that name.")
        if any(not self.served.gate.is_own_origin(origin, host) for origin in origins):
            raise Refused(403, "Only this page itself may ask that.")
        if self.request.method == "POST" and not origins:
            raise Refused(403, "Only this page itself may ask that.")

    def require_token(self) -> None:
        if not self.served.gate.is_token(self.request.headers.get(TOKEN_HEADER, "")):
            raise Refused(403, WHERE_PRINTED)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None))[1]
        line = error.line if isinstance(error, Refused) else _LINES.get(status_code, _LINES[500])
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(line + "\n")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ARG002 (tornado's)
        if not isinstance(value, HTTPError):
            _log.error("the live page failed to answer: %s", type(value).__name__)

    def compute_etag(self) -> None:
        return None

    def data_received(self, chunk: bytes) -> None:
        """Bodies are not streamed."""


class _Nothing(_Answer):
    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


class _File(_Answer):
    """A file of the page."""

    def get(self, name: str) -> None:
        body = _static().get(name or "index.html")
        if body is None:
            raise HTTPError(404)
        self.set_header("Content-Type", _TYPES[(name or "index.html").rpartition(".")[2]])
        self.finish(body)


class _Events(_Answer):
    """What is shown, as it changes."""

    _news: asyncio.Event | None = None
    _gone = False

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    async def get(self) -> None:
        feed = self.served.feed
        if feed.readers >= _MOST_READERS:
            raise HTTPError(503)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        with contextlib.suppress(StreamClosedError, TimeoutError), feed.joined() as self._news:
            await self._send(event(Hello(report_forms()), name="hello"))
            await self._follow(Mark.read(self.request.headers.get("Last-Event-ID", "")), self._news)

    async def _follow(self, mark: Mark | None, news: asyncio.Event) -> None:
        feed = self.served.feed
        fault = ""
        while not self._gone:
            news.clear()
            if feed.mirror.mark != mark:
                mark = await self._tell(mark)
            if feed.fault != fault:
                fault = feed.fault
                await self._send(event(_Fault(fault), name="fault"))
            if feed.ended:
                await self._send(event(_Ended(), name="ended"))
                return
            try:
                async with asyncio.timeout(_STILL_HERE_EVERY):
                    await news.wait()
            except TimeoutError:
                await self._send(b": still here\n\n")

    async def _tell(self, mark: Mark | None) -> Mark | None:
        """Tell what is new; the mark comes with the last part, so that what was cut off is told again."""
        reached = self.served.feed.mirror.mark
        told = list(self.served.feed.mirror.since(mark, recorded=self.served.has_recording()))
        for number, part in enumerate(told, 1):
            await self._send(event(part, mark=str(reached) if number == len(told) else ""))
        return reached if told else mark

    async def _send(self, message: bytes) -> None:
        self.write(message)
        async with asyncio.timeout(_TAKES_AT_MOST):
            await self.flush()

    def on_connection_close(self) -> None:
        self._gone = True
        if self._news is not None:
            self._news.set()


class _Fault(msgspec.Struct, frozen=True):
    """The watch does not answer; empty when it does again."""

    fault: str


class _Ended(msgspec.Struct, frozen=True):
    """The watch is over."""


class _Report(_Answer):
    """The report as if the watch ended now."""

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    async def get(self) -> None:
        form = self.get_query_argument("form", "json")
        async with self.served.reporting:
            try:
                report = await asyncio.to_thread(self.served.watched.report)
                name, kind, data = await asyncio.to_thread(report_file, report, form)
            except TemoinError as error:
                raise Refused(400, "There is no report of that form.") from error
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", content_disposition(name))
        with contextlib.suppress(StreamClosedError):
            await self.finish(data)


class _Restart(_Answer):
    """Begin anew."""

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    def post(self) -> None:
        self.served.watched.restart()
        self.served.feed.look()
        self.set_status(204)
        self.finish()


class _AskRecording(_Answer):
    """An address that gives the recording once."""

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    def post(self) -> None:
        if not self.served.has_recording():
            raise Refused(404, "Nothing is being recorded.")
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode({"path": f"/recording/{self.served.tickets.give()}"}))


class _Recording(_Answer):
    """The recording, as far as its flows are whole when it is asked for."""

    async def get(self, ticket: str) -> None:
        if not self.served.tickets.take(ticket):
            raise Refused(403, "This address worked once; ask for the recording again.")
        path = self.served.recording()
        if path is None:
            raise Refused(404, "Nothing is being recorded.")
        try:
            length = await asyncio.to_thread(self.served.whole_flows.end, path)
            handle = await asyncio.to_thread(os.open, path, os.O_RDONLY)
        except OSError as error:
            raise Refused(404, "The recording cannot be read.") from error
        try:
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("Content-Disposition", content_disposition(path.name))
            self.set_header("Content-Length", str(length))
            with contextlib.suppress(StreamClosedError, TimeoutError):
                await self._send(handle, length)
        finally:
            os.close(handle)

    async def _send(self, handle: int, length: int) -> None:
        at = 0
        while at < length:
            chunk = await asyncio.to_thread(os.pread, handle, min(_CHUNK, length - at), at)
            if not chunk:  # it became shorter: a cut download is seen as one
                connection = self.request.connection
                if isinstance(connection, HTTP1Connection):
                    connection.stream.close()
                return
            at += len(chunk)
            self.write(chunk)
            async with asyncio.timeout(_TAKES_AT_MOST):
                await self.flush()
        await self.finish()


@cache
def _static() -> dict[str, bytes]:
    folder = files(__package__) / "static"
    return {
        file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in _TYPES
    }


def routes(served: Served) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """The server's addresses, and who answers at each.

    Args:
        served: what they serve.
    """
    given = {"served": served}
    return [
        ("/events", _Events, given),
        ("/report", _Report, given),
        ("/restart", _Restart, given),
        ("/recording", _AskRecording, given),
        ("/recording/([A-Za-z0-9_-]{1,64})", _Recording, given),
        ("/([a-z_]*(?:[.][a-z]+)?)", _File, given),
        (".*", _Nothing, given),
    ]
