"""HAR documents, entry by entry."""

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"

START = "2025-11-24T16:00:00.000Z"
AT = 1764000000.0


def pairs(**fields: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in fields.items()]


def entry(
    *,
    started: Any = START,
    url: Any = "https://opendata.reseda.fr/explore/",
    method: str = "GET",
    sent: Any = (),
    received: Any = (),
    sent_cookies: Any = (),
    received_cookies: Any = (),
    status: Any = 200,
    version: str = "HTTP/2",
    response: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "startedDateTime": started,
        "request": {
            "method": method,
            "url": url,
            "httpVersion": version,
            "headers": sent,
            "cookies": sent_cookies,
        },
        "response": {"status": status, "headers": received, "cookies": received_cookies, **(response or {})},
        **more,
    }


def har(*entries: Any, creator: str = "WebInspector") -> bytes:
    document = {"log": {"version": "1.2", "creator": {"name": creator, "version": "1"}, "entries": entries}}
    return json.dumps(document).encode()


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()
