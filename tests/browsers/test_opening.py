"""Real browsers, without a window, through mitmproxy: they trust it, go through it, and leave nothing behind."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from mitmproxy import ctx, http
from mitmproxy.tls import TlsData

from temoin.browsers import OpenBrowser, ThirdPartyCookies, open_browser
from temoin.browsers.finding import find_browser
from temoin.browsers.machine import this_machine
from temoin.errors import UsageError
from temoin.portal import HOSTS, PORTAL, Leak, Variant
from temoin.portal.addon import PortalAddon
from truth.proxy import recording_proxy

pytestmark = pytest.mark.browser

ALLOWED, BLOCKED = ThirdPartyCookies.ALLOWED, ThirdPartyCookies.BLOCKED
PAGE, LOOPBACK = "temoin.test", "127.0.0.1"
TOLD = "/told?webdriver="
OF_LOOPBACK = f"http://{LOOPBACK}:9876/"
WITHIN = 30.0
BOTH = pytest.mark.parametrize("name", ["chromium", "firefox"])


@pytest.fixture
def browser(name: str) -> str:
    get_one = f"apt-get install {name}, or name one in TEMOIN_{name.upper()}"
    try:
        find_browser(name, this_machine())
    except UsageError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{error}: {get_one}")
        pytest.skip(f"{error}: {get_one}")
    return name


def leading_to(address: str) -> str:
    """A page that says whether the browser calls itself driven, and leads on."""
    return (
        f"<!doctype html><title>t</title><script>fetch('{TOLD}' + navigator.webdriver)"
        f".finally(() => location.href = '{address}')</script>"
    )


class Web(PortalAddon):
    """The portal, a page of ours, and one of this machine; remembers what was asked, and who refused it.

    The first leads to the second, that to a server of this machine, and that to the portal.
    """

    def __init__(self, direct: str = "") -> None:
        super().__init__(
            Variant(frozenset({Leak.EARLY})), seed=1, leave=frozenset({"mitm.it", PAGE, LOOPBACK})
        )
        self.asked: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self.authority = Path()
        self._leads = {PAGE: OF_LOOPBACK, LOOPBACK: f"http://{direct}/page"}

    def running(self) -> None:
        super().running()
        self.authority = Path(ctx.options.confdir, "mitmproxy-ca-cert.pem")

    async def request(self, flow: http.HTTPFlow) -> None:
        self.asked.append((flow.request.pretty_url, flow.request.headers.get("cookie", "")))
        if leads := self._leads.get(flow.request.pretty_host):
            flow.response = http.Response.make(200, leading_to(leads), {"content-type": "text/html"})
        await super().request(flow)

    def tls_failed_client(self, data: TlsData) -> None:
        self.refused.append(str(data.conn.sni))

    def cookies_of(self, beginning: str) -> str | None:
        return next((cookies for url, cookies in self.asked if url.startswith(beginning)), None)


async def until(holds: Callable[[], bool]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WITHIN):
            while not holds():
                await asyncio.sleep(0.05)
    assert holds()


@contextlib.asynccontextmanager
async def answering() -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server of this machine; what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        page = leading_to(f"https://{PORTAL}/").encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}"
        writer.write(head.encode() + b"\r\nConnection: close\r\n\r\n" + page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, LOOPBACK, 0)
    async with server:
        yield f"{LOOPBACK}:{server.sockets[0].getsockname()[1]}", asked


def holding(text: str) -> list[str]:
    """The processes whose command line holds a text."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if text.encode() in command.read_bytes():
                found.append(command.parent.name)
    return found


async def visit(
    browser: str, third_party: ThirdPartyCookies, folder: Path
) -> tuple[Web, list[bytes], OpenBrowser]:
    start = f"http://{PAGE}/?token={secrets.token_hex()}"
    async with answering() as (direct, asked):
        web = Web(direct)
        async with recording_proxy(web, folder / "visit.flow") as proxy:
            async with await open_browser(
                browser,
                proxy=(LOOPBACK, proxy.port),
                authority=web.authority,
                urls=(start,) if third_party is ALLOWED else (),
                private=() if third_party is ALLOWED else (start,),
                third_party=third_party,
                headless=True,
                direct=(direct,),
            ) as opened:
                assert opened.running
                assert bool(holding(start)) is (third_party is ALLOWED)
                await until(lambda: web.cookies_of("https://sync.adnet.example/s.gif") is not None)
            assert not opened.running
    return web, asked, opened


@BOTH
@pytest.mark.parametrize("third_party", [ALLOWED, BLOCKED])
def test_a_visit(browser: str, third_party: ThirdPartyCookies, tmp_path: Path) -> None:
    web, asked, opened = asyncio.run(visit(browser, third_party, tmp_path))

    assert web.refused == []
    assert (web.cookies_of("https://sync.adnet.example/s.gif") == "") is (third_party is BLOCKED)
    urls = [url for url, _ in web.asked]
    assert f"http://{PAGE}{TOLD}false" in urls
    assert OF_LOOPBACK in urls
    assert b"GET /page HTTP/1.1\r\n" in asked
    hosts = {urlsplit(url).hostname for url in urls}
    assert hosts <= {*HOSTS, PAGE, LOOPBACK}, "it asked for something of its own"
    assert opened.name == browser
    assert int(opened.version.partition(".")[0]) > 100
    assert not opened.profile.exists()
    assert holding(str(opened.profile)) == []


@BOTH
def test_without_a_screen_it_says_so_in_a_line(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "MOZ_HEADLESS"):
        monkeypatch.delenv(name, raising=False)

    async def play() -> None:
        web = Web()
        async with recording_proxy(web, tmp_path / "visit.flow") as proxy:
            with pytest.raises(UsageError, match=r"it ended as it started: .*DISPLAY.* \(it needs a screen"):
                await open_browser(browser, proxy=(LOOPBACK, proxy.port), authority=web.authority)

    # Chromium takes no long path for its folders of a moment, and pytest's is one.
    with TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        asyncio.run(play())
        assert not list(Path(folder).glob("temoin-browser-*"))
