"""Records in the layouts of the versions named, made by undoing what mitmproxy's converters do."""

import subprocess
import sys
from typing import Any

import pytest
from mitmproxy.io import tnetstring

from temoin.errors import UnreadableInput
from temoin.traffic import Skipped
from traffic.flows import START, flow, from_states, state_of
from traffic.readings import events_of, only_request, opened


def current() -> dict[Any, Any]:
    return state_of(flow(sent=[(b"cookie", b"a=1")], received=[(b"set-cookie", b"b=2")]))


def version_20() -> dict[Any, Any]:
    return {**current(), "version": 20}


def version_19() -> dict[Any, Any]:
    state = {**current(), "version": 19}
    for side in ("client_conn", "server_conn"):
        state[side] = {**state[side], "state": 3}
    return state


def version_17() -> dict[Any, Any]:
    """Before a client had a proxy mode, and before the fields of a connection were named anew (18 → 19)."""
    state = {**version_19(), "version": 17}
    client, server = state["client_conn"], state["server_conn"]
    del client["proxy_mode"]
    client["address"] = client.pop("peername")
    client["tls_extensions"] = None
    server["ip_address"] = server.pop("peername")
    server["source_address"] = server.pop("sockname")
    server["via2"] = server.pop("via")
    server["via"] = None
    for side in (client, server):
        side["tls_established"] = True
        side["cipher_name"] = side.pop("cipher")
        del side["transport_protocol"]
    return state


def version_11() -> dict[Any, Any]:
    """Before websockets were part of their HTTP flow."""
    state = {**version_17(), "version": 11, "mode": "regular", "marked": False}
    for late in ("comment", "timestamp_created", "websocket"):
        del state[late]
    return state


def version_4() -> dict[Any, Any]:
    """Before connections had ids: mitmproxy makes up new ones at each reading."""
    state = {**version_11(), "version": 4}
    client, server = state["client_conn"], state["server_conn"]
    for side in (client, server):
        for late in ("id", "error", "tls", "certificate_list", "alpn_offers", "cipher_list", "state"):
            del side[late]
        side["alpn_proto_negotiated"] = side.pop("alpn")
        side["ssl_established"] = side.pop("tls_established")
        side["timestamp_ssl_setup"] = side.pop("timestamp_tls_setup")
    for late in ("sockname", "tls_extensions"):
        client.pop(late)
    client["clientcert"] = None
    for late in ("cipher_name", "via2"):
        server.pop(late)
    server["cert"] = None
    for message in ("request", "response"):
        state[message] = {
            key: value for key, value in state[message].items() if key not in ("trailers", "authority")
        }
        state[message]["is_replay"] = False
    state["request"]["first_line_format"] = "relative"
    state["request"]["host"] = b"opendata.reseda.fr"
    state["request"]["headers"] = [(b"host", b"opendata.reseda.fr"), *state["request"]["headers"]]
    del state["is_replay"]
    return state


def test_versions_20_19_17_and_11_give_the_same_events_as_today_s() -> None:
    today = events_of(from_states(current()))
    for older in (version_20(), version_19(), version_17(), version_11()):
        assert events_of(from_states(older)) == today


def test_a_version_without_connection_ids_gives_the_same_events_each_time() -> None:
    data = from_states(version_4())
    request = only_request(data)
    assert (request.host, request.client, request.at) == ("opendata.reseda.fr", "192.0.2.7", START)
    assert request.connection == f"192.0.2.7 {START - 1}"
    assert events_of(data) == events_of(data)


def test_versions_may_be_mixed_in_one_file() -> None:
    with opened(from_states(current(), version_19(), current(), version_4())) as recording:
        assert (recording.incomplete, recording.flows) == ("", 4)


def test_an_old_websocket_is_told_once() -> None:
    """Until version 11 a websocket was a flow of its own, beside its handshake."""
    handshake = version_11()
    handshake["metadata"] = {"websocket": True}
    frames = {key: value for key, value in version_11().items() if key not in ("request", "response")}
    frames |= {
        "type": "websocket",
        "metadata": {"websocket_handshake": handshake["id"]},
        "messages": [],
        "close_sender": "client",
        "close_code": 1000,
        "close_reason": "",
    }
    with opened(from_states(handshake, frames)) as recording:
        assert recording.flows == 1
        assert recording.skipped == {Skipped.DUPLICATE: 1}


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        ({**current(), "version": 9999}, "update it"),
        ({**current(), "version": 3}, "mitmproxy cannot read it"),
        ({"version": 20}, "mitmproxy cannot read it"),
        ({"version": None, "type": "http"}, "mitmproxy cannot read it"),
        ({"version": "\x1b[31m21"}, "mitmproxy cannot read it"),
    ],
)
def test_a_version_that_nobody_reads_is_said_in_one_line(state: dict[Any, Any], problem: str) -> None:
    with pytest.raises(UnreadableInput) as told:
        opened(from_states(state))
    line = str(told.value)
    assert problem in line
    assert line.isprintable()


def test_a_record_that_nests_without_end_is_refused() -> None:
    bomb = b"0:]"
    for _ in range(20_000):
        bomb = b"%d:%s]" % (len(bomb), bomb)
    record = tnetstring.dumps({"version": 20, "type": "http"})[:-1].split(b":", 1)[1] + b"4:bomb;" + bomb
    data = b"%d:%s}" % (len(record), record)
    with pytest.raises(UnreadableInput, match="flow 1"):
        opened(data)


def test_current_files_are_read_without_mitmproxy() -> None:
    script = (
        "import io, sys; from temoin.traffic import open_source;"
        "r = open_source('-', stdin=io.BytesIO(sys.stdin.buffer.read()));"
        "n = len(list(r.events())); r.close();"
        "print(n, any(name.split('.')[0] == 'mitmproxy' for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=from_states(current()),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.split() == [b"3", b"False"]
