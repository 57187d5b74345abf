"""Made-up visits: what a visitor does, on sites that keep to their charter or do not, and what is true of it."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from generator.browser import Browser, Cookie, Fetched, Page
from temoin.events import Event, RequestSeen
from temoin.vocabulary import ChoiceState

__all__ = ["ACTIONS", "POLICY", "Action", "Moment", "Visit", "World", "play"]

POLICY = """\
name: shop.example
hosts: [shop.example, "*.shop.example"]
consent: {cookie: choice, format: [json, words], path: PATH}
categories:
  necessary: {title: Needed, consent: exempt}
  statistics: {title: Statistics, consent: required}
  advertising: {title: Advertising, consent: required}
services:
  stats: {title: Stats, category: statistics}
  ads: {title: Ads, category: advertising}
cookies:
  - {name: choice, category: necessary, party: first, lifetime: 6 months}
  - {name: token, category: necessary, party: first, lifetime: 1 year}
  - {name: stat, service: stats, party: first, lifetime: 13 months}
  - {name: id, domain: ads.example, party: third, service: ads, lifetime: 13 months}
"""

type Action = Literal[
    "open", "follow", "reload", "tab", "other", "from-other", "accept", "refuse", "partly", "wait", "api", "omit",
    "pixel", "bare-pixel", "frame", "stat", "click-pixel", "forget", "mystery", "switch",
]  # fmt: skip

ACTIONS: tuple[Action, ...] = (
    "open", "follow", "reload", "tab", "other", "from-other", "accept", "refuse", "partly", "wait", "api", "omit",
    "pixel", "bare-pixel", "frame", "stat", "click-pixel", "forget", "mystery", "switch",
)  # fmt: skip

_SHOP = "https://shop.example"
_OTHER = "https://other.test"
_VALUES = {
    ChoiceState.ALL: '{"ads":true,"stats":true}',
    ChoiceState.NONE: '{"ads":false,"stats":false}',
    ChoiceState.PARTIAL: '{"ads":false,"stats":true}',
}


@dataclass(frozen=True)
class World:
    """What kind of browser and site it is.

    Args:
        seed: of every length of time.
        partitioned, multiplexed, third_party: see `Browser`.
        by_response: True lets a response store the choice, not a script.
        path: of the consent cookie; the site's policy says it.
        same_site: of the consent cookie.
        known: True where the visitor has been there before, with cookies.
    """

    seed: int = 0
    partitioned: bool = True
    multiplexed: bool = True
    third_party: bool = True
    by_response: bool = False
    path: str = "/"
    same_site: str = "lax"
    known: bool = False


@dataclass(frozen=True)
class Moment:
    """From when on the choice was what."""

    since: float
    state: ChoiceState


@dataclass
class Visit:
    """What came of it: the wire, and the truth."""

    browser: Browser
    path: str
    moments: list[Moment] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        """The wire, in order of time."""
        rank = {"RequestSeen": 0, "ResponseSeen": 1, "FlowEnded": 2}
        return sorted(self.browser.events, key=lambda one: (one.at, one.flow, rank[type(one).__name__]))

    def states(self, since: float, until: float) -> set[ChoiceState]:
        """What the choice was at some moment of an interval."""
        found: set[ChoiceState] = set()
        for index, moment in enumerate(self.moments):
            end = self.moments[index + 1].since if index + 1 < len(self.moments) else float("inf")
            if moment.since <= until and end > since:
                found.add(moment.state)
        return found


class _Play:
    def __init__(self, world: World) -> None:
        self.random = Random(world.seed)
        self.world = world
        self.browser = Browser(
            self.random,
            partitioned=world.partitioned,
            multiplexed=world.multiplexed,
            third_party=world.third_party,
        )
        self.visit = Visit(self.browser, world.path, [Moment(float("-inf"), ChoiceState.UNSET)])
        self.now = 1_764_000_000.0
        self.tabs: list[Page] = []
        self.count = 0
        if world.known:
            self.browser.write("token", Cookie("t" * 12, "shop.example", host_only=True))
            self.browser.write("stat", Cookie("s" * 12, "shop.example", host_only=True))
            self.browser.write("id", Cookie("i" * 12, "ads.example", host_only=False, same_site="none"))

    def act(self, action: Action) -> None:
        self.now += self.random.choice((0.002, 0.004, 0.03, 0.1, 0.4, 1.5))
        page = self.tabs[-1] if self.tabs else None
        if page is None or action == "open":
            self.navigate(f"{_SHOP}/{self.path()}", None)
            return
        match action:
            case "follow" | "reload":
                self.navigate(page.url if action == "reload" else f"https://{page.host}/{self.path()}", page)
            case "tab":
                self.tabs.append(self.tabs[0])
                self.navigate(f"{_SHOP}/{self.path()}", None)
            case "other":
                self.tabs.append(page)
                self.navigate(f"{_OTHER}/{self.path()}", None)
            case "from-other":
                self.navigate(f"{_SHOP}/{self.path()}", Page(0, f"{_OTHER}/"))
            case "switch":
                self.tabs.insert(0, self.tabs.pop())
            case "wait":
                self.now += self.random.choice((0.5, 3.0, 20.0))
            case "pixel" | "bare-pixel" | "mystery":
                self.pixel(
                    page, bare=action == "bare-pixel", host="ads" if action != "mystery" else "mystery"
                )
            case "frame":
                self.frame(page)
            case _ if page.host == "shop.example":
                self.on_the_shop(action, page)
            case _:
                pass

    def on_the_shop(self, action: Action, page: Page) -> None:
        match action:
            case "accept" | "refuse" | "partly" | "click-pixel" if self.shown():
                self.choose(action, page)
            case "forget" if self.shown():
                self.browser.forget("choice", "shop.example", self.world.path)
                self.moment(self.now, ChoiceState.UNSET)
            case "api" | "omit":
                self.browser.fetch(
                    self.now, f"{_SHOP}/{self.path()}?x=1", page, "empty", omit=action == "omit"
                )
            case "stat":
                self.browser.write("stat", Cookie(self.value(), "shop.example", host_only=True))
                self.browser.fetch(self.now, f"{_SHOP}/stat", page, "empty")
            case _:
                pass

    def shown(self) -> bool:
        """Whether a request that shows the last change has left since: no store tells of what was undone before."""
        if len(self.visit.moments) == 1:
            return True
        since = self.visit.moments[-1].since
        under = "/" if self.world.path == "/" else f"{self.world.path}/"
        return any(
            isinstance(one, RequestSeen)
            and one.host == "shop.example"
            and one.path.startswith(under)
            and self.browser.truth[one.flow].read > since
            and any(name == b"cookie" for name, _ in one.headers)
            and (b"sec-fetch-site", b"cross-site") not in one.headers
            for one in self.browser.events
        )

    def navigate(self, url: str, cause: Page | None) -> None:
        page, fetched = self.browser.fetch(
            self.now, url, None, "document", cause=cause.url if cause else None
        )
        if self.tabs:
            self.tabs[-1] = page
        else:
            self.tabs.append(page)
        if page.host == "shop.example" and not any(name == "token" for name, _ in self.browser.store):
            self.set(fetched, "token", Cookie(self.value(), "shop.example", host_only=True), "Secure")
        self.now = max(self.now, fetched.answered) + 0.01

    def choose(self, action: Action, page: Page) -> None:
        state = {"accept": ChoiceState.ALL, "refuse": ChoiceState.NONE, "partly": ChoiceState.PARTIAL}.get(
            action, ChoiceState.ALL
        )
        cookie = Cookie(
            _VALUES[state],
            "shop.example",
            host_only=True,
            path=self.world.path,
            same_site=self.world.same_site,
        )
        if self.world.by_response:
            _, fetched = self.browser.fetch(self.now, f"{_SHOP}/choose", page, "empty", method="POST")
            stored = self.set(fetched, "choice", cookie, f"Path={self.world.path}; Secure; Max-Age=15552000")
            self.moment(stored, state)
            self.now = max(self.now, stored) + 0.001
        else:
            self.browser.write("choice", cookie)
            self.moment(self.now, state)
        if action == "click-pixel":
            self.now += 0.004
            self.pixel(page, bare=False, host="ads")

    def pixel(self, page: Page, *, bare: bool, host: str) -> None:
        url = f"https://px.{host}.example/p.gif?{self.count}"
        _, fetched = self.browser.fetch(self.now, url, page, no_referrer=bare)
        if self.browser.third_party and self.random.random() < 0.5:
            cookie = Cookie(self.value(), f"{host}.example", host_only=False, same_site="none")
            name = "id" if host == "ads" else "m"
            self.set(fetched, name, cookie, f"Domain={host}.example; Secure; SameSite=None; Max-Age=999999")

    def frame(self, page: Page) -> None:
        url = f"https://frame.ads.example/f{self.random.randrange(3)}"
        self.browser.fetch(self.now, url, page, "iframe")
        self.now += 0.4
        self.browser.fetch(self.now, "https://px.ads.example/in-frame.gif", page, cause=url)

    def set(self, fetched: Fetched, name: str, cookie: Cookie, attributes: str) -> float:
        """Let a response set a cookie; returns when the browser has stored it."""
        self.browser.answer(fetched, (f"{name}={cookie.value}; {attributes}",))
        self.browser.write(name, cookie)
        return self.browser.truth[fetched.flow].stored

    def moment(self, at: float, state: ChoiceState) -> None:
        self.visit.moments.append(Moment(at, state))

    def path(self) -> str:
        return self.random.choice(("", "a/", "a/b", "shop/x"))

    def value(self) -> str:
        self.count += 1
        return f"{self.count:012x}"


def play(world: World, actions: list[Action]) -> Visit:
    """Let a visitor act.

    Args:
        world: browser and site.
        actions: in order; those that make no sense where they come do nothing.
    """
    going = _Play(world)
    for action in actions:
        going.act(action)
    return going.visit
