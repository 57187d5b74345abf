"""The report as a table for a spreadsheet: RFC 4180, and no cell is a formula."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from temoin.gate import Held
    from temoin.report import CookieRow, Report, Session
    from temoin.views import View, ViewOptions

__all__ = ["COLUMNS", "VIEW", "Csv"]

COLUMNS = (
    "recording",
    "policy",
    "cookie",
    "declared_as",
    "domain",
    "party",
    "category",
    "service",
    "origin",
    "exchanges",
    "first_seen",
    "exempt",
    "permitted",
    "early",
    "refused",
    "undeclared",
    "unproven",
    "usually",
    "status",
    "rule",
    "title",
    "finding",
    "count",
    "request",
    "at",
    "url",
    "page",
    "reason",
)

_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may run (OWASP, "CSV Injection"), full-width signs included."""

_LONGEST = 1000
"""A spreadsheet's cell holds 32,767 characters; nothing to read is as long."""


class Csv:
    """A row for each finding of each cookie, and one for a cookie of which nothing was found.

    Comma-separated with a line of names first, as RFC 4180 says, in UTF-8 with the mark by which spreadsheets know
    it. Text that a spreadsheet would take for a formula begins with an apostrophe; what cannot be seen is written
    as an escape, so that a row is a line. Times are UTC.
    """

    name = "csv"
    ending = ".csv"

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Write a report's cookies and findings.

        Returns:
            UTF-8 with byte order mark.
        """
        del options
        import csv
        from io import StringIO

        file = StringIO(newline="")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for session in report.sessions:
            for row in _rows(session):
                writer.writerow([_cell(row.get(column)) for column in COLUMNS])
        return file.getvalue().encode("utf-8-sig")


VIEW: "View" = Csv()

type _Value = str | int | None


def _rows(session: "Session") -> "Iterator[dict[str, _Value]]":
    from temoin.gate import held

    by_cookie: dict[tuple[str, str, str, str], list[Held]] = {}
    for one in held(session):
        finding = one.finding
        key = (finding.policy or "", finding.name, finding.domain, finding.party)
        by_cookie.setdefault(key, []).append(one)
    for cookie in session.cookies:
        about = _about(session, cookie)
        found = by_cookie.pop((cookie.policy or "", cookie.name, cookie.domain, cookie.party), [])
        yield from ({**about, **_found(one)} for one in found)
        if not found:
            yield about
    for rest in by_cookie.values():
        yield from ({"recording": session.source, **_found(one)} for one in rest)


def _about(session: "Session", cookie: "CookieRow") -> dict[str, _Value]:
    from temoin.vocabulary import Verdict

    return {
        "recording": session.source,
        "policy": cookie.policy,
        "cookie": cookie.name,
        "declared_as": cookie.pattern,
        "domain": cookie.domain,
        "party": cookie.party,
        "category": cookie.category,
        "service": cookie.service,
        "origin": cookie.origin,
        "exchanges": cookie.count,
        "first_seen": _moment(cookie.seen),
        **{str(verdict): cookie.verdicts.get(verdict, 0) for verdict in Verdict if verdict in COLUMNS},
        "usually": cookie.hint,
    }


def _found(one: "Held") -> dict[str, _Value]:
    finding = one.finding
    return {
        "policy": finding.policy,
        "cookie": finding.name,
        "declared_as": finding.pattern,
        "domain": finding.domain,
        "party": finding.party,
        "category": finding.category,
        "status": one.status,
        "rule": finding.rule,
        "title": finding.title,
        "finding": finding.message,
        "count": finding.count,
        "request": finding.first,
        "at": None if finding.at is None else _moment(finding.at),
        "url": finding.url,
        "page": finding.page_url,
        "reason": one.reason,
    }


def _moment(at: float) -> str:
    from temoin.views.times import moment

    return moment(at)


def _cell(value: _Value) -> str | int:
    from temoin.views.printable import printable

    if value is None or isinstance(value, int):
        return "" if value is None else value
    text = printable(value, _LONGEST)
    return f"'{text}" if _FORMULA.match(text) else text
