"""A visitor: opens pages, clicks with real input events, waits as people do, and remembers the clicks."""

import asyncio
import base64
import json
import time
from pathlib import Path
from typing import Any

from truth.account import Account
from truth.devtools import DevTools
from truth.document import Click
from truth.proxy import RecordingProxy

__all__ = ["Visitor"]

_LOADS_WITHIN = 15.0
_QUIET = 0.25
_MOUSE: dict[str, Any] = {"button": "left", "buttons": 1, "clickCount": 1}


class Visitor:
    """One person at one browser.

    Args:
        devtools: the browser's protocol.
        account: what the browser tells of itself; knows the tabs.
        proxy: the proxy in between; knows what is under way.
        screens: a folder for a picture after each step; None for none.
    """

    def __init__(
        self, devtools: DevTools, account: Account, proxy: RecordingProxy, screens: Path | None
    ) -> None:
        self._devtools = devtools
        self._account = account
        self._proxy = proxy
        self._screens = screens
        self._tab = next(iter(account.tabs))
        self._loaded = asyncio.Event()
        self._shown = 0
        self.clicks: list[Click] = []
        devtools.listen(self._on_event)

    @property
    def _session(self) -> str:
        return self._account.tabs[self._tab]

    async def open(self, url: str) -> None:
        """Type an address and wait until the page is there."""
        self._loaded.clear()
        await self._devtools.send("Page.navigate", {"url": url}, self._session)
        await self._until_loaded()

    async def follow(self, selector: str) -> None:
        """Click a link or a button that leads to another page, and wait until that is there."""
        self._loaded.clear()
        await self._press(await self._place_of(selector))
        await self._until_loaded()

    async def press(self, selector: str) -> None:
        """Click what stays on the page."""
        await self._press(await self._place_of(selector))
        await self._show()

    async def choose(self, selector: str, choice: dict[str, bool]) -> None:
        """Click a button that makes a choice, and remember when.

        Args:
            selector: the button.
            choice: what that chooses, by service.
        """
        place = await self._place_of(selector)
        before = time.time()
        await self._press(place)
        self.clicks.append(Click(selector.strip("#[]"), before, time.time(), choice))
        await self._show()

    async def back(self) -> None:
        """Go back one page, as the button does; where the page was kept, nothing is loaded."""
        history = await self._devtools.send("Page.getNavigationHistory", session=self._session)
        before = history["entries"][history["currentIndex"] - 1]
        await self._devtools.send("Page.navigateToHistoryEntry", {"entryId": before["id"]}, self._session)

    async def pause(self, seconds: float) -> None:
        """Look at the page for a while."""
        await asyncio.sleep(seconds)

    async def new_tab(self) -> str:
        """Open another tab, look at it, and give its name."""
        made = await self._devtools.send("Target.createTarget", {"url": "about:blank"})
        tab = await self._account.tab_ready(made["targetId"])
        await self.turn_to(tab)
        return tab

    async def somebody_else(self) -> str:
        """Open a tab of another profile, look at it, and give its name."""
        profile = (await self._devtools.send("Target.createBrowserContext"))["browserContextId"]
        made = await self._devtools.send(
            "Target.createTarget", {"url": "about:blank", "browserContextId": profile}
        )
        tab = await self._account.tab_ready(made["targetId"])
        await self.turn_to(tab)
        return tab

    async def grant_storage_access(self) -> None:
        """Let every frame that asks for its unpartitioned cookies have them."""
        await self._devtools.send(
            "Browser.setPermission", {"permission": {"name": "storage-access"}, "setting": "granted"}
        )

    async def turn_to(self, tab: str) -> None:
        """Look at another tab."""
        self._tab = tab
        await self._devtools.send("Target.activateTarget", {"targetId": tab})

    @property
    def tab(self) -> str:
        """The name of the tab looked at."""
        return self._tab

    async def settle(self) -> None:
        """Wait until nothing has been under way for a moment."""
        quiet_since = time.monotonic()
        deadline = quiet_since + _LOADS_WITHIN
        while time.monotonic() < deadline:
            if self._proxy.under_way:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > _QUIET:
                return
            await asyncio.sleep(0.02)
        raise TimeoutError(f"requests still under way after {_LOADS_WITHIN:.0f} s")

    def _on_event(self, session: str, method: str, _: dict[str, Any]) -> None:
        if method == "Page.loadEventFired" and session == self._session:
            self._loaded.set()

    async def _until_loaded(self) -> None:
        await asyncio.wait_for(self._loaded.wait(), _LOADS_WITHIN)
        await self._show()

    async def _place_of(self, selector: str) -> tuple[float, float]:
        """Scroll an element into sight and give its middle, in pixels of the window."""
        found = await self._devtools.send(
            "Runtime.evaluate",
            {
                "expression": f"""(() => {{
                    const found = document.querySelector({json.dumps(selector)});
                    if (!found || !found.checkVisibility()) return null;
                    found.scrollIntoView({{ block: "center", behavior: "instant" }});
                    const box = found.getBoundingClientRect();
                    const at = [box.x + box.width / 2, box.y + box.height / 2];
                    return found.contains(document.elementFromPoint(...at)) ? at : null;
                }})()""",
                "returnByValue": True,
            },
            self._session,
        )
        place = found["result"].get("value")
        if place is None:
            raise LookupError(f"no {selector} to be seen, or something covers it")
        return place[0], place[1]

    async def _press(self, place: tuple[float, float]) -> None:
        at = {"x": place[0], "y": place[1]}
        send = self._devtools.send
        await send("Input.dispatchMouseEvent", {"type": "mouseMoved", **at}, self._session)
        await send("Input.dispatchMouseEvent", {"type": "mousePressed", **at, **_MOUSE}, self._session)
        await send("Input.dispatchMouseEvent", {"type": "mouseReleased", **at, **_MOUSE}, self._session)

    async def _show(self) -> None:
        if self._screens is None:
            return
        await self.settle()
        self._shown += 1
        picture = await self._devtools.send("Page.captureScreenshot", session=self._session)
        (self._screens / f"{self._shown:02}.png").write_bytes(base64.b64decode(picture["data"]))
