"""The demo as a visitor takes it: its links followed, its instructions done, step by step, and when each was."""

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from temoin.portal.demo import DEMO_START, Which
from temoin.portal.demo.journey import JOURNEY, STEPS, address_of, after
from temoin.portal.demo.steps import Act, Step, Todo
from truth.visitor import Visitor

__all__ = ["ROUTES", "Leg", "Route", "legs_in", "route_on", "take", "write_legs"]

_READS = 0.65
"""Seconds that a visitor reads a page: it has asked its API once more by then, or is about to."""

_CHOOSES = ("#refuse-all", "#save-choice")

type Route = tuple[tuple[Step, Which], ...]


def route_on(*portals: Which) -> Route:
    """All steps on one portal, then on the next.

    Args:
        portals: which, in order.
    """
    return tuple((step, which) for which in portals for step in STEPS if which in step.sights)


ROUTES: dict[str, Route] = {
    "guide": JOURNEY,
    "correct-first": route_on(Which.CORRECT, Which.LEAKY),
    "leaky-first": route_on(Which.LEAKY, Which.CORRECT),
}


class Leg(msgspec.Struct, frozen=True):
    """A step as it was taken.

    Args:
        step: its number.
        which: on which portal.
        begun: when the visitor had read the page, in Unix seconds; for the first step, before it was opened.
        done: when all that followed was settled.
    """

    step: int
    which: Which
    begun: float
    done: float


async def take(visitor: Visitor, route: Route) -> tuple[Leg, ...]:
    """Take the demo: from step to step by the guide where that leads there, else by the start page.

    Args:
        visitor: at a browser on a fresh profile, in French.
        route: the steps, in order.

    Returns:
        Each step as it was taken.
    """
    legs: list[Leg] = []
    led_to = None
    for step, which in route:
        begun = time.time()
        if led_to == (step, which):
            await visitor.follow(f"#step-{legs[-1].step} .onward a")
        else:
            await visitor.open(DEMO_START)
            await visitor.follow(f"article a[href='{address_of(step, which, 'fr')}']")
        await _read(visitor)
        if step.number > 1:
            begun = time.time()
        for todo in step.todo:
            await _do(visitor, todo)
        await _read(visitor)
        legs.append(Leg(step.number, which, begun, time.time()))
        led_to = after(step, which)
    return tuple(legs)


async def _do(visitor: Visitor, todo: Todo) -> None:
    match todo.act:
        case Act.LOOK:
            return
        case Act.PRESS | Act.TICK:
            await visitor.press(todo.selector)
            if todo.selector in _CHOOSES:
                await _read(visitor)
        case Act.FOLLOW | Act.SEND:
            await visitor.follow(todo.selector)
            await visitor.settle()


async def _read(visitor: Visitor) -> None:
    await visitor.pause(_READS)
    await visitor.settle()


def write_legs(path: Path, legs: Sequence[Leg]) -> None:
    """Keep the times of a tour.

    Args:
        path: a JSON file.
        legs: each step as it was taken.
    """
    path.write_bytes(msgspec.json.format(msgspec.json.encode(legs), indent=1) + b"\n")


def legs_in(path: Path) -> tuple[Leg, ...]:
    """Read the times of a tour.

    Args:
        path: as `write_legs` wrote it.
    """
    return msgspec.json.decode(path.read_bytes(), type=tuple[Leg, ...])
