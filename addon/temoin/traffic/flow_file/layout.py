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
from temoin.traffic.flow_file.memory import LENGTH, MOST, Unlike, stretch
from temoin.traffic.flow_file.repeated import HEADERS, headers, number_of, place_of, status_of
from temoin.traffic.flow_file.tables import seconds_of, table_of, text_of
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["BodyAt", "flow_in", "start_in"]

type BodyAt = Callable[[int, int, Headers], Callable[[], bytes]]
"""Gives what reads the document between two places of a buffer, its coding told by headers."""

_BYTES: Final = ord(",")
_TABLE: Final = ord("}")
_LONGEST_PLACE: Final = 1_000
"""Bytes in which is looked for where a request was sent."""

_LAST: Final = b";4:type;4:http;7:version;2:21#}"
_BEHIND_ID: Final = len(_LAST)
_BEFORE_ID: Final = len(BEFORE_ID)
_ENDS: Final = ENDS + len(BEFORE_ID)
_ID: Final = 36

_WITH_RESPONSE = re.compile(
    LENGTH + rb"9:websocket;0:~8:response;" + LENGTH
    + rb"(6:reason;[0-9]{1,12}:[^,]*,11:status_code;[0-9]:[0-9]{1,9}#)13:timestamp_end;(?:" + MOMENT
    + rb"|0:~)15:timestamp_start;" + MOMENT + rb"8:trailers;0:~7:content;" + LENGTH, re.DOTALL
).match  # fmt: skip
_WITHOUT_RESPONSE = re.compile(
    LENGTH + rb"9:websocket;0:~8:response;0:~7:request;" + LENGTH + rb"4:path;" + LENGTH
).match
_SOME_RESPONSE = re.compile(LENGTH + rb"9:websocket;0:~8:response;" + LENGTH).match
_AFTER_RESPONSE = re.compile(rb"\}7:request;" + LENGTH + rb"4:path;" + LENGTH).match
_VERSION = rb"\]12:http_version;(8:HTTP/[0-9]\.[0-9]|6:HTTP/3),\}"
_REQUEST = re.compile(_VERSION.replace(b"(", b"(?:") + rb"7:request;" + LENGTH + rb"4:path;" + LENGTH).match
_CONTENT = re.compile(rb"\^8:trailers;0:~7:content;" + LENGTH).match
_PLAIN = re.compile(
    rb"\^7:comment;0:;8:metadata;0:\}6:marked;0:;9:is_replay;0:~11:intercepted;5:false!11:server_conn;"
    + LENGTH
).match
_COMMENT = re.compile(rb"\^7:comment;" + LENGTH).match
_METADATA = re.compile(rb";8:metadata;" + LENGTH).match
_MARKED = re.compile(rb"\}6:marked;" + LENGTH).match
_KEPT = re.compile(rb";9:is_replay;0:~11:intercepted;(?:5:false|4:true)!11:server_conn;" + LENGTH).match
_CLIENT = re.compile(rb"\}11:client_conn;" + LENGTH).match
_ERROR = re.compile(rb"\}5:error;" + LENGTH).match
_END_OF_ERROR: Final = b"}2:id;36:"

