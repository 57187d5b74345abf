"""What the demo's cards promise, held against what was witnessed."""

from collections.abc import Iterable

from portal.witnessed import Witnessed
from temoin.portal.demo import Which
from temoin.portal.demo.journey import STEPS
from temoin.portal.demo.steps import Crumb, Sight

__all__ = ["broken", "held_in", "passed_in"]

type Pairs = frozenset[tuple[str, Crumb]]


def held_in(sight: Sight) -> Pairs:
    """Each rule and cookie that a card promises."""
    return frozenset((one.rule, crumb) for one in sight.held for crumb in one.crumbs)


def passed_in(sight: Sight) -> Pairs:
    """Each verdict and cookie that a card promises to cross by right."""
    return frozenset((one.verdict, crumb) for one in sight.passed for crumb in one.crumbs)


def broken(seen: Iterable[Witnessed]) -> list[str]:
    """The promises that were not kept, in words; empty where all were.

    A step shows all that its card promises, and nothing that neither it nor an earlier step of its portal promises:
    what was found before may be found again.

    Args:
        seen: each step, in the order in which it was taken.
    """
    wrong: list[str] = []
    before: dict[Which, set[tuple[str, Crumb]]] = {which: set() for which in Which}
    for one in seen:
        step = STEPS[one.leg.step - 1]
        sight = step.sights[one.leg.which]
        promised = held_in(sight) | passed_in(sight)
        known = before[one.leg.which]
        known |= promised
        where = f"step {step.number} on the {one.leg.which} portal"
        wrong += [
            f"{where}: {what} is promised and not seen" for what in sorted(promised - one.held - one.passed)
        ]
        wrong += [
            f"{where}: {what} is seen and not promised" for what in sorted((one.held | one.passed) - known)
        ]
        shown = (one.choice, one.granted, one.withdrawn)
        if shown != (sight.choice, sight.granted, sight.withdrawn):
            wrong.append(f"{where}: the choice is {shown}")
    return wrong
