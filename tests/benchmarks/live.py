"""`python -m benchmarks.live [ROUNDS]`, from tests/: what the addon costs a running proxy.

First the hooks alone: CPU time of the proxy's own thread for each flow, the engine at work behind the queue. Then
requests through two proxies by turns, one with Témoin and one with an addon that does nothing: CPU time of the
whole process for each request (the engine's share included), and how long a request took; medians of all rounds,
with their spread. CPU time, since other programs take turns on most machines. Each request bears three cookies
and is answered with one, more than most of a site's. Nothing is recorded.
"""

import asyncio
import http.client
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from mitmproxy import http as mitm
from mitmproxy.options import Options

from proxy.clients import get_two
from temoin.addon import TemoinAddon
from temoin.playback import load_policies
from temoin.proxy.authority import CERTIFICATE
from temoin.proxy.master import WatchMaster
from temoin.watching.hooks import FlowFeed
from temoin.watching.page.relay import Relay
from temoin.watching.session import Watch
from traffic.flows import flow

__all__ = ["hook_microseconds", "main"]

_FLOWS = 2_000
_REQUESTS = 300
_STREAMS = 50
_ANSWERED = "HTTP/1.1, one connection, answered by the proxy itself"
_UPSTREAM = "HTTP/1.1, one connection, answered by a bare upstream"
_TWO = f"HTTP/2 over TLS, {_STREAMS} requests at once on a connection, answered by the proxy itself"
_WAYS = (_ANSWERED, _UPSTREAM, _TWO)
_PORTAL = "opendata.reseda.fr"
_SENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
    "Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "Accept-Language": "fr-FR,fr;q=0.9",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "no-cors",
    "Sec-Fetch-Dest": "image",
    "Referer": f"https://{_PORTAL}/explore/",
    "Cookie": 'sessionid=0123456789abcdef; csrftoken=0123456789abcdef; cookies_preferences={"matomo":true}',
}  # fmt: skip
_RECEIVED = {
    "Content-Type": "image/gif",
    "Cache-Control": "no-store",
    "Set-Cookie": "visit=0123456789abcdef; Path=/; Secure",
    "Server": "portal",
    "X-Frame-Options": "DENY",
}


def _fields(named: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in named.items()]


def hook_microseconds(rounds: int) -> list[float]:
    """CPU time of the three hooks for one flow.

    Args:
        rounds: how many times the flows are passed.

    Returns:
        Microseconds a flow, one a round.
    """
    found = []
    for _ in range(rounds):
        now = time.time()
        flows = [
            flow(
                at=now - (_FLOWS - n) / 2,
                url=f"https://{_PORTAL}/p.gif?n={n}",
                sent=_fields(_SENT),
                received=_fields(_RECEIVED),
            )
            for n in range(_FLOWS)
        ]
        watch = Watch(load_policies(()))
        relay = Relay("temoin.test", 1)
        feed = FlowFeed(watch, lambda _: None)
        begun = time.thread_time()
        for one in flows:
            if not relay.is_ours(one):
                feed.request(one)
            if not relay.is_ours(one):
                feed.response(one)
            feed.end(one)
        found.append((time.thread_time() - begun) / _FLOWS * 1e6)
        watch.close()
    return found


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
            flow.response = mitm.Response.make(200, b"GIF89a", _RECEIVED)

    def requestheaders(self, flow: mitm.HTTPFlow) -> None:
        if self._upstream:  # the fields alone: the header that names the host stays, by which it is judged
            flow.request.data.host, flow.request.data.port = "127.0.0.1", self._upstream


