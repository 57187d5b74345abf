"""Recorded answers of a made-up web, and what of them must be the same when it is asked again."""

import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

from mitmproxy import http
from mitmproxy.io import FlowReader

__all__ = ["but_for_identifiers", "flows_of"]

_IDENTIFIER = re.compile(rb"[0-9A-Fa-f-]{10,}")


def flows_of(path: Path) -> Iterator[http.HTTPFlow]:
    """The answered requests of a flow file, packed or not, in order of time.

    Args:
        path: "NAME.flow" or "NAME.flow.gz".
    """
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    flows = [flow for flow in FlowReader(io.BytesIO(data)).stream() if isinstance(flow, http.HTTPFlow)]
    for flow in sorted(flows, key=lambda one: one.request.timestamp_start):
        if flow.response is not None:
            yield flow


def but_for_identifiers(answer: http.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What was answered; which of two requests at once was handed which identifier is chance.

    Args:
        answer: as it went over the wire.
    """
    fields = [(name, _IDENTIFIER.sub(b"#", value)) for name, value in answer.headers.fields]
    return answer.status_code, fields, _IDENTIFIER.sub(b"#", answer.content or b"")
