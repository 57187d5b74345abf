"""The stand-in behind mitmproxy: it answers every request itself, so that nothing ever goes upstream."""

import asyncio
import ipaddress
import secrets

from mitmproxy import ctx, exceptions, http
from mitmproxy.addonmanager import Loader
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from temoin.errors import UsageError
from temoin.portal.portal import Portal
from temoin.portal.variant import CORRECT, ChoiceBy, Variant, leaks_named
from temoin.portal.wire import PortalRequest, PortalResponse

__all__ = ["PortalAddon"]

_NO_CONTENT = 204


class PortalAddon:
    """Answers for the portal and its third parties.

    Args:
        variant: which portal to play, unless the options say.
        seed: where identifiers begin; None for a new beginning each run.
        leave: hosts that other addons answer (mitm.it, Témoin's own page), left alone.
    """

    def __init__(
        self,
        variant: Variant = CORRECT,
        *,
        seed: int | None = None,
        leave: frozenset[str] = frozenset({"mitm.it"}),
    ) -> None:
        self._seed = secrets.randbits(64) if seed is None else seed
        self._leave = leave
        self._initial = variant
        self.portal = Portal(variant, self._seed)

    def load(self, loader: Loader) -> None:
        """Declare the options."""
        loader.add_option(
            "portal_leaks",
            str,
            ",".join(sorted(self._initial.leaks)) or "none",
            "What the stand-in portal does wrong: none, all, or names between commas.",
        )
        loader.add_option(
            "portal_choice_by",
            str,
            str(self._initial.choice_by),
            "Who writes the cookie of the choice.",
            choices=list(ChoiceBy),
        )

    def configure(self, updated: set[str]) -> None:
        """Play the portal the options name.

        Raises:
            OptionsError: an option that names none.
        """
        if updated.isdisjoint({"portal_leaks", "portal_choice_by"}):
            return
        try:
            leaks = leaks_named(ctx.options.portal_leaks)
        except UsageError as error:
            raise exceptions.OptionsError(f"portal_leaks: {error}") from error  # type: ignore[no-untyped-call]
        self.portal = Portal(Variant(leaks, ChoiceBy(ctx.options.portal_choice_by)), self._seed)

    def running(self) -> None:
        """Keep mitmproxy from opening a connection before a request was read."""
        ctx.options.connection_strategy = "lazy"

    async def request(self, flow: http.HTTPFlow) -> None:
        """Answer, after as long as a server at some distance takes."""
        host = flow.request.pretty_host.lower()
        if flow.response is not None or host in self._leave:
            return
        response = self.portal.answer(asked(flow.request, host))
        await asyncio.sleep(response.delay)
        flow.response = answered(response)

    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Refuse every connection that would leave this machine."""
        address = data.server.address
        if address is None or not _is_loopback(address[0]):
            data.server.error = "the stand-in portal has no network"


def asked(request: http.Request, host: str) -> PortalRequest:
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
    fields = [(name.encode(), value.encode()) for name, value in response.headers]
    answered = http.Response.make(response.status, b"", http.Headers(fields))
    # The body is already encoded as its headers say; `content` would encode it a second time.
    answered.raw_content = response.body
    if response.status == _NO_CONTENT:
        del answered.headers["content-length"]
    else:
        answered.headers["content-length"] = str(len(response.body))
    return answered


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


addons = [PortalAddon()]
