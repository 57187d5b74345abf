"""`temoin policy check`: what is wrong with a policy, by itself and against recordings."""

import argparse
import sys
from importlib.metadata import version

from temoin.checks.checking import Checked, CheckReport, broken, check_policy
from temoin.errors import InvalidPolicy, UsageError
from temoin.playback import replay
from temoin.policy import BrokenPolicy, Draft, load_draft
from temoin.report import Session
from temoin.views.checked import Form, form_for, form_named
from temoin.views.printable import printable
from temoin.writing import write_whole

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Check policies and write what was found.

    Args:
        options: `files`, `against`, `format`, `output`, `exit_zero`.

    Returns:
        0 where nothing worse than a note was found, 1 where it was, 2 where something could not be read.
    """
    form = _form(options.format, options.output)
    failures: list[str] = []
    checked: list[Checked] = []
    for file in options.files:
        try:
            draft = load_draft(file)
        except BrokenPolicy as error:
            checked.append(broken(error))
        except InvalidPolicy as error:
            failures.append(str(error))
        else:
            checked.append(check_policy(draft, _sessions(draft, options.against, failures)))
    report = CheckReport(tuple(checked), version("temoin"), tuple(dict.fromkeys(failures)))
    for failure in report.failures:
        print(f"temoin: {printable(failure, 1000)}", file=sys.stderr)
    _write(form, report, options.output)
    if report.failures:
        return 2
    return int(any(one.fails for one in checked) and not options.exit_zero)


def _sessions(draft: Draft, recordings: list[str], failures: list[str]) -> tuple[Session, ...] | None:
    from temoin.commands.progress import reading

    if not recordings:
        return None
    with reading() as progress:
        report = replay(recordings, [draft.policy], progress=progress)
    failures += report.failures
    return report.sessions


def _form(name: str | None, file: str | None) -> Form:
    if name is not None:
        return form_named(name)
    if file is None:
        return form_named("text")
    found = form_for(file)
    if found is None:
        raise UsageError(file, "its ending tells no format", mend="say --format")
    return found


def _write(form: Form, report: CheckReport, file: str | None) -> None:
    from temoin.views.terminal import console_for, plain_text

    rendered = form.render(report)
    if file is not None:
        write_whole(file, rendered if isinstance(rendered, bytes) else plain_text(rendered))
    elif isinstance(rendered, bytes):
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    else:
        console_for(sys.stdout).print(rendered, soft_wrap=True)
