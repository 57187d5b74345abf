"""The browser's log of its own network: every request that left it, with its top-level site.

It knows what the protocol does not tell (favicons, the browser's own errands), and is a second witness for
what it does: the site comes from the network stack itself, not from the frames.
"""

import json
import re
from pathlib import Path

import msgspec

__all__ = ["LoggedRequest", "read_net_log"]


class LoggedRequest(msgspec.Struct, frozen=True):
    """One request that went out.

    Args:
        tick: when, in the log's own milliseconds.
        method: its method.
        url: its URL.
        top_site: its top-level site; empty where the log names none.
        at: when, in Unix seconds: the last moment before its cookies were read; 0 where the log does not say.
        window: the document that asked; 0 where the log does not say.
        leaving: whether it is what a document sends as it is left.
    """

    tick: int
    method: str
    url: str
    top_site: str
    at: float = 0.0
    window: int = 0
    leaving: bool = False


def read_net_log(path: Path) -> tuple[LoggedRequest, ...]:
    """Read a log that `--log-net-log` wrote.

    Args:
        path: the log, whole.

    Returns:
        The requests that were sent, in order of time; those a cache served are none.
    """
    log = json.loads(path.read_bytes())
    types = log["constants"]["logEventTypes"]
    start, send = types["URL_REQUEST_START_JOB"], types["HTTP_TRANSACTION_SEND_REQUEST"]
    begins = log["constants"]["logEventPhase"]["PHASE_BEGIN"]
    zero = float(log["constants"].get("timeTickOffset", 0))
    asked: dict[int, LoggedRequest] = {}
    sent: list[LoggedRequest] = []
    for event in log["events"]:
        source = event["source"]["id"]
        if event["phase"] != begins:
            continue
        if event["type"] == start:
            asked[source] = _logged(int(event["time"]), zero, event["params"])
        elif event["type"] == send and source in asked:
            sent.append(asked.pop(source))
    return tuple(sorted(sent, key=lambda request: request.tick))


def _logged(tick: int, zero: float, params: dict[str, str]) -> LoggedRequest:
    # "https://reseda.fr https://adnet.example": the top-level frame's site, then the asking frame's.
    key = params.get("network_isolation_key", "").split(" ")[0]
    return LoggedRequest(
        tick=tick,
        method=params["method"],
        # A websocket begins as a request over HTTP, and is recorded as one.
        url=re.sub("^ws(?=s?:)", "http", params["url"]),
        top_site=key if "://" in key else "",
        at=(zero + tick) / 1000 if zero else 0.0,
    )
