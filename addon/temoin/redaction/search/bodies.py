"""The bodies of a flow file with their content coding undone, for a search must see what they hold."""

from collections.abc import Iterator
from typing import IO

from temoin.events import Headers
from temoin.traffic.documents import MOST, decoded
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window

__all__ = ["bodies"]


def bodies(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Every body that is coded, as far as the file is a flow file.

    Args:
        file: any, which can be sought in.

    Yields:
        The record's number, and the body's first two million bytes.
    """
    window = Window(file, file.seek(0, 2))
    at = number = 0
    while at < window.size:
        number += 1
        try:
            span = window.value(at, window.size)
            fields = window.table(span)
            for side in (b"request", b"response"):
                if side in fields and not window.is_null(fields[side]):
                    body = _body(window, window.table(fields[side]))
                    if body:
                        yield number, body
        except Malformed:
            return
        at = span[2] + 1


def _body(window: Window, message: dict[bytes, Span]) -> bytes:
    if b"headers" not in message or b"content" not in message or window.is_null(message[b"content"]):
        return b""
    headers: Headers = tuple(
        (window.raw(parts[0]), window.raw(parts[1]))
        for field in window.items(message[b"headers"])
        if len(parts := window.items(field)) == 2
    )
    if not any(name.lower() == b"content-encoding" for name, _ in headers):
        return b""
    _, start, end = message[b"content"]
    return decoded(window.bytes_between(start, min(end, start + MOST)), headers)
