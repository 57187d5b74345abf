"""mitmproxy in this process, with a made-up web in it, writing a recording as it would for anyone."""

import asyncio
import base64
import contextlib
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate
from mitmproxy import addons
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.http import HTTPFlow
from mitmproxy.master import Master
from mitmproxy.options import Options
from mitmproxy.tls import TlsData

from temoin.addon import TemoinAddon
from temoin.portal.offline import OfflineWeb
from temoin.report import Report
from temoin.settings import Settings

__all__ = ["RecordingProxy", "recording_proxy"]

_CLOSES_WITHIN = 5.0


class RecordingProxy:
    """A running proxy.

    Args:
        port: where it listens on this machine.
        trusted_key: the SHA-256 of its public key in base64, for a browser that is to trust it.
    """

    def __init__(self, port: int, trusted_key: str, started: "_Started", watching: TemoinAddon) -> None:
        self.port = port
        self.trusted_key = trusted_key
        self._started = started
        self._watching = watching

    @property
    def report(self) -> Report:
        """What Témoin held while it watched this proxy live; known once the proxy has ended."""
        assert self._watching.report is not None
        return self._watching.report

    @property
    def under_way(self) -> int:
        """How many requests wait for their answer."""
        return len(self._started.under_way)


class _Slow:
    """An add-on that lets every TLS handshake wait.

    Args:
        seconds: how long.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def tls_start_client(self, _: TlsData) -> None:
        await asyncio.sleep(self._seconds)


class _Started:
    """An add-on that says when the proxy listens and how much is under way."""

    def __init__(self) -> None:
        self.listening = asyncio.Event()
        self.under_way: set[str] = set()

    def running(self) -> None:
        self.listening.set()

    def request(self, flow: HTTPFlow) -> None:
        self.under_way.add(flow.id)

    def response(self, flow: HTTPFlow) -> None:
        self.under_way.discard(flow.id)

    def error(self, flow: HTTPFlow) -> None:
        self.under_way.discard(flow.id)


@contextlib.asynccontextmanager
async def recording_proxy(
    web: OfflineWeb[Any], recording: Path, *, http2: bool = True, handshake: float = 0.0
) -> AsyncIterator[RecordingProxy]:
    """Run a proxy that plays a made-up web and records, for as long as the block lasts.

    Args:
        web: what it plays.
        recording: where the flow file goes; whole once the block has ended.
        http2: whether it speaks HTTP/2 with the browser.
        handshake: how long it lets a TLS handshake wait, in seconds.

    Yields:
        The proxy, listening.
    """
    with TemporaryDirectory(prefix="temoin-proxy-") as folder:
        options = Options(confdir=folder, listen_host="127.0.0.1", listen_port=0)
        master = Master(options, event_loop=asyncio.get_running_loop())
        started = _Started()
        watching = TemoinAddon(Settings(exchanges=True))
        ours = started, web, _Slow(handshake), watching
        master.addons.add(*addons.default_addons(), *ours)  # type: ignore[no-untyped-call]
        options.update(  # type: ignore[no-untyped-call]
            save_stream_file=str(recording), http2=http2, temoin_page="", temoin_policy=["portal"]
        )
        server = master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        assert isinstance(server, Proxyserver)
        task = asyncio.create_task(master.run())
        try:
            await asyncio.wait_for(started.listening.wait(), 30)
            yield RecordingProxy(server.listen_addrs()[0][1], _trusted_key(Path(folder)), started, watching)
        finally:
            await _stop_listening(server)
            master.shutdown()  # type: ignore[no-untyped-call]
            await task


async def _stop_listening(server: Proxyserver) -> None:
    """Close what mitmproxy leaves to the end of its process: its sockets."""
    await server.servers.update([])
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_CLOSES_WITHIN):
            while server.connections:
                await asyncio.sleep(0.02)


def _trusted_key(folder: Path) -> str:
    certificate = load_pem_x509_certificate((folder / "mitmproxy-ca-cert.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
