"""`temoin watch`: a proxy, a browser, a screen, and the report at the end."""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence

import msgspec

from temoin.baseline import load_baseline
from temoin.browsers import OpenBrowser, ThirdPartyCookies, open_browser
from temoin.errors import TemoinError, UsageError
from temoin.key_file import read_key
from temoin.proxy import ProxyWishes, RunningProxy, running_proxy
from temoin.report import Report
from temoin.rules.words import codes_of
from temoin.settings import Settings
from temoin.views import Language, ViewOptions, view_named
from temoin.views.printable import printable
from temoin.views.terminal import console_for
from temoin.vocabulary import Certainty, Outcome
from temoin.watching.outputs import check_outputs, write_reports
from temoin.watching.screen import PlainLines, Setting, live_view

__all__ = ["Ended", "port_of", "run", "show", "watch"]

_USUAL_PORT = 8080
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LOOPBACK = ("127.", "::1", "localhost")


def run(options: argparse.Namespace) -> int:
    """Watch until told to end.

    Args:
        options: as `temoin.commands.live_arguments` parses them.

    Returns:
        The exit status.
    """
    url, browser = _parted(options.url, options.browser)
    wishes = ProxyWishes(
        settings=Settings(
            accuse=Certainty(options.accuse),
            strict=options.strict,
            fail_on=codes_of(options.fail_on),
            fingerprints=read_key(options.fingerprint_key) if options.fingerprint_key is not None else None,
            baseline=load_baseline(options.baseline) if options.baseline is not None else None,
        ),
        policies=tuple(options.policy),
        host=options.host,
        port=port_of(options.port, browser),
        modes=tuple(options.mode),
        sets=tuple(options.set),
        recording=options.write,
        reports=tuple(options.output),
        language=Language(options.lang),
        lines=options.lines,
        page=options.page,
        page_port=options.page_port,
    )
    if options.ui:
        from temoin.commands.interface import run_interface

        return show(Ended(*run_interface(options.ui, wishes)), exit_zero=options.exit_zero)
    ended = asyncio.run(
        watch(wishes, (), url=url, browser=browser, headless=options.headless,
              third_party=options.third_party, plain=options.plain)
    )  # fmt: skip
    return show(ended, exit_zero=options.exit_zero)


class Ended(msgspec.Struct, frozen=True):
    """How a watch ended.

    Args:
        report: what was found.
        failed: what could not be written all the same, or None.
    """

    report: Report
    failed: TemoinError | None = None


def show(ended: Ended, *, exit_zero: bool) -> int:
    """Print the report that ends a watch.

    Args:
        ended: what was found.
        exit_zero: True to end with 0 whatever was found.

    Returns:
        The exit status.

    Raises:
        TemoinError: something could not be written; the report is printed first.
    """
    report = ended.report
    rendered = view_named("terminal").render(report, ViewOptions())
    if not isinstance(rendered, bytes):
        try:
            console_for(sys.stdout).print(rendered)
            sys.stdout.flush()
        except OSError:  # the terminal may be closed by now, or the reader gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if ended.failed is not None:
        raise ended.failed
    if exit_zero and report.outcome is not Outcome.UNREADABLE:
        return 0
    return report.outcome.exit_status


async def watch(
    wishes: ProxyWishes,
    others: Sequence[object],
    *,
    url: str,
    browser: str | None,
    headless: bool,
    third_party: str,
    plain: bool,
    begun: Callable[[str], None] | None = None,
) -> Ended:
    """Run a proxy and show what it sees until the user ends it.

    Args:
        wishes: what the user wants of the proxy.
        others: further addons.
        url: the page to open; empty for none.
        browser: its name, empty for any, None for none.
        headless: without a window.
        third_party: what the browser does with third-party cookies.
        plain: plain lines instead of a screen.
        begun: told the live page's address, once the proxy is up.

    Returns:
        The report, and what could not be written.

    Raises:
        UsageError: the proxy or the browser does not start.
    """
    check_outputs(wishes.reports)
    if not wishes.host.startswith(_LOOPBACK):
        _warn(f"--host {wishes.host}: whoever reaches this address can send traffic through this machine")
    async with running_proxy(wishes, *others) as proxy, contextlib.AsyncExitStack() as stack:
        _end_on_signals(proxy)
        if begun is not None:
            begun("".join(_pages(proxy)))
        hints = _hints(proxy, wishes, url)
        if browser is not None:
            opened = await stack.enter_async_context(
                await open_browser(
                    browser or None, proxy=_local(proxy), authority=proxy.authority,
                    urls=(url,) if url else (), private=() if headless else _pages(proxy), headless=headless,
                    third_party=ThirdPartyCookies(third_party),
                )
            )  # fmt: skip
            hints = (*opened.notes,)
            stack.push_async_callback(_cancelled, asyncio.create_task(_told_when_closed(opened, proxy)))
        await _shown(proxy, hints, wishes.language, plain=plain)
    return Ended(proxy.report, proxy.failed)


