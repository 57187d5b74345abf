"""JUnit: what Jenkins' schema takes, and what the programs that show it make of it."""

import re
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.report import Known, Report, Unproven
from temoin.views import ViewOptions
from temoin.views.junit import JUnit
from temoin.vocabulary import Outcome, Party, Verdict
from views import reports
from views.oracles import junit_errors, needs_npm
from views.shipped import RECORDINGS, report_on


def rendered(report: Report) -> bytes:
    return JUnit().render(report, ViewOptions())


def parsed(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring(rendered(report))


def cases(report: Report) -> dict[str, ElementTree.Element]:
    found = parsed(report).findall("testsuite/testcase")
    named = {case.get("name", ""): case for case in found}
    assert len(named) == len(found)
    return named


def hostile() -> Report:
    return reports.hostile_report(
        (*reports.HOSTILE, "]]>", "<x y='\"'>&amp;", "[[ATTACHMENT|/etc/passwd]]", "\ufffe\ud800")
    )


def test_every_recording_is_valid_by_the_schema_of_jenkins() -> None:
    needs_npm()
    documents = {f"{name}.xml": rendered(report_on(name)) for name in RECORDINGS}
    documents["hostile.xml"] = rendered(hostile())
    documents["nothing.xml"] = rendered(reports.empty_report())
    documents["leaky.xml"] = rendered(reports.leaky_report())
    documents["sessions.xml"] = rendered(reports.several_sessions_report())
    assert len(documents) > 20
    assert junit_errors(documents) == []
    assert junit_errors({"wrong.xml": b"<testsuites><testcase/></testsuites>"}) != []


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_case_is_a_cookie_and_a_failure_is_a_finding(name: str) -> None:
    report = report_on(name)
    [session] = report.sessions
    named = cases(report)
    for row in session.cookies:
        assert f"{row.name} of {row.domain} ({row.party} party)" in named
    failures = [failure.get("type") for failure in parsed(report).iter("failure")]
    assert sorted(map(str, failures)) == sorted(one.rule for one in session.findings if session.fails(one))
    assert (not failures) == (report.outcome is not Outcome.FLAGGED)


def test_the_counts_are_those_of_the_cases() -> None:
    report = reports.several_sessions_report()
    root = parsed(report)
    for suite in root.findall("testsuite"):
        found = suite.findall("testcase")
        assert suite.get("tests") == str(len(found))
        assert suite.get("failures") == str(sum(case.find("failure") is not None for case in found))
        assert suite.get("errors") == str(sum(case.find("error") is not None for case in found))
        assert suite.get("skipped") == str(sum(case.find("skipped") is not None for case in found))
    assert root.get("tests") == str(len(root.findall("testsuite/testcase")))


def test_programs_that_show_one_failure_alone_are_told_of_the_others() -> None:
    case = cases(report_on("built-in"))["uid of adnet.example (third party)"]
    first, *others = case.findall("failure")
    assert [one.get("type") for one in (first, *others)] == ["T101", "T102", "T105"]
    for other in others:
        assert f"also {other.get('type')} " in (first.text or "")
    assert "also" not in (others[0].text or "")


def test_what_could_not_be_judged_at_all_is_skipped_and_never_passed() -> None:
    gap = Unproven(
        "uid", "ads.example", Party.THIRD, "page", "no page can be told", 2, 1, 0.0, "https://ads.example/"
    )
    some = reports.cookie_of("uid", "ads.example", {Verdict.UNPROVEN: 2})
    others = reports.cookie_of("sid", "ads.example", {Verdict.UNPROVEN: 1, Verdict.PERMITTED: 4})
    session = reports.session_of(cookies=(some, others), unproven=(gap,), outcome=Outcome.CLEAR, findings=())
    named = cases(reports.report_of(session))
    skipped = named["uid of ads.example (third party)"].findtext("skipped") or ""
    assert skipped == "2 exchanges could not be judged\nno page can be told"
    passed = named["sid of ads.example (third party)"]
    assert passed.find("skipped") is None
    assert "unproven: 1" in (passed.findtext("system-out") or "")


def test_what_is_unproven_fails_where_the_run_is_strict() -> None:
    some = reports.cookie_of("uid", "ads.example", {Verdict.UNPROVEN: 2})
    session = reports.session_of(cookies=(some,), findings=(), outcome=Outcome.FLAGGED, strict=True)
    failure = cases(reports.report_of(session))["uid of ads.example (third party)"].find("failure")
    assert failure is not None
    assert failure.get("type") == "unproven"


def test_only_what_fails_the_run_is_a_failure() -> None:
    [session] = reports.leaky_report().sessions
    asked = msgspec.structs.replace(session, fail_on=("T103", "T301"))
    root = parsed(reports.report_of(asked))
    assert {failure.get("type") for failure in root.iter("failure")} == {"T103", "T301"}
    told = "".join(case.findtext("system-out") or "" for case in root.iter("testcase"))
    assert "not asked to fail: T101" in told
    assert "note: T901" in told


def test_what_the_baseline_holds_stands_in_the_output_and_fails_nothing() -> None:
    [session] = reports.leaky_report().sessions
    finding = session.findings[0]
    known = msgspec.structs.replace(session, findings=(), known=(Known(finding, "ticket 12", 3),))
    named = cases(reports.report_of(known, outcome=Outcome.CLEAR))
    case = named[f"{finding.name} of {finding.domain} (first party)"]
    assert case.find("failure") is None
    assert f"in the baseline: {finding.rule} {finding.title}" in (case.findtext("system-out") or "")
    assert "(ticket 12)" in (case.findtext("system-out") or "")


def test_a_recording_that_proves_nothing_is_in_error_as_the_run_is() -> None:
    case = cases(reports.empty_report())["the recording"]
    assert case.find("error") is not None
    assert cases(report_on("accepted"))["the recording"].find("error") is None


def test_what_could_not_be_read_is_in_error() -> None:
    report = reports.report_of(failures=("missing.flow: no such file",), outcome=Outcome.UNREADABLE)
    [case] = cases(report).values()
    assert case.find("error") is not None
    assert "missing.flow" in case.get("name", "")


def test_nothing_hostile_reaches_the_document() -> None:
    text = rendered(hostile()).decode()
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "[[" not in text  # by which GitLab finds attachments
    assert len(text) < 200_000
    assert parsed(hostile()).tag == "testsuites"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_at_all_gives_well_formed_xml(names: list[str]) -> None:
    named = (*names, *names, *names, *names, *names, *names)[:6]
    root = parsed(reports.hostile_report(named))
    assert root.tag == "testsuites"


def test_a_class_has_no_dot_that_would_part_it_from_a_package() -> None:
    for case in parsed(report_on("accepted")).iter("testcase"):
        assert re.fullmatch(r"[^.]+", case.get("classname", ""))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert rendered(report_on("built-in")) == rendered(report_on("built-in"))
