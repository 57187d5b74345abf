"""Where the entries lie in a HAR that cannot be decoded whole: a large one, one that is cut, or broken somewhere.

The scan finds where values begin and end and leaves to a decoder what they are. It is linear in the size of
the file, does not recurse, and stops where the text stops being JSON.
"""

from collections.abc import Iterator

from temoin.traffic.har.text import NotJson, Text

__all__ = ["NotJson", "elements", "end_of", "members"]


def members(data: bytes | Text, at: int) -> Iterator[tuple[bytes, int]]:
    """The members of the object that begins at a byte: their keys without quotes, where their values begin.

    Raises:
        NotJson: the object does not go on.
    """
    text = _text(data)
    begin = at = _expect(text, at, b"{")
    sign, start = text.sign(at)
    while sign != b"}":
        if sign != b'"':
            raise NotJson(start, cut=False)
        end = text.end_of(start)
        key = text.between(start + 1, end - 1)
        _, value = text.sign(_expect(text, end, b":"))
        yield key, value
        sign, start = _next(text, text.end_of(value), b"}")
    text.ended(begin - 1, start + 1)


def elements(data: bytes | Text, at: int) -> Iterator[tuple[int, int]]:
    """The elements of the array that begins at a byte: where each begins and ends.

    Raises:
        NotJson: the array does not go on.
    """
    text = _text(data)
    begin = at = _expect(text, at, b"[")
    sign, start = text.sign(at)
    while sign != b"]":
        end = text.end_of(start)
        yield start, end
        sign, start = _next(text, end, b"]")
    text.ended(begin - 1, start + 1)


def end_of(data: bytes | Text, at: int) -> int:
    """Where the value that begins at a byte ends.

    Raises:
        NotJson: it does not end, or none begins there.
    """
    return _text(data).end_of(at)


def _text(data: bytes | Text) -> Text:
    return Text.of(data) if isinstance(data, bytes) else data


def _expect(text: Text, at: int, wanted: bytes) -> int:
    sign, at = text.sign(at)
    if sign != wanted:
        raise NotJson(at, cut=False)
    return at + 1


def _next(text: Text, at: int, last: bytes) -> tuple[bytes, int]:
    """Behind a part of a list or an object: its end, or where the next part begins."""
    sign, at = text.sign(at)
    if sign == last:
        return sign, at
    if sign != b",":
        raise NotJson(at, cut=False)
    sign, at = text.sign(at + 1)
    return (b"", at) if sign == last else (sign, at)
