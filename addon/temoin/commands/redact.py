"""`temoin redact`: a recording that can be shared, and the proof that nothing secret is left in it."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from temoin.commands.output_arguments import STANDARD_OUTPUT
from temoin.errors import UsageError
from temoin.policy import Policy, load_policy, shipped_policies
from temoin.policy.loading import template_policies
from temoin.redaction import Checked, Key, Redacted, check, check_file, learn, redact
from temoin.redaction.packing import pack
from temoin.redaction.secrets import told
from temoin.views.printable import printable
from temoin.writing import printing_whole, writing_whole

__all__ = ["called", "left_over", "may_write", "policies_for", "run", "warnings_of", "writing"]

_SHOWN = 5


def run(options: argparse.Namespace) -> int:
    """Redact a recording, or check what was made of one.

    Args:
        options: `file`, `output`, `check`, `key`, `policy`, `force`.

    Returns:
        The exit status.

    Raises:
        UsageError: something asked for cannot be, or a secret would be left; nothing is written.
        UnreadableInput: a file cannot be read.
    """
    if (options.output is None) is (options.check is None):
        raise UsageError("redact", "it takes -o OUT or --check FILE", mend="temoin redact --help")
    policies = policies_for(options.policy)
    key = Key.random() if options.key is None else Key.from_file(options.key)
    if options.check is not None:
        return _check(options.file, options.check, key, policies)
    may_write(options.output, [options.file, options.key], force=options.force)
    _write(options.file, options.output, key, policies)
    return 0


def policies_for(named: list[str]) -> tuple[Policy, ...]:
    """The policies whose consent cookies keep their choice: the shipped ones, the templates, and those named.

    Args:
        named: names of shipped policies, or files.

    Raises:
        InvalidPolicy: one cannot be used.
    """
    return tuple(load_policy(one) for one in (*shipped_policies(), *template_policies(), *named))


def may_write(output: str, inputs: list[str | None], *, force: bool) -> None:
    """Refuse to write over what is there, and what is no text to a terminal.

    Args:
        output: where to write.
        inputs: what is read.
        force: True to replace a file that is none of these.

    Raises:
        UsageError: it must not be written.
    """
    if output == STANDARD_OUTPUT:
        if sys.stdout.isatty():
            mend = "name a file with -o, or send it on with > or |"
            raise UsageError(called(output), "is a terminal, which is no place for it", mend=mend)
        return
    place = Path(output)
    for one in inputs:
        if one is not None and one != "-" and _same(place, Path(one)):
            raise UsageError(output, "is what is read", mend="write to another file")
    if not force and place.is_file():
        raise UsageError(output, "exists already", mend="give another name, or --force to replace it")


def writing(output: str) -> AbstractContextManager[IO[bytes]]:
    """Write whole or not at all, into a file or to standard output; to be asked for with `may_write`.

    Args:
        output: where to.

    Returns:
        As `temoin.writing.writing_whole` does.
    """
    return printing_whole() if output == STANDARD_OUTPUT else writing_whole(output)


def called(output: str) -> str:
    """What messages call the place that is written to.

    Args:
        output: where to.
    """
    return "standard output" if output == STANDARD_OUTPUT else output


def left_over(checked: Checked, file: str) -> UsageError:
    """Why something is not written.

    Args:
        checked: what the search came to.
        file: what would have been written.
    """
    count = len(checked.left)
    what = f"{count} {'secret' if count == 1 else 'secrets'} would be left ({checked.left[0]})"
    return UsageError(file, what, mend="nothing was written; a defect of Témoin's own, please report it")


def _write(source: str, output: str, key: Key, policies: tuple[Policy, ...]) -> None:
    from temoin.commands.progress import reading

    packed = output.lower().endswith(".gz")
    name = called(output)
    with reading() as progress, writing(output) as file, ExitStack() as stack:
        out = stack.enter_context(TemporaryFile()) if packed else file
        made = redact(source, out, key, policies, progress=progress)
        checked = check(made.register, out, name)
        if not checked.proven:
            raise left_over(checked, name)
        if packed:
            pack(out, file)
    _say(name, _replaced(made))
    for line in warnings_of(made):
        _say(name, line)
    _say(name, _searched(checked))


def _check(source: str, file: str, key: Key, policies: tuple[Policy, ...]) -> int:
    from temoin.commands.progress import reading

    with reading() as progress:
        made = learn(source, key, policies, progress=progress)
    checked = check_file(made.register, file)
    for one in checked.left:
        print(printable(str(one), 1000))
    print(printable(f"{file}: {_searched(checked)}", 1000))
    if checked.left:
        return 1
    return 3 if checked.beyond else 0


def _replaced(made: Redacted) -> str:
    parts = _counted(made.register.replaced)
    kept = f"; the choice stays in {', '.join(made.choices[:_SHOWN])}" if made.choices else ""
    return f"replaced {parts or 'nothing'}{kept}"


def warnings_of(made: Redacted) -> Iterator[str]:
    """What a user must know before a redacted recording is handed on.

    Args:
        made: what became of a recording.
    """
    if made.lost:
        yield f"the choice could not be kept in {', '.join(made.lost[:_SHOWN])}: verdicts may differ"
    if made.suspects:
        named = ", ".join(made.suspects[:_SHOWN]) + (", …" if len(made.suspects) > _SHOWN else "")
        yield (
            "hosts, cookies and what a choice is about keep their names, and these look as if they held an "
            f"identifier: {named}"
        )
    if made.plain_documents:
        count = f"{made.plain_documents} document{'' if made.plain_documents == 1 else 's'}"
        yield f"the markup of {count} could not be kept: rule T105 may find less"


def _searched(checked: Checked) -> str:
    found = f"{len(checked.left)} left" if checked.left else "none is left"
    parts = [f"searched for {checked.searched:,} of the secrets in every form: {found}"]
    if checked.short:
        parts.append(f"too short or too plain to be searched for: {_counted(checked.short)}")
    if checked.staying:
        parts.append(f"{checked.staying:,} also stand in what stays: words, hosts, names")
    if checked.beyond:
        parts.append(f"{checked.beyond:,} more than can be searched for: of those nothing is proven")
    return "; ".join(parts)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(told(kind, count) for kind, count in sorted(counts.items()) if count)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _say(file: str, words: str) -> None:
    print(f"temoin: {printable(f'{file}: {words}', 1000)}", file=sys.stderr)
