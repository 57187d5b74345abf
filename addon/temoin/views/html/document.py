"""The report as one HTML file: the templates filled, the style sheet and scripts within, and a policy that admits
nothing else.

The Content-Security-Policy names the inlined style sheet and script by their hashes. So even markup that slipped
through could neither run nor load anything.
"""

import base64
import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

from markupsafe import Markup

from temoin.report import Report
from temoin.rules import rule
from temoin.rules.documentation import Documentation, documentation
from temoin.views import ViewOptions
from temoin.views.hosts import host_of
from temoin.views.html.command import command_for
from temoin.views.html.environment import environment
from temoin.views.html.languages import wording_in
from temoin.views.html.shown import SessionShown
from temoin.views.html.wording import Wording
from temoin.views.screen.marks import OUTCOMES

__all__ = ["document"]

_STYLES = ("colours.css", "page.css", "drawings.css", "print.css")
_SCRIPTS = ("course.js", "cookies.js", "main.js")
_MOST_SITES = 3
_HERE = Path(__file__).with_name("static")


def document(report: Report, options: ViewOptions) -> bytes:
    """Write a report.

    Args:
        report: what was found.
        options: the language, and whether each exchange is to be shown with its reasons.

    Returns:
        An HTML document in UTF-8.
    """
    wording = wording_in(options.language)
    style, script = _asset(_STYLES), _asset(_SCRIPTS)
    sessions = [
        SessionShown(session, number, wording, verbose=options.verbose)
        for number, session in enumerate(report.sessions, 1)
    ]
    filled = (
        environment(wording)
        .get_template("document.html")
        .render(
            report=report,
            sessions=sessions,
            rules=_rules(sessions),
            commands=[command_for(report, session, options.language) for session in report.sessions],
            total=_total(report, wording),
            sites=_sites(report),
            style=style,
            script=script,
            logo=_logo(),
            icon=_icon(),
            policy=_policy(style, script),
        )
    )
    return filled.encode()


@cache
def _asset(names: tuple[str, ...]) -> Markup:
    """Files of the package put together, with the line ends that a parser of HTML sees."""
    return Markup("".join((_HERE / name).read_text("utf-8") for name in names))  # noqa: S704 (our own files)


@cache
def _logo() -> Markup:
    return Markup((_HERE / "logo.svg").read_text("utf-8").strip())  # noqa: S704 (our own file)


@cache
def _icon() -> Markup:
    data = base64.b64encode(_logo().encode()).decode()
    return Markup("data:image/svg+xml;base64,{}").format(data)


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _rules(sessions: list[SessionShown]) -> list[tuple[str, str, Documentation]]:
    """The rules that spoke in any session: code, title, documentation."""
    codes = sorted({code for session in sessions for code in session.rules})
    known = [(code, found) for code in codes if (found := rule(code)) is not None]
    return [(code, found.title, documentation(found)) for code, found in known]


def _total(report: Report, wording: Wording) -> str:
    """What several recordings come to; empty where there is but one."""
    if len(report.sessions) + len(report.failures) < 2:
        return ""
    outcomes = [session.outcome for session in report.sessions]
    counts = [
        (wording.outcomes[outcome].word, outcomes.count(outcome))
        for outcome in OUTCOMES
        if outcome in outcomes
    ]
    if report.failures:
        counts.append((wording.not_read.lower(), len(report.failures)))
    return wording.recordings(tuple(counts))


def _sites(report: Report) -> str:
    """What the report is about: the hosts of the pages that were judged, the most visited first."""
    hosts = Counter(
        host_of(page.url) for session in report.sessions for page in session.pages if page.policy is not None
    )
    return ", ".join(host for host, _ in hosts.most_common(_MOST_SITES))
