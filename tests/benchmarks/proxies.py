"""Proxies to compare, each in a process of its own, and clients that keep them busy.

`python -m benchmarks.proxies --serve KIND UPSTREAM` is a proxy with Témoin (`temoin`), or with an addon that has
the same hooks and does nothing in them (`nothing`). It answers each request itself or leads all to an upstream.
"""

import asyncio
import http.client
import socket
import ssl
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, StreamEnded
from hpack import HeaderTuple
from mitmproxy import http as mitm
from mitmproxy.options import Options

from temoin.addon import TemoinAddon
from temoin.proxy.authority import CERTIFICATE
from temoin.proxy.master import WatchMaster

__all__ = ["KINDS", "PORTAL", "RECEIVED", "SENT", "Proxy", "Way", "ended", "fields", "upstream"]

KINDS = ("nothing", "temoin")
PORTAL = "opendata.reseda.fr"
SENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
    "Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "Accept-Language": "fr-FR,fr;q=0.9",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "no-cors",
    "Sec-Fetch-Dest": "image",
    "Referer": f"https://{PORTAL}/explore/",
    "Cookie": 'sessionid=0123456789abcdef; csrftoken=0123456789abcdef; cookies_preferences={"matomo":true}',
}  # fmt: skip
RECEIVED = {
    "Content-Type": "image/gif",
    "Cache-Control": "no-store",
    "Set-Cookie": "visit=0123456789abcdef; Path=/; Secure",
    "Server": "portal",
    "X-Frame-Options": "DENY",
}
_STREAMS = 50
_WITHIN = 30.0


class Way(Enum):
    """How requests go through a proxy."""

    ANSWERED = "HTTP/1.1"
    UPSTREAM = "HTTP/1.1 to a bare upstream"
    TWO = f"HTTP/2, {_STREAMS} at once"


def fields(named: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as mitmproxy holds them.

    Args:
        named: by name.
    """
    return [(name.encode(), value.encode()) for name, value in named.items()]


class _Answers:
    """Answers each request itself, and tells the CPU time of its process where that is asked for.

    Args:
        upstream: the port on this machine to which all but that is led instead; 0 for none.
    """

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream

    def request(self, flow: mitm.HTTPFlow) -> None:
        if flow.request.path == "/cpu":
            flow.response = mitm.Response.make(200, repr(time.process_time()))
        elif not self._upstream:
            flow.response = mitm.Response.make(200, b"GIF89a", RECEIVED)

    def requestheaders(self, flow: mitm.HTTPFlow) -> None:
        if self._upstream:  # the fields alone: the header that names the host stays, by which it is judged
            flow.request.data.host, flow.request.data.port = "127.0.0.1", self._upstream


class _Upstream(asyncio.Protocol):
    """Answers whatever ends with an empty line, on connections that stay."""

    _answer = (
        b"HTTP/1.1 200 OK\r\n"
        + b"".join(b"%s: %s\r\n" % field for field in fields(RECEIVED))
        + b"Content-Length: 6\r\n\r\nGIF89a"
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(self._answer)


def _serve_upstream() -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Upstream, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(serve())


class _Nothing:
    """Has the hooks that Témoin has, and does nothing in them."""

    def requestheaders(self, flow: mitm.HTTPFlow) -> None:
        pass

    responseheaders = response = error = websocket_end = requestheaders


async def _serve(kind: str, upstream: int) -> None:
    with TemporaryDirectory(prefix="temoin-benchmark-") as folder:
        options = Options(confdir=folder, listen_host="127.0.0.1", listen_port=0)
        master = WatchMaster(options, asyncio.get_running_loop())
        master.addons.add(_Answers(upstream), TemoinAddon() if kind == "temoin" else _Nothing())  # type: ignore[no-untyped-call]
        options.update(connection_strategy="lazy")  # type: ignore[no-untyped-call]
        if kind == "temoin":
            options.update(temoin_page="temoin.test")  # type: ignore[no-untyped-call]
        running = asyncio.create_task(master.run())
        await master.startup.ready.wait()
        server = master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        print(server.listen_addrs()[0][1], Path(folder) / CERTIFICATE, flush=True)
        await running


def _started(*words: str) -> "tuple[subprocess.Popen[str], list[str]]":
    """Start this module as a server; gives what it says first, word by word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.proxies", *words],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert process.stdout is not None
    return process, process.stdout.readline().split()


def upstream() -> "tuple[subprocess.Popen[str], str]":
    """Start a bare server; gives its process, and its port."""
    process, (port,) = _started("--upstream")
    return process, port


def ended(process: "subprocess.Popen[str]") -> None:
    """End a server.

    Args:
        process: as it was started here.
    """
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


class _Client(ABC):
    """Asks through a proxy, and times each answer."""

    @abstractmethod
    def ask(self, number: int) -> list[float]:
        """Ask once, or as many times at once as it does; the seconds that each answer took.

        Args:
            number: that stands in the path.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection."""


class _One(_Client):
    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WITHIN)

    def get(self, path: str) -> bytes:
        self._connection.request("GET", f"http://{PORTAL}{path}", headers=SENT)
        return self._connection.getresponse().read()

    def ask(self, number: int) -> list[float]:
        begun = time.perf_counter()
        self.get(f"/p.gif?n={number}")
        return [time.perf_counter() - begun]

    def close(self) -> None:
        self._connection.close()


