"""A client of WebDriver BiDi, the protocol by which Firefox is driven, over its websocket.

Commands wait for their answer; events go, in the order they came, to the listeners.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

from truth.devtools import Params, ProtocolError

__all__ = ["BiDi", "BiDiEvent"]

type BiDiEvent = Callable[[str, Params], None]
"""A listener: method, content."""

_LARGEST_MESSAGE = 64 * 1024 * 1024
_ANSWER_WITHIN = 30.0


class BiDi:
    """One browser's protocol."""

    def __init__(self) -> None:
        self._socket: WebSocketClientConnection | None = None
        self._waiting: dict[int, asyncio.Future[Params]] = {}
        self._listeners: list[BiDiEvent] = []
        self._last = 0
        self._task: asyncio.Task[None] | None = None

    async def open(self, address: str, capabilities: dict[str, Any]) -> Params:
        """Connect and begin a session.

        Args:
            address: "ws://127.0.0.1:PORT".
            capabilities: those that must be had.

        Returns:
            What the browser says of itself.
        """
        self._socket = await websocket_connect(f"{address}/session", max_message_size=_LARGEST_MESSAGE)
        self._task = asyncio.create_task(self._read())
        begun = await self.send("session.new", {"capabilities": {"alwaysMatch": capabilities}})
        return dict(begun["capabilities"])

    async def close(self) -> None:
        """Stop reading and disconnect."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._socket is not None:
            self._socket.close()

    def listen(self, listener: BiDiEvent) -> None:
        """Hand every event from now on to a listener too."""
        self._listeners.append(listener)

    async def send(self, method: str, params: Params | None = None) -> Params:
        """Give a command and wait for its answer.

        Raises:
            ProtocolError: the browser refused it, or went away.
        """
        if self._socket is None:
            raise ProtocolError("not connected")
        self._last += 1
        answer: asyncio.Future[Params] = asyncio.get_running_loop().create_future()
        self._waiting[self._last] = answer
        command = {"id": self._last, "method": method, "params": params or {}}
        await self._socket.write_message(json.dumps(command))
        return await asyncio.wait_for(answer, _ANSWER_WITHIN)

    async def _read(self) -> None:
        assert self._socket is not None
        while True:
            message = await self._socket.read_message()
            if message is None:
                break
            self._take(json.loads(message))
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ProtocolError("the browser went away"))

    def _take(self, message: Params) -> None:
        if message["type"] == "event":
            for listener in self._listeners:
                listener(message["method"], message["params"])
            return
        waiting = self._waiting.pop(message["id"], None)
        if waiting is None or waiting.done():
            return
        if message["type"] == "success":
            waiting.set_result(message["result"])
        else:
            waiting.set_exception(ProtocolError(f"{message['error']}: {message['message']}"))
