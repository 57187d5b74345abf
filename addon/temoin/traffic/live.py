"""A flow under way in mitmproxy, as events: the same that its record in a flow file gives.

It reads raw fields (`request.data`), which costs a hook a few microseconds; mitmproxy's own properties decode and
parse. Nothing here imports mitmproxy.
"""

from typing import TYPE_CHECKING

from temoin.events import BodySeen, FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.traffic.address import OWN_HOSTS
from temoin.traffic.asked import LAST_TIME, SCHEMES, kind_of, origin_form, target
from temoin.traffic.documents import MOST, decoded, is_document
from temoin.traffic.recording import Skipped

if TYPE_CHECKING:
    from mitmproxy.http import HTTPFlow

__all__ = ["body", "body_seen", "ended", "request_seen", "response_seen"]


def request_seen(flow: "HTTPFlow", number: int, own: frozenset[str] = OWN_HOSTS) -> RequestSeen | Skipped:
    """What a flow's request is to the engine.

    Args:
        flow: its headers are known.
        number: the flow's number in this session.
        own: hosts that are Témoin's and mitmproxy's own.

    Returns:
        The event, or why there is none.
    """
    data, client = flow.request.data, flow.client_conn
    if data.method == b"CONNECT":
        return Skipped.CONNECT
    if flow.is_replay:
        return Skipped.REPLAYED
    if "duplicated" in flow.metadata:
        return Skipped.DUPLICATE
    headers: Headers = data.headers.fields
    version = _text(data.http_version)
    scheme = _text(data.scheme).lower()
    host, port = target(headers, version, scheme, named=_text(data.authority), sent_to=(data.host, data.port))
    at = _time(data.timestamp_start)
    if at is None:
        return Skipped.UNTIMED
    if not host or scheme not in SCHEMES:
        return Skipped.UNADDRESSED
    if host in own:
        return Skipped.OWN
    login = flow.metadata.get("proxyauth")
    peer: tuple[object, ...] | None = client.peername
    return RequestSeen(
        flow=number,
        at=at,
        scheme=scheme,
        host=host,
        port=port,
        path=origin_form(_text(data.path)),
        method=_text(data.method),
        headers=headers,
        http_version=version,
        client=str(peer[0]) if peer else "",
        user=str(login[0]) if login else "",
        connection=client.id,
        connected=_time(client.timestamp_start) or None,
        kind=kind_of(headers),
    )


def response_seen(flow: "HTTPFlow", seen: RequestSeen) -> ResponseSeen | None:
    """What a flow's response is to the engine.

    Args:
        flow: its response's headers are known.
        seen: its request.

    Returns:
        The event, or None where there is no response.
    """
    if flow.response is None:
        return None
    data = flow.response.data
    began = _time(data.timestamp_start)
    at = seen.at if began is None else max(seen.at, began)
    return ResponseSeen(seen.flow, at, data.status_code, data.headers.fields)


def ended(flow: "HTTPFlow", seen: RequestSeen) -> FlowEnded:
    """The end of a flow, or what stands for it in a recording that ends first.

    Args:
        flow: as it is now.
        seen: its request.
    """
    last: list[float | None] = [seen.at]
    why = ""
    if flow.error is not None:
        why = flow.error.msg or "an error"
        last.append(_time(flow.error.timestamp))
    if flow.response is None:
        last.append(_time(flow.request.data.timestamp_end))
        why = why or "no response was recorded"
    else:
        data = flow.response.data
        done = _time(flow.websocket.timestamp_end if flow.websocket else data.timestamp_end)
        last += [_time(data.timestamp_start), done]
        if done is None:
            why = why or "its end was not recorded"
    return FlowEnded(seen.flow, max(at for at in last if at is not None), why)


def body(flow: "HTTPFlow", seen: RequestSeen) -> bytes | None:
    """The bytes of a flow's document as they crossed, at most `MOST`; None where it brought none.

    Args:
        flow: its response is whole.
        seen: its request.
    """
    if flow.response is None or not is_document(seen.headers, flow.response.data.headers.fields):
        return None
    content = flow.response.data.content
    return content[:MOST] if content else None


def body_seen(end: FlowEnded, content: bytes, received: Headers) -> BodySeen | None:
    """A document's bytes as the engine takes them.

    Args:
        end: the end of its flow.
        content: as it crossed.
        received: the response's headers.
    """
    found = decoded(content, received)
    return BodySeen(end.flow, end.at, found) if found else None


def _time(at: float | None) -> float | None:
    """Unix seconds, or None where there is none that can be."""
    return at if at is not None and 0 <= at <= LAST_TIME else None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
