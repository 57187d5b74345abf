"""A visitor at Firefox: the same steps as `truth.visitor`, by WebDriver BiDi."""

import asyncio
import json
import time

from truth.bidi import BiDi
from truth.devtools import Params
from truth.document import Click
from truth.fox_account import FoxAccount
from truth.proxy import RecordingProxy

__all__ = ["FoxVisitor"]

_LOADS_WITHIN = 20.0
_QUIET = 0.25
_PLACE = """(selector) => {
    const found = document.querySelector(selector);
    if (!found || !found.checkVisibility()) return null;
    found.scrollIntoView({ block: "center", behavior: "instant" });
    const box = found.getBoundingClientRect();
    const at = [box.x + box.width / 2, box.y + box.height / 2];
    return found.contains(document.elementFromPoint(...at)) ? JSON.stringify(at) : null;
}"""


class FoxVisitor:
    """One person at one Firefox; see `truth.visitor.Visitor` for what each step does."""

    def __init__(self, bidi: BiDi, account: FoxAccount, proxy: RecordingProxy) -> None:
        self._bidi = bidi
        self._account = account
        self._proxy = proxy
        self._tab = account.tabs[0]
        self._loaded = asyncio.Event()
        self.clicks: list[Click] = []
        bidi.listen(self._on_event)

    @property
    def tab(self) -> str:
        """The name of the tab looked at."""
        return self._tab

    async def open(self, url: str) -> None:
        """Type an address and wait until the page is there."""
        await self._bidi.send(
            "browsingContext.navigate", {"context": self._tab, "url": url, "wait": "complete"}
        )

    async def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait until that is there."""
        place = await self._place_of(selector)
        self._loaded.clear()
        await self._press(place)
        await asyncio.wait_for(self._loaded.wait(), _LOADS_WITHIN)

    async def press(self, selector: str) -> None:
        """Click what stays on the page."""
        await self._press(await self._place_of(selector))

    async def choose(self, selector: str, choice: dict[str, bool]) -> None:
        """Click a button that makes a choice, and remember when."""
        place = await self._place_of(selector)
        before = time.time()
        await self._press(place)
        self.clicks.append(Click(selector.strip("#[]"), before, time.time(), choice))

    async def back(self) -> None:
        """Go back one page, as the button does; where the page was kept, nothing is loaded."""
        await self._bidi.send("browsingContext.traverseHistory", {"context": self._tab, "delta": -1})

    async def pause(self, seconds: float) -> None:
        """Look at the page for a while."""
        await asyncio.sleep(seconds)

    async def new_tab(self) -> str:
        """Open another tab, look at it, and give its name."""
        made = await self._bidi.send("browsingContext.create", {"type": "tab"})
        await self.turn_to(made["context"])
        return self._tab

    async def somebody_else(self) -> str:
        """Open a tab of another container, look at it, and give its name."""
        container = (await self._bidi.send("browser.createUserContext"))["userContext"]
        made = await self._bidi.send("browsingContext.create", {"type": "tab", "userContext": container})
        await self.turn_to(made["context"])
        return self._tab

    async def grant_storage_access(self) -> None:
        """Nothing to be done: a first frame that asks is given access unasked."""

    async def turn_to(self, tab: str) -> None:
        """Look at another tab."""
        self._tab = tab
        await self._bidi.send("browsingContext.activate", {"context": tab})

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

    def _on_event(self, method: str, params: Params) -> None:
        if method == "browsingContext.load" and params["context"] == self._tab:
            self._loaded.set()

    async def _place_of(self, selector: str) -> tuple[float, float]:
        found = await self._bidi.send(
            "script.callFunction",
            {
                "functionDeclaration": _PLACE,
                "arguments": [{"type": "string", "value": selector}],
                "target": {"context": self._tab},
                "awaitPromise": False,
            },
        )
        place = found.get("result", {}).get("value")
        if not isinstance(place, str):
            raise LookupError(f"no {selector} to be seen, or something covers it")
        x, y = json.loads(place)
        return x, y

    async def _press(self, place: tuple[float, float]) -> None:
        at = {"x": round(place[0]), "y": round(place[1])}
        mouse = {
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": [
                {"type": "pointerMove", **at},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        }
        await self._bidi.send("input.performActions", {"context": self._tab, "actions": [mouse]})
