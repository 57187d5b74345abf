"""A made-up web behind mitmproxy: it answers every request itself, so that nothing ever goes upstream."""

import asyncio
import ipaddress
from typing import Protocol

from mitmproxy import ctx, http
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from temoin.portal.wire import PortalRequest, PortalResponse

__all__ = ["ONBOARDING", "OfflineWeb", "Web", "answered", "asked"]

ONBOARDING = "mitm.it"
"""mitmproxy's own page: answered by mitmproxy, without any connection."""

_NO_CONTENT = 204


class Web(Protocol):
    """What answers for a made-up web."""

    def answer(self, request: PortalRequest) -> PortalResponse:
        """Answer one request, whatever its host.

        Args:
            request: what was asked.
        """


class OfflineWeb[W: Web]:
    """Puts a made-up web where the network would be.

    Args:
        web: what answers.
        leave: hosts that others answer (mitm.it, Témoin's own page), left alone.
    """

    def __init__(self, web: W, *, leave: frozenset[str] = frozenset({ONBOARDING})) -> None:
        self.web = web
        self._leave = leave

    def running(self) -> None:
        """Keep mitmproxy from opening a connection before a request was read."""
        ctx.options.connection_strategy = "lazy"

    async def request(self, flow: http.HTTPFlow) -> None:
        """Answer, after as long as a server at some distance takes."""
        host = flow.request.pretty_host.lower()
        if flow.response is not None or host in self._leave:
            return
        response = self.web.answer(asked(flow.request, host))
        await asyncio.sleep(response.delay)
        flow.response = answered(response)

    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Refuse every connection that would leave this machine."""
        address = data.server.address
        if address is None or not (self._served_here(address[0]) or _is_loopback(address[0])):
            data.server.error = "the stand-in portal has no network"

    def _served_here(self, host: str) -> bool:
        """Whether an add-on that comes later is to say where on this machine the host is served."""
        return host != ONBOARDING and host.lower() in self._leave


def asked(request: http.Request, host: str) -> PortalRequest:
    """A request as the made-up web sees it.

    Args:
        request: as mitmproxy has it.
        host: lower-case host name without port.
    """
    headers = tuple(
        (name.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape"))
        for name, value in request.headers.fields
    )
    return PortalRequest(
        method=request.method.upper(),
        host=host,
        path=request.path,
        headers=headers,
        body=request.raw_content or b"",
        scheme=request.scheme,
        at=request.timestamp_start,
    )


def answered(response: PortalResponse) -> http.Response:
    """A response as mitmproxy sends it.

    Args:
        response: of the made-up web.
    """
    fields = [(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in response.headers]
    made = http.Response.make(response.status, b"", http.Headers(fields))
    # The body is already encoded as its headers say; `content` would encode it a second time.
    made.raw_content = response.body
    if response.status == _NO_CONTENT:
        del made.headers["content-length"]
    else:
        made.headers["content-length"] = str(len(response.body))
    return made


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
