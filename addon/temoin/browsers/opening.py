"""Opens a browser on a fresh profile, and hands out what can be done with it."""

import asyncio
import html
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from msgspec import structs

from temoin.browsers.authority import read_authority
from temoin.browsers.family import ThirdPartyCookies, Visit
from temoin.browsers.finding import Found, find_browser
from temoin.browsers.kept import Closed, Kept
from temoin.browsers.machine import Machine, this_machine
from temoin.errors import UsageError
from temoin.shown import shorten, valid

__all__ = ["OpenBrowser", "open_browser"]

_STARTS_WITHIN = 60.0
_SETTLES = 0.3
"""How long it is watched once its profile bears its version: what it can die of as it starts, it has by then."""
_LOOKS_EVERY = 0.05
_LONGEST = 8192
_SHOWN = 100
_BLANK = "about:blank"
_OURS = frozenset(
    {
        "ignore-certificate-errors-spki-list",
        "no-proxy-server",
        "p",
        "profile",
        "profilemanager",
        "proxy-auto-detect",
        "proxy-bypass-list",
        "proxy-pac-url",
        "proxy-server",
        "user-data-dir",
    }
)
"""Arguments of a browser that are ours to give, without their dashes."""
_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what to ask for instead)


class OpenBrowser:
    """A browser that is open. Closing it, or leaving the `async with` block, removes everything of it.

    Args:
        found: which browser.
        version: its version; empty where it did not tell.
        notes: what a person should know of it, a sentence each.
        kept: its processes and its profile.
    """

    def __init__(self, found: Found, version: str, notes: tuple[str, ...], kept: Kept) -> None:
        self.name = found.name
        self.title = found.title
        self.version = version
        self.notes = notes
        self.profile = kept.profile
        self.pid = kept.pid
        self._kept = kept

    @property
    def running(self) -> bool:
        """Whether it is still there; may be asked from any thread."""
        return not self._kept.gone.is_set()

    async def wait(self) -> Closed:
        """Wait until it has ended, whoever ended it, and its profile is removed."""
        return await asyncio.shield(self._kept.ended)

    async def close(self) -> Closed:
        """End it with all its processes, and remove its profile; may be called again, and after it has ended.

        It is asked first, and gets a few seconds for what its pages still have to send. Should this be
        cancelled, the rest is done all the same.
        """
        return await self._kept.leave()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def open_browser(
    name: str | None = None,
    *,
    proxy: tuple[str, int],
    authority: Path,
    urls: tuple[str, ...] = (),
    private: tuple[str, ...] = (),
    third_party: ThirdPartyCookies = ThirdPartyCookies.DEFAULT,
    headless: bool = False,
    direct: tuple[str, ...] = (),
    extra: tuple[str, ...] = (),
) -> OpenBrowser:
    """Open a browser on a fresh profile through a proxy, trusting the proxy's certificates.

    Args:
        name: which: one of `browsers()`, a command, a path, or None for the one a person would mean.
        proxy: where the proxy listens; "0.0.0.0" and "::" are asked for on this machine.
        authority: the PEM file of the certificate authority to trust.
        urls: the pages to open, a tab each, the first in front; none for an empty page.
        private: pages to open after those, whose address is a secret: others on this machine may read the command
            lines of all programs, so these are reached by a page in the profile that leads there.
        third_party: what the profile does with third-party cookies.
        headless: without a window.
        direct: addresses ("127.0.0.1:8081") to ask without the proxy; all others go through it, loopback too.
        extra: further command-line arguments for the browser, as they are.

    Returns:
        The browser, up and running.

    Raises:
        UsageError: there is no such browser, no such authority, an address is none, or it died as it started.
    """
    machine = this_machine()
    found = find_browser(name, machine)
    visit = Visit(
        proxy=(_EVERYWHERE.get(proxy[0], proxy[0]), proxy[1]),
        authority=read_authority(authority),
        urls=tuple(map(_checked_url, urls)),
        third_party=third_party,
        headless=headless,
        direct=tuple(map(_checked_address, direct)),
        extra=tuple(map(_checked_argument, extra)),
        root=machine.root,
        windows=machine.windows,
    )
    leads = tuple(map(_leading_to, map(_checked_url, private)))
    kept = await Kept.begin(found, _folder_for_profiles(found, machine))
    try:
        return await _start(kept, found, visit, leads)
    except BaseException:
        await kept.leave()
        raise


def _folder_for_profiles(found: Found, machine: Machine) -> str:
    """Where the profile goes: a snap has a /tmp of its own, and of the home folder sees little but this."""
    return machine.join(machine.home, "snap", found.snap, "common") if found.snap else ""


async def _start(kept: Kept, found: Found, visit: Visit, leads: tuple[str, ...]) -> OpenBrowser:
    """Prepare the profile, start the browser, and wait until it is up.

    Args:
        kept: its keeper.
        found: which browser.
        visit: how it is to be opened.
        leads: pages to write into the profile and to open after the visit's.

    Raises:
        UsageError: its profile cannot be written, or it died.
    """
    files = tuple(kept.profile / f"page-{number}.html" for number in range(1, len(leads) + 1))
    visit = structs.replace(visit, urls=(*visit.urls, *(file.as_uri() for file in files)) or (_BLANK,))
    try:
        await asyncio.to_thread(found.family.prepare, kept.profile, visit)
        for file, page in zip(files, leads, strict=True):
            file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(str(kept.profile), f"cannot be written: {error.strerror}") from error
    command = found.family.command(kept.profile, visit)
    await kept.start((found.program, *command.arguments), command.environment)
    version = await _told(lambda: found.family.version(kept.profile), kept)
    await asyncio.wait([kept.ended], timeout=_SETTLES)
    if kept.gone.is_set():
        await asyncio.wait([kept.ended])
        raise kept.death()
    return OpenBrowser(found, version, found.family.notes(visit), kept)


async def _told(version: Callable[[], str], kept: Kept) -> str:
    """Wait until the profile bears the version that has opened it: the first thing a browser does once it can."""
    deadline = asyncio.get_running_loop().time() + _STARTS_WITHIN
    told = version()
    while not told and not kept.gone.is_set() and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(_LOOKS_EVERY)
        told = version()
    return told


def _leading_to(url: str) -> str:
    """A page that leads to another at once."""
    lead = f'<meta http-equiv="refresh" content="0;url={html.escape(url)}">'
    return f'<!doctype html><meta charset="utf-8">{lead}\n'


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if url == _BLANK or (fine and len(url) <= _LONGEST and url.isprintable() and " " not in url):
        return url
    raise UsageError(_shown(url), "is no address of a page", mend="write it in full, as https://example.org/")


def _checked_address(address: str) -> str:
    host, _, port = address.rpartition(":")
    if host and port.isascii() and port.isdigit() and not set(host) & set(",; \t\n/<>"):
        return address
    raise UsageError(_shown(address), "is no address", mend="write it as 127.0.0.1:8081")


def _checked_argument(argument: str) -> str:
    if "\0" in argument:
        raise UsageError(_shown(argument), "a command's argument cannot hold a zero byte")
    if argument.partition("=")[0].lstrip("-").lower() in _OURS:
        raise UsageError(_shown(argument), "would undo the fresh profile or the proxy", mend="leave it out")
    return argument


def _shown(text: str) -> str:
    return valid(shorten(text, _SHOWN))
