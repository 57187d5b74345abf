"""Many inputs, one after the other, with no guidance but the samples and the words of the target."""

import faulthandler
import time

from fuzz.mutation import Mutator
from fuzz.target import target_named

__all__ = ["run"]

_TOO_LONG = 10
"""Seconds that one input may take before the run is ended as hanging."""

_LOOKS_EVERY = 1_000


def run(name: str, *, runs: int, seconds: int, start: int) -> int:
    """Try inputs on a target.

    Args:
        name: the target's.
        runs: how many.
        seconds: stop after that time; 0 for no limit.
        start: what the random numbers begin with.

    Returns:
        0, or 1 where one broke it.
    """
    target = target_named(name)
    mutator = Mutator(list(target.seeds()), target.WORDS, start)
    began, tried, slowest = time.monotonic(), 0, 0.0
    while tried < runs:
        if tried % _LOOKS_EVERY == 0:
            if seconds and time.monotonic() - began > seconds:
                break
            faulthandler.dump_traceback_later(_TOO_LONG + _LOOKS_EVERY // 100, exit=True)
        data = mutator.next()
        since = time.perf_counter()
        try:
            target.check(data)
        except Exception:
            print(f"{name} breaks on {data!r}")
            raise
        slowest = max(slowest, time.perf_counter() - since)
        tried += 1
    faulthandler.cancel_dump_traceback_later()
    print(
        f"{name}: {tried:,} inputs in {time.monotonic() - began:,.0f} s, nothing broke;"
        f" the slowest took {slowest * 1000:,.0f} ms"
    )
    return 0
