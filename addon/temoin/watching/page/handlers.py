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
import os
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from tornado.http1connection import HTTP1Connection
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from temoin.errors import TemoinError
from temoin.watching.page.answers import Answer, Refused, Served
from temoin.watching.page.downloads import content_disposition, report_file, report_forms
from temoin.watching.page.messages import Hello, event
from temoin.watching.page.mirror import Mark

__all__ = ["routes"]

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


class _Nothing(Answer):
    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


class _File(Answer):
    """A file of the page."""

    def get(self, name: str) -> None:
        body = _static().get(name or "index.html")
        if body is None:
            raise HTTPError(404)
        self.set_header("Content-Type", _TYPES[(name or "index.html").rpartition(".")[2]])
        self.finish(body)


class _Events(Answer):
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


class _Report(Answer):
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


class _Restart(Answer):
    """Begin anew."""

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    def post(self) -> None:
        self.served.watched.restart()
        self.served.feed.look()
        self.set_status(204)
        self.finish()


class _AskRecording(Answer):
    """An address that gives the recording once."""

    def prepare(self) -> None:
        super().prepare()
        self.require_token()

    def post(self) -> None:
        if not self.served.has_recording():
            raise Refused(404, "Nothing is being recorded.")
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode({"path": f"/recording/{self.served.tickets.give()}"}))


class _Recording(Answer):
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
