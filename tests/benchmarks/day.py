"""`python -m benchmarks.day [--live] [EXCHANGES] [VISITORS]`, from tests/: a day's traffic, and what is held of it.

Visitors come and go over 24 hours, each several times: they open pages of ten sites (five of which a policy
covers), choose or do not, by script or by a response, think better of it later, and are counted and followed by
third parties. Ten million exchanges of 5,000 visitors, unless told otherwise. Events are made as they are fed, so
what grows is the engine (and the visitors who wait for their turn). At every twentieth of the way: exchanges
settled, seconds of CPU, memory now, and how many things are kept of all visitors.

`--live` feeds a live watch instead, through its queue, its order of time, its rows and its board.
"""

import argparse
import heapq
import random
import resource
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from temoin.audit import Audit
from temoin.events import Event, FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.exchanges import Judged
from temoin.policy import Policy
from temoin.policy.loading import load_bytes
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source
from temoin.watching.session import Watch

__all__ = ["events_of_a_day", "memory", "policies"]

_DAY = 86_400.0
_MIDNIGHT = 1_764_000_000.0
_COVERED = 5
_SITES = 10
_STEPS = 20
_PER_REQUEST = 1.45
"""Exchanges that a request comes to, about."""

_AGENTS = ("Firefox/153.0", "Chrome/156.0", "Safari/19.0")
_CHOICES = (b'{"ads":true,"stats":true}', b'{"ads":false,"stats":false}', b'{"ads":false,"stats":true}')


def policies() -> tuple[Policy, ...]:
    """A policy for each covered site."""
    texts = (SHOP.replace("shop.example", f"shop{number}.example") for number in range(_COVERED))
    return tuple(load_bytes(text.encode(), file=f"shop{number}.yaml") for number, text in enumerate(texts))


class _Visitor:
    """One visitor's day.

    Args:
        number: whose.
        requests: how many they make, about.
        flows: gives flows their numbers.
    """

    def __init__(self, number: int, requests: int, flows: "count[int]") -> None:
        self._random = random.Random(number)
        self._number = number
        self._requests = requests
        self._flows = flows
        self._agent = _AGENTS[number % len(_AGENTS)].encode()
        self._client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self._cookies: dict[str, dict[str, bytes]] = {}
        self._connections = 0

    def events(self) -> Iterator[tuple[float, int, Event | None]]:
        """All they cause, in order of time; None where a page begins, so that it is made no earlier."""
        visits = self._random.randint(1, 6)
        starts = sorted(self._random.random() * _DAY * 0.95 for _ in range(visits))
        at = _MIDNIGHT
        for start in starts:
            at = max(at + 60, _MIDNIGHT + start)
            left = self._requests // visits
            while left > 0:
                made = 0
                yield at, -1, None
                for one in self._page(at):
                    made += isinstance(one[2], RequestSeen)
                    yield one
                left -= made
                at += self._random.uniform(4, 90)

    def _page(self, at: float) -> list[tuple[float, int, Event]]:
        site = self._random.randrange(_SITES)
        covered = site < _COVERED
        host = f"shop{site}.example" if covered else f"news{site}.test"
        self._connections += 1
        page = f"https://{host}/{self._random.choice('abcdefgh')}/{self._random.randrange(400)}"
        found: list[tuple[float, int, Event]] = []
        own = self._held(host)
        if covered and "token" not in own:
            sets = b"token=%016x; Secure; Max-Age=31536000" % self._random.getrandbits(64)
        else:
            sets = b""
        found += self._flow(at, page, "document", "none", "", sets=sets)
        for number in range(self._random.randint(2, 6)):
            found += self._flow(
                at + 0.1 + number * 0.03, f"https://{host}/static/{number}.js", "script", "same-origin", page
            )
        self._decide(host, at + 1.0, found, page)
        for tracker in self._random.sample(("ads.example", "pixel.test", "tags.test", "count.test"), 2):
            wanted = self._held(tracker)
            sets = b"" if "id" in wanted else b"id=%032x; Secure; SameSite=None; Max-Age=33696000"
            found += self._flow(
                at + self._random.uniform(0.2, 2.5), f"https://{tracker}/p.gif?{self._random.random()}", "image",
                "cross-site", f"https://{host}/", sets=sets and sets % self._random.getrandbits(128),
            )  # fmt: skip
        if covered and self._random.random() < 0.7:
            own.setdefault("stat", b"%x" % self._random.getrandbits(60))
        for number in range(self._random.randint(1, 4)):
            found += self._flow(
                at + 2.6 + number * 0.4, f"https://{host}/api/{number}", "empty", "same-origin", page
            )
        return sorted(found, key=lambda one: one[:2])

    def _decide(self, host: str, at: float, found: list[tuple[float, int, Event]], page: str) -> None:
        """Choose, choose anew or let it be."""
        own, chance = self._held(host), self._random.random()
        if chance > (0.4 if "choice" not in own else 0.04):
            return
        choice = self._random.choice(_CHOICES)
        if self._random.random() < 0.5:
            own["choice"] = choice
            return
        found += self._flow(
            at, f"https://{host}/choose", "empty", "same-origin", page, method="POST",
            sets=b"choice=" + choice + b"; Path=/; Secure; Max-Age=15552000",
        )  # fmt: skip

    def _held(self, host: str) -> dict[str, bytes]:
        return self._cookies.setdefault(host, {"lang": b"fr"} if host.startswith("shop") else {})

    def _flow(
        self,
        at: float,
        url: str,
        dest: str,
        site: str,
        referer: str,
        *,
        sets: bytes = b"",
        method: str = "GET",
    ) -> list[tuple[float, int, Event]]:
        host, slash, path = url.removeprefix("https://").partition("/")
        held, flow = self._held(host), next(self._flows)
        fields = [
            (b"user-agent", self._agent),
            (b"sec-fetch-site", site.encode()),
            (b"sec-fetch-mode", b"navigate" if dest == "document" else b"no-cors"),
            (b"sec-fetch-dest", dest.encode()),
        ]
        fields += [(b"referer", referer.encode())] if referer else []
        if held:
            fields.append((b"cookie", b"; ".join(b"%s=%s" % (name.encode(), held[name]) for name in held)))
        answer: Headers = ((b"set-cookie", sets),) if sets else ()
        if sets:
            name, _, rest = sets.partition(b"=")
            held[name.decode()] = rest.partition(b";")[0]
        seen = RequestSeen(
            flow=flow, at=at, scheme="https", host=host, port=443, path=slash + path, method=method,
            headers=tuple(fields), http_version="HTTP/2.0", client=self._client,
            connection=f"{self._number}.{self._connections}.{host}", connected=at - 0.05,
        )  # fmt: skip
        return [
            (at, flow, seen),
            (at + 0.02, flow, ResponseSeen(flow, at + 0.02, 200, answer)),
            (at + 0.03, flow, FlowEnded(flow, at + 0.03)),
        ]


