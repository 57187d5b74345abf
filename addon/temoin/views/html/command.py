"""The command that makes a report again."""

import shlex
from collections.abc import Iterator

from temoin.report import Report, Session
from temoin.views import Language
from temoin.views.printable import printable
from temoin.vocabulary import Certainty

__all__ = ["command_for"]


def command_for(report: Report, session: Session, language: Language) -> str:
    """The command that judges a session again; empty where none can.

    Args:
        report: all that was found.
        session: one of its sessions.
        language: what the report is in.
    """
    files = [f"./{one.file}" if one.file.startswith("-") else one.file for one in session.recorded]
    if not files or any(one.file == "-" for one in session.recorded):
        return ""
    words = ["temoin", "replay", *files]
    for policy in session.policies_used:
        if not policy.file:
            return ""
        words += ["--policy", policy.file.removeprefix("shipped:")]
    if report.baseline is not None and report.baseline.file:
        words += ["--baseline", report.baseline.file]
    words += list(_options(report))
    if language is not Language.ENGLISH:
        words.append(f"--lang={language.value}")
    command = shlex.join([*words, "--format", "html", "-o", "report.html"])
    return command if printable(command, len(command)) == command else ""


def _options(report: Report) -> Iterator[str]:
    settings = report.settings
    if settings is None:
        return
    if settings.joined:
        yield "--join"
    if settings.accuse is not Certainty.CERTAIN:
        yield f"--accuse={settings.accuse.value}"
    if settings.strict:
        yield "--strict"
    if settings.fail_on:
        yield f"--fail-on={','.join(settings.fail_on)}"
    if settings.show_values:
        yield "--show-values"
