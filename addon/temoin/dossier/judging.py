"""Judging what lies in a folder as an archive has it, so that nothing depends on where the folder is."""

from pathlib import Path

from msgspec.structs import replace

from temoin.dossier.manifest import Judging
from temoin.errors import UnreadableInput
from temoin.playback import replay
from temoin.policy import Policy
from temoin.policy.loading import load_bytes
from temoin.report import Report
from temoin.settings import Settings
from temoin.views import View, ViewOptions
from temoin.vocabulary import Certainty

__all__ = ["judged", "rendered"]

_OPTIONS = ViewOptions(exchanges=True)


def judged(folder: Path, judging: Judging) -> Report:
    """The report on a folder's recordings, each under its name in the archive.

    Args:
        folder: where the members lie.
        judging: which are recordings and policies, and how to judge.

    Raises:
        InvalidPolicy: a policy cannot be used.
        UnreadableInput: a recording cannot be read.
    """
    policies = [_policy(folder, name) for name in judging.policies]
    settings = Settings(accuse=Certainty(judging.accuse), exchanges=True)
    report = replay([str(folder / name) for name in judging.recordings], policies, settings=settings)
    if report.failures:
        raise UnreadableInput("the dossier", report.failures[0].replace(f"{folder}/", ""))
    sessions = zip(report.sessions, judging.recordings, strict=True)
    return replace(
        report, sessions=tuple(replace(session, source=name, recorded=()) for session, name in sessions)
    )


def rendered(report: Report, view: View) -> bytes:
    """A report in one form.

    Args:
        report: what was found.
        view: the form.
    """
    from temoin.views.terminal import plain_text

    made = view.render(report, _OPTIONS)
    return made if isinstance(made, bytes) else plain_text(made)


def _policy(folder: Path, name: str) -> Policy:
    try:
        return load_bytes((folder / name).read_bytes(), file=name)
    except OSError:
        raise UnreadableInput("the dossier", f"has no {name}") from None
