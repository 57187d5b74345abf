"""A client of the browser's developer-tools protocol, over the pipe of `--remote-debugging-pipe`.

Messages are JSON ended by a NUL byte. Commands wait for their answer (`send`) or do not (`post`); events
go, in the order they came, to the listeners.
"""

import asyncio
import json
import os
from collections.abc import Callable
from typing import Any

__all__ = ["DevTools", "Event", "Params", "ProtocolError"]

type Params = dict[str, Any]
"""A message's content: shapes are the protocol's, not ours."""

type Event = Callable[[str, str, Params], None]
"""A listener: session ("" for the browser's own), method, content."""

_LARGEST_MESSAGE = 64 * 1024 * 1024
_ANSWER_WITHIN = 30.0


class ProtocolError(Exception):
    """The browser refused a command, or went away."""


class DevTools:
    """One browser's protocol.

    Args:
        read_fd: where the browser's messages come from.
        write_fd: where commands go to.
    """

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._waiting: dict[int, asyncio.Future[Params]] = {}
        self._listeners: list[Event] = []
        self._last = 0
        self._writer: asyncio.WriteTransport | None = None
        self._reader: asyncio.ReadTransport | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to read."""
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader(limit=_LARGEST_MESSAGE)
        self._reader, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(self._read_fd, "rb", 0)
        )
        self._writer, _ = await loop.connect_write_pipe(
            asyncio.BaseProtocol, os.fdopen(self._write_fd, "wb", 0)
        )
        self._task = asyncio.create_task(self._read(stream))

    async def close(self) -> None:
        """Stop reading and close the pipe, which ends the browser."""
        if self._writer is not None and not self._writer.is_closing():
            self._writer.abort()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._reader is not None:
            self._reader.close()

    def listen(self, listener: Event) -> None:
        """Hand every event to a listener, too."""
        self._listeners.append(listener)

    def post(self, method: str, params: Params | None = None, session: str = "") -> None:
        """Send a command and leave its answer."""
        self._write(method, params, session)

    async def send(self, method: str, params: Params | None = None, session: str = "") -> Params:
        """Send a command and wait for its answer.

        Args:
            method: "Domain.command".
            params: its arguments.
            session: the session it is for; empty for the browser itself.

        Returns:
            The result.

        Raises:
            ProtocolError: it was refused, not answered in time, or the browser went away.
        """
        answer: asyncio.Future[Params] = asyncio.get_running_loop().create_future()
        number = self._write(method, params, session)
        self._waiting[number] = answer
        try:
            return await asyncio.wait_for(answer, _ANSWER_WITHIN)
        except TimeoutError:
            raise ProtocolError(f"{method}: no answer in {_ANSWER_WITHIN:.0f} s") from None
        finally:
            self._waiting.pop(number, None)

    def _write(self, method: str, params: Params | None, session: str) -> int:
        if self._writer is None or self._writer.is_closing():
            raise ProtocolError(f"{method}: the browser went away")
        self._last += 1
        message: Params = {"id": self._last, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        self._writer.write(json.dumps(message).encode() + b"\0")
        return self._last

    async def _read(self, stream: asyncio.StreamReader) -> None:
        try:
            while True:
                self._take(json.loads((await stream.readuntil(b"\0"))[:-1]))
        except asyncio.IncompleteReadError:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ProtocolError("the browser went away"))

    def _take(self, message: Params) -> None:
        if "id" not in message:
            for listener in self._listeners:
                listener(message.get("sessionId", ""), message["method"], message.get("params", {}))
            return
        answer = self._waiting.get(message["id"])
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(ProtocolError(message["error"]["message"]))
        else:
            answer.set_result(message["result"])
