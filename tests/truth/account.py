"""The browser's own account of its requests, gathered from its protocol as they happen.

Every target that can ask for something (tabs, frames in processes of their own, workers) is attached to
before it runs. A request of several hops is one request to the protocol and several to the wire; each hop
that reached the network has an "extra info" event of its own, in order, and one that a cache served has none.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable

import msgspec

from truth.devtools import DevTools, Params
from truth.document import CookieSent, CookieSet, Initiator
from truth.frames import Frames
from truth.setcookie import set_by

__all__ = ["Account", "Hop"]

_TAB_WITHIN = 10.0
_NOT_OURS = ("browser", "tab", "browser_ui")
_ATTACH: Params = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [*({"type": kind, "exclude": True} for kind in _NOT_OURS), {}],
}


class Hop(msgspec.Struct, frozen=True):
    """One request as it left the browser.

    Args:
        request_id: the protocol's name of the request it is a hop of.
        at: when, in Unix seconds, by the browser.
        method: its method.
        url: its URL, without fragment.
        type: what it was for.
        initiator: what made the browser ask.
        page: the loader of the top-level document it was made for; empty where none is known.
        is_page: whether it is a top-level navigation itself.
        cookie: the Cookie header as sent; empty for none.
        referer: the Referer header as sent; empty for none.
        sent: the cookies held for it.
        set: what its response set.
        given_up: whether the browser took it back before an answer came.
        profile: 0 for the first profile, 1 for another.
    """

    request_id: str
    at: float
    method: str
    url: str
    type: str
    initiator: Initiator
    page: str
    is_page: bool
    cookie: str
    referer: str
    sent: tuple[CookieSent, ...]
    set: tuple[CookieSet, ...]
    given_up: bool = False
    profile: int = 0


class _Request:
    """What was told of one request so far."""

    def __init__(self) -> None:
        self.asked: list[Params] = []
        self.sent: list[Params] = []
        self.received: list[Params] = []
        self.page = ""
        self.is_page = False
        self.profile = 0
        self.from_cache = False


class Account:
    """Listens to one browser.

    Args:
        devtools: its protocol, opened.
    """

    def __init__(self, devtools: DevTools) -> None:
        self._devtools = devtools
        self._frames = Frames()
        self._requests: dict[str, _Request] = defaultdict(_Request)
        self._session_page: dict[str, str] = {}
        self._session_profile: dict[str, str] = {}
        self._takers: dict[str, Callable[[str, Params], None]] = {
            "Target.attachedToTarget": self._attached,
            "Page.frameAttached": self._frame_attached,
            "Page.frameNavigated": self._frame_navigated,
            "Network.requestWillBeSent": self._asked,
            "Network.requestWillBeSentExtraInfo": self._sent,
            "Network.responseReceivedExtraInfo": self._received,
            "Network.requestServedFromCache": self._served_from_cache,
        }
        self.tabs: dict[str, str] = {}
        """The session of each tab, by its target's id."""

    async def begin(self) -> None:
        """Attach to everything there is and will be."""
        self._devtools.listen(self._take)
        await self._devtools.send("Target.setAutoAttach", _ATTACH)

    async def tab_ready(self, target: str = "") -> str:
        """Wait until a tab tells all: one that navigates before that keeps its first requests to itself.

        Args:
            target: the tab's id; empty for whichever is there.

        Returns:
            The tab's id.
        """
        async with asyncio.timeout(_TAB_WITHIN):
            while not (target in self.tabs or (self.tabs and not target)):
                await asyncio.sleep(0.01)
            found = target or next(iter(self.tabs))
            await self._devtools.send("Page.enable", session=self.tabs[found])
            await self._devtools.send("Network.enable", session=self.tabs[found])
        return found

    def hops(self) -> tuple[Hop, ...]:
        """Every request that reached the network, in the order the browser made them."""
        found = [
            hop for name, request in self._requests.items() if request.asked for hop in _hops(name, request)
        ]
        return tuple(sorted(found, key=lambda hop: hop.at))

    def _take(self, session: str, method: str, params: Params) -> None:
        taker = self._takers.get(method)
        if taker is not None:
            taker(session, params)

    def _attached(self, session: str, params: Params) -> None:
        target, child = params["targetInfo"], params["sessionId"]
        self._session_profile[child] = target.get("browserContextId", "")
        if target["type"] == "page":
            self.tabs[target["targetId"]] = child
        elif target["type"] == "iframe":
            self._frames.attached(target["targetId"], target["parentFrameId"])
        else:
            self._session_page[child] = self._page_of_session(session)
        if target["type"] in ("page", "iframe"):
            self._devtools.post("Page.enable", session=child)
        self._devtools.post("Network.enable", session=child)
        self._devtools.post("Target.setAutoAttach", _ATTACH, child)
        self._devtools.post("Runtime.runIfWaitingForDebugger", session=child)

    def _page_of_session(self, session: str) -> str:
        frame = next((frame for frame, attached in self.tabs.items() if attached == session), "")
        return self._frames.page(frame) or self._session_page.get(session, "")

    def _frame_attached(self, _: str, params: Params) -> None:
        self._frames.attached(params["frameId"], params["parentFrameId"])

    def _frame_navigated(self, _: str, params: Params) -> None:
        self._frames.committed(params["frame"]["id"], params["frame"]["loaderId"])

    def _asked(self, session: str, params: Params) -> None:
        request = self._requests[params["requestId"]]
        if not request.asked:
            first = next(iter(self._session_profile.values()))
            request.profile = int(self._session_profile.get(session, first) != first)
            frame = params.get("frameId", "")
            is_top = self._frames.is_top(frame)
            request.is_page = is_top and params["type"] == "Document"
            if is_top:
                request.page = params["loaderId"]
            else:
                request.page = self._frames.page(frame) if frame else self._page_of_session(session)
        request.asked.append(params)

    def _sent(self, _: str, params: Params) -> None:
        self._requests[params["requestId"]].sent.append(params)

    def _received(self, _: str, params: Params) -> None:
        self._requests[params["requestId"]].received.append(params)

    def _served_from_cache(self, _: str, params: Params) -> None:
        self._requests[params["requestId"]].from_cache = True


