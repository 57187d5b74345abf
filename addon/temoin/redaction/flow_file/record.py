"""One record of a flow file, field by field: what is on no list is left out.

A field is read as what mitmproxy's format says it is; where it is something else, it becomes null.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from temoin.events import Headers
from temoin.redaction.documents import Documents
from temoin.redaction.flow_file.values import NULL, Value, empty_list, items, netstring, table
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import address, header, login, url
from temoin.redaction.secrets import text as texts
from temoin.redaction.secrets.identifier import identifier
from temoin.sites import is_ip
from temoin.traffic.address import authority
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window
from temoin.traffic.order import Flow

__all__ = ["Rewriter"]

_LIST, _BYTES, _INT, _FLOAT, _BOOL = b"],#^!"
_NUMBER = re.compile(rb"-?[0-9]{1,24}(?:\.[0-9]{1,24})?(?:[eE][+-]?[0-9]{1,3})?")
_WORD = re.compile(r"[A-Za-z0-9_./+-]{0,40}")
_METHOD = re.compile(r"[A-Z]{1,20}")
_MODES = re.compile(r"regular|transparent|socks5|wireguard|local|tun|dns")
_PIECE = 1 << 20

type _Fields = Mapping[bytes, Span]


class Rewriter:
    """Writes records anew.

    Args:
        redactor: the run's.
        window: the file.
    """

    def __init__(self, redactor: Redactor, window: Window) -> None:
        self._redactor = redactor
        self._window = window
        self._documents = Documents(redactor)
        self._flow: Flow | None = None
        self._told: str | None = None

    def record(self, span: Span, flow: Flow | None, connection: str | None = None) -> Value:
        """A record.

        Args:
            span: its place in the file.
            flow: what it is to the engine; None where it gives no events.
            connection: what the client connection's id is, where the record has none of its own.
        """
        self._flow = flow
        self._told = connection
        fields = self._window.table(span)
        kind = self._window.raw(fields[b"type"])
        return self._table(fields, _COMMON | _KINDS.get(kind, {}))

    def number(self, span: Span) -> Value:
        """A number, as it is."""
        kind, start, end = span
        if kind not in (_INT, _FLOAT) or end - start > 64:
            return NULL
        told = self._window.bytes_between(start, end)
        return netstring(kind, told) if _NUMBER.fullmatch(told) else NULL

    def boolean(self, span: Span) -> Value:
        """True or false, as it is."""
        kind, start, end = span
        told = self._window.bytes_between(start, min(end, start + 8))
        return netstring(kind, told) if kind == _BOOL and told in (b"true", b"false") else NULL

    def word(self, span: Span) -> Value:
        """A word of a protocol's or of mitmproxy's own."""
        return self._like(span, self._listed(_WORD, self._window.text(span)))

    def method(self, span: Span) -> Value:
        """A request's method."""
        return self._like(span, self._listed(_METHOD, self._window.text(span)))

    def mode(self, span: Span) -> Value:
        """How the proxy was reached; where to, and by which login, is left out."""
        name = self._window.text(span).partition("@")[0].partition(":")[0].lower()
        return self._like(span, name if _MODES.fullmatch(name) else "regular")

    def replay(self, span: Span) -> Value:
        """Which side mitmproxy repeated itself."""
        told = self._window.text(span)
        return self._like(span, told if told in ("", "request", "response") else "request")

    def name(self, span: Span) -> Value:
        """An identifier of the recorder's."""
        return self._like(span, identifier(self._redactor, self._window.text(span)))

    def connection(self, span: Span) -> Value:
        """The client connection's id; where mitmproxy made it up for an older record, what stands for it."""
        told = self._window.text(span) if self._told is None else self._told
        return self._like(span, identifier(self._redactor, told))

    def socket(self, span: Span) -> Value:
        """An address and its port."""
        return self._place(span, self._address)

    def server(self, span: Span) -> Value:
        """A host, or where that is an address the address, and its port."""
        return self._place(span, self._address if self._is_named() else self._redactor.fixed)

    def host(self, span: Span) -> Value:
        """The host that the proxy sent a request to; where that is an address and the request names a host, neither
        browser nor engine knows it.
        """
        told = self._window.text(span)
        hidden = is_ip(told) and self._is_named()
        return self._like(span, self._address(told) if hidden else self._redactor.fixed(told))

    def authority(self, span: Span) -> Value:
        """The host that a request names."""
        told = self._window.text(span)
        known = not told or authority(told) is not None
        return self._like(
            span, self._redactor.fixed(told) if known else self._redactor.replaced(header.NAME, told)
        )

    def path(self, span: Span) -> Value:
        """A request's target."""
        told = self._window.text(span)
        if authority(told) is not None and not told.startswith("/"):
            return self._like(span, self._redactor.fixed(told))
        make = url.target if told.startswith("/") else url.reference
        return self._like(span, told if told == "*" else make(self._redactor, told))

    def reason(self, span: Span) -> Value:
        """The words beside a status code."""
        return self._like(span, texts.phrase(self._redactor, self._window.text(span)))

    def error(self, span: Span) -> Value:
        """An error's text."""
        return self._like(span, texts.error(self._redactor, self._window.text(span)))

    def title(self, span: Span) -> Value:
        """A comment, a mark, a close reason."""
        return self._like(span, texts.title(self._redactor, self._window.text(span)))

    def nothing(self, span: Span) -> Value:
        """What is left out where it stands: null, or an empty list."""
        return empty_list() if span[0] == _LIST else NULL

    def login(self, span: Span) -> Value:
        """A proxy's login: name and password."""
        return items(
            self._like(one, login.login(self._redactor, self._window.text(one))) for one in self._window.items(span)
        )

    def headers(self, span: Span) -> Value:
        """Header fields, in order."""
        made = []
        for field in self._window.items(span):
            parts = self._window.items(field)
            if len(parts) == 2:
                name, told = (self._window.text(part) for part in parts)
                made.append(
                    items(
                        (
                            self._like(parts[0], header.header_name(self._redactor, name)),
                            self._like(parts[1], header.header(self._redactor, name, told)),
                        )
                    )
                )
        return items(made)

    def body(self, span: Span) -> Value:
        """A request's body, or a message."""
        return netstring(_BYTES, self._documents.body(lambda: self._pieces(span)))

    def answer(self, span: Span) -> Value:
        """A response's body."""
        request = self._flow.request if self._flow else None
        received: Headers = self._flow.response.headers if self._flow and self._flow.response else ()
        document, rest = self._documents.response(request, received, lambda: self._pieces(span))
        return netstring(_BYTES, document, rest)

    def messages(self, span: Span) -> Value:
        """The messages of a websocket."""
        made = []
        for message in self._window.items(span):
            parts = self._window.items(message)
            if len(parts) == len(_MESSAGE):
                made.append(
                    items(self._field(one, part) for one, part in zip(_MESSAGE, parts, strict=True))
                )
        return items(made)

    def _table(self, fields: _Fields, rewrites: "_Rewrites") -> Value:
        return table((name, self._field(rewrites[name], fields[name])) for name in fields if name in rewrites)

    def _field(self, rewrite: "_Field", span: Span) -> Value:
        if self._window.is_null(span):
            return NULL
        try:
            if isinstance(rewrite, dict):
                return self._table(self._window.table(span), rewrite)
            return rewrite(self, span)
        except Malformed:
            return NULL

    def _place(self, span: Span, make: Callable[[str], str]) -> Value:
        host, *rest = self._window.items(span)
        return items((self._like(host, make(self._window.text(host))), *map(self.number, rest)))

    def _address(self, text: str) -> str:
        if not text:
            return text
        made = self._redactor.addresses.of(text)
        if made is None:
            return self._redactor.fixed(text) if authority(text) else self._redactor.replaced(address.NAME, text)
        return self._redactor.replaced_by(address.NAME, text, made)

    def _is_named(self) -> bool:
        """Whether the request names its host, so that where the proxy sent it tells the engine nothing."""
        if self._flow is None:
            return False
        return any(name.lower() == b"host" for name, _ in self._flow.request.headers) or not is_ip(
            self._flow.request.host
        )

    def _listed(self, known: re.Pattern[str], text: str) -> str:
        return text if known.fullmatch(text) else self._redactor.replaced(texts.NAME, text)

    def _like(self, span: Span, made: str) -> Value:
        return netstring(span[0], made.encode("utf-8", "surrogateescape"))

    def _pieces(self, span: Span) -> Iterator[bytes]:
        _, start, end = span
        for at in range(start, end, _PIECE):
            yield self._window.bytes_between(at, min(at + _PIECE, end))


