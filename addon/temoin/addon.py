"""The mitmproxy face: hooks in; marks, commands, reports and a live page out.

`mitmproxy -s "$(temoin addon-path)"` loads this file; `temoin watch` adds the class to a proxy of its own.
"""

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from mitmproxy import command, ctx, exceptions, flow, http, tls, udp
from mitmproxy.addonmanager import Loader
from mitmproxy.hooks import UpdateHook
from mitmproxy.log import ALERT
from mitmproxy.proxy import layer, layers
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

try:
    import temoin
except ImportError:  # a script of a mitmproxy that has what Témoin needs, but not Témoin
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    import temoin

from temoin.errors import TemoinError, place_of
from temoin.settings import Settings
from temoin.views import Language, ViewOptions
from temoin.views.printable import printable
from temoin.watching.attached import Attached
from temoin.watching.blind import IGNORED, PINNED, QUIC
from temoin.watching.guarding import defect, guarded, guarded_command
from temoin.watching.options import check, declare, keep_out, wishes_of
from temoin.watching.outputs import write_reports
from temoin.watching.reloading import PolicyFiles

__all__ = ["TemoinAddon", "addons"]

logger = logging.getLogger("temoin")

_HTTPS = 443
_MOST_FAULTS = 50
"""Places where it failed that are told of."""


