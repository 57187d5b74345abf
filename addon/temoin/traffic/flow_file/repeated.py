"""What repeats in the records of a flow file, read once: where a request was sent, a status, a client connection.

Each is read out of a stretch of bytes by the layout in which mitmproxy writes it, every length checked.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from temoin.traffic.address import authority, default_port
from temoin.traffic.asked import LAST_TIME
from temoin.traffic.flow_file.fields import LONGEST, MOST, Unlike

__all__ = [
    "LENGTH", "NUMBER", "NUMBER_OR_NONE", "Client", "Place", "check_moment", "clients", "moment_of", "numbers",
    "places", "seconds_of", "statuses", "table_of", "text_of",
]  # fmt: skip

_LONGEST_CLIENT: Final = 8_192
_MOST_CLIENTS: Final = 512
"""Client connections that are remembered, each of at most `_LONGEST_CLIENT` bytes; then all are forgotten."""

_MOST_ITEMS: Final = 64
LENGTH = rb"([0-9]{1,12}):"
NUMBER = rb"([0-9]{1,2}:[0-9]{1,12}\.[0-9]{1,20})\^"
NUMBER_OR_NONE = rb"(?:" + NUMBER + rb"|0:~)"
_STATUS = re.compile(rb"6:reason;" + LENGTH + rb"([^,]*),11:status_code;([0-9]):([0-9]{1,9})#").fullmatch
_WHERE = re.compile(
    rb",9:authority;" + LENGTH + rb"([^,]*),6:scheme;(4:http|5:https),6:method;" + LENGTH + rb"([^,]*),"
    rb"4:port;([0-9]):([0-9]{1,9})#4:host;" + LENGTH + rb"([^;]*);"
).fullmatch  # fmt: skip
_CLIENT_BEGINS = re.compile(
    rb"10:proxy_mode;" + LENGTH + rb"([^;]*);8:mitmcert;0:~19:timestamp_tls_setup;" + NUMBER_OR_NONE
    + rb"13:timestamp_end;" + NUMBER_OR_NONE + rb"15:timestamp_start;" + NUMBER
    + rb"3:sni;(?:" + LENGTH + rb"([^;]*);|0:~)11:tls_version;(?:7:TLSv1\.[0-9];|0:~)11:cipher_list;0:\]"
    rb"6:cipher;(?:" + LENGTH + rb"([A-Za-z0-9_-]{1,99});|0:~)11:alpn_offers;" + LENGTH
).match  # fmt: skip
_CLIENT_ENDS = re.compile(
    rb"\]4:alpn;(?:" + LENGTH + rb"([^,]*),|0:~)16:certificate_list;0:\]3:tls;(?:5:false|4:true)!5:error;0:~"
    rb"18:transport_protocol;3:tcp;2:id;36:([0-9a-f-]{36});8:sockname;" + LENGTH
).match  # fmt: skip
_PEER = re.compile(rb"\]8:peername;" + LENGTH + LENGTH + rb"([^;]*);([0-9]):([0-9]{1,9})#\]").match
_ITEM = re.compile(rb"([0-9]{1,2}):([a-z_]{1,99});" + LENGTH).match
_HOST = re.compile(LENGTH + rb"([^;]*);((?:[0-9]:[0-9]{1,9}#){1,3})\]").fullmatch
_WHOLE = re.compile(rb"([0-9]):([0-9]{1,9})#").findall
_SECONDS = re.compile(rb"[0-9]{1,12}\.[0-9]{1,20}").fullmatch


class Client(msgspec.Struct, frozen=True, gc=False):
    """A client connection: the address of its other end, its id, when it was opened."""

    host: str
    id: str
    since: float | None


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


class _Memory[T](dict[bytes, T]):
    """What stretches of bytes say, read once. As in `fields`, all is forgotten when there is too much."""

    def __init__(self, read: Callable[[bytes], T], most: int, longest: int) -> None:
        self._read = read
        self._most = most
        self._longest = longest

    def __missing__(self, key: bytes) -> T:
        found = self._read(key)
        if len(key) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[key] = found
        return found


def _status_of(text: bytes) -> int:
    found = _STATUS(text)
    if found is None or len(found[2]) != int(found[1]) or len(found[4]) != int(found[3]):
        raise Unlike
    return int(found[4])


def _place_of(text: bytes) -> Place:
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


def _client_of(table: bytes) -> Client:
    begins = _CLIENT_BEGINS(table)
    ends = _CLIENT_ENDS(table, begins.end() + int(begins[10])) if begins else None
    peer = _PEER(table, ends.end() + int(ends[4])) if ends else None
    if begins is None or ends is None or peer is None:
        return _client_in(table)
    mode_size, mode, secured, closed, since, sni_size, sni, cipher_size, cipher, _ = begins.groups()
    alpn_size, alpn, id, _ = ends.groups()
    peer_size, host_size, host, port_size, port = peer.groups()
    for moment in (secured, closed):
        if moment is not None:
            moment_of(moment)
    if (
        len(mode) != int(mode_size)
        or (sni is not None and len(sni) != int(sni_size))
        or (cipher is not None and len(cipher) != int(cipher_size))
        or (alpn is not None and len(alpn) != int(alpn_size))
        or len(host) != int(host_size)
        or len(port) != int(port_size)
        or peer.end() != len(table)
        or peer.end() - 1 - peer.end(1) - 1 != int(peer_size)
    ):
        return _client_in(table)
    return Client(text_of(host), id.decode(), moment_of(since) or None)


def _client_in(table: bytes) -> Client:
    """The same by every field of the table, whatever their order."""
    fields = table_of(table, 0, len(table))
    peer, id, since = (fields.get(name, b"") for name in (b"peername", b"id", b"timestamp_start"))
    host = _HOST(peer)
    if not id.endswith(b";") or (host is None and peer != b"~"):
        raise Unlike
    if host is not None and (
        len(host[2]) != int(host[1]) or any(len(digits) != int(size) for size, digits in _WHOLE(host[3]))
    ):
        raise Unlike
    opened = None if since == b"~" else seconds_of(since)
    return Client("" if host is None else text_of(host[2]), text_of(id[:-1]), opened or None)


clients = _Memory(_client_of, _MOST_CLIENTS, _LONGEST_CLIENT)
statuses = _Memory(_status_of, MOST, LONGEST)
places = _Memory(_place_of, MOST, LONGEST)
numbers: _Memory[int] = _Memory(int, MOST, LONGEST)
"""Lengths, which are the same again and again."""

_HEADS: Final = {len(b"%d:" % size) + size: b"%d:" % size for size in range(1, 40)}
"""How a moment begins, which is by its own length, by the length of all of it."""

_SHORT_OF_LAST: Final = 11
"""Digits before the point with which no moment lies beyond the last one."""


def table_of(buffer: bytes, at: int, end: int) -> dict[bytes, bytes]:
    """The values of a dictionary, each with its type behind it."""
    fields: dict[bytes, bytes] = {}
    while at < end:
        item = _ITEM(buffer, at)
        if item is None:
            raise Unlike
        size, name, length = item.groups()
        begin = item.end()
        at = begin + int(length) + 1
        if len(name) != int(size) or at > end:
            raise Unlike
        fields[name] = buffer[begin:at]
    if len(fields) > _MOST_ITEMS:
        raise Unlike
    return fields


def moment_of(told: bytes) -> float:
    """A moment, with its length before it."""
    head = _HEADS.get(len(told))
    if head is not None and told.startswith(head):
        at = float(told[len(head) :])
    else:
        size, _, digits = told.partition(b":")
        if len(digits) != int(size):
            raise Unlike
        at = float(digits)
    if at > LAST_TIME:
        raise Unlike
    return at


def check_moment(told: bytes) -> None:
    """See that a moment is one, its length before it, where nobody asks which.

    Raises:
        Unlike: it is none.
    """
    head = _HEADS.get(len(told))
    if head is None or not told.startswith(head) or told.find(b".") > len(head) + _SHORT_OF_LAST:
        moment_of(told)


def seconds_of(told: bytes) -> float:
    """A moment out of a table, with its type behind it."""
    if told[-1:] != b"^" or not _SECONDS(told[:-1]):
        raise Unlike
    return moment_of(b"%d:%b" % (len(told) - 1, told[:-1]))


def text_of(octets: bytes) -> str:
    """Text that keeps every byte."""
    return octets.decode("utf-8", "surrogateescape")
