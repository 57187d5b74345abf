"""A model of a browser behind the proxy: tabs, one cookie store, connection pools, and the waits they cause.

It knows the truth: for each request the page, and the moment at which the store was read; for each response the
moment at which its cookies were stored. What it puts on the wire is what Chromium or Firefox was measured to
send (Fetch Metadata, Referer by strict-origin-when-cross-origin, one pool of connections for each top-level site
in Chromium and one for all in Firefox, six connections to a host over HTTP/1.1, one over HTTP/2).
"""

from dataclasses import dataclass, field
from random import Random

from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.sites import registrable, site

__all__ = ["Browser", "Cookie", "Fetched", "Page", "Truth"]


@dataclass
class Cookie:
    """A cookie in the store."""

    value: str
    domain: str
    host_only: bool
    path: str = "/"
    same_site: str = "lax"


@dataclass(frozen=True)
class Page:
    """A top-level document, as it truly is: its navigation's flow, and where it lives."""

    flow: int
    url: str

    @property
    def host(self) -> str:
        return self.url.split("/")[2]

    @property
    def site(self) -> str:
        return site(self.url.split(":")[0], self.host)


@dataclass(frozen=True)
class Truth:
    """What is true of one request."""

    page: Page
    read: float
    stored: float


@dataclass
class Fetched:
    """A request under way: when its answer begins, and its flow."""

    flow: int
    answered: float


@dataclass
class _Connection:
    name: str
    opened: float
    free: float
    ready: float


