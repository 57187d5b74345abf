"""One record of a flow file, in mitmproxy's current format: an HTTP flow's facts, or why there are none."""

from collections.abc import Callable

from temoin.events import FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.traffic.address import OWN_HOSTS
from temoin.traffic.asked import LAST_TIME, SCHEMES, kind_of, origin_form, target
from temoin.traffic.documents import is_document
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["FORMAT", "OtherVersion", "has_connection_id", "read_record"]

FORMAT = 21
"""The version of the format that is read here, mitmproxy 12's; the others are left to mitmproxy."""

_NO_HTTP = {b"tcp": Skipped.TCP, b"udp": Skipped.UDP, b"dns": Skipped.DNS}


class OtherVersion(Exception):  # noqa: N818 (an answer, not an error of the program)
    """The record is of another version of the format."""


def read_record(window: Window, span: Span, number: int) -> Flow | Skipped:
    """Read one record.

    Args:
        window: the file.
        span: the record's place in it.
        number: the flow's number.

    Raises:
        OtherVersion: it is a flow in another version of the format.
        Malformed: it is no flow.
    """
    if span[0] != ord("}"):
        raise Malformed(span[1], "it is no flow")
    fields = _Fields(window, span)
    version = fields.find(b"version")
    if version is None:
        raise Malformed(span[1], "it is no flow: it has no version")
    if window.bytes_between(*version[1:]) != b"%d" % FORMAT:
        raise OtherVersion
    kind = fields.raw(b"type")
    if kind != b"http":
        if kind in _NO_HTTP:
            return _NO_HTTP[kind]
        raise Malformed(span[1], "it is no flow of a known type")
    return _http(fields, number)


def has_connection_id(window: Window, span: Span) -> bool:
    """Whether a record, of whatever version, tells its client connection from others by an id.

    Raises:
        Malformed: it is no flow.
    """
    return _Fields(window, span).table(b"client_conn").find(b"id") is not None


def _http(fields: "_Fields", number: int) -> Flow | Skipped:
    request = fields.table(b"request")
    if request.raw(b"method") == b"CONNECT":
        return Skipped.CONNECT
    if fields.text(b"is_replay"):
        return Skipped.REPLAYED
    metadata = fields.table(b"metadata")
    if metadata.find(b"duplicated") is not None:
        return Skipped.DUPLICATE
    at = request.time(b"timestamp_start")
    if at is None:
        return Skipped.UNTIMED
    headers = request.headers()
    version = request.text(b"http_version")
    scheme = request.text(b"scheme").lower()
    host, port = target(
        headers,
        version,
        scheme,
        named=request.text(b"authority"),
        sent_to=(request.text(b"host"), int(request.number(b"port") or 0)),
    )
    if not host or scheme not in SCHEMES:
        return Skipped.UNADDRESSED
    if host in OWN_HOSTS:
        return Skipped.OWN
    client = fields.table(b"client_conn")
    websocket = fields.optional_table(b"websocket")
    seen = RequestSeen(
        flow=number,
        at=at,
        scheme=scheme,
        host=host,
        port=port,
        path=origin_form(request.text(b"path")),
        method=request.text(b"method"),
        headers=headers,
        http_version=version,
        client=client.first_text(b"peername"),
        user=metadata.first_text(b"proxyauth"),
        connection=client.text(b"id"),
        connected=client.time(b"timestamp_start") or None,
        kind=kind_of(headers),
    )
    return _with_response(fields, request, websocket, seen)


def _with_response(
    fields: "_Fields", request: "_Fields", websocket: "_Fields | None", seen: RequestSeen
) -> Flow:
    response = fields.optional_table(b"response")
    error = fields.optional_table(b"error")
    why = error.text(b"msg") or "an error" if error else ""
    last = [error.time(b"timestamp")] if error else []
    if response is None:
        last.append(request.time(b"timestamp_end"))
        why = why or "no response was recorded"
        answer = None
    else:
        began = response.time(b"timestamp_start")
        answer = ResponseSeen(
            flow=seen.flow,
            at=seen.at if began is None else max(seen.at, began),
            status=int(response.number(b"status_code") or 0),
            headers=response.headers(),
        )
        done = websocket.time(b"timestamp_end") if websocket else response.time(b"timestamp_end")
        last += [answer.at, done]
        if done is None:
            why = why or "its end was not recorded"
    ended = FlowEnded(seen.flow, max((seen.at, *(at for at in last if at is not None))), why)
    if answer is None or response is None or not is_document(seen.headers, answer.headers):
        return Flow(seen, answer, ended)
    document = response.document(b"content", answer.headers)
    return Flow(seen, answer, ended, document and Document(seen.flow, ended.at, document))


class _Fields:
    """A dictionary of a record, asked field by field.

    A field that is not there is `Malformed` at the dictionary's own place.
    """

    def __init__(self, window: Window, span: Span) -> None:
        self._window = window
        self._at = span[1]
        self._fields = window.table(span)

    def find(self, name: bytes) -> Span | None:
        return self._fields.get(name)

    def span(self, name: bytes) -> Span:
        try:
            return self._fields[name]
        except KeyError:
            raise Malformed(self._at, f"it is no flow: it has no {name.decode()}") from None

    def table(self, name: bytes) -> "_Fields":
        return _Fields(self._window, self.span(name))

    def optional_table(self, name: bytes) -> "_Fields | None":
        span = self.span(name)
        return None if self._window.is_null(span) else _Fields(self._window, span)

    def raw(self, name: bytes) -> bytes:
        return self._window.raw(self.span(name))

    def document(self, name: bytes, received: Headers) -> Callable[[], bytes] | None:
        """What reads a field as a document; None where it is null or empty."""
        span = self.span(name)
        if self._window.is_null(span) or span[1] == span[2]:
            return None
        return self._window.document(span[1], span[2], received)

    def text(self, name: bytes) -> str:
        span = self.span(name)
        return "" if self._window.is_null(span) else self._window.text(span)

    def number(self, name: bytes) -> float | None:
        return self._window.number(self.span(name))

    def time(self, name: bytes) -> float | None:
        """Unix seconds, or None where there is none that can be."""
        at = self.number(name)
        return at if at is not None and 0 <= at <= LAST_TIME else None

    def first_text(self, name: bytes) -> str:
        """The first text of a list: the host of an address, the name of a login."""
        span = self._fields.get(name)
        if span is None or self._window.is_null(span):
            return ""
        items = self._window.items(span)
        return self._window.text(items[0]) if items else ""

    def headers(self) -> Headers:
        window = self._window
        pairs = []
        for field in window.items(self.span(b"headers")):
            parts = window.items(field)
            if len(parts) != 2:
                raise Malformed(field[1], "a header is no pair")
            pairs.append((window.raw(parts[0]), window.raw(parts[1])))
        return tuple(pairs)
