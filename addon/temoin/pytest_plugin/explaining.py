"""Failures in words: what a failing test's recordings and visits showed."""

from collections.abc import Iterable

from temoin.pytest_plugin.testimony import Findings, Testimony
from temoin.report import Finding
from temoin.views.phrases import about_cookie
from temoin.views.printable import printable
from temoin.vocabulary import Outcome

__all__ = ["compared", "sections"]

_LINE = 200


def sections(given: Iterable[object]) -> list[tuple[str, str]]:
    """What to print below a failing test: the report on each recording or visit that is not clear.

    Args:
        given: what the test was given; only testimonies are told of, each once.
    """
    told = {id(one): one for one in given if isinstance(one, Testimony) and not one.clear}
    return [(f"Témoin: {printable(one.source, _LINE)}", _account(one)) for one in told.values()]


def _account(one: Testimony) -> str:
    """What a reader needs to see why it is not clear; `str` of the testimony is the whole report."""
    from rich.console import Group, RenderableType

    from temoin.views.screen.choices import Choices
    from temoin.views.screen.findings import Findings as Flagged
    from temoin.views.screen.heading import Heading
    from temoin.views.screen.known import KnownFindings
    from temoin.views.screen.layout import Trimmed
    from temoin.views.screen.remainder import NotJudged, NotProven
    from temoin.views.terminal import plain_text

    parts: list[RenderableType] = []
    for session in one.report.sessions:
        if session.outcome is not Outcome.CLEAR:
            parts += [Heading(session), Choices(session), Flagged(session), KnownFindings(session)]
        if session.outcome is Outcome.UNPROVEN:
            parts += [NotProven(session), NotJudged(session)]
    return plain_text(Trimmed(Group(*parts))).decode()


def compared(op: str, left: object, right: object) -> list[str] | None:
    """Explain a comparison that failed.

    Args:
        op: the comparison's sign.
        left: what stands before it.
        right: what stands after it.

    Returns:
        Lines, or None for pytest's own words.
    """
    one = left if isinstance(left, Testimony | Findings) else right
    if isinstance(one, Testimony):
        other = right if one is left else left
        return [f"{one!r} {op} {other!r}", *_lines(one.findings)]
    if isinstance(one, Findings):
        return [f"{len(one)} findings that fail {op} {_short(right if one is left else left)}", *_lines(one)]
    return None


def _lines(findings: Findings) -> list[str]:
    return [line for finding in findings for line in _finding(finding)] or ["nothing was found that fails"]


def _finding(finding: Finding) -> list[str]:
    about = about_cookie(finding.name, finding.domain, finding.party)
    lines = [f"{finding.rule} {finding.title}: {about}: {finding.message}"]
    if finding.first is not None:
        lines.append(f"    request {finding.first}: {finding.url or ''}")
        lines.append(f"    page: {finding.page_url or 'not known'}")
    return [printable(line, _LINE) for line in lines]


def _short(other: object) -> str:
    return f"{len(other)} findings" if isinstance(other, Findings) else printable(repr(other), _LINE)
