"""mitmproxy in this process with the live page behind its reserved name, and a client that goes through it."""

import asyncio
import base64
import contextlib
import hashlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
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
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from mitmproxy.tls import ClientHelloData

from temoin.watching.page import PageServer
from temoin.watching.page.relay import Relay

__all__ = ["Proxied", "proxied"]

_WITHIN = 20.0


@dataclass
class Proxied:
    """A running proxy.

    Args:
        port: where it listens.
        folder: where its certificate is.
        ours: the paths of what it took for the page's.
        others: the addresses of what it did not.
        connected: where it connected to.
    """

    port: int
    folder: Path
    ours: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    @property
    def trusted_key(self) -> str:
        """The SHA-256 of its public key in base64, for a browser that is to trust it."""
        certificate = load_pem_x509_certificate((self.folder / "mitmproxy-ca-cert.pem").read_bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

    async def get(self, url: str, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Ask through the proxy; gives the answer as it comes."""
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        target = url
        if scheme == "https":
            writer.write(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
            context = ssl.create_default_context(cafile=str(self.folder / "mitmproxy-ca-cert.pem"))
            await writer.start_tls(context, server_hostname=host)
            target = f"/{path}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nTemoin-Token: {token}\r\n\r\n".encode())
        return reader, writer


class _Hooks:
    def __init__(self, relay: Relay, proxied: Proxied) -> None:
        self.relay = relay
        self.proxied = proxied
        self.listening = asyncio.Event()

    def running(self) -> None:
        self.listening.set()

    def server_connect(self, data: ServerConnectionHookData) -> None:
        self.relay.server_connect(data)
        assert data.server.address is not None
        self.proxied.connected.append(data.server.address)

    def tls_clienthello(self, data: ClientHelloData) -> None:
        self.relay.tls_clienthello(data)

    def requestheaders(self, flow: HTTPFlow) -> None:
        told = self.proxied.ours if self.relay.is_ours(flow) else self.proxied.others
        told.append(flow.request.path if self.relay.is_ours(flow) else flow.request.url)
        self.relay.requestheaders(flow)

    def responseheaders(self, flow: HTTPFlow) -> None:
        self.relay.responseheaders(flow)


@contextlib.asynccontextmanager
async def proxied(server: PageServer, **options: Any) -> AsyncIterator[Proxied]:
    """Run a proxy that leads to a live page, for as long as the block lasts."""
    with TemporaryDirectory(prefix="temoin-proxy-") as folder:
        given = Options(confdir=folder, listen_host="127.0.0.1", listen_port=0)
        master = Master(given, event_loop=asyncio.get_running_loop())
        proxy = Proxied(0, Path(folder))
        hooks = _Hooks(Relay(server.name, server.port), proxy)
        master.addons.add(*addons.default_addons(), hooks)  # type: ignore[no-untyped-call]
        given.update(**options)  # type: ignore[no-untyped-call]
        listener = master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        assert isinstance(listener, Proxyserver)
        task = asyncio.create_task(master.run())
        try:
            await asyncio.wait_for(hooks.listening.wait(), _WITHIN)
            proxy.port = listener.listen_addrs()[0][1]
            yield proxy
        finally:
            await listener.servers.update([])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_WITHIN):
                    while listener.connections:
                        await asyncio.sleep(0.02)
            master.shutdown()  # type: ignore[no-untyped-call]
            await task