_bodiless: dict[bytes, tuple[int, int]] = {}
_plain: dict[bytes, int] = {}
_made = stretch(
    _VERSION + rb"6:backup;0:~17:timestamp_created;(1[2-8]):",
    lambda found: (text_of(found[1][2:]), found.end(1) + 1, found.end() + int(found[2])),
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
    begins = _WITH_RESPONSE(buffer, at)
    if begins is None:
        return _unanswered(buffer, at, number)
    total, size, status, finished, began, content_size = begins.groups()
    end = begins.end(1) + 1 + number_of(total)
    content = begins.end()
    content_end = content + number_of(content_size)
    skip, length = headers(buffer[content_end : content_end + HEADERS])
    row = content_end + skip
    row_end = row + length
    received, html = received_in(buffer[row:row_end])
    found = _REQUEST(buffer, row_end)
    if found is None:
        raise Unlike
    request_size, path_size = found.groups()
    path = found.end()
    inner = found.end(1) + 1
    if inner - len(request_size) - 12 != begins.end(2) + 1 + number_of(size):
        raise Unlike
    try:
        start = float(began[2:])
        over = start if finished is None else float(finished[2:])
        asked = _request(
            buffer, inner + number_of(request_size), path, path + number_of(path_size), end, number
        )
    except ValueError:
        raise Unlike from None
    if not isinstance(asked, tuple):
        return asked, end
    seen, _, why, failed = asked
    if not (0 <= start <= LAST_TIME and 0 <= over <= LAST_TIME):
        raise Unlike
    if start < seen.at:
        start = seen.at
    if over < start:
        over = start
    if finished is None:
        why = why or "its end was not recorded"
    if failed is not None and failed > over:
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
    found = _SOME_RESPONSE(buffer, at)
    if found is not None:
        found = _AFTER_RESPONSE(buffer, found.end() + number_of(found[2]))
        if found is None:
            return None
        path_size = found[2]
    else:
        found = _WITHOUT_RESPONSE(buffer, at)
        if found is None:
            return None
        path_size = found[3]
    try:
        path_end = found.end() + number_of(path_size)
        place = buffer.find(b";13:timestamp_end;", path_end, path_end + _LONGEST_PLACE) + 21
        _, width, after = place_of(buffer[path_end:place])
        place += width
        width = after(buffer[place : place + 23])
        began = float(buffer[place + 23 : place + 23 + width])
        return began if 0 <= began <= LAST_TIME else None
    except (Unlike, ValueError):
        return None


def _unanswered(buffer: bytes, at: int, number: int) -> tuple[Flow | Skipped, int]:
    found = _WITHOUT_RESPONSE(buffer, at)
    if found is None:
        raise Unlike
    end = found.end(1) + 1 + number_of(found[1])
    inner, path = found.end(2) + 1, found.end()
    try:
        asked = _request(buffer, inner + number_of(found[2]), path, path + number_of(found[3]), end, number)
        if not isinstance(asked, tuple):
            return asked, end
        seen, told, why, failed = asked
        done = float(told) if told else 0
    except ValueError:
        raise Unlike from None
    if not 0 <= done <= LAST_TIME:
        raise Unlike
    over = max(seen.at, done, failed or 0)
    return Flow(seen, None, FlowEnded(number, over, why or "no response was recorded")), end


def _request(
    buffer: bytes, request_end: int, path: int, path_end: int, end: int, number: int
) -> tuple[RequestSeen, bytes, str, float | None] | Skipped:
    """The request, when it was all there as it is written, what went wrong and when."""
    at = buffer.find(b";13:timestamp_end;", path_end, path_end + _LONGEST_PLACE) + 21
    where, width, after = place_of(buffer[path_end:at])
    method = where.method
    if method == "CONNECT":
        raise Unlike
    done = at
    at += width
    told = buffer[done:at]
    width = after(buffer[at : at + 23])
    at += 23
    began = float(buffer[at : at + width])
    if not 0 <= began <= LAST_TIME:
        raise Unlike
    at += width
    skip, length = _bodiless.get(buffer[at : at + 44]) or _body(buffer, at)
    row = at + skip
    at = row + length
    sent, upgrade = sent_in(buffer, row, at)
    version, skip, length = _made(buffer[at : at + 65])
    if at + skip != request_end:
        raise Unlike
    at += length
    at += _plain.get(buffer[at : at + 99]) or _kept(buffer, at)
    why, failed = "", None
    id = end - _BEHIND_ID - _ID + 1
    found = known.get(buffer[id - _ENDS : id - _BEFORE_ID])
    if found is not None and len(found[0]) == id - at and buffer.startswith(found[0], at):
        client = found[1]
    elif buffer.startswith(BEFORE_ID, id - _BEFORE_ID):
        client = client_of(buffer[at:id])
    else:
        client, why, failed = _failed(buffer, at, id)
    if not buffer.startswith(_LAST, id + _ID):
        raise Unlike
    scheme = where.scheme
    if where.named is not None and version[5] in "23":
        name, port_number = where.named
    else:
        name, port_number = target(sent, version, scheme, named=where.authority, sent_to=where.sent_to)
    if not name:
        return Skipped.UNADDRESSED
    if name in OWN_HOSTS:
        return Skipped.OWN
    asked = buffer[path:path_end].decode("utf-8", "surrogateescape")
    if asked[:1] != "/":
        asked = origin_form(asked)
    seen = RequestSeen(
        number,
        began,
        scheme,
        name,
        port_number,
        asked,
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
    return seen, told, why, failed


def _body(buffer: bytes, at: int) -> tuple[int, int]:
    found = _CONTENT(buffer, at)
    if found is None:
        raise Unlike
    begins = found.end() + number_of(found[1])
    skip, length = headers(buffer[begins : begins + HEADERS])
    skip += begins - at
    if begins == found.end() and skip <= 44:
        if len(_bodiless) >= MOST:
            _bodiless.clear()
        _bodiless[buffer[at : at + 44]] = skip, length
    return skip, length


def _kept(buffer: bytes, at: int) -> int:
    """The length of what lies before the client connection."""
    plain = _PLAIN(buffer, at)
    if plain is not None:
        skip = plain.end() + number_of(plain[1]) - at
        if plain.end() - at <= 99:
            if len(_plain) >= MOST:
                _plain.clear()
            _plain[buffer[at : at + 99]] = skip
        return skip
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
    return kept.end() + int(kept[1]) - at


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
    if error_end + len(_END_OF_ERROR) != id or not buffer.startswith(_END_OF_ERROR, error_end):
        raise Unlike
    fields = table_of(buffer, error.end(), error_end)
    message, moment = fields.get(b"msg", b""), fields.get(b"timestamp", b"")
    if not message.endswith(b";"):
        raise Unlike
    client = client_of(buffer[at:client_end] + BEFORE_ID)
    return client, text_of(message[:-1]) or "an error", seconds_of(moment)