type _Rewrite = Callable[[Rewriter, Span], Value]
type _Field = _Rewrite | dict[bytes, "_Field"]
type _Rewrites = Mapping[bytes, _Field]

_NUMBERED, _FLAGGED, _NOTHING = Rewriter.number, Rewriter.boolean, Rewriter.nothing

_CONNECTION: dict[bytes, _Field] = {
    b"id": Rewriter.name,
    b"peername": Rewriter.socket,
    b"sockname": Rewriter.socket,
    b"transport_protocol": Rewriter.word,
    b"error": Rewriter.error,
    b"tls": _FLAGGED,
    b"certificate_list": _NOTHING,
    b"alpn": Rewriter.word,
    b"alpn_offers": _NOTHING,
    b"cipher": Rewriter.word,
    b"cipher_list": _NOTHING,
    b"tls_version": Rewriter.word,
    b"sni": Rewriter.authority,
    b"timestamp_start": _NUMBERED,
    b"timestamp_end": _NUMBERED,
    b"timestamp_tls_setup": _NUMBERED,
}
_CLIENT = _CONNECTION | {b"id": Rewriter.connection, b"mitmcert": _NOTHING, b"proxy_mode": Rewriter.mode}
_SERVER = _CONNECTION | {
    b"address": Rewriter.server,
    b"timestamp_tcp_setup": _NUMBERED,
    b"via": _NOTHING,
}
_COMMON: dict[bytes, _Field] = {
    b"version": _NUMBERED,
    b"type": Rewriter.word,
    b"id": Rewriter.name,
    b"error": {b"msg": Rewriter.error, b"timestamp": _NUMBERED},
    b"client_conn": _CLIENT,
    b"server_conn": _SERVER,
    b"intercepted": _FLAGGED,
    b"is_replay": Rewriter.replay,
    b"marked": Rewriter.title,
    b"metadata": {b"proxyauth": Rewriter.login, b"duplicated": _NOTHING},
    b"comment": Rewriter.title,
    b"timestamp_created": _NUMBERED,
    b"backup": _NOTHING,
}
_MESSAGE_OF_HTTP: dict[bytes, _Field] = {
    b"http_version": Rewriter.word,
    b"headers": Rewriter.headers,
    b"trailers": Rewriter.headers,
    b"timestamp_start": _NUMBERED,
    b"timestamp_end": _NUMBERED,
}
_REQUEST = _MESSAGE_OF_HTTP | {
    b"host": Rewriter.host,
    b"port": _NUMBERED,
    b"method": Rewriter.method,
    b"scheme": Rewriter.word,
    b"authority": Rewriter.authority,
    b"path": Rewriter.path,
    b"content": Rewriter.body,
}
_RESPONSE = _MESSAGE_OF_HTTP | {
    b"status_code": _NUMBERED,
    b"reason": Rewriter.reason,
    b"content": Rewriter.answer,
}
_WEBSOCKET: dict[bytes, _Field] = {
    b"messages": Rewriter.messages,
    b"closed_by_client": _FLAGGED,
    b"close_code": _NUMBERED,
    b"close_reason": Rewriter.title,
    b"timestamp_end": _NUMBERED,
}
_MESSAGE: tuple[_Field, ...] = (_NUMBERED, _FLAGGED, Rewriter.body, _NUMBERED, _FLAGGED, _FLAGGED)
_DNS: dict[bytes, _Field] = {
    b"id": _NUMBERED,
    b"query": _FLAGGED,
    b"op_code": _NUMBERED,
    b"authoritative_answer": _FLAGGED,
    b"truncation": _FLAGGED,
    b"recursion_desired": _FLAGGED,
    b"recursion_available": _FLAGGED,
    b"reserved": _NUMBERED,
    b"response_code": _NUMBERED,
    b"questions": _NOTHING,
    b"answers": _NOTHING,
    b"authorities": _NOTHING,
    b"additionals": _NOTHING,
    b"timestamp": _NUMBERED,
}
_KINDS: dict[bytes, dict[bytes, _Field]] = {
    b"http": {b"request": _REQUEST, b"response": _RESPONSE, b"websocket": _WEBSOCKET},
    b"tcp": {b"messages": _NOTHING},
    b"udp": {b"messages": _NOTHING},
    b"dns": {b"request": _DNS, b"response": _DNS},
}
"""What of a record is written, and how; what is named nowhere here is left out."""