@dataclass
class Browser:
    """One profile.

    Args:
        random: the source of every length of time.
        partitioned: True keeps a pool of connections for each top-level site.
        multiplexed: True speaks HTTP/2.
        third_party: True lets third-party cookies flow.
        agent: the User-Agent, and so the visitor.
    """

    random: Random
    partitioned: bool = True
    multiplexed: bool = True
    third_party: bool = True
    agent: str = "Model/1.0"
    store: list[tuple[str, Cookie]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    truth: dict[int, Truth] = field(default_factory=dict)
    pools: dict[tuple[str, str], list[_Connection]] = field(default_factory=dict)
    flows: int = 0

    def write(self, name: str, cookie: Cookie) -> None:
        """Store a cookie, over one of the same name, domain and path."""
        self.forget(name, cookie.domain, cookie.path)
        self.store.append((name, cookie))

    def forget(self, name: str, domain: str, path: str = "/") -> None:
        """Remove a cookie."""
        self.store = [
            (other, held)
            for other, held in self.store
            if (other, held.domain, held.path) != (name, domain, path)
        ]

    def carried(
        self, host: str, path: str, page_site: str, top: bool, relation: str
    ) -> list[tuple[str, str]]:
        """The cookies that a request would carry."""
        third = page_site != site("https", host)
        if third and not self.third_party:
            return []
        return [
            (name, held.value)
            for name, held in self.store
            if (
                held.domain == host
                if held.host_only
                else host == held.domain or host.endswith("." + held.domain)
            )
            and (path == held.path or path.startswith(held.path.rstrip("/") + "/"))
            and _allowed(held.same_site, third, top, relation)
        ]

    def fetch(
        self,
        at: float,
        url: str,
        page: Page | None,
        dest: str = "image",
        *,
        method: str = "GET",
        cause: str | None = None,
        omit: bool = False,
        no_referrer: bool = False,
    ) -> tuple[Page, Fetched]:
        """Send a request.

        Args:
            at: when the browser starts it, and so reads its store.
            url: https.
            page: the page that causes it; None for a navigation.
            dest: as Sec-Fetch-Dest.
            method: of the request.
            cause: the URL of the document it comes from; the page's own if None.
            omit: True leaves credentials out.
            no_referrer: True sends no Referer.

        Returns:
            The page it belongs to, and when its answer begins.
        """
        self.flows += 1
        flow = self.flows
        host, _, path = url.removeprefix("https://").partition("/")
        path = "/" + path
        owner = page or Page(flow, url)
        top = dest == "document"
        initiator = cause or (None if page is None else page.url)
        relation = _relation(initiator, host)
        cookies = [] if omit else self.carried(host, path.partition("?")[0], owner.site, top, relation)
        arrived, connection = self._connect(at, host, owner.site)
        headers = [
            (b"user-agent", self.agent.encode()),
            (b"sec-fetch-site", relation.encode()),
            (b"sec-fetch-mode", b"navigate" if dest in ("document", "iframe") else b"no-cors"),
            (b"sec-fetch-dest", dest.encode()),
        ]
        if initiator is not None and not no_referrer:
            headers.append((b"referer", _referer(initiator, host).encode()))
        headers += [(b"cookie", f"{name}={value}".encode()) for name, value in cookies]
        self.events.append(
            RequestSeen(
                flow=flow, at=arrived, scheme="https", host=host, port=443, path=path, method=method,
                headers=tuple(headers), http_version="HTTP/2.0" if self.multiplexed else "HTTP/1.1",
                client="192.0.2.7", connection=connection.name, connected=connection.opened,
            )
        )  # fmt: skip
        answered = arrived + self.random.uniform(0.005, 0.3)
        connection.free = answered + self.random.uniform(0.0, 0.05)
        self.truth[flow] = Truth(owner, at, answered + self.random.uniform(0.0, 0.25))
        self.answer(Fetched(flow, answered), (), connection.free)
        return owner, Fetched(flow, answered)

    def answer(self, fetched: Fetched, sets: tuple[str, ...], ended: float | None = None) -> None:
        """Give the answer of a request its Set-Cookie fields."""
        headers = tuple((b"set-cookie", one.encode()) for one in sets)
        if ended is None:
            self.events = [
                ResponseSeen(one.flow, one.at, 200, headers)
                if isinstance(one, ResponseSeen) and one.flow == fetched.flow
                else one
                for one in self.events
            ]
            return
        self.events.append(ResponseSeen(fetched.flow, fetched.answered, 200, headers))
        self.events.append(FlowEnded(fetched.flow, ended))

    def _connect(self, at: float, host: str, top_site: str) -> tuple[float, _Connection]:
        """Wait for a connection: an idle one, a fresh one, or the first to become free."""
        pool = self.pools.setdefault((host, top_site if self.partitioned else ""), [])
        shake = self.random.choice((0.004, 0.02, 0.06, 0.15, 0.4))
        if self.multiplexed:
            if not pool:
                pool.append(
                    _Connection(f"{host}#{len(self.pools)}.{self.flows}", at + 0.001, 0.0, at + shake)
                )
                return at + shake, pool[0]
            return max(at + self.random.uniform(0.0, 0.006), pool[0].ready), pool[0]
        idle = [one for one in pool if one.free <= at]
        if idle:
            return at + self.random.uniform(0.0, 0.006), idle[0]
        if len(pool) < 6:
            pool.append(_Connection(f"{host}#{len(self.pools)}.{self.flows}", at + 0.001, 0.0, at + shake))
            return at + shake, pool[-1]
        first = min(pool, key=lambda one: one.free)
        return max(at, first.free) + self.random.uniform(0.0, 0.004), first


def _allowed(same_site: str, third: bool, top: bool, relation: str) -> bool:
    if same_site == "none":
        return True
    if top:
        return same_site == "lax" or relation != "cross-site"
    return not third


def _relation(initiator: str | None, host: str) -> str:
    if initiator is None:
        return "none"
    other = initiator.split("/")[2]
    if other == host:
        return "same-origin"
    return "same-site" if registrable(other) == registrable(host) else "cross-site"


def _referer(initiator: str, host: str) -> str:
    other = initiator.split("/")[2]
    return initiator if other == host else f"https://{other}/"
