"""The page in a real Chromium, through a real mitmproxy, by its reserved name."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from temoin.vocabulary import ChoiceState, Verdict
from temoin.watching.page import PageServer
from truth.browser import chromium_path
from watching.page.client import serving
from watching.page.made_up import PORTAL, MadeUp
from watching.page.proxied import proxied
from watching.page.scenes import hostile
from watching.page.tab import Tab, tab_behind

pytestmark = pytest.mark.browser

LIVE = "document.querySelector('#link')?.dataset.state === 'live'"
ROWS = "[...document.querySelectorAll('.grid.crossing .grid-body .row')]"
FORMS = "[...document.querySelectorAll('#forms button')]"
FIRST = f"{ROWS}[0]?.dataset.state"
UNTRUSTED = "The Cross-Origin-Opener-Policy header has been ignored"
"""What Chromium says of every plain-http page that is not on loopback."""

type Journey = Callable[[Tab, MadeUp, PageServer, Path], Awaitable[None]]


def drive(journey: Journey, folder: Path, *, recording: Path | None = None, kept: int = 1000) -> None:
    path = chromium_path()
    if path is None or not path.exists():
        get = "no chromium found: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(get)
        pytest.skip(get)

    async def driven() -> None:
        watch = MadeUp(kept=kept)
        async with (
            serving(watch, recording=lambda: recording) as server,
            proxied(server) as proxy,
            tab_behind(path, proxy.port, proxy.trusted_key, folder) as tab,
        ):
            await journey(tab, watch, server, folder)
            assert [said for said in tab.complaints if UNTRUSTED not in said] == []
            assert [url for url in proxy.others if "temoin" in url] == []

    asyncio.run(driven())


async def opened(tab: Tab, server: PageServer) -> None:
    await tab.open(server.address)
    await tab.until(LIVE)


async def watches_it_settle(tab: Tab, watch: MadeUp, server: PageServer, _: Path) -> None:
    watch.open_page(f"https://{PORTAL}/", 0.0)
    watch.choose(ChoiceState.UNSET, 0.0, evidence=(1,))
    await opened(tab, server)
    assert await tab.run("location.href") == "http://temoin.test/"
    assert await tab.run("document.cookie") == ""
    assert server.token not in await tab.run("document.documentElement.outerHTML")
    assert "no cookie has crossed" in (await tab.text(".crossings")).lower()
    assert "unset" in (await tab.text("#choice")).lower()

    row = watch.cross("IDE", 1.0, domain="ads.adnet.example")
    assert await tab.until(f"{FIRST} === 'open'")
    assert "open" in await tab.text(".grid.crossing .grid-body .row")
    assert await tab.text(".counter.open strong") == "1"

    watch.settle(row, Verdict.EARLY, rules=("T101",), reasons=("page 1 caused it", "no choice was made yet"))
    watch.find("T101", "Too early", "IDE", "ads.adnet.example", "set once before any choice was made",
               reasons=("page 1 caused it",), first=2, at=None)  # fmt: skip
    assert await tab.until(f"{FIRST} === 'early'")
    assert await tab.run(f"{ROWS}[0].classList.contains('settled')")
    assert await tab.run(f"{ROWS}.length") == 1
    assert await tab.text(".counter.early strong") == "1"
    await tab.until("document.querySelector('.case .rule')?.innerText === 'T101 Too early'")
    await tab.click(".case summary")
    assert "page 1 caused it" in await tab.text(".case .chain")
    told = await tab.until("document.querySelector('#announcer').textContent")
    assert await tab.run("document.title") == "✗ 1 · Témoin"
    assert told == "New finding: Too early, IDE of ads.adnet.example."

    await tab.run("document.querySelector('.grid.crossing').focus()")
    await tab.key("ArrowDown")
    await tab.key("Enter")
    assert await tab.until("document.querySelector('#detail').open")
    assert "no choice was made yet" in await tab.text("#detail-body")
    await tab.key("Escape")
    assert await tab.until("!document.querySelector('#detail').open")

    watch.choose(ChoiceState.PARTIAL, 3.0, after=2.0, granted=("matomo",), refused=("adnet",))
    await tab.until("document.querySelector('#choice .state').innerText.toLowerCase() === 'partial'")
    assert "before: unset" in await tab.text("#choice .before")
    assert await tab.run("document.querySelectorAll('.era').length") == 3

    await tab.open("about:blank")
    await tab.open("http://temoin.test/")  # the same tab still knows the token
    await tab.until(LIVE)
    assert await tab.until(f"{FIRST} === 'early'")
    sent = [url for url, _ in tab.sent]
    assert not [url for url in sent if server.token in url.partition("#")[0]]
    assert not [headers for _, headers in tab.sent if headers.get("Referer")]


def test_a_row_settles_before_your_eyes(tmp_path: Path) -> None:
    drive(watches_it_settle, tmp_path)


async def does_all_that_can_be_done(tab: Tab, watch: MadeUp, server: PageServer, folder: Path) -> None:
    for number in range(300):
        watch.cross(f"uid{number % 50}", number / 10, Verdict.EXEMPT, domain=f"t{number % 7}.example")
    watch.cross("needle", 31.0, Verdict.REFUSED)
    await opened(tab, server)
    await tab.until(f"{ROWS}.length > 5")
    assert await tab.run(f"{ROWS}.length") < 60, "only what can be seen is in the document"
    assert await tab.text("#crossings-count") == "301"

    await tab.run(
        "const f = document.querySelector('#filter-text'); f.value = 'NEEDLE'; f.dispatchEvent(new Event('input'))"
    )
    await tab.until(f"{ROWS}.length === 1")
    assert await tab.text(".counter.exempt strong") == "0"
    assert await tab.text(".counter.refused strong") == "1"
    await tab.click("#filter-clear")
    await tab.click(".counter.refused")
    await tab.until(f"{ROWS}.length === 1")
    await tab.click(".counter.refused")
    await tab.run("document.querySelector('.cookies').scrollIntoView()")
    assert await tab.until("document.querySelectorAll('.grid.cookie .grid-body .row').length > 5")
    assert await tab.text(".grid.cookie .grid-body .row .name") == "needle"
    await tab.click(".grid.cookie .grid-head .name button")
    assert await tab.until(
        "document.querySelector('.grid.cookie [aria-sort=ascending]')?.innerText.includes('cookie')"
    )
    await tab.run("scrollTo(0, 0)")

    await tab.click("#pause")
    shown = await tab.text("#crossings-count")
    watch.cross("while_paused", 32.0)
    await tab.until("document.querySelector('#behind').textContent === '1 crossing since the pause'")
    assert await tab.text("#crossings-count") == shown
    await tab.click("#pause")
    await tab.until(f"{ROWS}[0]?.innerText.includes('while_paused')")

    await tab.run("document.querySelector('.grid.crossing').scrollTop = 3600")
    await tab.until(f"!{ROWS}[0]?.innerText.includes('while_paused')")
    first = await tab.text(".grid.crossing .grid-body .row")
    for number in range(3):
        watch.cross(f"newer{number}", 33.0)
    await tab.until("document.querySelector('.jump').innerText === '↑ 3 new'")
    assert await tab.text(".grid.crossing .grid-body .row") == first, "a list that is read holds still"
    await tab.click(".jump")
    await tab.until(f"{ROWS}[0]?.innerText.includes('newer2')")

    await tab.click("#download summary")
    await tab.run(f"{FORMS}.find(b => b.textContent.startsWith('Report (json)')).click()")
    report = await arrived(folder, "temoin-20251124-160000.json")
    assert json.loads(report)["schema"] == "temoin-report/1"
    await tab.run(f"{FORMS}.find(b => b.textContent.startsWith('Recording')).click()")
    assert await arrived(folder, "visit (1).flow", "visit.flow") == b"3:abc}"

    await tab.click("#restart")
    assert watch.restarts == 0
    await tab.click("#ask-yes")
    await tab.until(
        "document.querySelector('.crossings').innerText.toLowerCase().includes('no cookie has crossed')"
    )
    assert watch.restarts == 1

    next(hostile(watch))
    await tab.until(f"{ROWS}.length > 5")
    await tab.run("document.querySelector('.cookies').scrollIntoView()")
    await tab.until("document.querySelectorAll('.grid.cookie .grid-body .row').length > 5")
    await tab.until("document.querySelectorAll('.case').length > 5")
    assert await tab.run("document.title") == "✗ 13 · Témoin"
    assert await tab.run("document.querySelectorAll('#app script, #app img[src=x]').length") == 0
    shown = await tab.run("document.body.textContent")
    assert "<script>document.title='owned'</script>" in shown
    assert not [char for char in "\x1b\u202e\u200b\u2066" if char in shown]
    await tab.run(f"{ROWS}[0].click()")
    assert await tab.until("document.querySelector('#detail').open")
    for width in (360, 1280, 2400):
        await tab.is_shaped(width, 900)
        await asyncio.sleep(0.2)
        assert await tab.run("document.documentElement.scrollWidth") <= width


async def arrived(folder: Path, *names: str) -> bytes:
    for _ in range(200):
        for name in names:
            if (folder / name).is_file() and not list(folder.glob("*.crdownload")):
                return (folder / name).read_bytes()
        await asyncio.sleep(0.05)
    raise AssertionError(f"{names} did not come: {list(folder.iterdir())}")


def test_everything_that_can_be_done_does_it_and_hostile_names_are_text(tmp_path: Path) -> None:
    recording = tmp_path / "recording" / "visit.flow"
    recording.parent.mkdir()
    recording.write_bytes(b"3:abc}9:ab")
    drive(does_all_that_can_be_done, tmp_path, recording=recording)


async def comes_without_a_token(tab: Tab, watch: MadeUp, server: PageServer, _: Path) -> None:
    watch.cross("SECRETNAME", 0.0)
    await tab.open("http://temoin.test/")
    said = await tab.until("document.body.innerText")
    assert "This page opens by the address that temoin printed" in said
    await tab.open("about:blank")
    await tab.open("http://temoin.test/#" + "x" * 43)
    await tab.until("document.body.innerText.includes('is of a watch that is over')")
    assert "SECRETNAME" not in await tab.run("document.documentElement.outerHTML")
    assert await tab.run("sessionStorage.length") == 0
    tab.complaints.clear()  # that the server said 403

    await tab.open("about:blank")
    script = "fetch('http://temoin.test/', {mode: 'no-cors'}).then(() => 'read', () => 'refused')"
    assert await tab.run(script) == "refused"
    script = (
        f"fetch('http://temoin.test/report', {{headers: {{'Temoin-Token': '{server.token}'}}}})"
        ".then(() => 'read', () => 'refused')"
    )
    assert await tab.run(script) == "refused"
    tab.complaints.clear()

    await opened(tab, server)
    for stream in [connection.stream for connection in server._server._connections]:  # type: ignore[union-attr]
        stream.close()
    await tab.until("document.querySelector('#link').dataset.state === 'lost'")
    watch.cross("after", 1.0)
    await tab.until(LIVE)
    await tab.until(f"{ROWS}[0]?.innerText.includes('after')")
    await server.stop()
    await tab.until("document.querySelector('#link-says').textContent === 'The watch is over'")
    tab.complaints.clear()


def test_who_has_no_token_learns_nothing_and_who_loses_the_link_finds_it(tmp_path: Path) -> None:
    drive(comes_without_a_token, tmp_path)
