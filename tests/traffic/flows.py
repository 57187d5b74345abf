"""mitmproxy flows and the files they make, as mitmproxy itself writes them."""

import io
from collections.abc import Iterable
from typing import Any

from mitmproxy import connection, http
from mitmproxy.flow import Flow
from mitmproxy.io import FlowWriter, tnetstring
from mitmproxy.test import tflow

START = 1764000000.0
"""2025-11-24 16:00:00 UTC."""

type Fields = Iterable[tuple[bytes, bytes]]


def client(*, id: str = "c1", address: str = "192.0.2.7", at: float = START - 1) -> connection.Client:
    made = tflow.tclient_conn()
    made.id, made.peername, made.timestamp_start = id, (address, 50123), at
    return made


def flow(
    *,
    at: float = START,
    url: str = "https://opendata.reseda.fr/explore/",
    method: str = "GET",
    sent: Fields = (),
    received: Fields = (),
    answered: float | None = None,
    ended: float | None = None,
    status: int = 200,
    body: bytes = b"",
    version: str = "HTTP/2.0",
    by: connection.Client | None = None,
) -> http.HTTPFlow:
    request = http.Request.make(method, url, b"", http.Headers(sent))
    del request.headers["content-length"]
    request.http_version = version
    if version == "HTTP/1.1":
        request.authority = ""
        request.headers.insert(0, "Host", request.host)
    request.timestamp_start, request.timestamp_end = at, at
    answered = at + 0.1 if answered is None else answered
    response = http.Response(
        version.encode(),
        status,
        b"",
        http.Headers(received),
        body,
        None,
        answered,
        answered + 0.1 if ended is None else ended,
    )
    return tflow.tflow(client_conn=by or client(), req=request, resp=response)


def written(*flows: Flow) -> bytes:
    """A flow file."""
    file = io.BytesIO()
    writer = FlowWriter(file)  # type: ignore[no-untyped-call]
    for one in flows:
        writer.add(one)
    return file.getvalue()


def state_of(one: Flow) -> dict[Any, Any]:
    """A record before it is written."""
    return dict(one.get_state())


def from_states(*states: dict[Any, Any]) -> bytes:
    """A flow file of records as they are given."""
    return b"".join(tnetstring.dumps(state) for state in states)
