"""A defect of our own, wherever it is: an exception that holds a secret is told by its kind and place alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import temoin.addon
import temoin.audit
import temoin.commands.replay
import temoin.cookies.jar
import temoin.crossings
import temoin.ledger
import temoin.playback
import temoin.statement
import temoin.traffic.live
import temoin.views.json_document
import temoin.views.screen.report
import temoin.watching.attached
import temoin.watching.history
import temoin.watching.hooks
import temoin.watching.lines
import temoin.watching.page.handlers
import temoin.watching.page.messages
import temoin.watching.page.mirror
import temoin.watching.page.relay
import temoin.watching.session
from privacy.planting import SECRETS, Planted
from privacy.searching import found_in
from privacy.watching import watched
from temoin.cli import main
from temoin.traffic import kinds

Holder = Any

BEFORE_THE_ENGINE: tuple[tuple[Holder, str], ...] = (
    (temoin.playback, "open_source"),
    (temoin.playback, "load_policies"),
    (kinds, "find"),
)
ENGINE: tuple[tuple[Holder, str], ...] = (
    (temoin.audit.Audit, "feed_all"),
    (temoin.audit.Audit, "_request"),
    (temoin.audit.Audit, "_response"),
    (temoin.audit, "parse_cookie"),
    (temoin.audit.Audit, "close"),
    (temoin.crossings.Crossings, "sent"),
    (temoin.crossings, "shape"),
    (temoin.cookies.jar.Jar, "store"),
    (temoin.judging, "shown_exchange"),
)
VIEWS: tuple[tuple[Holder, str], ...] = (
    (temoin.views.json_document.JsonDocument, "render"),
    (temoin.views.screen.report.ReportScreen, "__rich_console__"),
)
WATCH: tuple[tuple[Holder, str], ...] = (
    *VIEWS,
    (temoin.audit, "parse_cookie"),
    (temoin.audit.Audit, "feed"),
    (temoin.audit.Audit, "close"),
    (temoin.audit.Audit, "moves"),
    (temoin.audit.Audit, "so_far"),
    (temoin.audit.Audit, "fork"),
    (temoin.watching.hooks, "request_seen"),
    (temoin.watching.hooks, "response_seen"),
    (temoin.watching.hooks, "ended"),
    (temoin.watching.hooks, "body"),
    (temoin.watching.session.Watch, "_feed"),
    (temoin.watching.session.Watch, "put"),
    (temoin.watching.session.Watch, "board"),
    (temoin.watching.session.Watch, "changes"),
    (temoin.watching.session.Watch, "report"),
    (temoin.watching.session.Watch, "of_flow"),
    (temoin.watching.session.Watch, "tick"),
    (temoin.watching.history.History, "enter"),
    (temoin.watching.attached.Attached, "_settled"),
    (temoin.watching.attached.Attached, "explain"),
    (temoin.watching.lines.Lines, "settled"),
    (temoin.watching.attached, "mark"),
    (temoin.watching.page.relay.Relay, "is_ours"),
    (temoin.watching.page.relay.Relay, "requestheaders"),
    (temoin.addon, "write_reports"),
    (temoin.addon, "Attached"),
    (temoin.watching.hooks.FlowFeed, "end"),
    (temoin.watching.page.mirror.Mirror, "look"),
    (temoin.watching.page.mirror.Mirror, "since"),
    (temoin.watching.page.handlers, "report_file"),
    (temoin.watching.page.handlers, "event"),
)


def secret_of(given: object) -> str:
    """A secret that stands in what a function was given; any, where none does."""
    text = repr(given)
    return next((secret for secret in SECRETS.values() if secret in text), SECRETS["cookie"])


def spoilt(kind: type[Exception]) -> Callable[..., Any]:
    def raises(*given: object, **named: object) -> Any:
        secret = secret_of((given[1:], named))
        try:
            raise LookupError(f"within: {secret}")
        except LookupError as within:
            raise kind(f"it holds {secret}", secret) from within

    return raises


def named(place: tuple[Holder, str]) -> str:
    return f"{place[0].__name__.rpartition('.')[2]}.{place[1]}"


@pytest.fixture(params=[KeyError, ValueError], ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> type[Exception]:
    raised: type[Exception] = request.param
    return raised


@pytest.mark.parametrize("place", [*BEFORE_THE_ENGINE, *ENGINE, *VIEWS], ids=named)
def test_a_replay_that_fails_tells_where_and_nothing_of_what_it_had(
    place: tuple[Holder, str],
    kind: type[Exception],
    planted: Planted,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr(*place, spoilt(kind))
    form = "json" if place[0] is temoin.views.json_document.JsonDocument else "terminal"
    assert main(["replay", str(planted.flow_file), "-p", str(planted.policy), "-v", "-f", form]) == 2
    said = capfdbinary.readouterr()
    assert found_in(said.out + said.err) == []
    assert said.err.count(b"\n") == 1
    assert f"a defect of Témoin's own: {kind.__name__} at test_crash.py:".encode() in said.err


@pytest.mark.parametrize("place", WATCH, ids=named)
def test_a_watch_that_fails_tells_nothing_of_what_it_had(
    place: tuple[Holder, str], planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*place, spoilt(RuntimeError))
    written = watched(planted, tmp_path, forms=("json", "terminal"))
    assert {where: found_in(text) for where, text in written.items() if found_in(text)} == {}
    assert b"Traceback" not in written["what was said"]
