"""What a step of the demo is: what a visitor does, and what Témoin must then show."""

from enum import StrEnum

import msgspec

from temoin.portal.demo.both import Both
from temoin.portal.demo.hosts import Which
from temoin.vocabulary import ChoiceState, Verdict

__all__ = ["Act", "Crumb", "Held", "Passed", "Sight", "Step", "Todo"]


class Act(StrEnum):
    """What a visitor can do."""

    LOOK = "look"
    """Wait, and do nothing else."""

    PRESS = "press"
    """Press a button, and stay on the page."""

    SEND = "send"
    """Press a button that leads to another page."""

    TICK = "tick"
    """Tick a box."""

    FOLLOW = "follow"
    """Follow a link."""


class Todo(msgspec.Struct, frozen=True):
    """One thing to do.

    Args:
        act: of what kind.
        label: what it bears on the page; for `LOOK`, what is to be done.
        selector: which element it is, in CSS; empty for `LOOK`.
    """

    act: Act
    label: Both
    selector: str = ""


class Crumb(msgspec.Struct, frozen=True, order=True):
    """A cookie, as Témoin names it.

    Args:
        name: its name.
        domain: a third party's domain; empty for the portal's own host.
    """

    name: str
    domain: str = ""


class Held(msgspec.Struct, frozen=True):
    """Cookies that a rule holds against the portal.

    Args:
        rule: its code.
        crumbs: the cookies, all of them.
    """

    rule: str
    crumbs: tuple[Crumb, ...]


class Passed(msgspec.Struct, frozen=True):
    """Cookies that cross by right.

    Args:
        verdict: exempt or permitted.
        crumbs: the cookies.
    """

    verdict: Verdict
    crumbs: tuple[Crumb, ...]


class Sight(msgspec.Struct, frozen=True):
    """What Témoin shows of a portal once a step is done.

    Args:
        choice: what the choice amounts to.
        held: what is flagged of what crossed in this step, its point first; what was found before stays listed.
        passed: what crossed in this step by right.
        granted: the services that the choice grants.
        withdrawn: the services granted before and no more.
    """

    choice: ChoiceState
    held: tuple[Held, ...] = ()
    passed: tuple[Passed, ...] = ()
    granted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One step.

    Args:
        number: from 1.
        title: what it is about.
        lesson: what it teaches, in a sentence.
        todo: what to do, in order.
        sights: what is then seen, portal by portal.
    """

    number: int
    title: Both
    lesson: Both
    todo: tuple[Todo, ...]
    sights: dict[Which, Sight]
