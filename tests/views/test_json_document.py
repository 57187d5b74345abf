import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from temoin.report import Report
from temoin.views import ViewOptions
from temoin.views.json_document import JsonDocument
from temoin.views.report_schema import report_schema
from views import reports
from views.snapshots import expected

REPORTS = {
    "empty": reports.empty_report(),
    "clear": reports.clear_report(),
    "leaky": reports.leaky_report(),
    "verbose": reports.verbose_report(),
    "visitors": reports.several_visitors_report(),
    "sessions": reports.several_sessions_report(),
    "hostile": reports.hostile_report(name.replace("a" * 1000, "a") for name in reports.HOSTILE),
}


def rendered(report: Report, *, exchanges: bool = False) -> bytes:
    return JsonDocument().render(report, ViewOptions(exchanges=exchanges))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("exchanges", [False, True])
def test_a_document_follows_its_schema(name: str, exchanges: bool) -> None:
    schema = json.loads(report_schema())
    document = json.loads(rendered(REPORTS[name], exchanges=exchanges))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_document_can_be_read_back(name: str) -> None:
    document = rendered(REPORTS[name], exchanges=True)
    assert msgspec.json.decode(document, type=Report) == REPORTS[name]


def test_the_document_is_what_it_was() -> None:
    produced = rendered(REPORTS["verbose"], exchanges=True)
    assert produced == expected("leaky.json", produced)


def test_the_schema_comes_first_and_the_keys_in_order() -> None:
    document = json.loads(rendered(REPORTS["verbose"], exchanges=True))
    outer = ("schema", "outcome", "sessions")
    assert tuple(key for key in document if key in outer) == outer
    assert next(iter(document)) == "schema"
    session = document["sessions"][0]
    inner = ("source", "policies", "pages", "choices", "exchanges", "findings")
    assert tuple(key for key in session if key in inner) == inner


def test_exchanges_are_left_out_unless_asked_for() -> None:
    assert "exchanges" not in json.loads(rendered(REPORTS["verbose"]))["sessions"][0]
    assert len(json.loads(rendered(REPORTS["verbose"], exchanges=True))["sessions"][0]["exchanges"]) == 5


def test_exchanges_that_were_not_kept_are_left_out() -> None:
    assert "exchanges" not in json.loads(rendered(REPORTS["leaky"], exchanges=True))["sessions"][0]


def test_it_is_indented_by_two_and_ends_with_a_newline() -> None:
    document = rendered(REPORTS["clear"])
    assert document.startswith(b'{\n  "schema": "temoin-report/1",\n')
    assert document.endswith(b"}\n")
    assert not document.endswith(b"\n\n")


def test_counts_are_in_one_order_whatever_order_they_were_made_in() -> None:
    session = REPORTS["leaky"].sessions[0]
    turned = msgspec.structs.replace(session, counts=dict(reversed(session.counts.items())))
    assert rendered(reports.report_of(turned)) == rendered(reports.report_of(session))


def test_hostile_text_stays_what_it_was_and_cannot_be_seen_to_act() -> None:
    document = rendered(REPORTS["hostile"], exchanges=True)
    assert all(char.isprintable() or char == "\n" for char in document.decode())
    names = [finding["name"] for finding in json.loads(document)["sessions"][0]["findings"]]
    assert names == [finding.name for finding in REPORTS["hostile"].sessions[0].findings]
