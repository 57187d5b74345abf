"""Client connections: of a record all that lies between its server's and its own id, remembered as a whole.

A browser opens many, and each is told of again with every request that it bore. One that is new is read by its
stretches: but for its times, its id and its port it is as others were. Of one that is in another order, every
field is looked at.
"""

import re
from typing import Final

import msgspec

from temoin.traffic.asked import LAST_TIME
from temoin.traffic.flow_file.memory import LENGTH, Unlike, remembered
from temoin.traffic.flow_file.tables import seconds_of, table_of, text_of

__all__ = ["BEFORE_ID", "ENDS", "MOMENT", "Client", "client_of", "known"]

BEFORE_ID: Final = b"}5:error;0:~2:id;36:"
"""What stands behind a client connection, up to the record's id, where nothing went wrong."""

MOMENT: Final = rb"1(8:.{18}|7:.{17}|6:.{16}|5:.{15}|4:.{14}|3:.{13}|2:.{12})\^"
"""A moment, its own length checked; of what is matched the digits begin with the third byte."""

ENDS: Final = 64
"""Bytes of the end of a client connection by which it is looked for."""

_MOST_CLIENTS: Final = 512
_LONGEST_CLIENT: Final = 8_192
_LONGEST_STRETCH: Final = 1_000

_MOMENT_OR_NONE: Final = rb"(?:" + MOMENT.replace(b"(", b"(?:") + rb"|0:~)"
_WHOLE = re.compile(rb"\}11:client_conn;" + LENGTH + rb"(.*)\}5:error;0:~2:id;36:", re.DOTALL).fullmatch
_BEGINS = re.compile(
    rb"\}11:client_conn;" + LENGTH + rb"10:proxy_mode;" + LENGTH + rb"([^;]*);8:mitmcert;0:~19:timestamp_tls_setup;"
    + _MOMENT_OR_NONE + rb"13:timestamp_end;" + _MOMENT_OR_NONE + rb"15:timestamp_start;" + MOMENT, re.DOTALL
).match  # fmt: skip
_OFFERED = re.compile(
    rb"3:sni;(?:" + LENGTH + rb"([^;]*);|0:~)11:tls_version;(?:7:TLSv1\.[0-9];|0:~)11:cipher_list;0:\]"
    rb"6:cipher;(?:" + LENGTH + rb"([A-Za-z0-9_-]{1,99});|0:~)11:alpn_offers;" + LENGTH
).match  # fmt: skip
_AGREED = re.compile(
    rb"\]4:alpn;(?:" + LENGTH + rb"([^,]*),|0:~)16:certificate_list;0:\]3:tls;(?:5:false|4:true)!5:error;0:~"
    rb"18:transport_protocol;3:tcp;2:id;36:"
).match  # fmt: skip
_SOCKET = re.compile(rb";8:sockname;" + LENGTH).match
_PEER = re.compile(rb"\]8:peername;" + LENGTH + LENGTH + rb"([^;]*);5:").match
_ADDRESS = re.compile(LENGTH + rb"([^;]*);((?:[0-9]:[0-9]{1,9}#){1,3})\]").fullmatch
_PARTS = re.compile(rb"([0-9]):([0-9]{1,9})#").findall

_ID: Final = b"3:tcp;2:id;36:"
_PORT: Final = len("12345")
_BEHIND_PORT: Final = b"#]" + BEFORE_ID


class Client(msgspec.Struct, frozen=True, gc=False):
    """A client connection: the address of its other end, its id, when it was opened."""

    host: str
    id: str
    since: float | None


def _agreed(text: bytes) -> None:
    """See that names and protocols are what their lengths say, up to the id."""
    offered = _OFFERED(text)
    agreed = _AGREED(text, offered.end() + int(offered[5])) if offered else None
    if offered is None or agreed is None or agreed.end() != len(text):
        raise Unlike
    for size, told in ((offered[1], offered[2]), (offered[3], offered[4]), (agreed[1], agreed[2])):
        if told is not None and len(told) != int(size):
            raise Unlike


def _host(text: bytes) -> str:
    """The host of the other end, from behind the id up to its port, which has five digits."""
    socket = _SOCKET(text)
    peer = _PEER(text, socket.end() + int(socket[1])) if socket else None
    if peer is None or peer.end() != len(text) or len(peer[3]) != int(peer[2]):
        raise Unlike
    if peer.end() - peer.end(1) + _PORT != int(peer[1]):
        raise Unlike
    return text_of(peer[3])


_check_agreed = remembered(_agreed, _MOST_CLIENTS, _LONGEST_STRETCH)
_host_of = remembered(_host, _MOST_CLIENTS, _LONGEST_STRETCH)


def _usual(text: bytes) -> Client:
    begins = _BEGINS(text)
    if begins is None or not text.endswith(_BEHIND_PORT):
        raise Unlike
    size, mode_size, mode, since = begins.groups()
    at = begins.end()
    id = text.find(_ID, at) + len(_ID)
    _check_agreed(text[at:id])
    host = _host_of(text[id + 36 : -_PORT - len(_BEHIND_PORT)])
    opened = float(since[2:])
    if (
        len(mode) != int(mode_size)
        or len(text) - len(BEFORE_ID) - begins.end(1) - 1 != int(size)
        or not 0 <= opened <= LAST_TIME
    ):
        raise Unlike
    return Client(host, text_of(text[id : id + 36]), opened or None)


def _other(text: bytes) -> Client:
    """The same by every field, whatever their order."""
    whole = _WHOLE(text)
    if whole is None or len(whole[2]) != int(whole[1]):
        raise Unlike
    fields = table_of(whole[2], 0, len(whole[2]))
    peer, id, since = (fields.get(name, b"") for name in (b"peername", b"id", b"timestamp_start"))
    host = _ADDRESS(peer)
    if not id.endswith(b";") or (host is None and peer != b"~"):
        raise Unlike
    if host is not None and (
        len(host[2]) != int(host[1]) or any(len(digits) != int(size) for size, digits in _PARTS(host[3]))
    ):
        raise Unlike
    opened = None if since == b"~" else seconds_of(since)
    return Client("" if host is None else text_of(host[2]), text_of(id[:-1]), opened or None)


known: dict[bytes, tuple[bytes, Client]] = {}
"""By the end of what a record holds of one, where its port is: all that it holds of it, and what that says."""


def client_of(text: bytes) -> Client:
    """Read a client connection, and remember it.

    Args:
        text: all that lies between a record's server connection and its id.

    Raises:
        Unlike: it is in no layout that is foreseen.
    """
    try:
        client = _usual(text)
    except (Unlike, ValueError):
        client = _other(text)
    if len(text) <= _LONGEST_CLIENT:
        if len(known) >= _MOST_CLIENTS:
            known.clear()
        known[text[-ENDS - len(BEFORE_ID) : -len(BEFORE_ID)]] = text, client
    return client
