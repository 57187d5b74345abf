"""What repeats in the records of a flow file, read once: lengths, a status, where a request was sent.

Each is read out of a stretch of bytes by the layout in which mitmproxy writes it, every length checked.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from temoin.traffic.address import authority, default_port
from temoin.traffic.flow_file.memory import LENGTH, Unlike, remembered, stretch
from temoin.traffic.flow_file.tables import text_of

__all__ = ["HEADERS", "Place", "headers", "number_of", "place_of", "status_of"]

HEADERS: Final = 17
"""Bytes of a stretch that `headers` is asked by."""

_STATUS = re.compile(rb"6:reason;" + LENGTH + rb"([^,]*),11:status_code;([0-9]):([0-9]{1,9})#").fullmatch
_WHERE = re.compile(
    rb",9:authority;" + LENGTH + rb"([^,]*),6:scheme;(4:http|5:https),6:method;" + LENGTH + rb"([^,]*),"
    rb"4:port;([0-9]):([0-9]{1,9})#4:host;" + LENGTH + rb"([^;]*);"
).fullmatch  # fmt: skip


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a request was sent, and by which method.

    Args:
        scheme: "http" or "https".
        method: as sent.
        authority: HTTP/2's, or empty.
        sent_to: where the proxy sent it.
        named: the host and port that the authority comes to, where there is one that can be read.
    """

    scheme: str
    method: str
    authority: str
    sent_to: tuple[str, int]
    named: tuple[str, int] | None


def _read_status(text: bytes) -> int:
    found = _STATUS(text)
    if found is None or len(found[2]) != int(found[1]) or len(found[4]) != int(found[3]):
        raise Unlike
    return int(found[4])


def _read_place(text: bytes) -> Place:
    found = _WHERE(text)
    if found is None:
        raise Unlike
    named_size, named, scheme_text, method_size, method, port_size, port, host_size, host = found.groups()
    if (
        len(named) != int(named_size)
        or len(method) != int(method_size)
        or len(port) != int(port_size)
        or len(host) != int(host_size)
    ):
        raise Unlike
    scheme, told, sent_to = text_of(scheme_text[2:]), text_of(named), (text_of(host), int(port))
    split = authority(told) if told else None
    by_name = None if split is None else (split[0], default_port(scheme) if split[1] is None else split[1])
    return Place(scheme, text_of(method), told, sent_to, by_name)


status_of = remembered(_read_status)
place_of = remembered(_read_place)

headers: Callable[[bytes], tuple[int, int]] = stretch(
    rb"[,~]7:headers;" + LENGTH, lambda found: (found.end(), int(found[1]))
)
"""Of what stands behind a body: the length of it, and that of the row of fields which follows it."""

number_of: Callable[[bytes], int] = remembered(int)
"""Lengths, which are the same again and again."""
