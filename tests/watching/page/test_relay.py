"""The page through a real mitmproxy: http and https, whatever stands behind it, streamed, and never upstream."""

import asyncio
import json
from typing import Any

import pytest
from mitmproxy.test import tflow, tutils

from temoin.vocabulary import Verdict
from temoin.watching.page.relay import Relay
from watching.page.client import serving
from watching.page.made_up import MadeUp
from watching.page.proxied import Proxied, proxied

MODES: list[dict[str, Any]] = [
    {},
    {"connection_strategy": "lazy"},
    {"mode": ["upstream:http://127.0.0.1:9"]},
    {"mode": ["upstream:http://127.0.0.1:9"], "connection_strategy": "lazy"},
]


async def event_in(reader: asyncio.StreamReader, name: str) -> dict[str, Any]:
    """The next event that has rows of a name, however the proxy cuts its chunks."""
    text = b""
    while True:
        text += await asyncio.wait_for(reader.read(65536), 10)
        for line in text.split(b"\n"):
            if line.startswith(b"data: ") and name.encode() in line:
                found: dict[str, Any] = json.loads(line[6:])
                return found


@pytest.mark.parametrize("options", MODES, ids=["regular", "lazy", "upstream", "upstream-lazy"])
@pytest.mark.parametrize("url", ["http://temoin.test/events", "https://temoin.test/events"])
def test_events_come_through_as_they_happen(url: str, options: dict[str, Any]) -> None:
    async def told() -> tuple[dict[str, Any], dict[str, Any], Proxied, int]:
        watch = MadeUp()
        row = watch.cross("first", 0.0)
        async with serving(watch) as server, proxied(server, **options) as proxy:
            reader, writer = await proxy.get(url, server.token)
            try:
                first = await event_in(reader, '"first"')
                watch.settle(row, Verdict.EARLY)
                return first, await event_in(reader, '"early"'), proxy, server.port
            finally:
                writer.close()

    first, second, proxy, port = asyncio.run(told())
    assert first["rows"][0]["verdict"] is None
    assert second["rows"][0]["verdict"] == "early"
    assert proxy.others == []
    assert "/events" in proxy.ours
    assert set(proxy.connected) == {("127.0.0.1", port)}


def test_the_loopback_address_through_the_proxy_is_ours_too() -> None:
    async def told() -> tuple[bytes, Proxied]:
        async with serving(MadeUp()) as server, proxied(server) as proxy:
            reader, writer = await proxy.get(f"http://127.0.0.1:{server.port}/", server.token)
            line = await asyncio.wait_for(reader.readline(), 10)
            writer.close()
            return line, proxy

    line, proxy = asyncio.run(told())
    assert b" 200 " in line
    assert proxy.ours == ["/"]


def flow_to(host: str, port: int = 80, named: str | None = None, authority: bytes = b"") -> Any:
    request = tutils.treq(host=host, port=port, authority=authority)
    request.headers["host"] = named or host
    return tflow.tflow(req=request)


RELAY = Relay("temoin.test", 4321)


@pytest.mark.parametrize(
    ("flow", "ours"),
    [
        (flow_to("temoin.test"), True),
        (flow_to("temoin.test", 443), True),
        (flow_to("192.0.2.1", named="temoin.test"), True),
        (flow_to("192.0.2.1", named="temoin.test:80"), True),
        (flow_to("192.0.2.1", named="x", authority=b"temoin.test"), True),
        (flow_to("127.0.0.1", 4321), True),
        (flow_to("localhost", 4321), True),
        (flow_to("127.0.0.1", 80), False),
        (flow_to("opendata.reseda.fr"), False),
        (flow_to("nottemoin.test"), False),
        (flow_to("temoin.test.evil.example"), False),
        (flow_to("evil.example", 4321), False),
    ],
)
def test_what_is_ours(flow: Any, ours: bool) -> None:
    address = flow.request.host, flow.request.port
    flow.response = tutils.tresp()
    assert RELAY.is_ours(flow) is ours
    RELAY.requestheaders(flow)
    RELAY.responseheaders(flow)
    assert flow.response.stream is ours
    assert RELAY.is_ours(flow) is ours
    expected = ("127.0.0.1", 4321) if ours else address
    assert (flow.request.host, flow.request.port) == expected