def _hops(name: str, request: _Request) -> list[Hop]:
    if request.from_cache:
        return []
    hops = []
    # A hop with no extra info (a cached redirect) would shift those after it: the event says which have it.
    told = [later.get("redirectHasExtraInfo", True) for later in request.asked[1:]] + [True]
    asked = [params for params, extra in zip(request.asked, told, strict=True) if extra]
    for index, params in enumerate(asked[: len(request.sent)]):
        extra = request.sent[index]
        received = request.received[index] if index < len(request.received) else None
        headers = {key.lower(): value for key, value in extra["headers"].items()}
        url = params["request"]["url"]
        hops.append(
            Hop(
                request_id=name,
                at=params["wallTime"],
                method=params["request"]["method"],
                url=url,
                type=params.get("type", ""),
                initiator=_initiator(params["initiator"]),
                page=request.page,
                is_page=request.is_page,
                cookie=headers.get("cookie", ""),
                referer=headers.get("referer", ""),
                sent=_held(extra),
                set=set_by(url, received) if received is not None else (),
                profile=request.profile,
            )
        )
    return hops


def _initiator(initiator: Params) -> Initiator:
    url = initiator.get("url", "")
    stack = initiator.get("stack")
    while not url and stack:
        url = next((frame["url"] for frame in stack["callFrames"] if frame["url"]), "")
        stack = stack.get("parent")
    return Initiator(initiator["type"], url)


def _held(extra: Params) -> tuple[CookieSent, ...]:
    return tuple(
        CookieSent(
            name=one["cookie"]["name"],
            domain=one["cookie"]["domain"].removeprefix("."),
            host_only=not one["cookie"]["domain"].startswith("."),
            path=one["cookie"]["path"],
            blocked=tuple(one["blockedReasons"]),
        )
        for one in extra["associatedCookies"]
    )
