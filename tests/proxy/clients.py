"""Real HTTP clients that go through a proxy, and upstream servers that behave as they are told."""

import asyncio
import http.client
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded
from hpack import HeaderTuple

__all__ = ["Answer", "get", "get_plain", "get_two", "upstream"]

_WITHIN = 15.0

type Fields = dict[str, str]
type Answer = tuple[int, list[tuple[str, str]], bytes]


def get(
    proxy: int, host: str, path: str, fields: Fields, *, trusting: Path | None, port: int = 443
) -> Answer:
    """Ask by HTTP/1.1 over TLS.

    Args:
        proxy: its port on this machine.
        host: whom to ask.
        path: for what.
        fields: the request's headers.
        trusting: the certificate that is trusted; None for the system's alone.
        port: of the host.
    """
    context = ssl.create_default_context(cafile=str(trusting) if trusting else None)
    connection = http.client.HTTPSConnection("127.0.0.1", proxy, context=context, timeout=_WITHIN)
    connection.set_tunnel(host, port)
    try:
        connection.request("GET", path, headers=fields)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()


def get_plain(proxy: int, url: str, fields: Fields | None = None) -> Answer:
    """Ask by plain HTTP/1.1."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy, timeout=_WITHIN)
    try:
        connection.request("GET", url, headers=fields or {})
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()


async def get_two(proxy: int, host: str, paths: list[tuple[str, Fields]], *, trusting: Path) -> list[Answer]:
    """Ask by HTTP/2, all at once on one connection, each cookie a field of its own as browsers send them."""
    context = ssl.create_default_context(cafile=str(trusting))
    context.set_alpn_protocols(["h2"])
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
    writer.write(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
    await writer.start_tls(context, server_hostname=host)
    two = H2Connection(config=H2Configuration(header_encoding="utf-8"))
    two.initiate_connection()
    streams = []
    for path, fields in paths:
        stream = two.get_next_available_stream_id()
        streams.append(stream)
        told = [(":method", "GET"), (":scheme", "https"), (":authority", host), (":path", path)]
        for name, value in fields.items():
            told += [
                (name.lower(), part) for part in (value.split("; ") if name.lower() == "cookie" else [value])
            ]
        two.send_headers(stream, [HeaderTuple(*one) for one in told], end_stream=True)
    heads: dict[int, list[tuple[str, str]]] = {}
    bodies = dict.fromkeys(streams, b"")
    ended: set[int] = set()
    async with asyncio.timeout(_WITHIN):
        while len(ended) < len(streams):
            writer.write(two.data_to_send())
            for event in two.receive_data(await reader.read(65_536)):
                match event:
                    case ResponseReceived(stream_id=stream, headers=headers):
                        heads[stream] = [(str(name), str(value)) for name, value in headers or ()]
                    case DataReceived(stream_id=stream, data=data, flow_controlled_length=length):
                        bodies[stream] += data or b""
                        two.acknowledge_received_data(length or 0, stream or 0)
                    case StreamEnded(stream_id=stream):
                        ended.add(stream or 0)
    writer.close()
    with suppress(OSError, ssl.SSLError):
        await writer.wait_closed()
    return [(int(dict(heads[one])[":status"]), heads[one], bodies[one]) for one in streams]


@asynccontextmanager
async def upstream(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """Listen on loopback, and answer each connection once its request was read.

    Yields:
        The port.
    """
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await answer(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
