"""`temoin baseline`: the known findings of recordings, written into a file, or pruned from it."""

import argparse
import sys
from pathlib import Path

from temoin.baseline import Fate, baseline_text, load_baseline, prune
from temoin.errors import UsageError
from temoin.identity import Baseline, Entry, Identity
from temoin.playback import load_policies, replay
from temoin.policy import Policy
from temoin.report import Report, Session
from temoin.rules.words import codes_of
from temoin.settings import Settings
from temoin.views.phrases import about_cookie, counted
from temoin.views.printable import printable
from temoin.vocabulary import Certainty, Outcome
from temoin.writing import write_whole

__all__ = ["run"]

_NOTHING = Baseline(())
_MOST_TOLD = 20
"""Entries that are named of those that go, and of those that stay though they were not shown."""


def run(options: argparse.Namespace) -> int:
    """Write a baseline, or prune one.

    Args:
        options: `files`, `output`, `prune`, `policy`, `accuse`, `fail_on`.

    Returns:
        0; 2 where a recording could not be read, and then nothing is written.

    Raises:
        UsageError: there is nothing to prune, or a recording proves nothing.
    """
    from temoin.commands.progress import reading

    old = _old(options.output, prune=options.prune)
    settings = Settings(accuse=Certainty(options.accuse), fail_on=codes_of(options.fail_on))
    with reading() as progress:
        policies = load_policies(options.policy)
        report = replay(options.files, policies, settings=settings, progress=progress)
    for failure in report.failures:
        _say(failure)
    if report.failures:
        return 2
    entries = _pruned(old, report, policies) if options.prune else _found(old, report)
    data = baseline_text(entries).encode()
    if options.output is None:
        sys.stdout.buffer.write(data)
        return 0
    write_whole(options.output, data, shared=True)
    _say(f"{options.output}: {_told(old, {entry.identity for entry in entries})}")
    return 0


def _old(file: str | None, *, prune: bool) -> Baseline:
    """The baseline as it is, for its reasons and for what is to be pruned."""
    if prune and (file is None or not Path(file).exists()):
        raise UsageError("--prune", "there is no baseline to prune", mend="name one that exists with -o")
    return load_baseline(file) if file is not None and Path(file).is_file() else _NOTHING


def _found(old: Baseline, report: Report) -> list[Entry]:
    for session in report.sessions:
        if not session.policies:
            raise UsageError(session.source, session.summary, mend="name the site's policy with --policy")
    found = {
        finding.identity
        for session in report.sessions
        for finding in session.findings
        if session.fails(finding)
    }
    return [old.of(identity) or Entry(identity) for identity in found]


def _pruned(old: Baseline, report: Report, policies: tuple[Policy, ...]) -> list[Entry]:
    """What stays; the rest is told. A recording that proves nothing is no proof that a finding is gone."""
    for session in report.sessions:
        if session.outcome is Outcome.UNPROVEN or not session.policies or session.incomplete:
            raise UsageError(session.source, f"nothing can be pruned by it: {_why(session)}")
    made = prune(old, report.sessions, policies)
    _tell(old.file, made.gone, "goes", "go")
    _tell(old.file, made.untold, "stays, for it could not be judged", "stay, for they could not be judged")
    return list(made.entries)


def _tell(file: str, fates: tuple[Fate, ...], becomes: str, become: str) -> None:
    for fate in fates[:_MOST_TOLD]:
        one = fate.entry.identity
        about = f"{one.rule} {about_cookie(one.cookie, one.domain, one.party)}"
        _say(f"{file}, line {fate.entry.line}: {about} {becomes}: {fate.why}")
    if len(fates) > _MOST_TOLD:
        _say(f"{file}: {len(fates) - _MOST_TOLD:,} more {become}")


def _why(session: Session) -> str:
    return session.incomplete or session.summary


def _told(old: Baseline, kept: set[Identity]) -> str:
    before = {entry.identity for entry in old.entries}
    parts = [
        f"{number} {word}"
        for number, word in ((len(kept - before), "new"), (len(before - kept), "gone"))
        if number
    ]
    return counted(len(kept), "finding") + (f" ({', '.join(parts)})" if parts else "")


def _say(text: str) -> None:
    print(f"temoin: {printable(text, 1000)}", file=sys.stderr)
