"""Leads connections of the reserved name to the page's server, inside mitmproxy.

The methods bear the names of mitmproxy's hooks: an addon calls each from its own hook of that name, and asks
`is_ours` before it judges, marks or records a flow. Nothing here decides what else is done with them.

A browser may ask for the name over http or https, through a proxy that it was told of, one that it was not, or one
with another behind it. In each case mitmproxy talks to the browser as ever and to the page's server in plain HTTP
on loopback, so nothing ever goes upstream; and answers are streamed, so that events arrive as they are sent.
"""

from typing import TYPE_CHECKING

from temoin.watching.page.gate import LOOPBACK

if TYPE_CHECKING:
    from mitmproxy.connection import Client, Server
    from mitmproxy.http import HTTPFlow, Request
    from mitmproxy.proxy.server_hooks import ServerConnectionHookData
    from mitmproxy.tls import ClientHelloData

__all__ = ["Relay"]


class Relay:
    """Knows which connections and flows are the live page's, and where they go.

    Args:
        name: the reserved name.
        port: where the page's server listens on loopback.
    """

    def __init__(self, name: str, port: int) -> None:
        self._name = name.lower()
        self._name_sent = self._name.encode()
        self._place = (LOOPBACK, port)
        self._places = {self._place, ("localhost", port), ("::1", port)}

    def is_ours(self, flow: "HTTPFlow") -> bool:
        """Whether a flow is of the live page; a CONNECT for it too."""
        request = flow.request
        return (
            request.data.host == self._name
            or (request.data.host, request.data.port) in self._places
            or self._is_named_by(request)
        )

    def server_connect(self, data: "ServerConnectionHookData") -> None:
        """Connect to the page's server instead of asking anyone for the reserved name."""
        if self._is_for_us(data.server, data.client):
            data.server.address = self._place
            data.server.via = None

    def tls_clienthello(self, data: "ClientHelloData") -> None:
        """Speak TLS with the browser alone: the page's server speaks none."""
        if self._is_for_us(data.context.server, data.context.client):
            data.establish_server_tls_first = False

    def requestheaders(self, flow: "HTTPFlow") -> None:
        """Send a request of ours to the page's server, past whatever proxy is upstream."""
        from mitmproxy.connection import Server

        if flow.request.method == "CONNECT" or not self.is_ours(flow):
            return
        flow.server_conn = Server(address=self._place)
        request = flow.request.data
        request.scheme, (request.host, request.port) = b"http", self._place
        if request.http_version.startswith(b"HTTP/1"):
            request.authority = b""  # a request for a proxy upstream names its whole address

    def responseheaders(self, flow: "HTTPFlow") -> None:
        """Let an answer of ours pass as it comes."""
        if flow.response is not None and self.is_ours(flow):
            flow.response.stream = True

    def _is_for_us(self, server: "Server", client: "Client") -> bool:
        address = server.address
        return (address is not None and (address[0] == self._name or address[:2] in self._places)) or (
            client.sni == self._name
        )

    def _is_named_by(self, request: "Request") -> bool:
        """Whether its Host names us: where nobody told the browser of the proxy, the address is a number."""
        authority = request.data.authority
        if authority:
            return self._is_name(authority)
        for name, value in request.data.headers.fields:
            if len(name) == 4 and name.lower() == b"host":
                return self._is_name(value)
        return False

    def _is_name(self, authority: bytes) -> bool:
        return authority == self._name_sent or authority.partition(b":")[0] == self._name_sent
