"""`python -m benchmarks.growth [EVENTS] [SHAPE]`, from tests/: what the engine holds and takes as a session grows.

Events are made as they are fed, so that what grows is the engine. `SHAPE` names one of `SHAPES`; without it, all
are fed in turn, each in a process of its own. For each quarter of the way: seconds of CPU since the last, peak
memory; then those of closing; then the exponent by which time grows from the first half to all of it (1 is linear).
"""

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from temoin.audit import Audit
from temoin.events import Event, FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.statement import Source

__all__ = ["SHAPES", "Grown", "feed", "growing"]

_START = 1_764_000_000.0
_CHOICE = b'choice={"ads":true,"stats":false}'


def _flow(
    flow: int,
    at: float,
    url: str,
    dest: str,
    *,
    site: str,
    referer: str = "",
    cookies: bytes = b"",
    sets: bytes = b"",
    visitor: int = 0,
    connection: str = "c",
) -> Iterator[Event]:
    host, slash, path = url.removeprefix("https://").partition("/")
    fields: list[tuple[bytes, bytes]] = [
        (b"user-agent", b"Model/1.0"),
        (b"sec-fetch-site", site.encode()),
        (b"sec-fetch-mode", b"navigate" if dest in ("document", "iframe") else b"no-cors"),
        (b"sec-fetch-dest", dest.encode()),
    ]
    fields += [(b"referer", referer.encode())] if referer else []
    fields += [(b"cookie", cookies)] if cookies else []
    answer: Headers = ((b"set-cookie", sets),) if sets else ()
    yield RequestSeen(
        flow=flow, at=at, scheme="https", host=host, port=443, path=slash + path, method="GET",
        headers=tuple(fields), http_version="HTTP/2.0", client=f"192.0.{visitor // 250}.{visitor % 250}",
        connection=connection, connected=_START,
    )  # fmt: skip
    yield ResponseSeen(flow, at + 0.01, 200, answer)
    yield FlowEnded(flow, at + 0.02)


def _visits(visitors: int, *, unlike: bool = False, chosen: bool = True, hosts: int = 1) -> Iterator[Event]:
    """Pages without end: a document, an image of its own, an advertiser's pixel that sets a cookie.

    Args:
        visitors: how many take turns.
        unlike: True where every page, value and cookie name is new.
        chosen: True where the choice is carried, so that nothing waits.
        hosts: how many sites take turns, all but the first not covered.
    """
    flow = 0
    while True:
        number = flow // 3
        visitor, at = number % visitors, _START + number * 0.1
        own = f"https://shop.example/{number if unlike else number % 50}"
        if number % hosts:
            own = f"https://site{number % hosts}.test/{number if unlike else number % 50}"
        origin = "/".join(own.split("/")[:3]) + "/"
        cookies = b"token=abcdefgh" + (b"; " + _CHOICE if chosen else b"")
        sets = f"id{number if unlike else ''}=v{number}; Secure; SameSite=None; Max-Age=9999".encode()
        link = f"c{visitor}.{number % hosts}"
        yield from _flow(
            flow, at, own, "document", site="none", cookies=cookies, visitor=visitor, connection=link
        )
        yield from _flow(
            flow + 1, at + 0.03, origin + "logo.png", "image", site="same-origin", referer=own, cookies=cookies,
            visitor=visitor, connection=link,
        )  # fmt: skip
        yield from _flow(
            flow + 2, at + 0.06, f"https://ads.example/{number}.gif", "image", site="cross-site", referer=origin,
            cookies=f"id=v{number - 1}".encode(), sets=sets, visitor=visitor, connection=f"a{visitor}",
        )  # fmt: skip
        flow += 3


def _one_page() -> Iterator[Event]:
    """One page that asks an advertiser for ever and its own site never."""
    yield from _flow(0, _START, "https://shop.example/", "document", site="none", cookies=b"token=abcdefgh")
    flow = 1
    while True:
        yield from _flow(
            flow, _START + flow * 0.1, f"https://ads.example/{flow}.gif", "image", site="cross-site",
            referer="https://shop.example/", cookies=f"id=v{flow}".encode(),
        )  # fmt: skip
        flow += 1


