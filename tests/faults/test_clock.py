"""The machine's clock jumps an hour while a proxy runs: all that crosses is judged, and live."""

import asyncio
import time
from pathlib import Path

import pytest

from proxy.clients import get
from temoin.portal import PORTAL
from temoin.portal.addon import PortalAddon
from temoin.proxy import ProxyWishes, running_proxy
from temoin.report import Session

DOCUMENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0", "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Cookie": "sessionid=abcd",
}  # fmt: skip


@pytest.mark.parametrize("seconds", [3600.0, -3600.0], ids=["forward", "back"])
def test_a_clock_that_jumps_an_hour_holds_nothing_up(
    seconds: float, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confdir = tmp_path_factory.getbasetemp() / "clock-conf"
    wishes = ProxyWishes(
        policies=("portal",), sets=(f"confdir={confdir}",), page="", recording=str(tmp_path / "visit.flow")
    )
    clock = time.time

    async def run() -> Session:
        async with asyncio.timeout(30), running_proxy(wishes, PortalAddon(seed=1)) as proxy:
            attached = proxy.addon.attached
            assert attached is not None

            async def visit(path: str) -> None:
                port = proxy.addresses[0][1]
                answer = await asyncio.to_thread(get, port, PORTAL, path, DOCUMENT, trusting=proxy.authority)
                assert answer[0] == 200

            async def shown(requests: int) -> None:
                async with asyncio.timeout(5):
                    while attached.watch.board().requests < requests:
                        await asyncio.sleep(0.05)

            await visit("/")
            await visit("/explore/")
            await shown(2)
            monkeypatch.setattr(time, "time", lambda: clock() + seconds)
            await visit("/")
            await visit("/explore/")
            await shown(4)
            monkeypatch.setattr(time, "time", clock)
            await visit("/")
            await shown(5)
        (session,) = proxy.report.sessions
        return session

    session = asyncio.run(run())
    assert session.requests == 5
    assert session.exchanges is None or sum(session.counts.values()) >= 5
    assert session.notes[-1] == "The clock was set back while watching; times are taken as they stand"
    assert session.incomplete == ""
