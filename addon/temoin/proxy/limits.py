"""How much of one message a proxy of our own holds: a site may send without end, and a watch goes on for weeks.

mitmproxy holds a message until it is whole, then passes it on. So an upstream can fill the memory: with a body of
2 GB, with a header that never ends, with a websocket or a stream of events that stays open. None of these is needed
to judge cookies: bodies and events are passed on as they come, old messages let go, and a header has an end.
"""

import weakref

from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.layers.http import _http1
from mitmproxy.tcp import TCPFlow, TCPMessage
from mitmproxy.udp import UDPFlow, UDPMessage
from mitmproxy.websocket import WebSocketMessage

from temoin.traffic.asked import first

__all__ = ["MOST_HEADERS", "MOST_MESSAGES", "STREAMED_FROM", "Limits", "limit_headers"]

STREAMED_FROM = "8m"
"""The size from which a body is passed on as it comes, and is not recorded, in mitmproxy's words."""

MOST_HEADERS = 1_000_000
"""Bytes of a message's headers; Chromium takes 256 kB of a response, Firefox 384 kB."""

MOST_MESSAGES = 8_000_000
"""Bytes of a websocket's or a tunnel's messages held for the recording; the oldest go first."""

_A_MESSAGE = 500
"""Bytes that a message takes beside its content."""

_EVENTS = b"text/event-stream"


class Limits:
    """An addon that lets go of what would be held without end."""

    name = "temoin-limits"

    def __init__(self) -> None:
        self._held: weakref.WeakKeyDictionary[HTTPFlow | TCPFlow | UDPFlow, int] = weakref.WeakKeyDictionary()

    def responseheaders(self, flow: HTTPFlow) -> None:
        """Pass a stream of events on as it comes: it has no end to wait for."""
        if flow.response is not None:
            kind = first(flow.response.data.headers.fields, b"content-type")
            if kind.strip().lower().startswith(_EVENTS):
                flow.response.stream = True

    def websocket_message(self, flow: HTTPFlow) -> None:
        """Hold the newest of a websocket's messages."""
        if flow.websocket is not None:
            self._hold(flow, flow.websocket.messages)

    def tcp_message(self, flow: TCPFlow) -> None:
        """Hold the newest of a tunnel's."""
        self._hold(flow, flow.messages)

    def udp_message(self, flow: UDPFlow) -> None:
        """Hold the newest of a row of datagrams."""
        self._hold(flow, flow.messages)

    def _hold[M: (WebSocketMessage, TCPMessage, UDPMessage)](
        self, flow: HTTPFlow | TCPFlow | UDPFlow, messages: list[M]
    ) -> None:
        """Drop the older half of what is held, once it is too much: so that each message is moved but once."""
        held = self._held.get(flow, 0) + _size(messages[-1])
        gone = 0
        if held > MOST_MESSAGES:
            while held > MOST_MESSAGES // 2 and gone < len(messages) - 1:
                held -= _size(messages[gone])
                gone += 1
            del messages[:gone]
        self._held[flow] = held


def _size(message: WebSocketMessage | TCPMessage | UDPMessage) -> int:
    return len(message.content) + _A_MESSAGE


class _Headers(_http1.ReceiveBuffer):  # type: ignore[name-defined, misc]
    """What a peer sent and was not taken up yet: a line or headers that are too long are given as a fault."""

    def maybe_extract_lines(self) -> list[bytearray] | None:
        """Take a message's headers."""
        lines: list[bytearray] | None = super().maybe_extract_lines()
        return [self._fault()] if lines is None and len(self) > MOST_HEADERS else lines

    def maybe_extract_next_line(self) -> bytearray | None:
        """Take a line, that of a chunk's size for one."""
        line: bytearray | None = super().maybe_extract_next_line()
        return self._fault() if line is None and len(self) > MOST_HEADERS else line

    def _fault(self) -> bytearray:
        """Let go of what was sent; what stands for it parses as nothing, so that its sender is hung up on."""
        self._extract(len(self))
        return bytearray(b"more than %d bytes of headers" % MOST_HEADERS)


def limit_headers() -> None:
    """Have mitmproxy hang up on who never ends a header; it says itself that it does not (version 12.2)."""
    _http1.ReceiveBuffer = _Headers  # type: ignore[attr-defined]
