"""CSV: what a reader of RFC 4180 gets, and that a spreadsheet runs nothing of it."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.gate import held
from temoin.report import Report
from temoin.views import ViewOptions
from temoin.views.csv import COLUMNS, Csv
from temoin.vocabulary import Verdict
from views import reports
from views.oracles import needs_npm, spreadsheet_cells
from views.shipped import RECORDINGS, report_on

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "=cmd|'/C calc'!A0",
)


def rendered(report: Report) -> bytes:
    return Csv().render(report, ViewOptions())


def rows(report: Report) -> list[dict[str, str]]:
    text = rendered(report).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_row_is_a_finding_of_a_cookie_or_a_cookie_of_which_nothing_was_found(name: str) -> None:
    [session] = report_on(name).sessions
    found = rows(report_on(name))
    assert sorted(row["rule"] for row in found if row["rule"]) == sorted(
        one.finding.rule for one in held(session)
    )
    told = {(row["cookie"], row["domain"], row["party"]) for row in found}
    assert told >= {(row.name, row.domain, row.party) for row in session.cookies}
    bare = [row for row in found if not row["rule"]]
    assert len(found) == len(bare) + len(held(session))
    for row in session.cookies:
        mine = [
            one for one in found if (one["cookie"], one["domain"]) == (row.name, row.domain) and one["origin"]
        ]
        assert all(
            one[verdict] == str(row.verdicts.get(verdict, 0))
            for one in mine
            for verdict in Verdict
            if verdict in COLUMNS
        )


def test_it_is_rfc_4180_and_a_spreadsheet_knows_its_encoding() -> None:
    data = rendered(report_on("built-in"))
    assert data.startswith(b"\xef\xbb\xbfrecording,policy,cookie,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows(report_on("built-in"))) + 1
    reader = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert {len(row) for row in reader} == {len(COLUMNS)}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    names = (text, "a", "b", "c", "d", "e")
    for row in rows(reports.hostile_report(names)):
        for cell in row.values():
            assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell.lstrip()), cell
    assert any(
        row["cookie"].startswith("'") or row["cookie"].startswith("\\")
        for row in rows(reports.hostile_report(names))
    )


def test_a_spreadsheet_finds_every_row_and_no_formula() -> None:
    needs_npm()
    wanted = [report_on(name) for name in RECORDINGS]
    wanted += [reports.hostile_report((text, *reports.HOSTILE[:5])) for text in FORMULAS]
    found = spreadsheet_cells([rendered(report) for report in wanted])
    for report, cells in zip(wanted, found, strict=True):
        assert [cell for cell in cells if cell.formula is not None] == []
        assert [cell.shown for cell in cells if re.fullmatch("[A-Z]+1", cell.place)] == list(COLUMNS)
        names = [cell.shown for cell in cells if re.fullmatch("C[0-9]+", cell.place)]
        assert names[1:] == [row["cookie"] for row in rows(report) if row["cookie"]]
    [told] = spreadsheet_cells([b"cookie\r\n=1+1\r\n"])
    assert told[1].formula == "1+1"  # it would have seen one


def test_a_sign_within_a_cell_stays() -> None:
    assert rows(reports.hostile_report(("a=1", "b", "c", "d", "e", "f")))[0]["cookie"] == "a=1"


@given(st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_any_text_at_all_is_one_row_a_line_with_nothing_that_runs(names: list[str]) -> None:
    report = reports.hostile_report(names)
    data = rendered(report).decode("utf-8-sig")
    assert data.count("\n") == len(rows(report)) + 1
    assert all(char.isprintable() or char in "\r\n" for char in data)
    for row in rows(report):
        assert not any(re.match(r"\s*[=+\-@\t\r\n]", cell) for cell in row.values())


def test_what_is_hostile_is_bounded() -> None:
    assert len(rendered(reports.hostile_report())) < 300_000


def test_a_report_of_nothing_has_the_names_of_the_columns() -> None:
    assert rows(reports.report_of()) == []
    assert rendered(reports.report_of()).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"