class _Upstream(asyncio.Protocol):
    """Answers whatever ends with an empty line, on connections that stay."""

    _answer = (
        b"HTTP/1.1 200 OK\r\n"
        + b"".join(b"%s: %s\r\n" % field for field in _fields(_RECEIVED))
        + b"Content-Length: 6\r\n\r\nGIF89a"
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(self._answer)


def _upstream() -> None:
    """Serve in this process until it is ended."""

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
        [sys.executable, "-m", "benchmarks.live", *words],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert process.stdout is not None
    return process, process.stdout.readline().split()


class _Proxy:
    def __init__(self, kind: str, way: str, upstream: str) -> None:
        self._way = way
        self.process, (port, certificate) = _started("--serve", kind, upstream)
        self._port, self._certificate = int(port), Path(certificate)
        self.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def ask(self, path: str) -> bytes:
        self.connection.request("GET", f"http://{_PORTAL}{path}", headers=_SENT)
        return self.connection.getresponse().read()

    def round(self) -> tuple[float, list[float]]:
        """Microseconds of CPU a request, and the seconds that each took."""
        before, took = float(self.ask("/cpu")), []
        if self._way == _TWO:
            for number in range(0, _REQUESTS, _STREAMS):
                paths = [(f"/p.gif?n={number + stream}", _SENT) for stream in range(_STREAMS)]
                begun = time.perf_counter()
                asyncio.run(get_two(self._port, _PORTAL, paths, trusting=self._certificate))
                took.append(time.perf_counter() - begun)
        else:
            for number in range(_REQUESTS):
                begun = time.perf_counter()
                self.ask(f"/p.gif?n={number}")
                took.append(time.perf_counter() - begun)
        time.sleep(0.7)  # the engine takes what has waited for its turn
        return (float(self.ask("/cpu")) - before) / _REQUESTS * 1e6, took

    def close(self) -> None:
        self.connection.close()
        _end(self.process)


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


def _told(name: str, values: Sequence[float], unit: str, digits: int = 1) -> str:
    low, middle, high = (f"{one:.{digits}f}" for one in (min(values), statistics.median(values), max(values)))
    return f"  {name:<46} {middle:>8} {unit:<3} ({low} to {high})"


def _percentile(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def main(rounds: int) -> None:
    """Measure and print.

    Args:
        rounds: pairs of rounds.
    """
    print(
        f"{rounds} rounds of {_FLOWS} flows through the hooks, then of {_REQUESTS} requests through each proxy"
    )
    print(_told("hooks, CPU a flow", hook_microseconds(rounds), "µs"))
    upstream, (port,) = _started("--upstream")
    try:
        for way in _WAYS:
            _through(way, port if way == _UPSTREAM else "0", rounds)
    finally:
        _end(upstream)


def _through(way: str, upstream: str, rounds: int) -> None:
    """Measure the two proxies in turn, the one that was last first in the next round."""
    proxies = {kind: _Proxy(kind, way, upstream) for kind in ("nothing", "temoin")}
    try:
        for proxy in proxies.values():
            proxy.round()
        cpu: dict[str, list[float]] = {kind: [] for kind in proxies}
        p99: dict[str, list[float]] = {kind: [] for kind in proxies}
        for number in range(rounds):
            for kind in sorted(proxies, reverse=bool(number % 2)):
                spent, took = proxies[kind].round()
                cpu[kind].append(spent)
                p99[kind].append(_percentile(took) * 1e3)
    finally:
        for proxy in proxies.values():
            proxy.close()
    print(f"\n{way}")
    for kind in proxies:
        print(_told(f"a request, CPU, {kind}", cpu[kind], "µs", 0))
    ratios = [nothing / ours for nothing, ours in zip(cpu["nothing"], cpu["temoin"], strict=True)]
    print(_told("throughput against nothing, by CPU", ratios, "", 3))
    waits = [ours / nothing for nothing, ours in zip(p99["nothing"], p99["temoin"], strict=True)]
    print(_told("the slowest in a hundred, against nothing", waits, "x", 2))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(sys.argv[2], int(sys.argv[3])))
    elif sys.argv[1:2] == ["--upstream"]:
        with suppress(KeyboardInterrupt):
            _upstream()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
