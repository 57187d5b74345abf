"""Sessions as text: the notation of the rules' examples, judged."""

from temoin.audit import Audit
from temoin.events import Event, Headers, RequestSeen
from temoin.policy import Policy, load_bytes
from temoin.report import Exchange, Session
from temoin.rules.examples import SHOP, parse
from temoin.settings import Settings
from temoin.statement import Source

KEEP = Settings(exchanges=True)


def judge_events(
    events: tuple[Event, ...], *, policy: str | Policy = SHOP, settings: Settings = KEEP
) -> Session:
    loaded = load_bytes(policy.encode(), file="shop.yaml") if isinstance(policy, str) else policy
    audit = Audit((loaded,), settings)
    for event in events:
        audit.feed(event)
    return audit.close(Source("session"))


def events_of(traffic: str) -> tuple[Event, ...]:
    lines = "\n".join(f"    {line}" for line in traffic.splitlines())
    return parse(f"session\n{lines}")[0].events


def judge(traffic: str, *, policy: str | Policy = SHOP, settings: Settings = KEEP) -> Session:
    return judge_events(events_of(traffic), policy=policy, settings=settings)


def exchanges(session: Session) -> tuple[Exchange, ...]:
    assert session.exchanges is not None
    return session.exchanges


def of(session: Session, name: str) -> list[Exchange]:
    return [one for one in exchanges(session) if one.name == name]


def request(
    flow: int,
    at: float,
    url: str,
    *fields: tuple[str, str],
    method: str = "GET",
    client: str = "192.0.2.1",
    raw: Headers = (),
) -> RequestSeen:
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    headers = tuple((name.encode(), value.encode()) for name, value in fields)
    return RequestSeen(
        flow=flow, at=at, scheme=scheme, host=host, port=443 if scheme == "https" else 80, path=slash + path or "/",
        method=method, headers=(*headers, *raw), client=client,
    )  # fmt: skip


DOCUMENT = (("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"))
