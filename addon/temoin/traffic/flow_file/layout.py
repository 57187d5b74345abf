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

from temoin.events import FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.traffic.address import OWN_HOSTS
from temoin.traffic.asked import kind_of, origin_form, target
from temoin.traffic.documents import is_document
from temoin.traffic.flow_file.fields import Unlike, fields_in
from temoin.traffic.flow_file.repeated import (
    LENGTH,
    NUMBER,
    NUMBER_OR_NONE,
    Client,
    check_moment,
    clients,
    moment_of,
    numbers,
    places,
    seconds_of,
    statuses,
    table_of,
    text_of,
)
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["BodyAt", "flow_in", "start_in"]

type BodyAt = Callable[[int, int, Headers], Callable[[], bytes]]
"""Gives what reads the document between two places of a buffer, its coding told by headers."""

_BYTES: Final = ord(",")

_VERSION = rb"\]12:http_version;(8:HTTP/[0-9]\.[0-9]|6:HTTP/3),\}"
_CREATED = rb"6:backup;0:~17:timestamp_created;" + NUMBER
_LAST = rb"2:id;36:[0-9a-f-]{36};4:type;4:http;7:version;2:21#\}"

_WITH_RESPONSE = re.compile(
    rb"9:websocket;0:~8:response;"
    + LENGTH
    + rb"(6:reason;[0-9]{1,12}:[^,]*,11:status_code;[0-9]:[0-9]{1,9}#)13:timestamp_end;"
    + NUMBER_OR_NONE
    + rb"15:timestamp_start;"
    + NUMBER
    + rb"8:trailers;0:~7:content;"
    + LENGTH
).match
_WITHOUT_RESPONSE = re.compile(
    rb"9:websocket;0:~8:response;0:~7:request;" + LENGTH + rb"4:path;" + LENGTH
).match
_SOME_RESPONSE = re.compile(rb"9:websocket;0:~8:response;" + LENGTH).match
_AFTER_RESPONSE = re.compile(rb"\}7:request;" + LENGTH + rb"4:path;" + LENGTH).match
_HEADERS = re.compile(rb"[,~]7:headers;" + LENGTH).match
_REQUEST = re.compile(_VERSION + rb"7:request;" + LENGTH + rb"4:path;" + LENGTH).match
_ASKED = re.compile(
    rb"(,9:authority;[0-9]{1,12}:[^,]*,6:scheme;(?:4:http|5:https),6:method;[0-9]{1,12}:[^,]*,"
    rb"4:port;[0-9]:[0-9]{1,9}#4:host;[0-9]{1,12}:[^;]*;)13:timestamp_end;" + NUMBER_OR_NONE
    + rb"15:timestamp_start;" + NUMBER + rb"8:trailers;0:~7:content;" + LENGTH
    + rb"(?:[,~]7:headers;" + LENGTH + rb")?"
).match  # fmt: skip
_BEGAN = re.compile(
    rb"(,9:authority;[0-9]{1,12}:[^,]*,6:scheme;(?:4:http|5:https),6:method;[0-9]{1,12}:[^,]*,"
    rb"4:port;[0-9]:[0-9]{1,9}#4:host;[0-9]{1,12}:[^;]*;)"
    rb"13:timestamp_end;" + NUMBER_OR_NONE + rb"15:timestamp_start;" + NUMBER
).match  # fmt: skip
_PLAIN = re.compile(
    _VERSION + _CREATED + rb"7:comment;0:;8:metadata;0:\}6:marked;0:;"
    rb"9:is_replay;0:~11:intercepted;5:false!11:server_conn;" + LENGTH
).match
_COMMENT = re.compile(_VERSION + _CREATED + rb"7:comment;" + LENGTH).match
_METADATA = re.compile(rb";8:metadata;" + LENGTH).match
_MARKED = re.compile(rb"\}6:marked;" + LENGTH).match
_KEPT = re.compile(rb";9:is_replay;0:~11:intercepted;(?:5:false|4:true)!11:server_conn;" + LENGTH).match
_CLIENT = re.compile(rb"\}11:client_conn;" + LENGTH).match
_END = re.compile(rb"\}5:error;0:~" + _LAST).match
_ERROR = re.compile(rb"\}5:error;" + LENGTH).match
_END_OF_ERROR = re.compile(rb"\}" + _LAST).match