class _Two(_Client):
    """One connection that stays; each cookie a field of its own, as browsers send them."""

    def __init__(self, port: int, certificate: Path) -> None:
        raw = socket.create_connection(("127.0.0.1", port), timeout=_WITHIN)
        raw.sendall(f"CONNECT {PORTAL}:443 HTTP/1.1\r\nHost: {PORTAL}:443\r\n\r\n".encode())
        assert b" 200 " in raw.recv(4096)
        context = ssl.create_default_context(cafile=str(certificate))
        context.set_alpn_protocols(["h2"])
        self._socket = context.wrap_socket(raw, server_hostname=PORTAL)
        self._two = H2Connection(config=H2Configuration(header_encoding="utf-8"))
        self._two.initiate_connection()
        self._told: list[HeaderTuple] = []
        for name, value in SENT.items():
            parts = value.split("; ") if name == "Cookie" else [value]
            self._told += [HeaderTuple(name.lower(), part) for part in parts]

    def ask(self, number: int) -> list[float]:
        two, waiting, took = self._two, set[int](), list[float]()
        for one in range(_STREAMS):
            stream = two.get_next_available_stream_id()
            waiting.add(stream)
            where = [
                (":method", "GET"),
                (":scheme", "https"),
                (":authority", PORTAL),
                (":path", f"/p.gif?n={number + one}"),
            ]
            two.send_headers(stream, [*(HeaderTuple(*part) for part in where), *self._told], end_stream=True)
        begun = time.perf_counter()
        while waiting:
            self._socket.sendall(two.data_to_send())
            for event in two.receive_data(self._socket.recv(65_536)):
                match event:
                    case DataReceived(stream_id=stream, flow_controlled_length=length):
                        two.acknowledge_received_data(length or 0, stream or 0)
                    case StreamEnded(stream_id=stream):
                        waiting.discard(stream or 0)
                        took.append(time.perf_counter() - begun)
                    case ConnectionTerminated():
                        raise SystemExit("the proxy closed the connection")
        return took

    def close(self) -> None:
        self._socket.close()


class Proxy:
    """A proxy in a process of its own, and a client of it.

    Args:
        kind: of `KINDS`.
        way: how to ask.
        upstream: the port of the upstream, for the way that has one.
    """

    def __init__(self, kind: str, way: Way, upstream: str) -> None:
        self._process, (port, certificate) = _started(
            "--serve", kind, upstream if way is Way.UPSTREAM else "0"
        )
        self._plain = _One(int(port))
        self._client = _Two(int(port), Path(certificate)) if way is Way.TWO else self._plain

    @property
    def cpu(self) -> float:
        """Seconds of CPU that its process has taken."""
        return float(self._plain.get("/cpu"))

    def ask(self, number: int) -> list[float]:
        """Ask once, or as many times at once as the way does; the seconds that each answer took.

        Args:
            number: that stands in the path.
        """
        return self._client.ask(number)

    def close(self) -> None:
        """End it."""
        self._client.close()
        self._plain.close()
        ended(self._process)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        if sys.argv[1] == "--serve":
            asyncio.run(_serve(sys.argv[2], int(sys.argv[3])))
        else:
            _serve_upstream()
