"""A tab of a real Chromium that shows the page: asked in JavaScript, waited for, and listened to for complaints."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from truth.browser import ThirdPartyCookies, chromium
from truth.devtools import DevTools

__all__ = ["Tab", "tab_behind"]

_WITHIN = 10.0


class Tab:
    """One tab.

    Args:
        devtools: the browser's protocol.
        session: the tab's session there.
    """

    def __init__(self, devtools: DevTools, session: str) -> None:
        self.devtools = devtools
        self.session = session
        self.complaints: list[str] = []
        self.sent: list[tuple[str, dict[str, str]]] = []
        devtools.listen(self._hear)

    def _hear(self, session: str, method: str, params: dict[str, Any]) -> None:
        if session != self.session:
            return
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"])[:500])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.sent.append((params["request"]["url"], params["request"]["headers"]))

    async def open(self, url: str) -> None:
        await self.devtools.send("Page.navigate", {"url": url}, self.session)

    async def run(self, script: str) -> Any:
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = await self.devtools.send("Runtime.evaluate", asked, self.session)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str) -> Any:
        """Wait until a script gives something true."""
        deadline = time.monotonic() + _WITHIN
        while time.monotonic() < deadline:
            found = await self.run(f"document.body && ({script})")
            if found:
                return found
            await asyncio.sleep(0.05)
        shown = await self.run("document.body.innerText")
        raise AssertionError(f"not so in {_WITHIN:.0f} s: {script}\n{shown[:2000]}\n{self.complaints}")

    async def text(self, selector: str) -> str:
        found = await self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")
        return str(found)

    async def click(self, selector: str) -> None:
        await self.run(f"document.querySelector({json.dumps(selector)}).click()")

    async def key(self, key: str) -> None:
        codes = {"Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowDown": 40, "Tab": 9}
        for kind in ("rawKeyDown", "keyUp"):
            given = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
            await self.devtools.send("Input.dispatchKeyEvent", given, self.session)

    async def is_shaped(self, width: int, height: int) -> None:
        given = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.devtools.send("Emulation.setDeviceMetricsOverride", given, self.session)


@contextlib.asynccontextmanager
async def tab_behind(
    path: Path, proxy_port: int, trusted_key: str = "", downloads: Path | None = None
) -> AsyncIterator[Tab]:
    """Run a browser behind a proxy for as long as the block lasts.

    Args:
        path: the browser.
        proxy_port: the proxy's port.
        trusted_key: its public key; empty to trust none.
        downloads: where files go; None where none are to come.

    Yields:
        Its one tab.
    """
    with TemporaryDirectory(prefix="temoin-log-") as folder:
        started = chromium(
            path,
            proxy_port=proxy_port,
            trusted_key=trusted_key,
            third_party=ThirdPartyCookies.ALLOWED,
            net_log=Path(folder, "net.json"),
        )
        async with started as devtools:
            made = await devtools.send("Target.createTarget", {"url": "about:blank"})
            attached = {"targetId": made["targetId"], "flatten": True}
            session = (await devtools.send("Target.attachToTarget", attached))["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                await devtools.send(f"{domain}.enable", session=session)
            if downloads is not None:
                folder_given = {"behavior": "allow", "downloadPath": str(downloads)}
                await devtools.send("Browser.setDownloadBehavior", folder_given)
            yield Tab(devtools, session)
