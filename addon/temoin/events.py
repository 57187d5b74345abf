"""What the engine is fed: plain frozen facts, in order of time, from whatever source.

A source (a flow file, a HAR, the live proxy) turns what it has into these events and nothing else; the
engine knows no other door. Wire text is `str`, decoded as UTF-8 with `surrogateescape`, so that every
byte survives and equal bytes stay equal; header values stay `bytes`, one pair a field, never folded.
Times are Unix seconds from the source's own clock.

The order of events is part of the contract: by `at`, ties by `flow`, and for one flow request before response
before body before end. A body is told of for HTML answers to navigations only. `temoin.traffic.order` puts them so.
"""

import msgspec

__all__ = ["BodySeen", "Event", "FlowEnded", "Headers", "RequestSeen", "ResponseSeen"]

type Headers = tuple[tuple[bytes, bytes], ...]
"""Raw header fields in wire order: (name, value), names in the case they came in."""


class RequestSeen(msgspec.Struct, frozen=True, gc=False, tag="request"):
    """A request left the browser.

    Args:
        flow: the number that ties a request to its response, unique in a session; in file order.
        at: when the request started.
        scheme: "http", "https", "ws" or "wss".
        host: lower-case host name or address, without port or brackets.
        port: TCP port.
        path: path and query, as sent ("/a?b=c").
        method: as sent.
        headers: every field, HTTP/2 pseudo-headers left out.
        http_version: "HTTP/1.1", "HTTP/2.0"…; empty where not known.
        client: the visitor's address without port; empty where not known.
        user: the proxy user; empty without proxy authentication.
        connection: the client connection's id; empty where not known.
        connected: when that connection opened; None where not known.
        read_by: the latest moment at which the browser read the cookies it sent; None means `at`.
        kind: what a recording says the request is for where no Fetch Metadata does ("document",
            "image"…, as Sec-Fetch-Dest would), else empty.
        partial: True where the source may not show every header that was sent, so that a cookie missing from it
            proves nothing.
    """

    flow: int
    at: float
    scheme: str
    host: str
    port: int
    path: str
    method: str
    headers: Headers
    http_version: str = ""
    client: str = ""
    user: str = ""
    connection: str = ""
    connected: float | None = None
    read_by: float | None = None
    kind: str = ""
    partial: bool = False

    @property
    def url(self) -> str:
        """The full URL as sent; never for display (it carries query values)."""
        default = 443 if self.scheme in ("https", "wss") else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if self.port == default else f':{self.port}'}{self.path}"


class ResponseSeen(msgspec.Struct, frozen=True, gc=False, tag="response"):
    """The first byte of a response came in.

    Args:
        flow: the request's number.
        at: when the response started; never before its request.
        status: the status code.
        headers: every field; several Set-Cookie stay several.
    """

    flow: int
    at: float
    status: int
    headers: Headers


class FlowEnded(msgspec.Struct, frozen=True, gc=False, tag="ended"):
    """A request and its response are over.

    Args:
        flow: the request's number.
        at: when the last byte came, or the error was met.
        error: why it ended early; empty when it did not.
    """

    flow: int
    at: float
    error: str = ""


class BodySeen(msgspec.Struct, frozen=True, gc=False, tag="body"):
    """A document's bytes are known.

    Args:
        flow: the request's number.
        at: when the last byte came.
        body: the bytes, content coding undone.
    """

    flow: int
    at: float
    body: bytes


type Event = RequestSeen | ResponseSeen | BodySeen | FlowEnded
"""All that may be fed to the engine."""
