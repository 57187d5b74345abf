"""What a browser puts on the wire: events in order of time, Fetch Metadata, Referer and Origin."""

from dataclasses import dataclass, field

from generator.site import Kind, registrable_of
from temoin.events import Event, FlowEnded, Headers, RequestSeen, ResponseSeen

__all__ = ["Place", "Wire", "fetch_site", "referer"]

_RANK: dict[type, int] = {RequestSeen: 0, ResponseSeen: 1, FlowEnded: 2}


@dataclass(frozen=True)
class Place:
    """A URL in its parts.

    Args:
        scheme: "http" or "https".
        host: lower case.
        path: with query.
    """

    scheme: str
    host: str
    path: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def bare(self) -> str:
        """The path without query."""
        return self.path.partition("?")[0]

    @property
    def secure(self) -> bool:
        return self.scheme == "https"


@dataclass
class Wire:
    """Collects events.

    Args:
        kind: the browser, which tells its User-Agent.
        client: its address.
    """

    kind: Kind
    client: str = "192.0.2.7"
    flows: int = 0
    _events: list[Event] = field(default_factory=list)

    def number(self) -> int:
        """The next flow's number."""
        self.flows += 1
        return self.flows

    def request(
        self,
        flow: int,
        at: float,
        to: Place,
        method: str,
        fields: Headers,
        *,
        multiplexed: bool,
        connection: str,
        connected: float,
    ) -> None:
        """Put a request on the wire; the arguments are those of `RequestSeen`."""
        self._events.append(
            RequestSeen(
                flow=flow,
                at=at,
                scheme=to.scheme,
                host=to.host,
                port=443 if to.secure else 80,
                path=to.path,
                method=method,
                headers=((b"user-agent", self.kind.encode()), *fields),
                http_version="HTTP/2.0" if multiplexed else "HTTP/1.1",
                client=self.client,
                connection=connection,
                connected=connected,
            )
        )

    def response(self, flow: int, at: float, status: int, fields: Headers) -> None:
        """Put the first byte of a response on the wire."""
        self._events.append(ResponseSeen(flow, at, status, fields))

    def ended(self, flow: int, at: float, error: str = "") -> None:
        """Put an end on the wire."""
        self._events.append(FlowEnded(flow, at, error))

    def events(self) -> tuple[Event, ...]:
        """All of it, in the order that the engine is promised."""
        return tuple(sorted(self._events, key=lambda one: (one.at, one.flow, _RANK[type(one)])))


def fetch_site(chain: tuple[Place, ...], initiator: Place | None) -> str:
    """Sec-Fetch-Site (Fetch Metadata 2.4), for a request and the redirects that led to it.

    Args:
        chain: every URL, the request's own last.
        initiator: where what caused it lives; None for the visitor.
    """
    if initiator is None:
        return "none"
    said = "same-origin"
    for one in chain:
        if one.origin == initiator.origin:
            continue
        near = registrable_of(one.host) == registrable_of(initiator.host) and one.scheme == initiator.scheme
        if not near:
            return "cross-site"
        said = "same-site"
    return said


def referer(source: Place, to: Place, policy: str) -> str:
    """The Referer by a referrer policy (Referrer Policy 8.3), or nothing.

    Args:
        source: the document or style sheet it comes from.
        to: the request's URL.
        policy: as in Referrer-Policy; empty for the default.
    """
    if source.secure and not to.secure:
        return ""
    same = source.origin == to.origin
    match policy:
        case "no-referrer":
            return ""
        case "same-origin":
            return source.url if same else ""
        case "origin":
            return source.origin + "/"
        case _:
            return source.url if same else source.origin + "/"
