"""Where the entries lie in a HAR that cannot be decoded whole: one that is cut, or broken somewhere.

The scan finds where values begin and end and leaves to a decoder what they are. It is linear in the size of
the file, does not recurse, and stops where the text stops being JSON.
"""

import re
from collections.abc import Iterator

__all__ = ["NotJson", "elements", "end_of", "members"]

_SPACE = re.compile(rb"[ \t\r\n]*+")
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(?P<open>\\?\Z))|[\[\]{}]', re.DOTALL)
_PLAIN = re.compile(rb"[^\s,\[\]{}\":]++")


class NotJson(Exception):  # noqa: N818 (an answer, not an error of the program)
    """The text stops being JSON.

    Args:
        at: the byte.
        cut: True where it simply ends.
    """

    def __init__(self, at: int, *, cut: bool) -> None:
        super().__init__(at, cut)
        self.at = at
        self.cut = cut


def members(data: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    """The members of the object that begins at a byte: their keys without quotes, where their values begin.

    Raises:
        NotJson: the object does not go on.
    """
    at = _expect(data, at, b"{")
    if _next(data, at) == b"}":
        return
    while True:
        start = _space(data, at)
        if _next(data, start) != b'"':
            raise NotJson(start, cut=False)
        end = end_of(data, start)
        value = _space(data, _expect(data, end, b":"))
        yield data[start + 1 : end - 1], value
        at = _space(data, end_of(data, value))
        if _next(data, at) == b"}":
            return
        at = _expect(data, at, b",")


def elements(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The elements of the array that begins at a byte: where each begins and ends.

    Raises:
        NotJson: the array does not go on.
    """
    at = _expect(data, at, b"[")
    if _next(data, at) == b"]":
        return
    while True:
        start = _space(data, at)
        end = end_of(data, start)
        yield start, end
        at = _space(data, end)
        if _next(data, at) == b"]":
            return
        at = _expect(data, at, b",")


def end_of(data: bytes, at: int) -> int:
    """Where the value that begins at a byte ends.

    Raises:
        NotJson: it does not end, or none begins there.
    """
    first = data[at : at + 1]
    if not first:
        raise NotJson(at, cut=True)
    if first not in b'{["':
        plain = _PLAIN.match(data, at)
        if plain is None or plain.end() == len(data):
            raise NotJson(at, cut=plain is not None)
        return plain.end()
    depth = 0
    for token in _TOKEN.finditer(data, at):
        if token["open"] is not None:
            break
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token[0], 0)
        if depth <= 0:
            return token.end()
    raise NotJson(len(data), cut=True)


def _expect(data: bytes, at: int, sign: bytes) -> int:
    at = _space(data, at)
    if _next(data, at) != sign:
        raise NotJson(at, cut=False)
    return at + 1


def _next(data: bytes, at: int) -> bytes:
    at = _space(data, at)
    if at == len(data):
        raise NotJson(at, cut=True)
    return data[at : at + 1]


def _space(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at
