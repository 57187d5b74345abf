"""The fields of a flow's record that are written, and how; what is named nowhere here is left out.

As mitmproxy's `get_state` has them in version 21 of its format.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

__all__ = ["CLIENT", "COMMON", "KINDS", "MESSAGE", "NAMES", "SERVER", "Field", "How"]


class How(Enum):
    """How a field is written."""

    NUMBER = auto()
    """As it is."""
    FLAG = auto()
    """True or false, as it is."""
    WORD = auto()
    """A word of a protocol's or of mitmproxy's own, as it is."""
    METHOD = auto()
    """A request's method, as it is."""
    MODE = auto()
    """How the proxy was reached; where to, and by which login, is left out."""
    REPLAY = auto()
    """Which side mitmproxy repeated itself."""
    IDENTIFIER = auto()
    """An identifier of the recorder's."""
    CONNECTION = auto()
    """The client connection's identifier."""
    SOCKET = auto()
    """An address and its port."""
    UPSTREAM = auto()
    """A host, or an address, and its port."""
    HOST = auto()
    """The host that the proxy sent a request to."""
    AUTHORITY = auto()
    """The host that a request names."""
    PATH = auto()
    """A request's target."""
    REASON = auto()
    """The words beside a status code."""
    ERROR = auto()
    """An error's text."""
    TITLE = auto()
    """A comment, a mark, a close reason."""
    LOGIN = auto()
    """Name and password."""
    HEADERS = auto()
    """Header fields."""
    BODY = auto()
    """A request's body, or a message."""
    ANSWER = auto()
    """A response's body."""
    MESSAGES = auto()
    """The messages of a websocket."""
    CLIENT = auto()
    """The client connection."""
    SERVER = auto()
    """The server connection."""
    NOTHING = auto()
    """Null, or an empty list, in its place."""
    PUBLIC = auto()
    """The same, and nothing secret was there: certificates, lists of ciphers."""


type Field = How | Mapping[bytes, Field]
"""How a field is written, or how those of a dictionary are."""

_CONNECTION: dict[bytes, Field] = {
    b"peername": How.SOCKET,
    b"sockname": How.SOCKET,
    b"transport_protocol": How.WORD,
    b"error": How.ERROR,
    b"tls": How.FLAG,
    b"certificate_list": How.PUBLIC,
    b"alpn": How.WORD,
    b"alpn_offers": How.PUBLIC,
    b"cipher": How.WORD,
    b"cipher_list": How.PUBLIC,
    b"tls_version": How.WORD,
    b"sni": How.AUTHORITY,
    b"timestamp_start": How.NUMBER,
    b"timestamp_end": How.NUMBER,
    b"timestamp_tls_setup": How.NUMBER,
}

CLIENT: dict[bytes, Field] = {
    **_CONNECTION,
    b"id": How.CONNECTION,
    b"mitmcert": How.PUBLIC,
    b"proxy_mode": How.MODE,
}

SERVER: dict[bytes, Field] = {
    **_CONNECTION,
    b"id": How.IDENTIFIER,
    b"address": How.UPSTREAM,
    b"timestamp_tcp_setup": How.NUMBER,
    b"via": How.NOTHING,
}

COMMON: dict[bytes, Field] = {
    b"version": How.NUMBER,
    b"type": How.WORD,
    b"id": How.IDENTIFIER,
    b"error": {b"msg": How.ERROR, b"timestamp": How.NUMBER},
    b"client_conn": How.CLIENT,
    b"server_conn": How.SERVER,
    b"intercepted": How.FLAG,
    b"is_replay": How.REPLAY,
    b"marked": How.TITLE,
    b"metadata": {b"proxyauth": How.LOGIN, b"duplicated": How.NOTHING},
    b"comment": How.TITLE,
    b"timestamp_created": How.NUMBER,
    b"backup": How.NOTHING,
}
"""What every flow has."""

_MESSAGE: dict[bytes, Field] = {
    b"http_version": How.WORD,
    b"headers": How.HEADERS,
    b"trailers": How.HEADERS,
    b"timestamp_start": How.NUMBER,
    b"timestamp_end": How.NUMBER,
}

_REQUEST: dict[bytes, Field] = {
    **_MESSAGE,
    b"host": How.HOST,
    b"port": How.NUMBER,
    b"method": How.METHOD,
    b"scheme": How.WORD,
    b"authority": How.AUTHORITY,
    b"path": How.PATH,
    b"content": How.BODY,
}

_RESPONSE: dict[bytes, Field] = {
    **_MESSAGE,
    b"status_code": How.NUMBER,
    b"reason": How.REASON,
    b"content": How.ANSWER,
}

_WEBSOCKET: dict[bytes, Field] = {
    b"messages": How.MESSAGES,
    b"closed_by_client": How.FLAG,
    b"close_code": How.NUMBER,
    b"close_reason": How.TITLE,
    b"timestamp_end": How.NUMBER,
}

MESSAGE = (How.NUMBER, How.FLAG, How.BODY, How.NUMBER, How.FLAG, How.FLAG)
"""A message of a websocket: its type, whether the client sent it, itself, when, if dropped, if injected."""

_DNS: dict[bytes, Field] = {
    b"id": How.NUMBER,
    b"query": How.FLAG,
    b"op_code": How.NUMBER,
    b"authoritative_answer": How.FLAG,
    b"truncation": How.FLAG,
    b"recursion_desired": How.FLAG,
    b"recursion_available": How.FLAG,
    b"reserved": How.NUMBER,
    b"response_code": How.NUMBER,
    b"questions": How.NOTHING,
    b"answers": How.NOTHING,
    b"authorities": How.NOTHING,
    b"additionals": How.NOTHING,
    b"timestamp": How.NUMBER,
}

KINDS: dict[bytes, dict[bytes, Field]] = {
    b"http": {b"request": _REQUEST, b"response": _RESPONSE, b"websocket": _WEBSOCKET},
    b"tcp": {b"messages": How.NOTHING},
    b"udp": {b"messages": How.NOTHING},
    b"dns": {b"request": _DNS, b"response": _DNS},
}
"""What the flows of a kind have besides."""


def _names(tables: Iterable[Mapping[bytes, Field]]) -> Iterator[str]:
    for table in tables:
        for name, field in table.items():
            yield name.decode("ascii")
            if isinstance(field, Mapping):
                yield from _names((field,))


NAMES = frozenset(_names((COMMON, CLIENT, SERVER, *KINDS.values())))
"""The names of all fields that are written."""
