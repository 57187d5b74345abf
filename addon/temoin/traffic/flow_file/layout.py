"""HTTP flows in the very layout in which mitmproxy writes them, read stretch by stretch.

The exact walk (`record`, `tnetstring`) asks for one value after the other; this takes a small part of its time. A
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
from temoin.traffic.asked import LAST_TIME, kind_of, origin_form, target
from temoin.traffic.documents import is_document
from temoin.traffic.flow_file.clients import BEFORE_ID, ENDS, MOMENT, Client, client_of, known
from temoin.traffic.flow_file.fields import received_in, sent_in
from temoin.traffic.flow_file.memory import LENGTH, Unlike, stretch
from temoin.traffic.flow_file.repeated import HEADERS, headers, number_of, place_of, status_of
from temoin.traffic.flow_file.tables import seconds_of, table_of, text_of
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["BodyAt", "flow_in", "start_in"]

type BodyAt = Callable[[int, int, Headers], Callable[[], bytes]]
"""Gives what reads the document between two places of a buffer, its coding told by headers."""

_BYTES: Final = ord(",")
_ENDS: Final = ENDS + len(BEFORE_ID)
_BEFORE_ID: Final = len(BEFORE_ID)
_BEHIND_ID: Final = b";4:type;4:http;7:version;2:21#}"
_ID: Final = 36 + len(_BEHIND_ID) - 1
"""Bytes from where a record's id begins to the record's type."""

_MADE: Final = 65
"""Bytes of a stretch that `_made` is asked by."""

_PLAIN: Final = 99
"""Bytes of a stretch that `_plain` is asked by."""

_ANSWERED = re.compile(
    LENGTH + rb"9:websocket;0:~8:response;" + LENGTH
    + rb"(6:reason;[0-9]{1,12}:[^,]{0,200},11:status_code;[0-9]:[0-9]{1,9}#)13:timestamp_end;(?:" + MOMENT
    + rb"|0:~)15:timestamp_start;" + MOMENT + rb"8:trailers;0:~7:content;" + LENGTH, re.DOTALL
).match  # fmt: skip
_BEGINS = re.compile(LENGTH + rb"9:websocket;0:~8:response;(?:0:~|" + LENGTH + rb")").match
_RESPONSE_ENDS: Final = frozenset(
    b"]12:http_version;%b,}" % version
    for version in (b"8:HTTP/1.1", b"8:HTTP/2.0", b"8:HTTP/1.0", b"6:HTTP/3")
)
_UP_TO_SIZE: Final = len("7:request;:")
_PATH = rb"7:request;" + LENGTH + rb"4:path;" + LENGTH
_FROM_PATH = (
    rb"(,9:authority;[0-9]{1,12}:[^,]{0,300},6:scheme;(?:4:http|5:https),6:method;[0-9]{1,12}:[^,]{0,99},"
    rb"4:port;[0-9]:[0-9]{1,9}#4:host;[0-9]{1,12}:[^;]{0,300};)13:timestamp_end;(?:" + MOMENT
    + rb"|0:~)15:timestamp_start;" + MOMENT + rb"8:trailers;0:~7:content;(?:0:,7:headers;" + LENGTH
    + rb"|" + LENGTH + rb")"
)  # fmt: skip
_ASKED = re.compile(_PATH + rb"([^,]{0,2000})" + _FROM_PATH, re.DOTALL).match
_UP_TO_PATH = re.compile(_PATH).match
_BEHIND_PATH = re.compile(_FROM_PATH, re.DOTALL).match
_COMMENT = re.compile(rb"\^7:comment;" + LENGTH).match
_METADATA = re.compile(rb";8:metadata;" + LENGTH).match
_MARKED = re.compile(rb"\}6:marked;" + LENGTH).match
_KEPT = re.compile(rb";9:is_replay;0:~11:intercepted;(?:5:false|4:true)!11:server_conn;" + LENGTH).match
_CLIENT = re.compile(rb"\}11:client_conn;" + LENGTH).match
_ERROR = re.compile(rb"\}5:error;" + LENGTH).match
_BEFORE_ID_OF_ERROR: Final = b"}2:id;36:"

_made = stretch(
    rb"\]12:http_version;(8:HTTP/[0-9]\.[0-9]|6:HTTP/3),\}6:backup;0:~17:timestamp_created;(1[2-8]):",
    lambda found: (text_of(found[1][2:]), found.end(1) + 1, found.end() + int(found[2])),
)
_plain = stretch(
    rb"\^7:comment;0:;8:metadata;0:\}6:marked;0:;9:is_replay;0:~11:intercepted;5:false!11:server_conn;"
    + LENGTH,
    lambda found: found.end() + int(found[1]),
)


def flow_in(buffer: bytes, at: int, number: int, body: BodyAt) -> tuple[Flow | Skipped, int]:
    """Read a record.

    Args:
        buffer: holds all of it, or it is not read.
        at: where its length begins.
        number: the flow's number.
        body: gives what reads its document.

    Returns:
        The flow, or why it gives no events, and the place of the record's type.

    Raises:
        Unlike: it is not in the usual layout.
    """
    begins = _ANSWERED(buffer, at)
    if begins is None:
        return _unanswered(buffer, at, number)
    total, size, status, finished, began, content_size = begins.groups()
    end = begins.end(1) + 1 + number_of(total)
    response_end = begins.end(2) + 1 + number_of(size)
    content = begins.end()
    content_end = content + number_of(content_size)
    skip, length = headers(buffer[content_end : content_end + HEADERS])
    row = content_end + skip
    row_end = row + length
    received, html = received_in(buffer[row:row_end])
    if buffer[row_end : response_end + 1] not in _RESPONSE_ENDS:
        raise Unlike
    asked = _request(buffer, response_end + 1, end, number)
    if not isinstance(asked, tuple):
        return asked, end
    seen, _, why, failed = asked
    try:
        start = float(began[2:])
        over = start if finished is None else float(finished[2:])
    except ValueError:
        raise Unlike from None
    if not (0 <= start <= LAST_TIME and 0 <= over <= LAST_TIME):
        raise Unlike
    if start < seen.at:
        start = seen.at
    if over < start:
        over = start
    if finished is None:
        why = why or "its end was not recorded"
    if failed > over:
        over = failed
    document = None
    if (
        html
        and content < content_end
        and buffer[content_end] == _BYTES
        and is_document(seen.headers, received)
    ):
        document = Document(number, over, body(content, content_end, received))
    return Flow(
        seen, ResponseSeen(number, start, status_of(status), received), FlowEnded(number, over, why), document
    ), end


def start_in(buffer: bytes, at: int) -> float | None:
    """When the request of a record began, and nothing else; the rest of it may be broken all the same.

    Args:
        buffer: holds all of the record.
        at: where its length begins.

    Returns:
        Unix seconds; None where the record is not in the usual layout.
    """
    begins = _BEGINS(buffer, at)
    if begins is None:
        return None
    request = begins.end()
    if begins[2] is not None:
        request += number_of(begins[2]) + 1
        if not buffer.startswith(b"}", request - 1):
            return None
    try:
        found = _ASKED(buffer, request)
        if found is not None and len(found[3]) == number_of(found[2]):
            place, began = found[4], found[6]
        else:
            place, began = _behind_path(buffer, request)[2].group(1, 3)
        place_of(place)
        moment = float(began[2:])
    except (Unlike, ValueError):
        return None
    return moment if 0 <= moment <= LAST_TIME else None


def _unanswered(buffer: bytes, at: int, number: int) -> tuple[Flow | Skipped, int]:
    begins = _BEGINS(buffer, at)
    if begins is None or begins[2] is not None:
        raise Unlike
    end = begins.end(1) + 1 + number_of(begins[1])
    asked = _request(buffer, begins.end(), end, number)
    if not isinstance(asked, tuple):
        return asked, end
    seen, told, why, failed = asked
    try:
        done = 0 if told is None else float(told[2:])
    except ValueError:
        raise Unlike from None
    if not 0 <= done <= LAST_TIME:
        raise Unlike
    over = max(seen.at, done, failed)
    return Flow(seen, None, FlowEnded(number, over, why or "no response was recorded")), end


def _request(
    buffer: bytes, at: int, end: int, number: int
) -> tuple[RequestSeen, bytes | None, str, float] | Skipped:
    """The request, when it was all there as it is written, what went wrong and when (0 where nothing did)."""
    found = _ASKED(buffer, at)
    if found is not None:
        size, path_size, path, place, done, began, length, content_size = found.groups()
        if len(path) != number_of(path_size):
            raise Unlike
    else:
        size, path, found = _behind_path(buffer, at)
        place, done, began, length, content_size = found.groups()
    where = place_of(place)
    method = where.method
    if method == "CONNECT":
        raise Unlike
    row = found.end()
    if length is None:
        row += number_of(content_size)
        skip, row_end = headers(buffer[row : row + HEADERS])
        row += skip
        row_end += row
    else:
        row_end = row + number_of(length)
    sent, upgrade = sent_in(buffer, row, row_end)
    version, skip, until = _made(buffer[row_end : row_end + _MADE])
    if row_end + skip != at + _UP_TO_SIZE + len(size) + number_of(size):
        raise Unlike
    at = row_end + until
    try:
        at += _plain(buffer[at : at + _PLAIN])
    except Unlike:
        at += _kept(buffer, at)
    why, failed = "", 0.0
    id = end - _ID
    if id < at:
        raise Unlike
    one = known.get(buffer[id - _ENDS : id - _BEFORE_ID])
    if one is not None and len(one[0]) == id - at and buffer.startswith(one[0], at):
        client = one[1]
    elif buffer.startswith(BEFORE_ID, id - _BEFORE_ID):
        client = client_of(buffer[at:id])
    else:
        client, why, failed = _failed(buffer, at, id)
    if not buffer.startswith(_BEHIND_ID, id + 36):
        raise Unlike
    try:
        moment = float(began[2:])
    except ValueError:
        raise Unlike from None
    if not 0 <= moment <= LAST_TIME:
        raise Unlike
    scheme = where.scheme
    if where.named is not None and version[5] in "23":
        name, port = where.named
    else:
        name, port = target(sent, version, scheme, named=where.authority, sent_to=where.sent_to)
    if not name:
        return Skipped.UNADDRESSED
    if name in OWN_HOSTS:
        return Skipped.OWN
    told = path.decode("utf-8", "surrogateescape")
    seen = RequestSeen(
        number,
        moment,
        scheme,
        name,
        port,
        told if told[:1] == "/" else origin_form(told),
        method,
        sent,
        version,
        client.host,
        "",
        client.id,
        client.since,
        None,
        kind_of(sent) if upgrade else "",
    )
    return seen, done, why, failed


def _behind_path(buffer: bytes, at: int) -> tuple[bytes, bytes, re.Match[bytes]]:
    """The length of a request that is in no usual path's layout, its path, and what stands behind that."""
    begins = _UP_TO_PATH(buffer, at)
    if begins is None:
        raise Unlike
    path, path_end = begins.end(), begins.end() + number_of(begins[2])
    found = _BEHIND_PATH(buffer, path_end)
    if found is None:
        raise Unlike
    return begins[1], buffer[path:path_end], found


