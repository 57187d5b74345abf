"""`temoin_proxy`: a proxy in a thread of its own, with a loop of its own, for as long as a test lasts."""

import asyncio
import threading
from pathlib import Path
from typing import Any, cast

import pytest

from temoin.proxy import ProxyWishes, running_proxy
from temoin.pytest_plugin.authority import SessionAuthority
from temoin.pytest_plugin.quiet import quietly
from temoin.pytest_plugin.testimony import Testimony
from temoin.pytest_plugin.wishes import Judging, Words, failing_in_words, judging, words_of
from temoin.report import Report

__all__ = ["LiveProxy"]

_WITHIN = 60.0
_SAID = frozenset({"policy", "baseline", "accuse", "strict", "fail_on", "addons", "mitmproxy"})


class LiveProxy:
    """A proxy to give to Playwright, Selenium or any browser; `report()` ends it, and tells what it saw.

    Its marker's `addons` are further ones of mitmproxy, or functions that make them, which are asked first.

    Args:
        request: of the fixture, for the test's markers.
        config: of the run.
        authority: whose certificates it gives.
        given: where what a test is given is kept.
    """

    def __init__(
        self,
        request: pytest.FixtureRequest,
        config: pytest.Config,
        authority: SessionAuthority,
        given: list[Testimony],
    ) -> None:
        said: dict[str, Any] = words_of(request.node, _SAID)
        with quietly():
            addons = tuple(one() if callable(one) else one for one in said.pop("addons", ()))
        options = tuple(said.pop("mitmproxy", ()))
        with failing_in_words():
            how = judging(config, cast("Words", said))
        self._authority = authority
        self._given = given
        self._name = f"the visit of {request.node.name}"
        self._testimony: Testimony | None = None
        self._thread = _Proxying(_wishes(how, authority, options), addons)
        with failing_in_words():
            self.host, self.port = self._thread.begin()

    @property
    def url(self) -> str:
        """Its address, as browsers want to be told of a proxy: "http://127.0.0.1:40123"."""
        return f"http://{self.host}:{self.port}"

    @property
    def authority(self) -> Path:
        """The certificate that a browser must trust, a PEM file; the same for every proxy of the run."""
        return self._authority.certificate

    @property
    def spki(self) -> str:
        """That certificate's key, as Chromium's `--ignore-certificate-errors-spki-list` takes it."""
        return self._authority.spki

    @property
    def chromium_arguments(self) -> tuple[str, ...]:
        """The switches by which Chromium goes through it, to this machine's own servers too, and trusts it."""
        return (
            f"--proxy-server={self.url}",
            "--proxy-bypass-list=<-loopback>",
            f"--ignore-certificate-errors-spki-list={self.spki}",
        )

    def report(self) -> Testimony:
        """End the proxy, and tell what it saw; asked again, the same."""
        __tracebackhide__ = True
        if self._testimony is None:
            with failing_in_words():
                self._testimony = Testimony(self._thread.end(), self._name)
            self._given.append(self._testimony)
        return self._testimony

    def close(self) -> None:
        """End the proxy, whatever the test did with it."""
        if self._testimony is None:
            self._thread.end()

    def __repr__(self) -> str:
        return f"<temoin_proxy at {self.url}>"


class _Proxying:
    """A proxy's thread."""

    def __init__(self, wishes: ProxyWishes, addons: tuple[object, ...]) -> None:
        self._wishes = wishes
        self._addons = addons
        self._ready = threading.Event()
        self._address = ("", 0)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told_to_end: asyncio.Event | None = None
        self._report: Report | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="temoin-proxy", daemon=True)

    def begin(self) -> tuple[str, int]:
        """Start, and wait until it listens; what stops it is raised."""
        self._thread.start()
        if not self._ready.wait(_WITHIN):
            raise TimeoutError("the proxy did not start")
        if self._error is not None:
            self._thread.join()
            raise self._error
        return self._address

    def end(self) -> Report:
        """End it, and wait for its report; what stopped it is raised."""
        if self._loop is not None and self._told_to_end is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._told_to_end.set)
        self._thread.join(_WITHIN)
        if self._error is not None:
            raise self._error
        if self._report is None:
            raise TimeoutError("the proxy did not end")
        return self._report

    def _run(self) -> None:
        try:
            asyncio.run(self._proxy())
        except BaseException as error:  # noqa: BLE001 — it is raised where the test waits
            self._error = error
        finally:
            self._ready.set()

    async def _proxy(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._told_to_end = asyncio.Event()
        async with running_proxy(self._wishes, *self._addons) as proxy:
            self._address = proxy.addresses[0]
            self._ready.set()
            told = asyncio.create_task(self._told_to_end.wait())
            await asyncio.wait({told, proxy.ended}, return_when=asyncio.FIRST_COMPLETED)
            told.cancel()
        self._report = proxy.report


def _wishes(how: Judging, authority: SessionAuthority, options: tuple[str, ...]) -> ProxyWishes:
    """A proxy that shows no page, and judges by files and names alone, for it may read them again."""
    return ProxyWishes(
        settings=how.settings,
        policies=tuple(one if isinstance(one, str) else one.file for one in how.policies),
        sets=(f"confdir={authority.folder}", *options),
        page="",
    )
