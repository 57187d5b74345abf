"""Finds the system's Firefox, starts it on a fresh profile behind a proxy, and always ends it."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

from truth.bidi import BiDi
from truth.browser import ThirdPartyCookies
from truth.devtools import ProtocolError

__all__ = ["firefox", "firefox_path"]

_NAMES = ("firefox-esr", "firefox")
_LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
_STARTS_WITHIN = 60.0
_ENDS_WITHIN = 10.0
_BEHAVIOUR = {
    ThirdPartyCookies.ALLOWED: 0,
    ThirdPartyCookies.BLOCKED: 1,
    ThirdPartyCookies.PARTITIONED: 5,
}
"""`network.cookie.cookieBehavior`: all cookies, no third-party ones, or each site's apart."""


def _preferences(proxy_port: int, third_party: ThirdPartyCookies) -> str:
    told: dict[str, str | int | bool] = {
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": proxy_port,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy_port,
        "network.proxy.no_proxies_on": "",
        "network.cookie.cookieBehavior": _BEHAVIOUR[third_party],
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "network.http.http3.enable": False,
        "network.trr.mode": 5,
        "privacy.trackingprotection.enabled": False,
        "privacy.trackingprotection.pbmode.enabled": False,
        "browser.contentblocking.category": "custom",
        "browser.safebrowsing.malware.enabled": False,
        "browser.safebrowsing.phishing.enabled": False,
        "browser.region.update.enabled": False,
        "browser.search.update": False,
        "browser.startup.homepage_override.mstone": "ignore",
        "browser.startup.page": 0,
        "browser.newtabpage.enabled": False,
        "browser.shell.checkDefaultBrowser": False,
        "app.update.auto": False,
        "app.normandy.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "toolkit.telemetry.enabled": False,
        "toolkit.telemetry.server": "",
        "extensions.update.enabled": False,
        "extensions.getAddons.cache.enabled": False,
        "services.settings.server": "http://127.0.0.1:1/none",
        "intl.accept_languages": "fr-FR,fr",
    }
    lines = (f'user_pref("{name}", {_literal(value)});' for name, value in told.items())
    return "\n".join(lines) + "\n"


def _literal(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def firefox_path() -> Path | None:
    """The browser to drive: the one that TEMOIN_FIREFOX names, else the system's, else None."""
    named = os.environ.get("TEMOIN_FIREFOX")
    if named:
        return Path(named)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


@contextlib.asynccontextmanager
async def firefox(
    path: Path, *, proxy_port: int, third_party: ThirdPartyCookies
) -> AsyncIterator[tuple[BiDi, str]]:
    """Run a browser on a fresh profile for as long as the block lasts.

    The proxy's certificate is trusted by the session's `acceptInsecureCerts`.

    Args:
        path: the browser.
        proxy_port: a proxy's port on this machine.
        third_party: what the profile does with third-party cookies.

    Yields:
        Its protocol, with a session begun, and its name and version.
    """
    with TemporaryDirectory(prefix="temoin-firefox-", ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(_preferences(proxy_port, third_party))
        process = await asyncio.create_subprocess_exec(
            str(path), "--headless", "--no-remote", "--remote-debugging-port=0",
            "--remote-allow-system-access", "--profile", profile,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            start_new_session=True, env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )  # fmt: skip
        bidi = BiDi()
        drain: asyncio.Task[None] | None = None
        try:
            address = await asyncio.wait_for(_address(process), _STARTS_WITHIN)
            drain = asyncio.create_task(_drain(process))
            told = await bidi.open(address, {"acceptInsecureCerts": True})
            yield bidi, f"Firefox/{told['browserVersion']}"
            with contextlib.suppress(ProtocolError, TimeoutError):
                await bidi.send("browser.close")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _ENDS_WITHIN)
        finally:
            await bidi.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            if drain is not None:
                drain.cancel()
                await asyncio.gather(drain, return_exceptions=True)


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if found := _LISTENING.search(line):
            return found[1].decode()
    raise ProtocolError("the browser ended before it listened")


async def _drain(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    while await process.stderr.readline():
        pass