def _framed() -> Iterator[Event]:
    """One page with ever new frames, each with something of its own."""
    yield from _flow(0, _START, "https://shop.example/", "document", site="none", cookies=b"token=abcdefgh")
    flow = 1
    while True:
        at = _START + flow * 0.1
        frame = f"https://widget{flow % 3000}.test/{flow}"
        yield from _flow(flow, at, frame, "iframe", site="cross-site", referer="https://shop.example/")
        yield from _flow(
            flow + 1, at + 0.03, frame + "/i.gif", "image", site="same-origin", referer=frame, cookies=b"w=12345678"
        )  # fmt: skip
        yield from _flow(
            flow + 2, at + 0.06, "https://shop.example/api", "empty", site="same-origin",
            referer="https://shop.example/", cookies=b"token=abcdefgh",
        )  # fmt: skip
        flow += 3


def _unended() -> Iterator[Event]:
    """Pages whose responses never end, nor begin."""
    return (one for one in _visits(1) if isinstance(one, RequestSeen))


def _strangers() -> Iterator[Event]:
    """Pixels without Referer between pages of ever new sites."""
    flow = 0
    while True:
        at = _START + flow * 0.1
        yield from _flow(
            flow, at, f"https://site{flow}.test/", "document", site="none", cookies=b"s=12345678",
            connection=f"s{flow}",
        )  # fmt: skip
        yield from _flow(
            flow + 1, at + 0.05, "https://ads.example/x.gif", "image", site="cross-site", cookies=b"id=12345678",
            connection=f"x{flow}",
        )  # fmt: skip
        flow += 2


def _changing() -> Iterator[Event]:
    """A choice that every request changes, with two hosts that follow it."""
    flow = 0
    while True:
        at = _START + flow * 0.1
        choice = b'choice={"ads":%s,"stats":true}' % (b"true" if flow % 2 else b"false")
        yield from _flow(
            flow, at, f"https://shop.example/{flow % 9}", "document", site="none",
            cookies=b"token=abcdefgh; " + choice, sets=choice + b"; Path=/; Secure",
        )  # fmt: skip
        flow += 1


def _naming() -> Iterator[Event]:
    """A choice that grants other things each time, each by a name of its own."""
    flow = 0
    while True:
        names = ",".join(f'"n{flow * 50 + n}":true' for n in range(50))
        yield from _flow(
            flow, _START + flow * 0.1, f"https://shop.example/{flow % 9}", "document", site="none",
            cookies=b"token=abcdefgh; choice={%s}" % names.encode(),
        )  # fmt: skip
        flow += 1


def _scripted() -> Iterator[Event]:
    """Cookies that scripts set, each request another, and refused ones that responses try to set."""
    yield from _flow(0, _START, "https://shop.example/", "document", site="none", cookies=_CHOICE)
    flow = 1
    while True:
        yield from _flow(
            flow, _START + flow * 0.1, "https://shop.example/api", "empty", site="same-origin",
            referer="https://shop.example/", cookies=_CHOICE + b"; s%d=%d" % (flow, flow),
            sets=f"__Host-{flow}=1; Path=/".encode(),
        )  # fmt: skip
        flow += 1


def _connected() -> Iterator[Event]:
    """Every request over a connection of its own, of two sites in turn, to one host."""
    flow = 0
    while True:
        at = _START + flow * 0.1
        site = f"https://{'shop' if flow % 4 else 'other'}.example/"
        if flow < 8:
            yield from _flow(
                flow, at, site, "document", site="none", cookies=b"token=abcdefgh", connection=f"{flow}"
            )
        else:
            yield from _flow(
                flow, at, "https://ads.example/x.gif", "image", site="cross-site", referer=site,
                cookies=b"id=12345678", connection=f"{flow}",
            )  # fmt: skip
        flow += 1


