"""Names of cookies as patterns: `*` stands for any run of characters, none too."""

from functools import lru_cache

__all__ = ["includes", "matches", "overlaps"]


def matches(pattern: str, name: str) -> bool:
    """Tell whether a name fits a pattern, in linear time.

    Args:
        pattern: in which `*` stands for any run of characters, none too.
        name: a cookie's name.
    """
    head, *middle = _pieces(pattern)
    if not middle:
        return head == name
    tail = middle.pop()
    if len(name) < len(head) + len(tail) or not name.startswith(head) or not name.endswith(tail):
        return False
    at, end = len(head), len(name) - len(tail)
    for piece in middle:
        at = name.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


@lru_cache(maxsize=4096)
def _pieces(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.split("*"))


def includes(wider: str, pattern: str) -> bool:
    """Tell whether a pattern stands for every name that another stands for.

    Args:
        wider: a name or pattern.
        pattern: a name or pattern.
    """
    # A character that no pattern can hold stands for "any run of characters": then the question is one of matching.
    return matches(wider, pattern.replace("*", "\0"))


def overlaps(one: str, other: str) -> bool:
    """Tell whether some name may fit two patterns.

    Args:
        one: a name or pattern.
        other: a name or pattern.

    Returns:
        False only where none can; True where one does, or where it takes more than ends and beginnings to tell.
    """
    if "*" not in one or "*" not in other:
        return matches(one, other) or matches(other, one)
    heads = one.partition("*")[0], other.partition("*")[0]
    tails = one.rpartition("*")[2], other.rpartition("*")[2]
    return (heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])) and (
        tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    )
