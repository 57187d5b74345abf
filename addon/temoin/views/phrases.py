"""Numbers and lists as a sentence says them."""

__all__ = ["counted", "listed"]


def counted(number: int, one: str, several: str = "") -> str:
    """Write how many of something: "1 page", "1,204 pages".

    Args:
        number: how many.
        one: the noun for one.
        several: the noun for any other number; `one` with an s where not given.
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(items: tuple[str, ...]) -> str:
    """Write a list as a sentence does: "a, b and c"."""
    *most, last = items or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last
