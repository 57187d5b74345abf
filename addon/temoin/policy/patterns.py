"""Names of cookies as patterns: `*` stands for any run of characters, none too."""

from functools import lru_cache

__all__ = ["matches"]


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
