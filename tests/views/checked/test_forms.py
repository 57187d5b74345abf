"""The forms of a check: text to read, JSON and SARIF for programs."""

import json
import re
from typing import Any

import pytest
from rich.console import Console

from temoin.checks import all_checks
from temoin.checks.checking import CheckReport, broken, check_policy
from temoin.errors import UsageError
from temoin.policy import BrokenPolicy, draft_of
from temoin.views.checked import form_for, form_named, forms
from views.oracles import needs_npm, sarif_errors

HOSTILE = "\x1b[2J\u202e"

POLICY = """\
name: shop
hosts: shop.example
consent: {cookie: choice, format: json, path: /, lifetime: 6 months}
categories:
  necessary: {consent: exempt}
cookies:
  - {name: choice, category: necessary, purpose: the choice, lifetime: 6 months}
  - {name: "*", category: necessary, purpose: p, lifetime: session}
  - {name: "y*", category: necessary, purpose: p, lifetime: session}
  - {name: "\\u202e\\ufeffz", category: necessary}
allow:
  - {rule: P202, cookie: "y*", reason: a framework's own, until: 2027-01-31}
"""


def report(file: str = "policies/a b.yaml") -> CheckReport:
    checked = check_policy(draft_of(POLICY.encode(), file=file))
    with pytest.raises(BrokenPolicy) as caught:
        draft_of(f'a: b\n"\\e[2J{HOSTILE[4:]}": c\n'.encode(), file="broken.yaml")
    return CheckReport((checked, broken(caught.value)), "0", ("missing.yaml: no such file",))


def text() -> str:
    console = Console(width=80, record=True, file=None, color_system=None)
    with console.capture() as captured:
        console.print(form_named("text").render(report()), soft_wrap=True)
    return captured.get()


def document(name: str, of: CheckReport | None = None) -> dict[str, Any]:
    rendered = form_named(name).render(of or report())
    assert isinstance(rendered, bytes)
    loaded: dict[str, Any] = json.loads(rendered)
    return loaded


def test_the_forms_are_found_and_told_apart_by_name_and_ending() -> None:
    assert [form.name for form in forms()] == ["json", "sarif", "text"]
    assert all(type(form).__doc__ for form in forms())
    assert form_for("out.SARIF") is form_named("sarif")
    assert form_for("out.png") is None
    with pytest.raises(UsageError, match="one of: json, sarif, text"):
        form_named("xml")


def test_text_is_a_line_a_fault_with_its_place_and_its_mend_below() -> None:
    lines = text().splitlines()
    assert lines[0].startswith("policies/a b.yaml:8:12: warning P202 wide-pattern: `*` takes in every cookie")
    assert lines[1].startswith("    mend: ")
    assert "policies/a b.yaml: 1 warning, 1 note, 1 allowed" in lines
    assert any(line.startswith("policies/a b.yaml:9:12: allowed until 2027-01-31 P202") for line in lines)
    assert any(re.match(r"broken\.yaml:\d+:\d+: error P101 broken: ", line) for line in lines)


def test_nothing_hostile_is_printed() -> None:
    shown = text()
    for char in "\x1b\u202e\ufeff":
        assert char not in shown
        for name in ("json", "sarif"):
            rendered = form_named(name).render(report())
            assert isinstance(rendered, bytes)
            assert char.encode() not in rendered


def test_json_is_the_structs_versioned() -> None:
    whole = document("json")
    assert whole["schema"] == "temoin-check/1"
    assert whole["failures"] == ["missing.yaml: no such file"]
    first = whole["policies"][0]
    assert (first["file"], first["policy"], first["coverage"]) == ("policies/a b.yaml", "shop", None)
    fault = first["faults"][0]
    assert (fault["code"], fault["level"], fault["line"], fault["column"]) == ("P202", "warning", 8, 12)
    assert first["allowed"][0]["reason"] == "a framework's own"


def test_sarif_names_every_check_with_its_documentation() -> None:
    (run,) = document("sarif")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [kind.code for kind in all_checks()]
    assert all(rule["help"]["markdown"].startswith("**Why.**") for rule in rules)


def test_sarif_s_results_have_place_rule_and_a_fingerprint_that_lines_do_not_move() -> None:
    (run,) = document("sarif")["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "policies/a%20b.yaml"
    assert place["region"] == {"startLine": 8, "startColumn": 12}
    moved = check_policy(draft_of(f"# a line more\n{POLICY}".encode(), file="a.yaml"))
    (again,) = document("sarif", CheckReport((moved,), "0"))["runs"]
    assert again["results"][0]["partialFingerprints"] == first["partialFingerprints"]
    assert len({json.dumps(one["partialFingerprints"]) for one in run["results"]}) == len(run["results"])


def test_sarif_says_what_is_allowed_and_what_could_not_be_read() -> None:
    (run,) = document("sarif")["runs"]
    suppressed = [one for one in run["results"] if "suppressions" in one]
    assert [one["suppressions"] for one in suppressed] == [
        [{"kind": "inSource", "justification": "a framework's own (until 2027-01-31)"}]
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "missing.yaml: no such file"


@pytest.mark.parametrize(
    ("file", "uri"),
    [("shipped:shop", "shipped:shop"), ("/a b/c.yaml", "file:///a%20b/c.yaml"), ("a:b.yaml", "a%3Ab.yaml")],
)
def test_sarif_s_uris(file: str, uri: str) -> None:
    (run,) = document("sarif", report(file))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize("of", [report(), CheckReport((), "0")], ids=["all", "nothing"])
def test_sarif_is_valid_by_its_schema(of: CheckReport) -> None:
    needs_npm()
    assert sarif_errors(document("sarif", of)) == []
    assert sarif_errors({"version": "2.1.0"}), "a log without runs must be refused"


def test_the_same_policy_gives_the_same_bytes() -> None:
    for name in ("json", "sarif"):
        assert form_named(name).render(report()) == form_named(name).render(report())