def _kept(buffer: bytes, at: int) -> int:
    """The length of what lies before the client connection, where a flow has a comment or a mark."""
    comment = _COMMENT(buffer, at)
    metadata = _METADATA(buffer, comment.end() + number_of(comment[1])) if comment else None
    if metadata is None:
        raise Unlike
    metadata_end = metadata.end() + number_of(metadata[1])
    if not {b"duplicated", b"proxyauth"}.isdisjoint(table_of(buffer, metadata.end(), metadata_end)):
        raise Unlike
    marked = _MARKED(buffer, metadata_end)
    kept = _KEPT(buffer, marked.end() + number_of(marked[1])) if marked else None
    if kept is None:
        raise Unlike
    return kept.end() + number_of(kept[1]) - at


def _failed(buffer: bytes, at: int, id: int) -> tuple[Client, str, float]:
    """The client connection of a request that went wrong, how it did and when."""
    found = _CLIENT(buffer, at)
    if found is None:
        raise Unlike
    client_end = found.end() + number_of(found[1])
    error = _ERROR(buffer, client_end)
    if error is None:
        raise Unlike
    error_end = error.end() + number_of(error[1])
    if error_end + len(_BEFORE_ID_OF_ERROR) != id or not buffer.startswith(_BEFORE_ID_OF_ERROR, error_end):
        raise Unlike
    fields = table_of(buffer, error.end(), error_end)
    message, moment = fields.get(b"msg", b""), fields.get(b"timestamp", b"")
    if not message.endswith(b";"):
        raise Unlike
    client = client_of(buffer[at:client_end] + BEFORE_ID)
    return client, text_of(message[:-1]) or "an error", seconds_of(moment)
