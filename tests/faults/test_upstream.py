"""An upstream that sends without end, or never: the proxy holds little of it, and the visit goes on."""

import asyncio
import gc
import re
import signal
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from mitmproxy.test import tflow
from mitmproxy.websocket import WebSocketMessage

import temoin
from commands.live import Live
from proxy.clients import get_plain, upstream
from temoin.proxy import ProxyWishes, running_proxy
from temoin.proxy.limits import MOST_HEADERS, MOST_MESSAGES, Limits
from temoin.report import Session

DOCUMENT = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
pytestmark = pytest.mark.filterwarnings(
    # mitmproxy leaves the socket of an upstream that it hangs up on to the garbage collector
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::ResourceWarning",
)

_MOST_SENT = 8 * MOST_HEADERS
"""What an upstream may get rid of before it is hung up on: buffers of the system are on the way."""

type Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def wishes(home: Path, tmp_path: Path) -> ProxyWishes:
    confdir = home / ".mitmproxy"
    return ProxyWishes(sets=(f"confdir={confdir}",), page="", recording=str(tmp_path / "visit.flow"))


def visited(wishes: ProxyWishes, use: Callable[[int], Coroutine[Any, Any, None]]) -> Session:
    """Use a proxy, by its port."""

    async def run() -> Session:
        async with asyncio.timeout(30), running_proxy(wishes) as proxy:
            await use(proxy.addresses[0][1])
            gc.collect()
            await asyncio.sleep(0.05)
        (session,) = proxy.report.sessions
        return session

    return asyncio.run(run())


async def ask(port: int, server: int, path: str = "/") -> tuple[int, bytes]:
    status, _, body = await asyncio.to_thread(get_plain, port, f"http://127.0.0.1:{server}{path}", DOCUMENT)
    return status, body


async def send_without_end(writer: asyncio.StreamWriter, head: bytes, sent: list[int]) -> None:
    """Send a head and what follows it for as long as the other side takes it."""
    writer.write(head)
    try:
        while sum(sent) < 20 * _MOST_SENT:
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent.append(100_000)
    except OSError:
        pass
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=",
        b"HTTP/1.1 200 ",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: ",
    ],
    ids=["header", "status-line", "chunk", "trailer"],
)
def test_one_that_never_ends_a_header_is_given_up(head: bytes, wishes: ProxyWishes) -> None:
    sent: list[int] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await send_without_end(writer, head, sent)

    async def use(port: int) -> None:
        async with upstream(answer) as server:
            assert (await ask(port, server))[0] == 502
            await asyncio.sleep(0.2)

    assert visited(wishes, use).requests == 1
    assert MOST_HEADERS <= sum(sent) < _MOST_SENT
    assert temoin.replay([wishes.recording]).sessions[0].requests == 1


def test_a_client_that_never_ends_a_header_is_hung_up_on(wishes: ProxyWishes) -> None:
    sent: list[int] = []

    async def use(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(5):
            await send_without_end(writer, b"GET http://127.0.0.1:1/ HTTP/1.1\r\nCookie: a=", sent)
            with suppress(OSError):
                assert (await reader.read()).startswith((b"HTTP/1.1 400 ", b""))
        writer.close()

    assert visited(wishes, use).requests == 0
    assert MOST_HEADERS <= sum(sent) < _MOST_SENT


def test_headers_as_long_as_browsers_take_pass(wishes: ProxyWishes) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60_000 + b"\r\n")
        writer.write(
            (b"X-More: " + b"x" * 60_000 + b"\r\n") * 5 + b"Set-Cookie: a=1\r\nContent-Length: 2\r\n\r\nok"
        )
        await writer.drain()

    async def through(port: int, server: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000_000)
        writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: a.test\r\n\r\n".encode())
        answered = await reader.readuntil(b"\r\n\r\nok")
        writer.close()
        return answered

    async def use(port: int) -> None:
        async with upstream(answer) as server:
            assert b"Set-Cookie: a=1" in await through(port, server)

    assert visited(wishes, use).requests == 1


def test_events_are_passed_on_as_they_come(wishes: ProxyWishes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\ndata: first\n\n"
        )
        await writer.drain()
        await reader.read()

    async def use(port: int) -> None:
        async with upstream(answer) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: a.test\r\n\r\n".encode())
            async with asyncio.timeout(5):
                await reader.readuntil(b"data: first\n\n")
            writer.close()

    assert visited(wishes, use).requests == 1


def test_a_websocket_holds_its_newest_messages() -> None:
    limits, flow = Limits(), tflow.twebsocketflow()
    socket = flow.websocket
    assert socket is not None
    socket.messages.clear()
    most = 0
    for number in range(100):
        socket.messages.append(WebSocketMessage(2, True, b"%6d" % number + bytes(500_000)))
        limits.websocket_message(flow)
        most = max(most, sum(len(message.content) for message in socket.messages))
    assert MOST_MESSAGES // 2 < most <= MOST_MESSAGES
    assert [message.content[:6] for message in socket.messages][-1] == b"    99"
    numbers = [int(message.content[:6]) for message in socket.messages]
    assert numbers == list(range(numbers[0], 100))
    socket.messages.append(WebSocketMessage(2, True, bytes(3 * MOST_MESSAGES)))
    limits.websocket_message(flow)
    assert len(socket.messages) == 1  # the one under way, which mitmproxy still has to send


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, which tells what a process holds")
def test_what_is_large_passes_and_is_not_held_and_one_that_hangs_does_not_hold_up_the_end(
    home: Path, tmp_path: Path
) -> None:
    size, recording = 256_000_000, tmp_path / "visit.flow"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chunked = b"Transfer-Encoding: chunked" if not sizes else b"Content-Length: %d" % size
        sizes.append(0)
        writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: big=1\r\n" + chunked + b"\r\n\r\n")
        piece = bytes(1_000_000)
        for _ in range(size // len(piece)):
            writer.write(b"f4240\r\n" + piece + b"\r\n" if chunked.startswith(b"T") else piece)
            await writer.drain()
        writer.write(b"0\r\n\r\n" if chunked.startswith(b"T") else b"")
        await writer.drain()
        await reader.read()

    async def hangs(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async def taken(port: int, server: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2_000_000)
        writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: a.test\r\n\r\n".encode())
        got = 0
        async with asyncio.timeout(30):
            while got < size and (data := await reader.read(1_000_000)):
                got += len(data)
        writer.close()
        return got

    async def use(live: Live) -> int:
        async with upstream(answer) as server:
            for _ in range(2):
                assert await taken(live.port(), server) >= size
        async with upstream(hangs) as server:
            _, writer = await asyncio.open_connection("127.0.0.1", live.port())
            writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: a.test\r\n\r\n".encode())
            await asyncio.sleep(0.3)
            held = int(
                re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{live.process.pid}/status").read_text())[0]
            )
            begun = time.monotonic()
            live.process.send_signal(signal.SIGINT)
            await asyncio.to_thread(live.end)
            assert time.monotonic() - begun < 10
            writer.close()
        return held

    sizes: list[int] = []
    with Live("watch", "--plain", "--port", "0", "-w", recording, home=home) as live:
        live.port()
        held = asyncio.run(use(live))
    assert held < 200_000  # kB; the proxy alone takes some 90 MB
    assert "3 requests" in live.out
    assert recording.stat().st_size < 10_000
    (session,) = temoin.replay([str(recording)]).sessions
    assert session.requests == 3
