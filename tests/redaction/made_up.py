"""Made-up visits as flow files: what the engine's model of a browser sends, written down, redacted and judged."""

import io
from collections.abc import Iterable

from mitmproxy.io import tnetstring
from msgspec.structs import replace

from generator.holding import judge, recorded
from generator.script import Step, visit
from generator.site import Web, policies
from redaction.reading import redacted
from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.policy.loading import load_bytes
from temoin.report import Session
from traffic.flows import flow, state_of
from traffic.readings import opened

__all__ = ["differences", "flow_file"]


def differences(web: Web, steps: tuple[Step, ...], cut: int) -> list[str]:
    """What is held otherwise of a redacted visit; empty where all is the same."""
    events = recorded(visit(web, steps), cut)
    if not events:
        return []
    kept = tuple(load_bytes(text.encode(), file="model.yaml") for text in policies(web))
    data = flow_file(events)
    made, _ = redacted(data, policies=kept)
    before, after = (told(web, one) for one in (data, made))
    return [
        f"{name}: {getattr(before, name)} {getattr(after, name)}"
        for name in before.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    ]


def told(web: Web, data: bytes) -> Session:
    with opened(data) as recording:
        return replace(judge(web, tuple(recording.events())), source="")


def flow_file(events: Iterable[Event]) -> bytes:
    """A flow file of a session's events."""
    states: dict[int, dict[str, object]] = {}
    template = state_of(flow(version="HTTP/2.0"))
    out = io.BytesIO()
    for event in events:
        state = states.setdefault(event.flow, {**template, "response": None})
        match event:
            case RequestSeen():
                state["request"] = {
                    **template["request"],
                    "host": event.host,
                    "port": event.port,
                    "scheme": event.scheme.encode(),
                    "authority": event.host.encode(),
                    "path": event.path.encode(),
                    "method": event.method.encode(),
                    "headers": event.headers,
                    "timestamp_start": event.at,
                    "timestamp_end": event.at,
                    "http_version": (event.http_version or "HTTP/1.1").encode(),
                }
                state["client_conn"] = {
                    **template["client_conn"],
                    "id": event.connection,
                    "peername": (event.client, 1),
                    "timestamp_start": event.connected or event.at,
                }
            case ResponseSeen():
                state["response"] = {
                    **template["response"],
                    "status_code": event.status,
                    "headers": event.headers,
                    "timestamp_start": event.at,
                    "timestamp_end": None,
                }
            case FlowEnded():
                response = state["response"]
                if isinstance(response, dict):
                    response["timestamp_end"] = event.at
            case BodySeen():
                pass
    for _, state in sorted(states.items()):
        out.write(tnetstring.dumps(state))
    return out.getvalue()
