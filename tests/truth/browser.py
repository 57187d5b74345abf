"""Finds the system's Chromium, starts it on a fresh profile behind a proxy, and always ends it."""

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from temoin.browsers.families.chromium import SILENT
from truth.devtools import DevTools, ProtocolError

__all__ = ["ThirdPartyCookies", "chromium", "chromium_path"]

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    *SILENT,
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--window-size=1200,900",
    "--lang=fr-FR",
    "--remote-debugging-pipe",
)
_ENDS_WITHIN = 10.0


class ThirdPartyCookies(StrEnum):
    """What the profile does with third-party cookies."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    PARTITIONED = "partitioned"
    """A jar for each site visited, as Firefox has it by default; Chromium does not, and allows them."""


def _preferences(third_party: ThirdPartyCookies) -> str:
    blocked = third_party is ThirdPartyCookies.BLOCKED
    cookies = {"cookie_controls_mode": int(blocked), "block_third_party_cookies": blocked}
    # Or a log-in is answered by a call to the vendor, to ask whether the password is known to be stolen.
    passwords = {"password_manager_leak_detection": False}
    languages = {"accept_languages": "fr-FR,fr", "selected_languages": "fr-FR,fr"}
    return json.dumps(
        {"profile": cookies | passwords, "credentials_enable_service": False, "intl": languages}
    )


def chromium_path() -> Path | None:
    """The browser to drive: the one that TEMOIN_CHROMIUM names, else the system's, else None."""
    named = os.environ.get("TEMOIN_CHROMIUM")
    if named:
        return Path(named)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


@contextlib.asynccontextmanager
async def chromium(
    path: Path,
    *,
    proxy_port: int,
    trusted_key: str,
    third_party: ThirdPartyCookies,
    net_log: Path,
    plain: bool = False,
) -> AsyncIterator[DevTools]:
    """Run a browser on a fresh profile for as long as the block lasts.

    Args:
        path: the browser.
        proxy_port: a proxy's port on this machine.
        trusted_key: the proxy's public key, as `--ignore-certificate-errors-spki-list` wants it.
        third_party: what the profile does with third-party cookies.
        plain: whether an address typed with http:// is left so.
        net_log: where the browser writes its own log of the network; whole once the block has ended.

    Yields:
        Its protocol, opened.
    """
    with TemporaryDirectory(prefix="temoin-profile-", ignore_cleanup_errors=True) as profile:
        preferences = Path(profile, "Default", "Preferences")
        preferences.parent.mkdir()
        preferences.write_text(_preferences(third_party))
        flags = (
            *_FLAGS,
            f"--user-data-dir={profile}",
            f"--proxy-server=127.0.0.1:{proxy_port}",
            f"--ignore-certificate-errors-spki-list={trusted_key}",
            f"--log-net-log={net_log}",
            *(["--disable-features=HttpsUpgrades"] if plain else []),
        )
        pid, devtools = _start(path, flags, Path(profile, "stderr.log"))
        try:
            await devtools.open()
            yield devtools
            with contextlib.suppress(ProtocolError):
                await devtools.send("Browser.close")
            await _ended(pid)
        finally:
            await devtools.close()
            await _end(pid)


def _start(path: Path, flags: tuple[str, ...], log: Path) -> tuple[int, DevTools]:
    """Start it in a process group of its own, its ends of the pipes as descriptors 3 and 4."""
    commands_read, commands_write = os.pipe()
    events_read, events_write = os.pipe()
    high_read = fcntl.fcntl(commands_read, fcntl.F_DUPFD_CLOEXEC, 10)
    high_write = fcntl.fcntl(events_write, fcntl.F_DUPFD_CLOEXEC, 10)
    try:
        pid = os.posix_spawn(
            path,
            [str(path), *flags, "about:blank"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT, 0o600),
                (os.POSIX_SPAWN_DUP2, high_read, 3),
                (os.POSIX_SPAWN_DUP2, high_write, 4),
            ],
            setpgroup=0,
        )
    finally:
        for descriptor in (commands_read, events_write, high_read, high_write):
            os.close(descriptor)
    return pid, DevTools(events_read, commands_write)


async def _ended(pid: int) -> None:
    """Wait for it to end by itself, but not forever."""
    deadline = asyncio.get_running_loop().time() + _ENDS_WITHIN
    while asyncio.get_running_loop().time() < deadline:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        await asyncio.sleep(0.05)


async def _end(pid: int) -> None:
    """End its whole process group, whatever state it is in, and reap it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    await asyncio.to_thread(os.waitpid, pid, 0)
    # The group's other processes are not our children: wait until none holds the profile any more.
    for _ in range(100):
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(0.05)