class TemoinAddon:
    """Watches cookies in a running mitmproxy.

    Args:
        settings: how strictly to judge; None for what the options say.
        scripted: True where mitmproxy loads it as a script, of which it would print a whole traceback for a wrong
            option: then one line is logged, which ends mitmproxy's start all the same.
    """

    name = "temoin"

    def __init__(self, settings: Settings | None = None, *, scripted: bool = False) -> None:
        self._scripted = scripted
        self.attached: Attached | None = None
        self.report: temoin.Report | None = None
        """What was found, once the proxy has shut down."""
        self.failed: TemoinError | None = None
        """Why it could not begin to watch, or not write its reports."""
        self._settings = settings
        self._policies: PolicyFiles | None = None
        self._updates: set[asyncio.Task[None]] = set()
        self._faults: set[str] = set()

    def load(self, loader: Loader) -> None:
        """Declare the options."""
        declare(loader)

    def configure(self, updated: set[str]) -> None:
        """Check the options, and judge by other policies where they changed.

        Raises:
            OptionsError: one that cannot be.
        """
        try:
            self._check(updated)
        except TemoinError as error:
            if self._scripted and self.attached is None:
                logger.error(str(error))
                return
            raise exceptions.OptionsError(str(error)) from error  # type: ignore[no-untyped-call]

    async def running(self) -> None:
        """Begin to watch."""
        self._begin()

    @guarded
    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """A request begins."""
        self._begin()  # flows that mitmproxy loads from a file may come before `running`
        if self.attached is None:
            return
        relay = self.attached.relay
        if relay is not None and relay.is_ours(flow):
            relay.requestheaders(flow)
        else:
            self.attached.feed.request(flow)

    @guarded
    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """A response begins."""
        if self.attached is None:
            return
        relay = self.attached.relay
        if relay is not None and relay.is_ours(flow):
            relay.responseheaders(flow)
        else:
            self.attached.feed.response(flow)

    @guarded
    def response(self, flow: http.HTTPFlow) -> None:
        """A flow is over, but for a websocket's, which goes on."""
        if flow.websocket is None:
            self.websocket_end(flow)

    @guarded
    def error(self, flow: http.HTTPFlow) -> None:
        """A flow failed."""
        self.response(flow)

    @guarded
    def websocket_end(self, flow: http.HTTPFlow) -> None:
        """A websocket closed."""
        if self.attached is not None:
            self.attached.feed.end(flow)

    @guarded
    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Lead the live page's connections to it."""
        if self.attached is not None and self.attached.relay is not None:
            self.attached.relay.server_connect(data)

    @guarded
    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Speak TLS for the live page."""
        if self.attached is not None and self.attached.relay is not None:
            self.attached.relay.tls_clienthello(data)

    @guarded
    def tls_failed_client(self, data: tls.TlsData) -> None:
        """A client refused the proxy's certificate."""
        server = data.context.server.address
        if "does not trust" in (data.conn.error or ""):  # others went away for reasons of their own
            self._blind(PINNED, data.conn.sni or (server[0] if server else ""))

    @guarded
    def tls_established_client(self, data: tls.TlsData) -> None:
        """A client took it."""
        if self.attached is not None and data.conn.sni:
            self.attached.watch.trusted(data.conn.sni)

    @guarded
    def next_layer(self, data: layer.NextLayer) -> None:
        """What mitmproxy makes of a connection is known once every addon was asked."""
        asyncio.get_running_loop().call_soon(self._left_alone, data)

    @guarded
    def udp_start(self, flow: udp.UDPFlow) -> None:
        """Datagrams that mitmproxy could not read."""
        address = flow.server_conn.address
        if address is not None and address[1] == _HTTPS:
            self._blind(QUIC, address[0])

    async def done(self) -> None:
        """End the watch, and write the reports."""
        if self.attached is None or self.report is not None:
            return
        try:
            self.report = await self.attached.close()
            write_reports(ctx.options.temoin_report, self.report, _view_options())
        except Exception as error:  # noqa: BLE001 — mitmproxy would log what it holds
            self.failed = error if isinstance(error, TemoinError) else defect("the report", error)
            if self._settings is None:  # nobody else will say it: the log is closed by now
                print(f"temoin: {printable(str(self.failed), 1000)}", file=sys.stderr)

    @command.command("temoin.report")  # type: ignore[untyped-decorator]
    @guarded_command(exceptions.CommandError)
    def write(self, *files: str) -> None:
        """Write the report as it stands, into files or where the option says."""
        named = list(files) or list(ctx.options.temoin_report)
        if not named:
            raise exceptions.CommandError("name a file, or set temoin_report")
        if self.attached is None:
            raise exceptions.CommandError("nothing is watched yet")
        write_reports(named, self.attached.watch.report(), _view_options())
        self._say(f"The report was written to {', '.join(named)}.")

    @command.command("temoin.reset")  # type: ignore[untyped-decorator]
    @guarded_command(exceptions.CommandError)
    def reset(self) -> None:
        """Begin anew: a new visitor, nothing seen, nothing held."""
        if self.attached is not None:
            self.attached.watch.restart()
            self._say("A new visitor: nothing seen, nothing held.")

    @command.command("temoin.explain")  # type: ignore[untyped-decorator]
    @guarded_command(exceptions.CommandError)
    def explain(self, flows: Sequence[flow.Flow]) -> str:
        """Tell what is held of the cookies of flows, and why."""
        told: list[str] = []
        for one in flows if self.attached else ():
            if self.attached and isinstance(one, http.HTTPFlow):
                told += self.attached.explain(one)
        text = "\n".join(told) or "Nothing is held of this flow's cookies."
        self._say(text)
        return text

    def fault(self, where: str, error: Exception) -> None:
        """Say, once for each place, that a hook failed; the flow passes all the same."""
        said = f"Témoin failed in {where} ({place_of(error)}); the traffic goes on."
        if said in self._faults or len(self._faults) >= _MOST_FAULTS:
            return
        self._faults.add(said)
        if self.attached is not None:
            self.attached.watch.note(said)
        self._say(said)

    def _begin(self) -> None:
        if self.attached is not None or self.failed is not None:
            return
        try:
            if self._policies is None:
                self._policies = PolicyFiles(ctx.options.temoin_policy)
            wishes = wishes_of(ctx.options, self._settings)
            self.attached = Attached(wishes, self._policies, self._update, self._say)
        except Exception as error:  # noqa: BLE001 — mitmproxy would log what it holds
            self.failed = error if isinstance(error, TemoinError) else defect("the watch", error)
            logger.error(str(self.failed))
            return
        page = self.attached.page
        if page is not None:
            keep_out(ctx.options, page.name, page.port)
            self._say(f"Témoin's live page: {page.address} or {page.loopback_address}")

    def _check(self, updated: set[str]) -> None:
        check(ctx.options, updated)
        if "temoin_policy" in updated:
            self._policies = PolicyFiles(ctx.options.temoin_policy)
            if self.attached is not None:
                self.attached.adopt(self._policies)

    def _update(self, flows: Sequence[http.HTTPFlow]) -> None:
        task = asyncio.create_task(ctx.master.addons.trigger_event(UpdateHook(flows)))
        self._updates.add(task)
        task.add_done_callback(self._updates.discard)

    def _say(self, text: str) -> None:
        logger.log(ALERT, text)

    @guarded
    def _left_alone(self, data: layer.NextLayer) -> None:
        made = data.layer
        if isinstance(made, layers.TCPLayer) and made.flow is None:
            server = made.context.server.address
            self._blind(IGNORED, made.context.client.sni or (server[0] if server else ""))

    def _blind(self, kind: str, host: str) -> None:
        if self.attached is not None:
            self.attached.watch.blind(kind, host)


def _view_options() -> ViewOptions:
    return ViewOptions(language=Language(ctx.options.temoin_lang))


_scripted = __name__.startswith("__mitmproxy_script__")

addons: list[object] = [TemoinAddon(scripted=_scripted)]

if _scripted and ctx.master.addons.get(TemoinAddon.name) is not None:  # type: ignore[no-untyped-call]
    logger.error("Témoin is loaded already: this second copy is left out.")
    addons = []