_VERSIONS = {b"8:HTTP/1.1": "HTTP/1.1", b"8:HTTP/2.0": "HTTP/2.0", b"6:HTTP/3": "HTTP/3"}


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
    content_end = content + numbers[content_size]
    found = _HEADERS(buffer, content_end)
    if found is None:
        raise Unlike
    row = found.end()
    row_end = row + numbers[found[1]]
    received_row = buffer[row:row_end]
    received = fields_in(received_row)
    found = _REQUEST(buffer, row_end)
    if found is None or found.end(1) != begins.end(1) + numbers[size]:
        raise Unlike
    inner, path = found.end(2), found.end()
    asked = _request(buffer, inner + 1 + numbers[found[2]], path, path + numbers[found[3]], end, number)
    if isinstance(asked, Skipped):
        return asked
    seen, _, why, failed = asked
    start = over = max(seen.at, moment_of(began))
    if finished is None:
        why = why or "its end was not recorded"
    else:
        over = max(over, moment_of(finished))
    if failed is not None:
        over = max(over, failed)
    document = None
    may_be = content < content_end and (b"html" in received_row or b"HTML" in received_row)
    if may_be and buffer[content_end] == _BYTES and is_document(seen.headers, received):
        document = Document(number, over, body(content, content_end, received))
    return Flow(
        seen, ResponseSeen(number, start, statuses[status], received), FlowEnded(number, over, why), document
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
        found = _AFTER_RESPONSE(buffer, found.end() + numbers[found[1]])
    else:
        found = _WITHOUT_RESPONSE(buffer, at)
    if found is None:
        return None
    found = _BEGAN(buffer, found.end() + numbers[found[2]])
    if found is None:
        return None
    try:
        places[found[1]]
        if found[2] is not None:
            moment_of(found[2])
        return moment_of(found[3])
    except Unlike:
        return None


def _unanswered(buffer: bytes, at: int, end: int, number: int) -> Flow | Skipped:
    found = _WITHOUT_RESPONSE(buffer, at)
    if found is None:
        raise Unlike
    inner, path = found.end(1), found.end()
    asked = _request(buffer, inner + 1 + numbers[found[1]], path, path + numbers[found[2]], end, number)
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
    where = places[place]
    method = where.method
    if method == "CONNECT":
        raise Unlike
    row = found.end()
    if content != b"0" or row_size is None:
        found = _HEADERS(buffer, found.end(4) + 1 + numbers[content])
        if found is None:
            raise Unlike
        row, row_size = found.end(), found[1]
    row_end = row + numbers[row_size]
    sent_row = buffer[row:row_end]
    sent = fields_in(sent_row)
    found = _PLAIN(buffer, row_end)
    if found is not None:
        version_text, version_end, created = found[1], found.end(1), found[2]
        client_end, client = _client(buffer, found.end() + numbers[found[3]])
    else:
        version_text, version_end, created, server_end = _marked(buffer, row_end)
        client_end, client = _client(buffer, server_end)
    check_moment(created)
    done = None if finished is None else moment_of(finished)
    if version_end + 1 != request_end:
        raise Unlike
    why, failed = "", None
    last = _END(buffer, client_end)
    if last is None:
        why, failed, last = _failure(buffer, client_end)
    if last.end() - 1 != end:
        raise Unlike
    scheme = where.scheme
    version = _VERSIONS.get(version_text) or text_of(version_text[2:])
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
        moment_of(began),
        scheme,
        name,
        port_number,
        origin_form(text_of(buffer[path:path_end])),
        method,
        sent,
        version,
        client.host,
        "",
        client.id,
        client.since,
        None,
        kind_of(sent) if b"pgrade," in sent_row else "",
    )
    return seen, done, why, failed


def _marked(buffer: bytes, at: int) -> tuple[bytes, int, bytes, int]:
    """The same of a flow with a comment or a mark: its HTTP version and place, when it was made, the connection."""
    comment = _COMMENT(buffer, at)
    metadata = _METADATA(buffer, comment.end() + numbers[comment[3]]) if comment else None
    if comment is None or metadata is None:
        raise Unlike
    metadata_end = metadata.end() + numbers[metadata[1]]
    if not {b"duplicated", b"proxyauth"}.isdisjoint(table_of(buffer, metadata.end(), metadata_end)):
        raise Unlike
    marked = _MARKED(buffer, metadata_end)
    kept = _KEPT(buffer, marked.end() + numbers[marked[1]]) if marked else None
    if kept is None:
        raise Unlike
    return comment[1], comment.end(1), comment[2], kept.end() + int(kept[1])


def _client(buffer: bytes, at: int) -> tuple[int, Client]:
    found = _CLIENT(buffer, at)
    if found is None:
        raise Unlike
    begin = found.end()
    end = begin + numbers[found[1]]
    return end, clients[buffer[begin:end]]


def _failure(buffer: bytes, at: int) -> tuple[str, float, re.Match[bytes]]:
    error = _ERROR(buffer, at)
    end = error.end() + numbers[error[1]] if error else 0
    last = _END_OF_ERROR(buffer, end)
    if error is None or last is None:
        raise Unlike
    fields = table_of(buffer, error.end(), end)
    message, moment = fields.get(b"msg", b""), fields.get(b"timestamp", b"")
    if not message.endswith(b";"):
        raise Unlike
    return text_of(message[:-1]) or "an error", seconds_of(moment), last
