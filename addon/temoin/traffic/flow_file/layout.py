"""HTTP flows in the very layout in which mitmproxy writes them, read with a few regular expressions.

The exact walk (`record`, `tnetstring`) asks for one value after the other; this takes a twentieth of its time. A
record that does not fit (a websocket, trailers, another version, whatever is not foreseen) is left to the walk, so
what is read here must be what the walk would read. It is, for each step is either literal or has its length checked
against what it matched: a path or a reason that looks like the next fields is not taken for them. Bodies and what
nobody asks for are skipped by their lengths.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from temoin.events import FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.traffic.address import OWN_HOSTS, authority, default_port
from temoin.traffic.asked import LAST_TIME, kind_of, origin_form, target
from temoin.traffic.documents import is_document
from temoin.traffic.flow_file.fields import LONGEST, MOST, Unlike, fields_in
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["BodyAt", "flow_in", "start_in"]

type BodyAt = Callable[[int, int, Headers], Callable[[], bytes]]
"""Gives what reads the document between two places of a buffer, its coding told by headers."""

_LONGEST_CLIENT: Final = 8_192
_MOST_CLIENTS: Final = 512
"""Client connections that are remembered, each of at most `_LONGEST_CLIENT` bytes; then all are forgotten."""

_MOST_ITEMS: Final = 64
_BYTES: Final = ord(",")

_N = rb"([0-9]{1,12}):"
_NUMBER = rb"([0-9]{1,2}:[0-9]{1,12}\.[0-9]{1,20})\^"
_NUMBER_OR_NONE = rb"(?:" + _NUMBER + rb"|0:~)"
_VERSION = rb"\]12:http_version;(8:HTTP/[0-9]\.[0-9]|6:HTTP/3),\}"
_CREATED = rb"6:backup;0:~17:timestamp_created;" + _NUMBER
_LAST = rb"2:id;36:[0-9a-f-]{36};4:type;4:http;7:version;2:21#\}"

_WITH_RESPONSE = re.compile(
    rb"9:websocket;0:~8:response;"
    + _N
    + rb"(6:reason;[0-9]{1,12}:[^,]*,11:status_code;[0-9]:[0-9]{1,9}#)13:timestamp_end;"
    + _NUMBER_OR_NONE
    + rb"15:timestamp_start;"
    + _NUMBER
    + rb"8:trailers;0:~7:content;"
    + _N
).match
_WITHOUT_RESPONSE = re.compile(rb"9:websocket;0:~8:response;0:~7:request;" + _N + rb"4:path;" + _N).match
_SOME_RESPONSE = re.compile(rb"9:websocket;0:~8:response;" + _N).match
_AFTER_RESPONSE = re.compile(rb"\}7:request;" + _N + rb"4:path;" + _N).match
_HEADERS = re.compile(rb"[,~]7:headers;" + _N).match
_REQUEST = re.compile(_VERSION + rb"7:request;" + _N + rb"4:path;" + _N).match
_STATUS = re.compile(rb"6:reason;" + _N + rb"([^,]*),11:status_code;([0-9]):([0-9]{1,9})#").fullmatch
_WHERE = re.compile(
    rb",9:authority;" + _N + rb"([^,]*),6:scheme;(4:http|5:https),6:method;" + _N + rb"([^,]*),"
    rb"4:port;([0-9]):([0-9]{1,9})#4:host;" + _N + rb"([^;]*);"
).fullmatch  # fmt: skip
_ASKED = re.compile(
    rb"(,9:authority;[0-9]{1,12}:[^,]*,6:scheme;(?:4:http|5:https),6:method;[0-9]{1,12}:[^,]*,"
    rb"4:port;[0-9]:[0-9]{1,9}#4:host;[0-9]{1,12}:[^;]*;)13:timestamp_end;" + _NUMBER_OR_NONE
    + rb"15:timestamp_start;" + _NUMBER + rb"8:trailers;0:~7:content;" + _N + rb"(?:[,~]7:headers;" + _N + rb")?"
).match  # fmt: skip
_BEGAN = re.compile(
    rb"(,9:authority;[0-9]{1,12}:[^,]*,6:scheme;(?:4:http|5:https),6:method;[0-9]{1,12}:[^,]*,"
    rb"4:port;[0-9]:[0-9]{1,9}#4:host;[0-9]{1,12}:[^;]*;)"
    rb"13:timestamp_end;" + _NUMBER_OR_NONE + rb"15:timestamp_start;" + _NUMBER
).match  # fmt: skip
_PLAIN = re.compile(
    _VERSION + _CREATED + rb"7:comment;0:;8:metadata;0:\}6:marked;0:;"
    rb"9:is_replay;0:~11:intercepted;5:false!11:server_conn;" + _N
).match
_COMMENT = re.compile(_VERSION + _CREATED + rb"7:comment;" + _N).match
_METADATA = re.compile(rb";8:metadata;" + _N).match
_MARKED = re.compile(rb"\}6:marked;" + _N).match
_KEPT = re.compile(rb";9:is_replay;0:~11:intercepted;(?:5:false|4:true)!11:server_conn;" + _N).match
_CLIENT = re.compile(rb"\}11:client_conn;" + _N).match
_END = re.compile(rb"\}5:error;0:~" + _LAST).match
_ERROR = re.compile(rb"\}5:error;" + _N).match
_END_OF_ERROR = re.compile(rb"\}" + _LAST).match
_CLIENT_BEGINS = re.compile(
    rb"10:proxy_mode;" + _N + rb"([^;]*);8:mitmcert;0:~19:timestamp_tls_setup;" + _NUMBER_OR_NONE
    + rb"13:timestamp_end;" + _NUMBER_OR_NONE + rb"15:timestamp_start;" + _NUMBER
    + rb"3:sni;(?:" + _N + rb"([^;]*);|0:~)11:tls_version;(?:7:TLSv1\.[0-9];|0:~)11:cipher_list;0:\]"
    rb"6:cipher;(?:" + _N + rb"([A-Za-z0-9_-]{1,99});|0:~)11:alpn_offers;" + _N
).match  # fmt: skip
_CLIENT_ENDS = re.compile(
    rb"\]4:alpn;(?:" + _N + rb"([^,]*),|0:~)16:certificate_list;0:\]3:tls;(?:5:false|4:true)!5:error;0:~"
    rb"18:transport_protocol;3:tcp;2:id;36:([0-9a-f-]{36});8:sockname;" + _N
).match  # fmt: skip
_PEER = re.compile(rb"\]8:peername;" + _N + _N + rb"([^;]*);([0-9]):([0-9]{1,9})#\]").match
_ITEM = re.compile(rb"([0-9]{1,2}):([a-z_]{1,99});" + _N).match
_HOST = re.compile(_N + rb"([^;]*);((?:[0-9]:[0-9]{1,9}#){1,3})\]").fullmatch
_WHOLE = re.compile(rb"([0-9]):([0-9]{1,9})#").findall
_SECONDS = re.compile(rb"[0-9]{1,12}\.[0-9]{1,20}").fullmatch

_VERSIONS = {b"8:HTTP/1.1": "HTTP/1.1", b"8:HTTP/2.0": "HTTP/2.0", b"6:HTTP/3": "HTTP/3"}


class _Client(msgspec.Struct, frozen=True, gc=False):
    """A client connection: the address of its other end, its id, when it was opened."""

    host: str
    id: str
    since: float | None


def flow_in(buffer: bytes, at: int, end: int, number: int, body: BodyAt) -> Flow | Skipped:
    """Read a record.

    Args:
        buffer: holds all of it.
        at: where its fields begin.
        end: where they end, which is the place of its type.
        number: the flow's number.
        body: gives what reads its document.

    Returns:
        The flow, or why it gives no events.

    Raises:
        Unlike: it is not in the usual layout.
    """
    begins = _WITH_RESPONSE(buffer, at)
    if begins is None:
        return _unanswered(buffer, at, end, number)
    size, status, finished, began, content_size = begins.groups()
    content = begins.end()
    content_end = content + int(content_size)
    found = _HEADERS(buffer, content_end)
    if found is None:
        raise Unlike
    row = found.end()
    row_end = row + int(found[1])
    received_row = buffer[row:row_end]
    received = fields_in(received_row)
    found = _REQUEST(buffer, row_end)
    if found is None or found.end(1) != begins.end(1) + int(size):
        raise Unlike
    inner, path = found.end(2), found.end()
    asked = _request(buffer, inner + 1 + int(found[2]), path, path + int(found[3]), end, number)
    if isinstance(asked, Skipped):
        return asked
    seen, _, why, failed = asked
    start = over = max(seen.at, _moment(began))
    if finished is None:
        why = why or "its end was not recorded"
    else:
        over = max(over, _moment(finished))
    if failed is not None:
        over = max(over, failed)
    document = None
    may_be = content < content_end and (b"html" in received_row or b"HTML" in received_row)
    if may_be and buffer[content_end] == _BYTES and is_document(seen.headers, received):
        document = Document(number, over, body(content, content_end, received))
    return Flow(
        seen, ResponseSeen(number, start, _statuses[status], received), FlowEnded(number, over, why), document
    )


def start_in(buffer: bytes, at: int) -> float | None:
    """When the request of a record began, and nothing else; the rest of it may be broken all the same.

    Args:
        buffer: holds all of the record.
        at: where its fields begin.

    Returns:
        Unix seconds; None where the record is not in the usual layout.
    """
    found = _SOME_RESPONSE(buffer, at)
    if found is not None:
        found = _AFTER_RESPONSE(buffer, found.end() + int(found[1]))
    else:
        found = _WITHOUT_RESPONSE(buffer, at)
    if found is None:
        return None
    found = _BEGAN(buffer, found.end() + int(found[2]))
    if found is None:
        return None
    try:
        _places[found[1]]
        if found[2] is not None:
            _moment(found[2])
        return _moment(found[3])
    except Unlike:
        return None


def _unanswered(buffer: bytes, at: int, end: int, number: int) -> Flow | Skipped:
    found = _WITHOUT_RESPONSE(buffer, at)
    if found is None:
        raise Unlike
    inner, path = found.end(1), found.end()
    asked = _request(buffer, inner + 1 + int(found[1]), path, path + int(found[2]), end, number)
    if isinstance(asked, Skipped):
        return asked
    seen, done, why, failed = asked
    over = max(moment for moment in (seen.at, done, failed) if moment is not None)
    return Flow(seen, None, FlowEnded(number, over, why or "no response was recorded"))


def _request(
    buffer: bytes, request_end: int, path: int, path_end: int, end: int, number: int
) -> tuple[RequestSeen, float | None, str, float | None] | Skipped:
    """The request, when it was all there as it is written, what went wrong and when."""
    found = _ASKED(buffer, path_end)
    if found is None:
        raise Unlike
    place, finished, began, content, row_size = found.groups()
    where = _places[place]
    method = where.method
    if method == "CONNECT":
        raise Unlike
    row = found.end()
    if content != b"0" or row_size is None:
        found = _HEADERS(buffer, found.end(4) + 1 + int(content))
        if found is None:
            raise Unlike
        row, row_size = found.end(), found[1]
    row_end = row + int(row_size)
    sent_row = buffer[row:row_end]
    sent = fields_in(sent_row)
    found = _PLAIN(buffer, row_end)
    if found is not None:
        version_text, version_end, created = found[1], found.end(1), found[2]
        client_end, client = _client(buffer, found.end() + int(found[3]))
    else:
        version_text, version_end, created, server_end = _marked(buffer, row_end)
        client_end, client = _client(buffer, server_end)
    _moment(created)
    done = None if finished is None else _moment(finished)
    if version_end + 1 != request_end:
        raise Unlike
    why, failed = "", None
    last = _END(buffer, client_end)
    if last is None:
        why, failed, last = _failure(buffer, client_end)
    if last.end() - 1 != end:
        raise Unlike
    scheme = where.scheme
    version = _VERSIONS.get(version_text) or _text(version_text[2:])
    if where.named is not None and version[5] in "23":
        name, port_number = where.named
    else:
        name, port_number = target(sent, version, scheme, named=where.authority, sent_to=where.sent_to)
    if not name:
        return Skipped.UNADDRESSED
    if name in OWN_HOSTS:
        return Skipped.OWN
    seen = RequestSeen(
        number,
        _moment(began),
        scheme,
        name,
        port_number,
        origin_form(_text(buffer[path:path_end])),
        method,
        sent,
        version,
        client.host,
        "",
        client.id,
        client.since,
        None,
        kind_of(sent) if b"7:upgrade," in sent_row or b"7:Upgrade," in sent_row else "",
    )
    return seen, done, why, failed


def _marked(buffer: bytes, at: int) -> tuple[bytes, int, bytes, int]:
    """The same of a flow with a comment or a mark: its HTTP version and place, when it was made, the connection."""
    comment = _COMMENT(buffer, at)
    metadata = _METADATA(buffer, comment.end() + int(comment[3])) if comment else None
    if comment is None or metadata is None:
        raise Unlike
    metadata_end = metadata.end() + int(metadata[1])
    if not {b"duplicated", b"proxyauth"}.isdisjoint(_table(buffer, metadata.end(), metadata_end)):
        raise Unlike
    marked = _MARKED(buffer, metadata_end)
    kept = _KEPT(buffer, marked.end() + int(marked[1])) if marked else None
    if kept is None:
        raise Unlike
    return comment[1], comment.end(1), comment[2], kept.end() + int(kept[1])


def _client(buffer: bytes, at: int) -> tuple[int, _Client]:
    found = _CLIENT(buffer, at)
    if found is None:
        raise Unlike
    begin = found.end()
    end = begin + int(found[1])
    return end, _clients[buffer[begin:end]]


def _failure(buffer: bytes, at: int) -> tuple[str, float, re.Match[bytes]]:
    error = _ERROR(buffer, at)
    end = error.end() + int(error[1]) if error else 0
    last = _END_OF_ERROR(buffer, end)
    if error is None or last is None:
        raise Unlike
    fields = _table(buffer, error.end(), end)
    message, moment = fields.get(b"msg", b""), fields.get(b"timestamp", b"")
    if not message.endswith(b";"):
        raise Unlike
    return _text(message[:-1]) or "an error", _seconds(moment), last


class _Place(msgspec.Struct, frozen=True, gc=False):
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


def _place_of(text: bytes) -> _Place:
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
    scheme, told, sent_to = _text(scheme_text[2:]), _text(named), (_text(host), int(port))
    split = authority(told) if told else None
    by_name = None if split is None else (split[0], default_port(scheme) if split[1] is None else split[1])
    return _Place(scheme, _text(method), told, sent_to, by_name)


def _client_of(table: bytes) -> _Client:
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
            _moment(moment)
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
    return _Client(_text(host), id.decode(), _moment(since) or None)


def _client_in(table: bytes) -> _Client:
    """The same by every field of the table, whatever their order."""
    fields = _table(table, 0, len(table))
    peer, id, since = (fields.get(name, b"") for name in (b"peername", b"id", b"timestamp_start"))
    host = _HOST(peer)
    if not id.endswith(b";") or (host is None and peer != b"~"):
        raise Unlike
    if host is not None and (
        len(host[2]) != int(host[1]) or any(len(digits) != int(size) for size, digits in _WHOLE(host[3]))
    ):
        raise Unlike
    opened = None if since == b"~" else _seconds(since)
    return _Client("" if host is None else _text(host[2]), _text(id[:-1]), opened or None)


_clients = _Memory(_client_of, _MOST_CLIENTS, _LONGEST_CLIENT)
_statuses = _Memory(_status_of, MOST, LONGEST)
_places = _Memory(_place_of, MOST, LONGEST)


def _table(buffer: bytes, at: int, end: int) -> dict[bytes, bytes]:
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


def _moment(told: bytes) -> float:
    """A moment, with its length before it."""
    size, _, digits = told.partition(b":")
    at = float(digits)
    if len(digits) != int(size) or at > LAST_TIME:
        raise Unlike
    return at


def _seconds(told: bytes) -> float:
    """A moment out of a table, with its type behind it."""
    if told[-1:] != b"^" or not _SECONDS(told[:-1]):
        raise Unlike
    return _moment(b"%d:%b" % (len(told) - 1, told[:-1]))


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")
