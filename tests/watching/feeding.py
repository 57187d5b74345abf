"""A watch fed as hooks feed it: each event some moments after what it tells of, the clock ten times a second."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from temoin.events import Event
from temoin.playback import load_policies
from temoin.policy import Policy
from temoin.traffic import open_source
from temoin.watching.session import Watch

__all__ = ["delivered", "events_in", "feed", "settle", "shipped"]

_TICK = 0.1
_LATEST = 0.45


@cache
def shipped() -> tuple[Policy, ...]:
    """The policies that judge where none is named."""
    return load_policies(())


@cache
def events_in(recording: Path) -> tuple[Event, ...]:
    """The events of a recording, in order of time."""
    with open_source(str(recording)) as opened:
        return tuple(opened.events())


def delivered(events: Iterable[Event], seed: int) -> list[tuple[float, Event]]:
    """Events in the order in which hooks deliver them, each with the clock at that moment.

    Args:
        events: in order of time.
        seed: of their delays. A flow's own events never overtake each other.
    """
    random = Random(seed)
    latest: dict[int, float] = {}
    coming = []
    for event in events:
        now = max(event.at + random.random() * _LATEST, latest.get(event.flow, 0.0))
        latest[event.flow] = now = min(now, event.at + _LATEST)
        coming.append((now, event))
    return sorted(coming, key=lambda one: one[0])


def feed(watch: Watch, coming: Sequence[tuple[float, Event]]) -> None:
    """Feed a watch, and let its clock tick."""
    clock = coming[0][0] if coming else 0.0
    for now, event in coming:
        while clock + _TICK <= now:
            clock += _TICK
            watch.tick(clock)
            if now - clock > 10:
                clock = now - 1
        watch.put(event, now)


def settle(watch: Watch, now: float) -> None:
    """Let the clock pass what waits, and wait until all of it was judged."""
    watch.tick(now + 1)
    watch.drained()
