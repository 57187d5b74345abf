"""The demo as a user has it: a terminal, a browser behind it, the live page in a second tab, and q at the end."""

import asyncio
import json
import os
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

import temoin
from portal.tour import route_on, take
from temoin.browsers.authority import read_authority
from temoin.portal.demo import DEMO_POLICY, Which
from temoin.watching.outputs import write_reports
from truth.account import Account
from truth.browser import ThirdPartyCookies, chromium, chromium_path
from truth.devtools import DevTools
from truth.proxy import RecordingProxy
from truth.visitor import Visitor
from watching.screen.pseudo_terminal import PseudoTerminal

_WITHIN = 20.0


class NothingKnown:
    """Stands where a recording proxy does, for a visitor who cannot look into the one at work."""

    under_way = 0


async def evaluated(devtools: DevTools, session: str, script: str) -> Any:
    asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
    return (await devtools.send("Runtime.evaluate", asked, session))["result"].get("value")


async def shows(devtools: DevTools, session: str, word: str) -> None:
    deadline = time.monotonic() + _WITHIN
    text = ""
    while word not in text:
        assert time.monotonic() < deadline, f"{word} is not on the page: {text[:2000]}"
        await asyncio.sleep(0.1)
        text = str(await evaluated(devtools, session, "document.body?.innerText ?? ''"))


async def visit(path: Path, port: int, page: str, authority: Path, folder: Path) -> None:
    """Take the leaky portal's first steps, and look at the live page beside them."""
    async with (
        asyncio.timeout(90),
        chromium(
            path, proxy_port=port, trusted_key=read_authority(authority).key_digest,
            third_party=ThirdPartyCookies.ALLOWED, net_log=folder / "net-log.json",
        ) as devtools,
    ):  # fmt: skip
        account = Account(devtools)
        await account.begin()
        await account.tab_ready()
        visitor = Visitor(devtools, account, cast("RecordingProxy", NothingKnown()), None)
        await take(visitor, route_on(Which.LEAKY)[:2])
        tab = await visitor.new_tab()
        await visitor.open(page)
        await shows(devtools, account.tabs[tab], "T101")
        await shows(devtools, account.tabs[tab], "adnet.example")


@pytest.mark.browser
def test_the_demo_is_taken_seen_on_both_screens_and_ends_with_the_report_that_replay_gives(
    tmp_path: Path,
) -> None:
    path = chromium_path()
    if path is None or not path.exists():
        get_one = "no Chromium found: apt-get install chromium, or name one in TEMOIN_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(get_one)
        pytest.skip(get_one)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    recording, report = tmp_path / "demo.flow", tmp_path / "report.json"
    command = ["demo", "--port", str(port), "-w", str(recording), "-o", str(report)]
    program = f"import sys; from temoin.cli import main; sys.exit(main({command!r}))"
    with PseudoTerminal(program=program, size=(150, 40), HOME=str(tmp_path)) as terminal:
        text = terminal.until("http://temoin.test/#")
        terminal.shows(f"127.0.0.1:{port}")
        found = re.search(r"http://temoin\.test/#[\w-]+", text)
        assert found is not None
        authority = tmp_path / ".mitmproxy" / "mitmproxy-ca-cert.pem"
        with ThreadPoolExecutor(1) as other:
            visited = other.submit(asyncio.run, visit(path, port, found[0], authority, tmp_path))
            terminal.read_while(lambda: not visited.done())
            visited.result()
        terminal.shows("early")
        terminal.shows("uid")
        terminal.press("q")
        terminal.until("ended 1")
        assert terminal.is_left
        assert "T101" in terminal.after
    again = tmp_path / "replayed.json"
    write_reports([str(again)], temoin.replay([str(recording)], [DEMO_POLICY]))
    assert told(report) == told(again)
    assert {one["rule"] for one in told(report)["findings"]} >= {"T101"}


def told(file: Path) -> dict[str, Any]:
    """The report's only session, but for what it says of its file."""
    (session,) = json.loads(file.read_text("utf-8"))["sessions"]
    return {**session, "source": "", "recorded": []}
