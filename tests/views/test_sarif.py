"""SARIF: what its schema takes, where results stand, and what their fingerprints heed."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

import temoin
from temoin.identity import Baseline, Entry
from temoin.report import Report
from temoin.rules import all_rules
from temoin.settings import Settings
from temoin.views import ViewOptions
from temoin.views.sarif import Sarif
from views import reports
from views.oracles import needs_npm, sarif_errors
from views.shipped import RECORDINGS, ROOT, report_on

HOSTILE = reports.hostile_report(name.replace("a" * 1000, "a") for name in reports.HOSTILE)
OWN_POLICY = (ROOT / "addon" / "temoin" / "portal" / "portal.yaml").read_text()


def rendered(report: Report) -> bytes:
    return Sarif().render(report, ViewOptions())


def run_of(report: Report) -> Any:
    (run,) = json.loads(rendered(report))["runs"]
    return run


def judged_by_a_file(tmp_path: Path, text: str = OWN_POLICY, baseline: Baseline | None = None) -> Report:
    policy = tmp_path / "my policy.yaml"
    policy.write_text(text)
    recording = str(ROOT / "recordings" / "built-in.flow")
    return temoin.replay([recording], [str(policy)], settings=Settings(baseline=baseline))


@pytest.mark.parametrize("name", RECORDINGS)
def test_every_recording_is_valid_by_the_schema(name: str) -> None:
    needs_npm()
    assert sarif_errors(json.loads(rendered(report_on(name)))) == []


@pytest.mark.parametrize(
    "report",
    [HOSTILE, reports.leaky_report(), reports.empty_report(), reports.several_sessions_report()],
    ids=["hostile", "leaky", "empty", "sessions"],
)
def test_made_up_reports_are_valid_by_the_schema(report: Report) -> None:
    needs_npm()
    assert sarif_errors(json.loads(rendered(report))) == []


def test_every_rule_is_there_with_its_documentation() -> None:
    rules = run_of(report_on("accepted"))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [kind.code for kind in all_rules()]
    early = next(rule for rule in rules if rule["id"] == "T101")
    assert "article 5(3)" in early["help"]["text"]
    assert early["help"]["markdown"].startswith("**Why.**")


def test_a_result_stands_on_the_policy_s_line_and_names_the_recording(tmp_path: Path) -> None:
    report = judged_by_a_file(tmp_path)
    lines = OWN_POLICY.splitlines()
    result = next(one for one in run_of(report)["results"] if one["ruleId"] == "T102")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/my%20policy.yaml")
    assert "uid" in lines[place["region"]["startLine"] - 1]
    related = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert related.endswith("/recordings/built-in.flow")


def test_a_result_that_no_file_declares_stands_on_the_recording() -> None:
    for result in run_of(report_on("built-in"))["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("/recordings/built-in.flow")
        assert "shipped" not in json.dumps(result["locations"])


def test_a_fingerprint_says_what_a_finding_is_and_nothing_of_lines_or_counts(tmp_path: Path) -> None:
    one, moved = judged_by_a_file(tmp_path), judged_by_a_file(tmp_path, f"# a line more\n{OWN_POLICY}")

    def prints(report: Report) -> list[str]:
        return [json.dumps(result["partialFingerprints"]) for result in run_of(report)["results"]]

    assert prints(one) == prints(moved)
    assert len(set(prints(one))) == len(prints(one))
    assert one.sessions[0].findings[0].line != moved.sessions[0].findings[0].line
    [session] = one.sessions
    more = msgspec.structs.replace(session.findings[0], count=99, at=1.0, first=7, message="sent 99 times")
    again = msgspec.structs.replace(session, findings=(more, *session.findings[1:]))
    assert prints(reports.report_of(again)) == prints(one)


def test_what_the_baseline_holds_is_suppressed_and_unchanged(tmp_path: Path) -> None:
    first = judged_by_a_file(tmp_path).sessions[0].findings[0]
    report = judged_by_a_file(
        tmp_path, baseline=Baseline((Entry(first.identity, "ticket 12", 5),), "b.yaml", "0")
    )
    results = run_of(report)["results"]
    known = [one for one in results if one["baselineState"] == "unchanged"]
    assert [one["suppressions"] for one in known] == [[{"kind": "external", "justification": "ticket 12"}]]
    assert {one["baselineState"] for one in results} == {"unchanged", "new"}
    assert all("baselineState" not in one for one in run_of(report_on("built-in"))["results"])


def test_levels_follow_what_fails_the_run() -> None:
    [session] = report_on("built-in").sessions
    levels = {one["ruleId"]: one["level"] for one in run_of(report_on("built-in"))["results"]}
    assert (levels["T101"], levels["T302"]) == ("error", "note")
    asked = msgspec.structs.replace(session, fail_on=("T302",))
    levels = {one["ruleId"]: one["level"] for one in run_of(reports.report_of(asked))["results"]}
    assert (levels["T101"], levels["T302"]) == ("warning", "error")


def test_what_was_not_proven_or_not_read_is_said() -> None:
    [invocation] = run_of(reports.report_of(failures=("a.flow: cut",)))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "a.flow: cut"
    [invocation] = run_of(reports.empty_report())["invocations"]
    assert invocation["toolExecutionNotifications"][0]["level"] == "warning"


def test_nothing_in_a_message_is_a_link_and_nothing_is_invisible() -> None:
    name = "[click](https://evil.example)"
    finding = reports.finding_of(
        "T101", "Too early", name, "ads.example", f"{name} was sent", reasons=(name,)
    )
    [result] = run_of(reports.report_of(reports.session_of(findings=(finding,))))["results"]
    assert "](" not in result["message"]["text"]
    assert name in json.dumps(result["locations"])
    document = rendered(HOSTILE).decode()
    assert all(char.isprintable() or char == "\n" for char in document)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert rendered(report_on("built-in")) == rendered(report_on("built-in"))
