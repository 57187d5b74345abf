"""A proxy that runs for as long as a block lasts, judges what passes, and hands over its report."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
from mitmproxy import exceptions
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.options import Options

from temoin.addon import TemoinAddon
from temoin.errors import TemoinError, UsageError, together
from temoin.proxy.authority import CERTIFICATE, make_sure
from temoin.proxy.limits import STREAMED_FROM
from temoin.proxy.master import WatchMaster
from temoin.report import Report
from temoin.settings import Settings
from temoin.views import Language
from temoin.views.printable import printable

__all__ = ["ProxyWishes", "RunningProxy", "running_proxy"]

_CLOSES_WITHIN = 2.0


class ProxyWishes(msgspec.Struct, frozen=True):
    """What a user wants of a proxy.

    Args:
        settings: how strictly to judge.
        policies: names of shipped policies, or files; none for all that are shipped.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        modes: mitmproxy's modes; none for a regular proxy.
        sets: mitmproxy's options as NAME=VALUE.
        recording: the flow file to write, or empty.
        reports: the files that reports are written into at the end.
        language: what these are in, where they can be in several.
        lines: where settled verdicts go as JSON lines, or empty.
        page: the name of the live page, or empty for none.
        page_port: where it listens on loopback; 0 for any port.
    """

    settings: Settings = Settings()
    policies: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 0
    modes: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    recording: str = ""
    reports: tuple[str, ...] = ()
    language: Language = Language.ENGLISH
    lines: str = ""
    page: str = "temoin.test"
    page_port: int = 0


class RunningProxy:
    """A proxy that is up.

    Args:
        master: mitmproxy.
        addon: ours in it.
    """

    def __init__(self, master: WatchMaster, addon: TemoinAddon) -> None:
        self._master = master
        self.addon = addon
        self.recorder = master.save
        self.server: Proxyserver = master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        self.ended: asyncio.Task[None] = asyncio.create_task(master.run())

    @property
    def addresses(self) -> tuple[tuple[str, int], ...]:
        """Where it listens."""
        return tuple((str(address[0]), int(address[1])) for address in self.server.listen_addrs())

    @property
    def authority(self) -> Path:
        """The certificate that a browser must trust, a PEM file."""
        return Path(self._master.options.confdir).expanduser() / CERTIFICATE

    @property
    def report(self) -> Report:
        """What was found, once the block has ended.

        Raises:
            TemoinError: the proxy was never up, or there is no report.
        """
        if self.addon.report is None:
            raise self.addon.failed or UsageError("the proxy", "it did not start, so nothing was watched")
        return self.addon.report

    @property
    def failed(self) -> TemoinError | None:
        """What went wrong all the same: the recording or a report that could not be written; None for nothing."""
        return together([error for error in (self.recorder.failed, self.addon.failed) if error is not None])

    async def up(self) -> None:
        """Wait until it listens.

        Raises:
            TemoinError: it does not.
        """
        ready = asyncio.create_task(self._master.startup.ready.wait())
        await asyncio.wait([self.ended, ready], return_when=asyncio.FIRST_COMPLETED)
        if self.ended.done():
            ready.cancel()
            failure = self.ended.exception()
            if self.addon.failed is not None:
                raise self.addon.failed from failure
            if failure is not None:
                raise failure
            raise UsageError("the proxy", "it ended as it started")

    async def close(self) -> None:
        """Stop listening, let go of every connection, and end."""
        await self.server.servers.update([])
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSES_WITHIN):
                while self.server.connections:
                    await asyncio.sleep(0.02)
        self.stop()
        await self.ended

    def stop(self) -> None:
        """Ask it to end; may be called from any thread, and again."""
        self._master.shutdown()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def running_proxy(wishes: ProxyWishes, *others: object) -> AsyncIterator[RunningProxy]:
    """Run a proxy for as long as the block lasts.

    Args:
        wishes: what the user wants of it.
        others: further addons, asked before Témoin's.

    Yields:
        The proxy, listening.

    Raises:
        TemoinError: it did not start.
    """
    master = WatchMaster(Options(), asyncio.get_running_loop())
    addon = TemoinAddon(wishes.settings)
    master.addons.add(*others, addon)  # type: ignore[no-untyped-call]
    try:
        _configure(master.options, wishes)
        make_sure(Path(master.options.confdir).expanduser(), master.options.key_size)
    except (exceptions.OptionsError, OSError, ValueError) as error:
        await master.done()
        raise _unusable(error, wishes) from error
    except TemoinError:
        await master.done()
        raise
    proxy = RunningProxy(master, addon)
    await proxy.up()
    if master.save.mended and addon.attached is not None:
        addon.attached.watch.note(master.save.mended)
    noted = _Noted(addon)
    logging.getLogger().addHandler(noted)
    try:
        yield proxy
    finally:
        logging.getLogger().removeHandler(noted)
        await proxy.close()


class _Noted(logging.Handler):
    """Says mitmproxy's own errors on the board."""

    def __init__(self, addon: TemoinAddon) -> None:
        super().__init__(logging.ERROR)
        self._addon = addon

    def emit(self, record: logging.LogRecord) -> None:
        if self._addon.attached is not None:
            first = (record.getMessage().splitlines() or [""])[0]
            self._addon.attached.watch.note(f"The proxy says: {printable(first, 300)}")


def _configure(options: Options, wishes: ProxyWishes) -> None:
    """Set mitmproxy's options: what the user sets in its own words goes first, so that ours stand."""
    options.set(f"stream_large_bodies={STREAMED_FROM}")
    options.set(*wishes.sets)
    told: dict[str, object] = {
        "listen_host": wishes.host,
        "listen_port": wishes.port,
        "temoin_policy": list(wishes.policies),
        "temoin_report": list(wishes.reports),
        "temoin_lang": wishes.language.value,
        "temoin_lines": wishes.lines,
        "temoin_page": wishes.page,
        "temoin_page_port": wishes.page_port,
    }
    if wishes.modes:
        told["mode"] = list(wishes.modes)
    if wishes.recording:
        told["save_stream_file"] = wishes.recording
    options.update(**told)  # type: ignore[no-untyped-call]


def _unusable(error: Exception, wishes: ProxyWishes) -> TemoinError:
    cause = error.__cause__
    if isinstance(cause, TemoinError):
        return cause
    if isinstance(cause, OSError) and cause.filename and cause.strerror:
        return UsageError(
            str(cause.filename),
            f"cannot be written: {cause.strerror}",
            mend="name a folder that can be written",
        )
    text = " ".join(str(error).split())
    for mode in wishes.modes:
        if mode.partition(":")[0] in text or "mode" in text.lower():
            return UsageError(
                f"--mode {mode}", text,
                mend="regular, reverse:URL, local:PROGRAM, wireguard, upstream:URL, socks5 or transparent",
            )  # fmt: skip
    return UsageError("the proxy's options", text)