def events_of_a_day(exchanges: int, visitors: int) -> Iterator[Event]:
    """The events of a day, in order of time.

    Args:
        exchanges: how many they come to, about.
        visitors: how many come and go.
    """
    flows, each = count(), max(20, round(exchanges / _PER_REQUEST / visitors))
    days = (_Visitor(number, each, flows).events() for number in range(visitors))
    for _, _, event in heapq.merge(*days, key=lambda one: one[:2]):
        if event is not None:
            yield event


def memory() -> float:
    """What this process holds now, in bytes; its peak where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0
    return float(pages * resource.getpagesize())


def _line(settled: int, events: int, things: int | None) -> None:
    held = "" if things is None else f"{things:>9,} things"
    print(
        f"{settled:>11,} exchanges {events:>11,} events {time.process_time():8.1f} s "
        f"{memory() / 1e6:7.1f} MB {held}",
        flush=True,
    )


def _whole(exchanges: int, visitors: int) -> Session:
    audit = Audit(policies())
    settled = seen = 0
    for number, event in enumerate(events_of_a_day(exchanges, visitors), start=1):
        audit.feed(event)
        if number % 1_000 == 0:
            settled += len(audit.settled())
            if settled >= seen * exchanges / _STEPS:
                seen += 1
                _line(settled, number, audit._things())
    session = audit.close(Source("day"))
    _line(settled + len(audit.settled()), number, audit._things())
    return session


def _live(exchanges: int, visitors: int) -> Session:
    settled = seen = 0

    def count_settled(some: list[Judged]) -> None:
        nonlocal settled
        settled += len(some)

    watch = Watch(policies(), Settings(), settled=count_settled)
    for number, event in enumerate(events_of_a_day(exchanges, visitors), start=1):
        watch.put(event, event.at)
        if number % 500 == 0:
            watch.tick(event.at)
            if number % 5_000 == 0:
                watch.drained()
                watch.changes(1)
            if settled >= seen * exchanges / _STEPS:
                seen += 1
                watch.drained()
                _line(settled, number, None)
    report = watch.close()
    _line(settled, number, None)
    return report.sessions[0]


def _main(words: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.day")
    asked.add_argument("--live", action="store_true")
    asked.add_argument("exchanges", type=int, nargs="?", default=10_000_000)
    asked.add_argument("visitors", type=int, nargs="?", default=5_000)
    given = asked.parse_args(words)
    session = (_live if given.live else _whole)(given.exchanges, given.visitors)
    print(session.summary)
    print({str(verdict): number for verdict, number in session.counts.items()})
    print(
        f"{session.visitors:,} visitors, {session.requests:,} requests, {len(session.cookies):,} cookies, "
        f"{len(session.findings):,} findings, {len(session.choices):,} choices"
    )
    print(*session.notes, sep="\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