async def _shown(proxy: RunningProxy, hints: tuple[str, ...], language: Language, *, plain: bool) -> None:
    attached = proxy.addon.attached
    if attached is None:
        raise UsageError("the proxy", "it started without Témoin")
    watched = attached.watch

    def save(file: str) -> str:
        write_reports((file,), watched.report(), ViewOptions(language=language))
        return file

    host, port = proxy.addresses[0] if proxy.addresses else ("", 0)
    page = attached.page.address if attached.page else ""
    setting = Setting(proxy=f"{host}:{port}" if port else "", page=page, hints=hints)
    view = (
        PlainLines(watched, on_quit=proxy.stop)
        if plain
        else live_view(watched, setting, save=save, on_quit=proxy.stop)
    )
    if isinstance(view, PlainLines):
        for line in (
            f"the proxy listens on {setting.proxy}",
            *([f"live page: {page}"] if page else []),
            *hints,
        ):
            _warn(line)
    view.start()
    try:
        await asyncio.shield(proxy.ended)
    finally:
        view.stop()


def _local(proxy: RunningProxy) -> tuple[str, int]:
    """Where a browser on this machine finds the proxy.

    Raises:
        UsageError: it listens nowhere that a browser could be told of.
    """
    if not proxy.addresses:
        raise UsageError("--browser", "in this mode there is no proxy that a browser could be told of")
    return proxy.addresses[0]


def _pages(proxy: RunningProxy) -> tuple[str, ...]:
    """The live page, to be kept open in another tab."""
    attached = proxy.addon.attached
    return (attached.page.address,) if attached and attached.page else ()


def _hints(proxy: RunningProxy, wishes: ProxyWishes, url: str) -> tuple[str, ...]:
    hints = []
    if not wishes.modes and proxy.addresses:
        host, port = proxy.addresses[0]
        hints.append(f"Set your browser's proxy to {host}:{port}, for HTTP and HTTPS.")
    hints.append("Let it trust the certificate that http://mitm.it gives, once.")
    if url:
        hints.append(f"Then open {url}")
    return tuple(hints)


async def _told_when_closed(opened: OpenBrowser, proxy: RunningProxy) -> None:
    """Say that the browser is gone; the watch goes on for others."""
    await opened.wait()
    if proxy.addon.attached is not None:
        proxy.addon.attached.watch.note(f"{opened.title} was closed; the proxy still listens.")


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _end_on_signals(proxy: RunningProxy) -> None:
    """End well on Ctrl-C, on SIGTERM, and when the terminal closes, which mitmproxy does not heed."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError):
                loop.add_signal_handler(number, proxy.stop)


def _parted(url: str, browser: str | None) -> tuple[str, str | None]:
    """Part the page from the browser's name: `--browser URL` means any browser, and that page."""
    if browser and (_ADDRESS.match(browser) or (not url and "." in browser and "/" not in browser)):
        if url:
            raise UsageError("--browser", f"two addresses were given, {browser} and {url}", mend="give one")
        url, browser = browser, ""
    if url and not _ADDRESS.match(url):
        url = f"https://{url}"
    return url, browser


def port_of(asked: int | None, browser: str | None) -> int:
    """Where the proxy listens: the usual port, where a browser must be told of it by hand.

    Args:
        asked: what the user asked for, or None.
        browser: the browser that is opened, or None.

    Raises:
        UsageError: it is no port.
    """
    if asked is not None and not 0 <= asked <= 65535:
        raise UsageError("--port", f"{asked} is no port", mend="name one from 1 to 65535, or 0 for any")
    if asked is not None:
        return asked
    return _USUAL_PORT if browser is None else 0


def _warn(text: str) -> None:
    print(f"temoin: {printable(text, 1000)}", file=sys.stderr, flush=True)
