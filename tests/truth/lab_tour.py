"""One tour through the lab."""

from collections.abc import Awaitable, Callable

from truth.tours import Tour
from truth.visitor import Visitor

__all__ = ["lab_tour"]


def lab_tour(name: str, says: str, drive: Callable[[Visitor], Awaitable[None]], **more: object) -> Tour:
    """Make a tour.

    Args:
        name: without "lab-".
        says: what the visitor does, in a sentence.
        drive: does it.
        more: whatever else a `Tour` takes.
    """
    return Tour(f"lab-{name}", says, drive, lab=True, **more)  # type: ignore[arg-type]
