"""Firefox's own account of its requests, gathered from WebDriver BiDi as they happen."""

import msgspec

from truth.account import Hop
from truth.bidi import BiDi
from truth.devtools import Params
from truth.document import CookieSent, Initiator

__all__ = ["FoxAccount"]

_EVENTS = [
    "network.beforeRequestSent",
    "network.responseStarted",
    "network.fetchError",
    "browsingContext.contextCreated",
    "browsingContext.load",
]


class FoxAccount:
    """Listens to one browser.

    Args:
        bidi: its protocol, with a session begun.
    """

    def __init__(self, bidi: BiDi) -> None:
        self._bidi = bidi
        self._parents: dict[str, str | None] = {}
        self._others: set[str] = set()
        self._documents: dict[str, str] = {}
        self._hops: list[Hop] = []
        self._cached: set[int] = set()
        self._given_up: set[int] = set()
        self._latest: dict[str, int] = {}
        self.tabs: list[str] = []
        """The tabs' contexts, in order of opening."""

    async def begin(self) -> None:
        """Listen to everything there is and will be."""
        self._bidi.listen(self._take)
        await self._bidi.send("session.subscribe", {"events": _EVENTS})
        tree = await self._bidi.send("browsingContext.getTree")
        for context in tree["contexts"]:
            self._know(context["context"], None)

    def hops(self) -> tuple[Hop, ...]:
        """Every request that was made for a page and left the browser, in order."""
        return tuple(
            msgspec.structs.replace(hop, given_up=index in self._given_up)
            for index, hop in enumerate(self._hops)
            if index not in self._cached
        )

    def _take(self, method: str, params: Params) -> None:
        match method:
            case "browsingContext.contextCreated":
                self._know(params["context"], params.get("parent"))
                if params.get("userContext", "default") != "default":
                    self._others.add(params["context"])
            case "network.beforeRequestSent":
                self._asked(params)
            case "network.responseStarted":
                self._answered(params)
            case "network.fetchError":
                self._given_up.add(self._latest.get(params["request"]["request"], -1))
            case _:
                pass

    def _know(self, context: str, parent: str | None) -> None:
        if context not in self._parents and parent is None:
            self.tabs.append(context)
        self._parents[context] = parent

    def _asked(self, params: Params) -> None:
        context, request = params["context"], params["request"]
        if context is None or not request["url"].startswith(("http:", "https:")):
            return
        top = self._top(context)
        is_page = params["navigation"] is not None and top == context and request["destination"] == "document"
        headers = {one["name"].lower(): one["value"].get("value", "") for one in request["headers"]}
        self._latest[request["request"]] = len(self._hops)
        self._hops.append(
            Hop(
                request_id=request["request"],
                at=params["timestamp"] / 1000,
                method=request["method"],
                url=request["url"].partition("#")[0],
                type="Document"
                if request["destination"] in ("document", "iframe")
                else request["destination"],
                initiator=Initiator(params["initiator"]["type"]),
                page=request["request"] if is_page else self._documents.get(top, ""),
                is_page=is_page,
                cookie=headers.get("cookie", ""),
                referer=headers.get("referer", ""),
                sent=tuple(
                    CookieSent(
                        one["name"], one["domain"].lstrip("."), one["path"], not one["domain"].startswith(".")
                    )
                    for one in request["cookies"]
                ),
                set=(),
                profile=int(context in self._others),
            )
        )

    def _answered(self, params: Params) -> None:
        """A top-level document begins with its answer; a redirect is not one yet."""
        context, request = params["context"], params["request"]
        if params["response"]["fromCache"] and request["request"] in self._latest:
            self._cached.add(self._latest[request["request"]])
        redirects = 300 <= params["response"]["status"] < 400
        if params["navigation"] is None or context is None or self._top(context) != context or redirects:
            return
        if request["destination"] == "document":
            self._documents[context] = request["request"]

    def _top(self, context: str) -> str:
        while (parent := self._parents.get(context)) is not None:
            context = parent
        return context
