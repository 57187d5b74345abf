"""The page in a real Firefox, through a real mitmproxy: it opens, and a row settles."""

import asyncio
import os

import pytest

from temoin.vocabulary import Verdict
from truth.bidi import BiDi
from truth.browser import ThirdPartyCookies
from truth.firefox import firefox, firefox_path
from watching.page.client import serving
from watching.page.made_up import MadeUp
from watching.page.proxied import proxied

pytestmark = pytest.mark.browser

FIRST = "document.querySelector('.grid.crossing .grid-body .row')?.dataset.state"
_WITHIN = 15.0


async def until(bidi: BiDi, tab: str, script: str, wanted: str) -> None:
    found = None
    asked = {"expression": f"String({script})", "target": {"context": tab}, "awaitPromise": False}
    for _ in range(int(_WITHIN / 0.1)):
        found = (await bidi.send("script.evaluate", asked))["result"].get("value")
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{script} is {found}, not {wanted}")


async def watched() -> None:
    watch = MadeUp()
    row = watch.cross("uid", 1.0)
    path = firefox_path()
    assert path is not None
    async with (
        serving(watch) as server,
        proxied(server) as proxy,
        firefox(path, proxy_port=proxy.port, third_party=ThirdPartyCookies.ALLOWED) as (bidi, _),
    ):
        tab = (await bidi.send("browsingContext.create", {"type": "tab"}))["context"]
        for scheme in ("http", "https"):
            address = server.address.replace("http", scheme, 1)
            await bidi.send("browsingContext.navigate", {"context": tab, "url": address, "wait": "complete"})
            await until(bidi, tab, "location.href", f"{scheme}://temoin.test/")
            await until(bidi, tab, FIRST, "open")
            watch.settle(row, Verdict.EARLY)
            await until(bidi, tab, FIRST, "early")
            row = watch.cross("uid", 2.0)


def test_a_row_settles_before_your_eyes() -> None:
    path = firefox_path()
    if path is None or not path.exists():
        get = "no firefox found: apt-get install firefox-esr"
        if os.environ.get("CI") == "true":
            pytest.fail(get)
        pytest.skip(get)
    asyncio.run(watched())
