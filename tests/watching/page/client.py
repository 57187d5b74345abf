"""A client that says what it likes: hosts, origins and tokens that no browser would send."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from temoin.watching.page import PageServer

__all__ = ["Answer", "Stream", "ask", "serving", "streaming"]

_WITHIN = 5.0


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name.lower()]
        assert len(found) < 2, f"{name} comes {len(found)} times"
        return found[0] if found else None


@dataclass
class Stream:
    """The events of one connection."""

    answer: Answer
    reader: asyncio.StreamReader
    marks: list[str] = field(default_factory=list)
    waiting: bytes = b""

    async def event(self, name: str = "") -> dict[str, Any]:
        """The next event of a kind; others are passed over."""
        while True:
            kind, data = await self.next()
            if kind == name:
                return data

    async def next(self) -> tuple[str, dict[str, Any]]:
        while b"\n\n" not in self.waiting:
            self.waiting += await asyncio.wait_for(_chunk(self.reader), _WITHIN)
        text, _, self.waiting = self.waiting.partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in text.decode().split("\n") if not line.startswith(":"))
        if "id" in fields:
            self.marks.append(fields["id"])
        return (fields.get("event", ""), json.loads(fields["data"])) if fields else ("still here", {})

    async def rest(self) -> list[tuple[str, dict[str, Any]]]:
        """Every event until the server ends the stream."""
        events = []
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                events.append(await self.next())
        return events


async def ask(
    server: PageServer,
    path: str,
    *,
    method: str = "GET",
    host: str | None = "temoin.test",
    token: str | None = None,
    origin: str | None = None,
    more: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """Ask once, on a connection of its own; None leaves a header out."""
    async with _asked(server, path, method, host, token, origin, more) as (answer, reader):
        if answer.header("transfer-encoding") == "chunked":
            while chunk := await asyncio.wait_for(_chunk(reader), _WITHIN):
                answer.body += chunk
        elif method != "HEAD" and (length := answer.header("content-length")):
            answer.body = await asyncio.wait_for(reader.readexactly(int(length)), _WITHIN)
        return answer


@contextlib.asynccontextmanager
async def streaming(server: PageServer, mark: str = "", host: str = "temoin.test") -> AsyncIterator[Stream]:
    more = (("Last-Event-ID", mark),) if mark else ()
    async with _asked(server, "/events", "GET", host, server.token, None, more) as (answer, reader):
        yield Stream(answer, reader)


@contextlib.asynccontextmanager
async def serving(watched: Any, **given: Any) -> AsyncIterator[PageServer]:
    server = PageServer(watched, **given)
    server.start()
    try:
        yield server
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def _asked(
    server: PageServer,
    path: str,
    method: str,
    host: str | None,
    token: str | None,
    origin: str | None,
    more: tuple[tuple[str, str], ...],
) -> AsyncIterator[tuple[Answer, asyncio.StreamReader]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        given = {"Host": host, "Temoin-Token": token, "Origin": origin}
        if method == "POST":
            given["Content-Length"] = "0"
        lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
        lines += [f"{name}: {value}" for name, value in more]
        writer.write("\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode())
        status = await asyncio.wait_for(reader.readline(), _WITHIN)
        headers = []
        while (line := (await asyncio.wait_for(reader.readline(), _WITHIN)).strip()) != b"":
            name, _, value = line.decode().partition(": ")
            headers.append((name.lower(), value))
        yield Answer(int(status.split()[1]), headers, b""), reader
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    size = int(await reader.readuntil(b"\r\n"), 16)
    data = await reader.readexactly(size)
    await reader.readexactly(2)
    if not size:
        reader.feed_eof()
    return data
