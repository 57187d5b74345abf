"""`python -m benchmarks.live [STARTS]`, from tests/: what the addon costs a running proxy.

First the hooks alone: CPU time of the proxy's own thread for each flow, the engine at work behind the queue. Then
two proxies by turns, one with Témoin and one with an addon that does nothing, begun anew several times, since one
process differs from another that runs the same code. In each round both take

- a *burst* of 300 requests, as a page that loads, and the pause after it: requests a second by the wall clock;
- *sustained* load of five seconds: the same, where to the time taken is added the CPU time for what had not been
  judged when the last request was answered, so that nothing is put off.

Beside these: CPU time of the whole process, the pauses included, and the slowest request in a hundred. All are
ratios of a round's two figures, the median of all rounds with their spread. Each request bears three cookies and is
answered with one, more than most of a site's. Nothing is recorded.
"""

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.proxies import KINDS, PORTAL, RECEIVED, SENT, Proxy, Way, ended, fields, upstream
from temoin.playback import load_policies
from temoin.watching.hooks import FlowFeed
from temoin.watching.page.relay import Relay
from temoin.watching.session import Watch
from traffic.flows import flow

__all__ = ["Against", "against_nothing", "hook_microseconds"]

_FLOWS = 2_000
_BURST = 300
_SUSTAINED = 5.0
_PAUSE = 1.2
"""Seconds in which the engine takes what has waited for its turn."""


def hook_microseconds(rounds: int) -> list[float]:
    """CPU time of the three hooks for one flow.

    Args:
        rounds: how many times the flows are passed.

    Returns:
        Microseconds a flow, one a round.
    """
    found = []
    for _ in range(rounds):
        now = time.time()
        flows = [
            flow(
                at=now - (_FLOWS - n) / 2,
                url=f"https://{PORTAL}/p.gif?n={n}",
                sent=fields(SENT),
                received=fields(RECEIVED),
            )
            for n in range(_FLOWS)
        ]
        watch = Watch(load_policies(()))
        relay = Relay("temoin.test", 1)
        feed = FlowFeed(watch, lambda _: None)
        begun = time.thread_time()
        for one in flows:
            if not relay.is_ours(one):
                feed.request(one)
            if not relay.is_ours(one):
                feed.response(one)
            feed.end(one)
        found.append((time.thread_time() - begun) / _FLOWS * 1e6)
        watch.close()
    return found


class _Load(NamedTuple):
    """What a proxy made of a load.

    Args:
        rate: requests a second.
        slowest: seconds that the slowest in a hundred took.
        cpu: seconds of CPU a request, the pause after it included.
    """

    rate: float
    slowest: float
    cpu: float


class Against(NamedTuple):
    """Témoin against an addon that does nothing, each figure of one round.

    Args:
        way: how requests went.
        burst: throughput in bursts.
        sustained: throughput under sustained load.
        cpu: throughput by CPU time, of both together.
        slowest_burst: how long the slowest in a hundred took in bursts.
        slowest_sustained: and under sustained load.
    """

    way: Way
    burst: list[float]
    sustained: list[float]
    cpu: list[float]
    slowest_burst: list[float]
    slowest_sustained: list[float]


def against_nothing(way: Way, starts: int, rounds: int = 3) -> Against:
    """Measure two proxies in turn, the one that was last first in the next round.

    Args:
        way: how requests go.
        starts: how many times each is started.
        rounds: of each start.
    """
    found = Against(way, [], [], [], [], [])
    server, port = upstream()
    try:
        for _ in range(starts):
            proxies = {kind: Proxy(kind, way, port) for kind in KINDS}
            try:
                for proxy in proxies.values():
                    _loaded(proxy, most=_BURST)
                for number in range(rounds):
                    order = KINDS[:: -1 if number % 2 else 1]
                    _compare(found, *_pair(proxies, order))
            finally:
                for proxy in proxies.values():
                    proxy.close()
    finally:
        ended(server)
    return found


type _Pair = dict[str, _Load]


def _pair(proxies: dict[str, Proxy], order: Sequence[str]) -> tuple[_Pair, _Pair]:
    burst = {kind: _loaded(proxies[kind], most=_BURST) for kind in order}
    return burst, {kind: _loaded(proxies[kind], seconds=_SUSTAINED) for kind in order}


def _compare(found: Against, burst: _Pair, sustained: _Pair) -> None:
    (nothing, ours), (nothing_long, ours_long) = (
        [pair[kind] for kind in KINDS] for pair in (burst, sustained)
    )
    found.burst.append(ours.rate / nothing.rate)
    found.sustained.append(ours_long.rate / nothing_long.rate)
    found.cpu.append((nothing.cpu + nothing_long.cpu) / (ours.cpu + ours_long.cpu))
    found.slowest_burst.append(ours.slowest / nothing.slowest)
    found.slowest_sustained.append(ours_long.slowest / nothing_long.slowest)


def _loaded(proxy: Proxy, *, most: int | None = None, seconds: float = 0.0) -> _Load:
    """Ask as often as a burst does, or for as long as a load is sustained, and let the proxy rest then."""
    took: list[float] = []
    before = proxy.cpu
    begun = time.perf_counter()
    while len(took) < most if most is not None else time.perf_counter() - begun < seconds:
        took += proxy.ask(len(took))
    spent = time.perf_counter() - begun
    until_here = proxy.cpu
    time.sleep(_PAUSE)
    after = proxy.cpu
    if most is None:
        spent += after - until_here
    slowest = sorted(took)[int(len(took) * 0.99)]
    return _Load(len(took) / spent, slowest, (after - before) / len(took))


def _told(name: str, values: Sequence[float], unit: str, digits: int) -> str:
    low, middle, high = (f"{one:.{digits}f}" for one in (min(values), statistics.median(values), max(values)))
    return f"  {name:<46} {middle:>8} {unit:<3} ({low} to {high})"


def _lines(found: Against) -> Iterator[str]:
    yield f"\n{found.way.value}, {len(found.burst)} rounds, against an addon that does nothing"
    yield _told("throughput in bursts", found.burst, "", 3)
    yield _told("throughput under sustained load", found.sustained, "", 3)
    yield _told("throughput by CPU", found.cpu, "", 3)
    yield _told("the slowest in a hundred, in bursts", found.slowest_burst, "x", 2)
    yield _told("the slowest in a hundred, sustained", found.slowest_sustained, "x", 2)


def main(starts: int) -> None:
    """Measure and print.

    Args:
        starts: of each proxy.
    """
    print(_told("hooks, CPU a flow", hook_microseconds(9), "µs", 1))
    for way in Way:
        print("\n".join(_lines(against_nothing(way, starts))), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
