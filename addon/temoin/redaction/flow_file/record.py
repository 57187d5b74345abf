"""One record of a flow file, field by field: what is on no list is left out.

A field is read as what mitmproxy's format says it is; where it is something else, it becomes null.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from temoin.events import Headers
from temoin.redaction.documents import Documents
from temoin.redaction.flow_file.fields import CLIENT, COMMON, KINDS, MESSAGE, SERVER, Field, How
from temoin.redaction.flow_file.values import EMPTY_LIST, NULL, Value, items, netstring, table
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import address, header, login, url
from temoin.redaction.secrets import text as texts
from temoin.redaction.secrets.identifier import identifier
from temoin.redaction.words import tokens_in
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
_LONGEST_REPEATED = 16_384
_LONGEST_HEADER = 1_024
_MOST_HEADERS = 20_000
_MOST_REPEATED = 1_000
"""Connections whose record is remembered as it was written."""

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
        self._http = False
        self._told: str | None = None
        self._coding: Headers = ()
        self._connections: dict[tuple[bool, bytes], Value] = {}
        self._known_headers: dict[bytes, Value] = {}
        self._ways: dict[How, Callable[[Span], Value]] = {
            How.NUMBER: self._number,
            How.FLAG: self._boolean,
            How.WORD: self._word,
            How.METHOD: self._method,
            How.MODE: self._mode,
            How.REPLAY: self._replay,
            How.IDENTIFIER: self._name,
            How.CONNECTION: self._connection,
            How.SOCKET: self._socket,
            How.UPSTREAM: self._server,
            How.HOST: self._host,
            How.AUTHORITY: self._authority,
            How.PATH: self._path,
            How.REASON: self._reason,
            How.ERROR: self._error,
            How.TITLE: self._title,
            How.LOGIN: self._login,
            How.HEADERS: self._headers,
            How.BODY: self._body,
            How.ANSWER: self._answer,
            How.MESSAGES: self._messages,
            How.CLIENT: self._client,
            How.SERVER: self._upstream,
            How.NOTHING: self._nothing,
            How.PUBLIC: self._empty,
        }

    def record(self, span: Span, flow: Flow | None, connection: str | None = None) -> Value:
        """A record.

        Args:
            span: its place in the file.
            flow: what it is to the engine; None where it gives no events.
            connection: what the client connection's id is, where the record has none of its own.
        """
        self._flow = flow
        self._coding = flow.request.headers if flow else ()
        self._told = connection
        found = self._window.table(span)
        kind = self._window.raw(found[b"type"])
        self._http = kind == b"http"
        return self._table(found, COMMON | KINDS.get(kind, {}))

    def _number(self, span: Span) -> Value:
        kind, start, end = span
        if kind not in (_INT, _FLOAT) or end - start > 64:
            return NULL
        told = self._window.bytes_between(start, end)
        return netstring(kind, told) if _NUMBER.fullmatch(told) else NULL

    def _boolean(self, span: Span) -> Value:
        kind, start, end = span
        told = self._window.bytes_between(start, min(end, start + 8))
        return netstring(kind, told) if kind == _BOOL and told in (b"true", b"false") else NULL

    def _word(self, span: Span) -> Value:
        return self._like(span, self._listed(_WORD, self._window.text(span)))

    def _method(self, span: Span) -> Value:
        return self._like(span, self._listed(_METHOD, self._window.text(span)))

    def _mode(self, span: Span) -> Value:
        name = self._window.text(span).partition("@")[0].partition(":")[0].lower()
        return self._like(span, name if _MODES.fullmatch(name) else "regular")

    def _replay(self, span: Span) -> Value:
        told = self._window.text(span)
        return self._like(span, told if told in ("", "request", "response") else "request")

    def _name(self, span: Span) -> Value:
        return self._like(span, identifier(self._redactor, self._window.text(span)))

    def _connection(self, span: Span) -> Value:
        told = self._window.text(span) if self._told is None else self._told
        return self._like(span, identifier(self._redactor, told))

    def _socket(self, span: Span) -> Value:
        return self._place(span, self._address)

    def _server(self, span: Span) -> Value:
        return self._place(span, self._address if self._is_named() else self._redactor.named)

    def _host(self, span: Span) -> Value:
        told = self._window.text(span)
        hidden = is_ip(told) and self._is_named()
        return self._like(span, self._address(told) if hidden else self._redactor.named(told))

    def _authority(self, span: Span) -> Value:
        told = self._window.text(span)
        known = not told or authority(told) is not None
        return self._like(
            span, self._redactor.named(told) if known else self._redactor.replaced(header.NAME, told)
        )

    def _path(self, span: Span) -> Value:
        told = self._window.text(span)
        if authority(told) is not None and not told.startswith("/"):
            return self._like(span, self._redactor.named(told))
        make = url.target if told.startswith("/") else url.reference
        return self._like(span, told if told == "*" else make(self._redactor, told))

    def _reason(self, span: Span) -> Value:
        return self._like(span, texts.phrase(self._redactor, self._window.text(span)))

    def _error(self, span: Span) -> Value:
        return self._like(span, texts.error(self._redactor, self._window.text(span)))

    def _title(self, span: Span) -> Value:
        return self._like(span, texts.title(self._redactor, self._window.text(span)))

    def _client(self, span: Span) -> Value:
        return self._repeated(span, CLIENT)

    def _upstream(self, span: Span) -> Value:
        return self._repeated(span, SERVER)

    def _nothing(self, span: Span) -> Value:
        self._left_out(span)
        return self._empty(span)

    def _empty(self, span: Span) -> Value:
        return EMPTY_LIST if span[0] == _LIST else NULL

    def _login(self, span: Span) -> Value:
        return items(
            self._like(one, login.login(self._redactor, self._window.text(one)))
            for one in self._window.items(span)
        )

    def _headers(self, span: Span) -> Value:
        return items(self._header(field) for field in self._window.items(span))

    def _header(self, span: Span) -> Value:
        told = self._window.bytes_between(span[1], span[2]) if span[2] - span[1] <= _LONGEST_HEADER else b""
        known = self._known_headers.get(told)
        if known is None:
            parts = self._window.items(span)
            if len(parts) != 2:
                raise Malformed(span[1], "a header is no pair")
            name, value = (self._window.text(part) for part in parts)
            known = items(
                (
                    self._like(parts[0], header.header_name(self._redactor, name)),
                    self._like(parts[1], header.header(self._redactor, name, value)),
                )
            )
            if told and len(self._known_headers) < _MOST_HEADERS:
                self._known_headers[told] = known
        return known

    def _body(self, span: Span) -> Value:
        return netstring(_BYTES, *self._documents.letters(lambda: self._pieces(span), self._coding))

    def _answer(self, span: Span) -> Value:
        request = self._flow.request if self._flow else None
        received: Headers = self._flow.response.headers if self._flow and self._flow.response else ()
        document, rest = self._documents.response(request, received, lambda: self._pieces(span))
        return netstring(_BYTES, document, rest)

    def _messages(self, span: Span) -> Value:
        made = []
        coding, self._coding = self._coding, ()
        for message in self._window.items(span):
            parts = self._window.items(message)
            if len(parts) == len(MESSAGE):
                made.append(items(self._field(one, part) for one, part in zip(MESSAGE, parts, strict=True)))
        self._coding = coding
        return items(made)

    def _left_out(self, span: Span) -> None:
        if self._redactor.learning:
            _, start, end = span
            told = self._window.bytes_between(start, min(end, start + _PIECE))
            texts.left_out(self._redactor, told.decode("utf-8", "surrogateescape"))

    def _table(self, found: _Fields, fields: Mapping[bytes, Field]) -> Value:
        for name in found.keys() - fields.keys():
            self._left_out(found[name])
        return table(
            (name, self._field(fields[name], span)) for name, span in found.items() if name in fields
        )

    def _field(self, field: Field, span: Span) -> Value:
        if self._window.is_null(span):
            return NULL
        try:
            if isinstance(field, Mapping):
                return self._table(self._window.table(span), field)
            return self._ways[field](span)
        except Malformed:
            return NULL

    def _repeated(self, span: Span, fields: Mapping[bytes, Field]) -> Value:
        if span[2] - span[1] > _LONGEST_REPEATED or self._told is not None:
            return self._table(self._window.table(span), fields)
        told = (self._is_named(), self._window.bytes_between(span[1], span[2]))
        known = self._connections.get(told)
        if known is None:
            if len(self._connections) >= _MOST_REPEATED:
                self._connections.clear()
            known = self._connections[told] = self._table(self._window.table(span), fields)
        return known

    def _place(self, span: Span, make: Callable[[str], str]) -> Value:
        parts = self._window.items(span)
        hosts = (self._like(part, make(self._window.text(part))) for part in parts[:1])
        return items((*hosts, *map(self._number, parts[1:])))

    def _address(self, text: str) -> str:
        if not text:
            return text
        made = self._redactor.addresses.of(text)
        if made is not None:
            return self._redactor.replaced_by(address.NAME, text, made)
        return self._redactor.named(text) if authority(text) else self._redactor.replaced(address.NAME, text)

    def _is_named(self) -> bool:
        """Whether a host is named elsewhere, so that where the proxy sent it tells the engine nothing."""
        if self._flow is None:
            return not self._http
        request = self._flow.request
        return not is_ip(request.host) or any(name.lower() == b"host" for name, _ in request.headers)

    def _listed(self, known: re.Pattern[str], text: str) -> str:
        plain = known.fullmatch(text) is not None and not tokens_in(text)
        return text if plain else self._redactor.replaced(texts.NAME, text)

    def _like(self, span: Span, made: str) -> Value:
        return netstring(span[0], made.encode("utf-8", "surrogateescape"))

    def _pieces(self, span: Span) -> Iterator[bytes]:
        _, start, end = span
        for at in range(start, end, _PIECE):
            yield self._window.bytes_between(at, min(at + _PIECE, end))
