"""The report as Markdown, for a comment on a pull request."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.gate import Held
    from temoin.report import Report, Session
    from temoin.views import View, ViewOptions
    from temoin.views.markdown_text import Page

__all__ = ["MOST", "VIEW", "Markdown"]

MOST = 59_000
"""Bytes. GitHub takes 65,536 characters in a comment; whoever posts it may add some."""

_MARK = "<!-- temoin -->"
"""By which a workflow finds the comment again, to write it anew."""

_CLOSING = 600


class Markdown:
    """A comment for a pull request, on GitHub or GitLab: what fails first, then the rest, folded.

    It stays under 60 kB whatever was found, and says how much was left out. Names and addresses stand in code,
    where nothing is a link, a mention or a tag.
    """

    name = "markdown"
    ending = ".md"

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Write a report.

        Returns:
            UTF-8, with a newline at the end.
        """
        del options
        from temoin.views.markdown_text import Page, code, prose

        page = Page(MOST - _CLOSING)
        page.add(f"{_MARK}\n## Témoin: {_said(report)}")
        page.table("Not read", ("why",), [(code(failure, 300),) for failure in report.failures], share=0.2)
        if len(report.sessions) > 1:
            rows = [(code(one.source), str(one.outcome), prose(one.summary)) for one in report.sessions]
            page.table("Recordings", ("recording", "outcome", "summary"), rows, share=0.3)
        _found(page, report)
        _gaps(page, report)
        for session in report.sessions:
            _remarks(page, session, report)
        _reasons(page, report)
        closing = Page(_CLOSING)
        for line in _closing(report, page.left_out):
            closing.add(line)
        return page.rendered() + b"\n" + closing.rendered()


VIEW: "View" = Markdown()


def _said(report: "Report") -> str:
    from temoin.views.markdown_text import prose
    from temoin.views.phrases import recordings

    alone = len(report.sessions) == 1 and not report.failures
    return prose(report.sessions[0].summary) if alone else recordings(report)


_PARTS = (
    ("fails", "Fails", 0.6),
    ("flagged", "Flagged, and not asked to fail", 0.3),
    ("known", "In the baseline", 0.3),
    ("allowed", "Allowed by the policy", 0.3),
    ("note", "Notes", 0.3),
)
"""The findings by what a gate makes of them, and which part of the room that is left each may take."""


def _found(page: "Page", report: "Report") -> None:
    """The findings of all sessions, in a table for each thing that a gate makes of them."""
    from temoin.gate import Status, held

    found = [(session, one) for session in report.sessions for one in held(session)]
    for word, title, share in _PARTS:
        status = Status(word)
        passes = ("why it passes",) if status in _PASSING else ()
        head = (*_where(report), "rule", "cookie", "domain", "party", "what was found", *passes)
        rows = [_row(report, session, one) for session, one in found if one.status is status]
        page.table(title, head, rows, share=share, folded=status is not Status.FAILS)


_PASSING = ("known", "allowed")


def _where(report: "Report") -> tuple[str, ...]:
    return ("recording",) if len(report.sessions) > 1 else ()


def _source(report: "Report", session: "Session") -> tuple[str, ...]:
    from temoin.views.markdown_text import code

    return (code(session.source),) if len(report.sessions) > 1 else ()


def _row(report: "Report", session: "Session", one: "Held") -> tuple[str, ...]:
    from temoin.views.markdown_text import code, prose

    finding = one.finding
    return (
        *_source(report, session),
        finding.rule,
        code(finding.name) or "(no name)",
        code(finding.domain),
        str(finding.party),
        f"{finding.title}: {prose(finding.message)}",
        *((prose(one.reason),) if one.status in _PASSING else ()),
    )


def _gaps(page: "Page", report: "Report") -> None:
    from temoin.views.markdown_text import code, prose

    rows = [
        (
            *_source(report, session),
            code(one.name) or "(no name)",
            code(one.domain),
            str(one.party),
            f"{one.count:,}",
            prose(one.why),
        )
        for session in report.sessions
        for one in session.unproven
    ]
    head = (*_where(report), "cookie", "domain", "party", "exchanges", "why")
    page.table("Not proven", head, rows, share=0.3, folded=True)


def _remarks(page: "Page", session: "Session", report: "Report") -> None:
    """What else a reader must know of a session."""
    from temoin.views.markdown_text import prose

    told = [text for text in (session.incomplete, *session.notes) if text]
    for text in told:
        page.add(": ".join((*_source(report, session), prose(text))))


def _reasons(page: "Page", report: "Report") -> None:
    """How each failing finding is known, folded, as far as there is room."""
    from temoin.gate import Status, held
    from temoin.views.markdown_text import details
    from temoin.views.phrases import about_cookie

    for session in report.sessions:
        for finding in (one.finding for one in held(session) if one.status is Status.FAILS):
            lines = [session.source] if len(report.sessions) > 1 else []
            lines.append(f"{about_cookie(finding.name, finding.domain, finding.party)}: {finding.message}")
            if finding.first is not None:
                lines.append(f"request {finding.first}: {finding.url or ''}")
                lines.append(f"page: {finding.page_url or 'not known'}")
            lines += [f"{place}. {reason}" for place, reason in enumerate(finding.reasons, 1)]
            page.add(details(f"How {finding.rule} is known of", finding.name or "(no name)", lines))


def _closing(report: "Report", left_out: int) -> list[str]:
    from temoin.views.markdown_text import code
    from temoin.views.phrases import counted

    lines = (
        [f"{left_out:,} rows and reasons did not fit in here: the other reports hold all."]
        if left_out
        else []
    )
    used = {policy.name: policy for session in report.sessions for policy in session.policies_used}
    if report.baseline is not None:
        missing = len(report.baseline.unmatched)
        told = f"Baseline: {counted(report.baseline.entries, 'finding')}"
        lines.append(
            f"{told}, {missing:,} of them did not appear." if missing else f"{told}, all of them still there."
        )
    lines += [
        f"Policy {code(policy.name, 60)}, sha256 {code(policy.sha256[:16])}"
        for policy in list(used.values())[:3]
    ]
    return [*lines, f"temoin {report.temoin}"]