def _standing() -> Iterator[Event]:
    """All at one moment: nothing is before or after anything."""
    for event in _visits(1, chosen=False):
        yield replace(event, at=_START)


def _hosts_of_all() -> Iterator[Event]:
    """Ever new hosts that the policy covers, each with a choice that a response sets for a path of its own."""
    flow = 0
    while True:
        yield from _flow(
            flow, _START + flow * 0.1, f"https://h{flow}.shop.example/a/b", "document", site="none",
            cookies=b"token=abcdefgh", sets=_CHOICE + b"; Path=/a; Secure",
        )  # fmt: skip
        flow += 1


SHAPES: dict[str, Callable[[], Iterator[Event]]] = {
    "one visitor": lambda: _visits(1),
    "one visitor without a choice": lambda: _visits(1, chosen=False),
    "ever new pages and cookies": lambda: _visits(1, unlike=True),
    "5,000 visitors": lambda: _visits(5_000),
    "ever new visitors": lambda: _visits(1 << 40),
    "40 sites": lambda: _visits(1, hosts=40),
    "one page that never looks back": _one_page,
    "ever new frames": _framed,
    "responses that never come": _unended,
    "ever new sites, pixels without Referer": _strangers,
    "a choice that changes with every request": _changing,
    "a choice of ever new names": _naming,
    "ever new cookies of scripts, and refused ones": _scripted,
    "ever new connections": _connected,
    "everything at one moment": _standing,
    "ever new covered hosts": _hosts_of_all,
}
"""Sessions without end, by name."""


def feed(shape: str, events: int, parts: int = 4) -> list[tuple[float, float]]:
    """Feed a session to the engine.

    Args:
        shape: one of `SHAPES`.
        events: how many.
        parts: at how many points to look.

    Returns:
        At each: seconds of CPU since the last, and peak memory in bytes.
    """
    policy = SHOP.replace("hosts: [shop.example]", 'hosts: [shop.example, "*.shop.example"]')
    audit = Audit((load_bytes(policy.encode(), file="shop.yaml"),))
    source = SHAPES[shape]()
    seen: list[tuple[float, float]] = []
    for _ in range(parts):
        since = time.process_time()
        for _, event in zip(range(events // parts), source, strict=False):
            audit.feed(event)
            audit.settled()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0
        seen.append((time.process_time() - since, peak))
    since = time.process_time()
    audit.close(Source(shape))
    seen.append((time.process_time() - since, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0))
    return seen


class Grown(NamedTuple):
    """What a session took as it grew.

    Args:
        exponent: by which time grows from the first half to all of it.
        seconds: of CPU, closing included.
        peak: bytes of memory at most.
        parts: what was seen at each point.
    """

    exponent: float
    seconds: float
    peak: float
    parts: list[tuple[float, float]]


def growing(shape: str, events: int) -> Grown:
    """Feed a session to an engine in a process of its own.

    Args:
        shape: one of `SHAPES`.
        events: how many.
    """
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", "--told", str(events), shape],
        stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1],
    ).stdout  # fmt: skip
    parts = [(float(seconds), float(peak)) for seconds, peak in json.loads(told)]
    spent = [seconds for seconds, _ in parts]
    fed = spent[:-1]
    exponent = math.log2(sum(fed) / sum(fed[: len(fed) // 2]))
    return Grown(exponent, sum(spent), parts[-1][1], parts)


def _main(words: list[str]) -> None:
    if words[:1] == ["--told"]:
        print(json.dumps(feed(words[2], int(words[1]))))
        return
    events = int(words[0]) if words else 1_000_000
    for shape in words[1:] or SHAPES:
        found = growing(shape, events)
        quarters = "  ".join(f"{seconds:7.2f} s {peak / 1e6:4.0f} MB" for seconds, peak in found.parts)
        print(f"{shape:46}{quarters}  n^{found.exponent:.2f}", flush=True)


if __name__ == "__main__":
    _main(sys.argv[1:])
