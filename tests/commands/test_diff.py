"""`temoin diff`: what is new, gone and changed between two visits, recordings or reports."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temoin.cli import main
from temoin.commands.diff import stored_report
from temoin.errors import UnreadableInput
from temoin.views.report_schema import diff_schema

ROOT = Path(__file__).resolve().parents[2]
CLEAR, LEAKY, ACCEPTED = (
    str(ROOT / "recordings" / f"{name}.flow") for name in ("refused", "refused-leaky", "accepted")
)
BY_PORTAL = ("-p", "portal")


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: str | Path) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsysbinary.readouterr()
    return status, said.out.decode(), said.err.decode()


def difference(capsysbinary: pytest.CaptureFixture[bytes], *words: str | Path) -> dict[str, object]:
    text = run(capsysbinary, "diff", *words, *BY_PORTAL, "-f", "json")[1]
    loaded: dict[str, object] = json.loads(text)
    jsonschema.validate(loaded, json.loads(diff_schema()))
    return loaded


@pytest.fixture
def stored(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Path:
    file = tmp_path / "old.json"
    run(capsysbinary, "replay", CLEAR, *BY_PORTAL, "-o", file)
    return file


def test_a_visit_and_itself_differ_in_nothing(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, text, err = run(
        capsysbinary, "diff", LEAKY, LEAKY, *BY_PORTAL, "--fail-on", "new", "--fail-on", "changed"
    )
    assert (status, err) == (0, "")
    assert "Nothing changed." in text


def test_what_is_new_and_what_is_gone(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, text, _ = run(capsysbinary, "diff", CLEAR, LEAKY, *BY_PORTAL)
    assert status == 0
    assert "Findings  7 new" in text
    assert "Cookies  7 new" in text
    assert "+ T102 uid   adnet.example" in text
    text = run(capsysbinary, "diff", LEAKY, CLEAR, *BY_PORTAL)[1]
    assert "Findings  7 gone" in text
    assert "- T102 uid   adnet.example" in text


def test_what_changed_of_a_cookie(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = run(capsysbinary, "diff", ACCEPTED, LEAKY, *BY_PORTAL)[1]
    assert "~ uid   adnet.example" in text
    assert "verdicts: was permitted, is refused" in text


def test_a_stored_report_does_as_well_as_a_recording(
    stored: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    one = difference(capsysbinary, stored, LEAKY)
    other = difference(capsysbinary, CLEAR, LEAKY)
    assert one["cookies"] == other["cookies"]
    assert one["findings"] == other["findings"]


@pytest.mark.parametrize(
    ("old", "new", "gate", "status"),
    [
        (CLEAR, LEAKY, "new", 1),
        (CLEAR, LEAKY, "new-findings", 1),
        (CLEAR, LEAKY, "new-cookies", 1),
        (CLEAR, LEAKY, "gone", 1),
        (CLEAR, LEAKY, "changed", 0),
        (LEAKY, CLEAR, "new", 0),
        (ACCEPTED, LEAKY, "changed", 1),
        (ACCEPTED, LEAKY, "new-cookies", 0),
        (ACCEPTED, LEAKY, "new", 1),
    ],
)
def test_fail_on_tells_what_ends_with_1(
    old: str, new: str, gate: str, status: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capsysbinary, "diff", old, new, *BY_PORTAL, "--fail-on", gate)[0] == status


def test_a_note_that_is_new_is_no_new_finding(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capsysbinary, "diff", ACCEPTED, CLEAR, *BY_PORTAL, "--fail-on", "new")[0] == 0
    text = run(capsysbinary, "diff", ACCEPTED, CLEAR, *BY_PORTAL)[1]
    assert "notes on which declared cookie did not appear" in text


def test_a_gate_is_not_passed_by_a_visit_that_proves_nothing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    cut = tmp_path / "cut.flow"
    data = Path(ACCEPTED).read_bytes()
    cut.write_bytes(data[: len(data) * 2 // 3])
    assert run(capsysbinary, "diff", ACCEPTED, cut, *BY_PORTAL, "--fail-on", "new")[0] == 3
    status, text, _ = run(capsysbinary, "diff", ACCEPTED, cut, *BY_PORTAL)
    assert status == 0
    assert "The new side proves nothing by itself" in text


def test_what_was_known_and_is_no_more_counts_as_new(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    baseline, old, new = (tmp_path / name for name in ("b.yaml", "old.json", "new.json"))
    run(capsysbinary, "baseline", LEAKY, *BY_PORTAL, "-o", baseline)
    run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "--baseline", baseline, "-o", old)
    run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "-o", new)
    status, text, _ = run(capsysbinary, "diff", old, new, "--fail-on", "new-findings")
    assert status == 1
    assert "status: was known, is flagged" in text
    assert run(capsysbinary, "diff", new, old, "--fail-on", "new-findings")[0] == 0


def test_which_rules_fail_a_run_is_no_fact_of_the_site(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    old = tmp_path / "old.json"
    run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "-o", old, "--fail-on", "T302")
    assert "Nothing changed." in run(capsysbinary, "diff", old, LEAKY, *BY_PORTAL)[1]


def test_different_policies_are_said(stored: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = run(capsysbinary, "diff", stored, CLEAR)[1]
    assert "judged by different policies" in text


def test_the_ending_tells_the_form(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "diff.md"
    assert run(capsysbinary, "diff", CLEAR, LEAKY, *BY_PORTAL, "-o", file)[1] == ""
    assert file.read_text().startswith("<!-- temoin-diff -->\n## Témoin: findings 7 new; cookies 7 new")


def broken_reports(tmp_path: Path) -> dict[str, tuple[bytes, str]]:
    return {
        "cut": (b'{"schema": "temoin-report/1", "outcome": "cl', "is a report of Témoin, and cut or broken"),
        "bare": (b'{"schema": "temoin-report/1"}', "is no whole report of T\xe9moin"),
        "newer": (b'{"schema": "temoin-report/9"}', "is a report of another version (temoin-report/9)"),
        "wrong": (
            b'{"schema": "temoin-report/1", "outcome": "fine", "sessions": [], "temoin": "1"}',
            "no whole report",
        ),
        "other": (b'{"schema": 3}', "other.json"),
        "deep": (b'{"schema": "temoin-report/1", "x":' + b"[" * 200_000, "deep.json"),
    }


@pytest.mark.parametrize("name", ["cut", "bare", "newer", "wrong", "other", "deep"])
def test_a_report_that_cannot_be_read_is_one_line(
    name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data, told = broken_reports(tmp_path)[name]
    file = tmp_path / f"{name}.json"
    file.write_bytes(data)
    status, out, err = run(capsysbinary, "diff", CLEAR, file, *BY_PORTAL)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_a_recording_that_cannot_be_read_is_named_once(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "cut.har"
    file.write_bytes(b'{"log": {"entries": [{"reque')
    _, _, err = run(capsysbinary, "diff", CLEAR, file, *BY_PORTAL)
    assert err.startswith(f"temoin: {file}, byte ")
    assert err.count("cut.har") == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["outcome", "sessions", "temoin", "failures", "baseline", "x"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=5)
            | st.just("clear"),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_any_report_at_all_is_read_or_refused_in_one_line(
    tmp_path: Path, given_fields: dict[str, object]
) -> None:
    file = tmp_path / "any.json"
    file.write_text(json.dumps({"schema": "temoin-report/1", **given_fields}))
    try:
        report = stored_report(str(file))
    except UnreadableInput as error:
        said = str(error)
    else:
        said = "any.json" if report is not None else ""
    assert "any.json" in said
    assert "\n" not in said


def test_what_cannot_be_is_one_line(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for words, told in (
        (("missing.flow", CLEAR), "missing.flow"),
        ((str(tmp_path), CLEAR), str(tmp_path)),
        (("-", "-"), "both sides cannot be standard input"),
        ((CLEAR, CLEAR, "-f", "xml"), "there is no format 'xml'"),
        ((CLEAR, CLEAR, "-o", "out.png"), "its ending tells no format"),
    ):
        status, out, err = run(capsysbinary, "diff", *words)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert told in err


def test_hostile_names_in_a_stored_report_reach_no_terminal_and_no_comment(
    stored: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = json.loads(stored.read_text())
    evil = "\x1b[2J[red]|`@team`"
    for row in document["sessions"][0]["cookies"]:
        row["name"] = row["domain"] = row["category"] = row["hint"] = evil
    document["sessions"][0]["summary"] = evil
    file = tmp_path / "evil.json"
    file.write_text(json.dumps(document))
    for form in ("terminal", "json", "markdown"):
        text = run(capsysbinary, "diff", stored, file, "-f", form)[1]
        assert all(char.isprintable() or char == "\n" for char in text)
        assert "team" in text
        assert form != "markdown" or "|`@" not in text


def test_the_same_two_give_the_same_bytes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    runs = {run(capsysbinary, "diff", CLEAR, LEAKY, *BY_PORTAL, "-f", form)[1] for form in ("json", "json")}
    assert len(runs) == 1
