"""`temoin diff`: what is new, gone and changed between two visits."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from temoin.difference import Difference, compare
from temoin.errors import UnreadableInput, UsageError
from temoin.playback import replay
from temoin.report import SCHEMA, Report
from temoin.settings import Settings
from temoin.views.compared import Form, form_for, form_named
from temoin.vocabulary import Certainty, Outcome
from temoin.writing import write_whole

__all__ = ["run", "stored_report"]

_LARGEST = 256 * 1024 * 1024
_FAMILY = SCHEMA.partition("/")[0]
_BEGINNING = re.compile(rb"\s*\{\s*\"schema\"\s*:\s*\"%b/" % _FAMILY.encode())


class _Marked(msgspec.Struct):
    """What a JSON document says that it is."""

    schema: str = ""


def run(options: argparse.Namespace) -> int:
    """Compare two visits and write what changed.

    Args:
        options: `old`, `new`, `policy`, `accuse`, `fail_on`, `format`, `output`.

    Returns:
        The exit status.

    Raises:
        UnreadableInput: a side cannot be read.
        UsageError: the form is none, or cannot be written.
    """
    form = _form(options.format, options.output)
    if options.old == options.new == "-":
        raise UsageError("diff", "both sides cannot be standard input", mend="name a file for one")
    settings = Settings(accuse=Certainty(options.accuse))
    old, new = (_side(file, options.policy, settings) for file in (options.old, options.new))
    difference = compare(old, new, files=(options.old, options.new))
    _write(form, difference, options.output)
    if any(_GATES[word](difference) for word in options.fail_on):
        return 1
    return 3 if options.fail_on and new.outcome is Outcome.UNPROVEN else 0


_GATES: dict[str, Callable[[Difference], bool]] = {
    "new": lambda one: bool(one.cookies.new or one.newly_flagged),
    "new-cookies": lambda one: bool(one.cookies.new),
    "new-findings": lambda one: bool(one.newly_flagged),
    "changed": lambda one: bool(one.cookies.changed or one.findings.changed),
    "gone": lambda one: bool(one.cookies.gone or one.findings.gone),
}


def _side(file: str, policies: list[str], settings: Settings) -> Report:
    from temoin.commands.progress import reading

    report = stored_report(file)
    if report is None:
        with reading() as progress:
            report = replay([file], policies, settings=settings, progress=progress)
    if report.failures:
        place, _, problem = report.failures[0].removeprefix(file).partition(": ")
        raise UnreadableInput(file, problem, place=place.removeprefix(", "))
    return report


def stored_report(file: str) -> Report | None:
    """Read a report that was stored as JSON.

    Args:
        file: any file.

    Returns:
        The report; None where the file is something else, for a recording's reader to judge.

    Raises:
        UnreadableInput: it is a report, but a broken one, or one of another version.
    """
    data = _json(file)
    if data is None:
        return None
    try:
        says = msgspec.json.decode(data, type=_Marked).schema
    except msgspec.DecodeError:
        if _BEGINNING.match(data):
            raise UnreadableInput(
                file, "is a report of Témoin, and cut or broken", mend="make it anew"
            ) from None
        return None
    except RecursionError:
        raise UnreadableInput(file, "nests too deep") from None
    if not says.startswith(f"{_FAMILY}/"):
        return None
    if says != SCHEMA:
        raise UnreadableInput(file, f"is a report of another version ({says[:40]})", mend="make it anew")
    try:
        return msgspec.json.decode(data, type=Report)
    except msgspec.DecodeError as error:
        raise UnreadableInput(file, f"is no whole report of Témoin: {error}", mend="make it anew") from None


def _json(file: str) -> bytes | None:
    """A file's content where it may be JSON; None where it is none, or no file that can be read twice."""
    if file == "-" or not Path(file).is_file():
        return None
    try:
        with Path(file).open("rb") as opened:
            if opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
                return None
            opened.seek(0)
            data = opened.read(_LARGEST + 1)
    except OSError:
        return None  # a recording's reader will say why
    return data.removeprefix(b"\xef\xbb\xbf") if len(data) <= _LARGEST else None


def _form(name: str | None, file: str | None) -> Form:
    if name is not None:
        return form_named(name)
    if file is None:
        return form_named("terminal")
    found = form_for(file)
    if found is None:
        raise UsageError(file, "its ending tells no format", mend="say --format")
    return found


def _write(form: Form, difference: Difference, file: str | None) -> None:
    from temoin.views.terminal import console_for, plain_text

    rendered = form.render(difference)
    if file is not None:
        write_whole(file, rendered if isinstance(rendered, bytes) else plain_text(rendered))
    elif isinstance(rendered, bytes):
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    else:
        console_for(sys.stdout).print(rendered)
