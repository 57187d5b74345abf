"""`temoin replay`: recordings in, reports out."""

import argparse
import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from temoin.errors import UsageError
from temoin.identity import Baseline
from temoin.key_file import read_key
from temoin.playback import replay
from temoin.report import Report
from temoin.settings import Settings
from temoin.views import Language, View, ViewOptions, needs_exchanges, needs_recorded, view_for, view_named
from temoin.vocabulary import Certainty, Outcome
from temoin.writing import check_place, write_whole

__all__ = ["run"]

_RULE_CODE = re.compile(r"[Tt]\d+")

_MOST_SHOWN = 100_000
"""Exchanges kept for a view that shows them, where nobody asked for all: some 3 kB of memory each."""

_COLLECTED_EVERY = 200_000
"""Objects made before Python looks for cycles among them, where its own threshold is some thousands."""


class Output(msgspec.Struct, frozen=True):
    """Where one form of the report goes.

    Args:
        view: the form.
        file: where to, or None for standard output.
    """

    view: View
    file: str | None


def run(options: argparse.Namespace) -> int:
    """Judge recordings and write the reports asked for.

    Args:
        options: as `temoin.cli` parses them.

    Returns:
        The exit status.
    """
    from temoin.commands.progress import reading

    files, rules = _parted(options.files, options.fail_on)
    if not files:
        raise UsageError(
            "replay", "no recording was given", mend="name a flow file or a HAR; - is standard input"
        )
    outputs = _outputs(options.format, options.output)
    for output in outputs:
        if output.file is not None:
            check_place(output.file)
    asked = options.exchanges or options.verbose
    shown = any(needs_exchanges(output.view) for output in outputs)
    settings = Settings(
        accuse=Certainty(options.accuse),
        strict=options.strict,
        fail_on=rules,
        exchanges=asked or shown,
        most_exchanges=None if asked else _MOST_SHOWN,
        why=options.why,
        show_values=options.show_values,
        fingerprints=read_key(options.fingerprint_key) if options.fingerprint_key is not None else None,
        baseline=_baseline(options.baseline),
        recorded=any(needs_recorded(output.view) for output in outputs),
    )
    with reading() as progress, _seldom_collected():
        report = replay(files, options.policy, settings=settings, joined=options.join, progress=progress)
    if options.why is not None and all(session.proof is None for session in report.sessions):
        most = max((session.requests for session in report.sessions), default=0)
        raise UsageError(
            "--why", f"there is no request {options.why}", mend=f"they are numbered from 1 to {most}"
        )
    from temoin.views.printable import printable

    for failure in report.failures:
        print(f"temoin: {printable(failure, 1000)}", file=sys.stderr)
    view_options = ViewOptions(
        exchanges=options.exchanges, verbose=options.verbose, language=Language(options.lang)
    )
    for output in outputs:
        _write(output, report, view_options)
    if options.exit_zero and report.outcome is not Outcome.UNREADABLE:
        return 0
    return report.outcome.exit_status


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for cycles more seldom: what is kept of a recording has none, and most of it stays."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _baseline(file: str | None) -> Baseline | None:
    if file is None:
        return None
    from temoin.baseline import load_baseline

    return load_baseline(file)


def _parted(files: list[str], fail_on: list[str]) -> tuple[list[str], frozenset[str]]:
    """Part rules from files that followed `--fail-on RULE`, which takes all words up to the next option."""
    from temoin.rules import rule

    codes: set[str] = set()
    given = list(files)
    for word in (word for words in fail_on for word in words.split(",") if word):
        found = rule(word)
        if found is not None:
            codes.add(found.code)
        elif word == "-" or Path(word).exists():
            given.append(word)
        else:
            mend = (
                "temoin explain lists them" if _RULE_CODE.fullmatch(word) else "name files before --fail-on"
            )
            raise UsageError("--fail-on", f"there is no rule {word}", mend=mend)
    return given, frozenset(codes)


def _outputs(formats: list[str], files: list[str | None]) -> list[Output]:
    """Pair the first --format with the first -o, and so on."""
    outputs: list[Output] = []
    for index in range(max(len(formats), len(files), 1)):
        file = files[index] if index < len(files) else None
        if index < len(formats):
            view = view_named(formats[index])
        elif file is not None:
            found = view_for(file)
            if found is None:
                raise UsageError(file, "its ending tells no format", mend="say --format")
            view = found
        else:
            view = view_named("terminal")
        outputs.append(Output(view, file))
    if sum(output.file is None for output in outputs) > 1:
        raise UsageError("--format", "two formats would go to standard output", mend="give each its -o FILE")
    twice = [output.file for output in outputs if output.file is not None]
    if len(set(twice)) < len(twice):
        raise UsageError("-o", "two formats would go to one file", mend="give each its own")
    return outputs


def _write(output: Output, report: Report, options: ViewOptions) -> None:
    from temoin.views.terminal import console_for, plain_text

    rendered = output.view.render(report, options)
    if output.file is not None:
        write_whole(output.file, rendered if isinstance(rendered, bytes) else plain_text(rendered))
    elif isinstance(rendered, bytes):
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    elif report.sessions:  # where nothing could be read, standard error has said so
        console_for(sys.stdout).print(rendered)
