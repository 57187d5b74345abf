import json
from pathlib import Path

from truth.netlog import LoggedRequest, read_net_log

CONSTANTS = {
    "logEventTypes": {"URL_REQUEST_START_JOB": 1, "HTTP_TRANSACTION_SEND_REQUEST": 2, "OTHER": 3},
    "logEventPhase": {"PHASE_BEGIN": 1, "PHASE_END": 2, "PHASE_NONE": 0},
}


def log(path: Path, *events: tuple[int, int, int, int, dict[str, str]]) -> tuple[LoggedRequest, ...]:
    """Write a log of (time, source, type, phase, params) and read it."""
    written = [
        {"time": str(time), "source": {"id": source}, "type": kind, "phase": phase, "params": params}
        for time, source, kind, phase, params in events
    ]
    path.write_text(json.dumps({"constants": CONSTANTS, "events": written}))
    return read_net_log(path)


def asked(url: str, key: str) -> dict[str, str]:
    return {"method": "GET", "url": url, "network_isolation_key": key}


def test_a_request_that_was_sent_has_its_top_level_site(tmp_path: Path) -> None:
    params = asked("https://ads.example/p.gif", "https://reseda.fr https://tube.example")
    found = log(tmp_path / "log.json", (10, 1, 1, 1, params), (11, 1, 2, 1, {}))
    assert found == (LoggedRequest(10, "GET", "https://ads.example/p.gif", "https://reseda.fr"),)


def test_a_request_that_a_cache_served_is_none(tmp_path: Path) -> None:
    params = asked("https://reseda.fr/a.css", "https://reseda.fr https://reseda.fr")
    assert log(tmp_path / "log.json", (10, 1, 1, 1, params), (11, 1, 1, 2, {})) == ()


def test_each_hop_of_a_redirect_is_a_request(tmp_path: Path) -> None:
    first, then = (asked(f"https://ads.example/{path}", "https://reseda.fr") for path in "ab")
    found = log(
        tmp_path / "log.json", (1, 7, 1, 1, first), (2, 7, 2, 1, {}), (3, 7, 1, 1, then), (4, 7, 2, 1, {})
    )
    assert [request.url for request in found] == ["https://ads.example/a", "https://ads.example/b"]


def test_the_browsers_own_errands_have_no_site(tmp_path: Path) -> None:
    params = asked("https://update.vendor.example/", "null null")
    found = log(tmp_path / "log.json", (10, 1, 1, 1, params), (11, 1, 2, 1, {}))
    assert found[0].top_site == ""


def test_a_websocket_is_logged_as_the_request_it_begins_with(tmp_path: Path) -> None:
    params = asked("wss://ads.example/socket", "https://reseda.fr https://reseda.fr")
    found = log(tmp_path / "log.json", (10, 1, 1, 1, params), (11, 1, 2, 1, {}))
    assert found[0].url == "https://ads.example/socket"


def test_a_log_that_says_when_it_began_dates_its_requests(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    event = {"source": {"id": 1}, "phase": 1}
    params = asked("https://ads.example/", "https://reseda.fr")
    events = [{**event, "time": "250", "type": 1, "params": params}, {**event, "time": "300", "type": 2}]
    constants = {**CONSTANTS, "timeTickOffset": 1_700_000_000_000}
    path.write_text(json.dumps({"constants": constants, "events": events}))
    assert read_net_log(path)[0].at == 1_700_000_000.25
