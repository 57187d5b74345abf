"""`temoin dossier`: report, redacted recordings, policy and hashes in one archive; and the check of one."""

import argparse
import sys
from pathlib import Path

from temoin.commands.redact import called, may_write, policies_for, warnings_of, writing
from temoin.dossier import Wishes, make, verify
from temoin.errors import UsageError
from temoin.playback import load_policies
from temoin.redaction import Key
from temoin.views.printable import printable
from temoin.vocabulary import Certainty

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Make an archive, or check one.

    Args:
        options: `files`, `output`, `verify`, `policy`, `accuse`, `key`, `force`.

    Returns:
        The exit status.

    Raises:
        UsageError: something asked for cannot be; nothing is written.
        UnreadableInput: a file cannot be read.
    """
    if options.verify is not None:
        if options.files or options.output is not None:
            raise UsageError("--verify", "it takes an archive and nothing else", mend="temoin dossier --help")
        return _verify(options.verify)
    if not options.files:
        raise UsageError("dossier", "no recording was given", mend="name a flow file or a HAR")
    if "-" in options.files:
        raise UsageError("dossier", "standard input cannot be read twice", mend="save it into a file")
    if options.output is None:
        raise UsageError("dossier", "it takes -o ZIP", mend="temoin dossier --help")
    policies = load_policies(options.policy)
    files = [policy.file for policy in policies if not policy.file.startswith("shipped:")]
    may_write(options.output, [*options.files, options.key, *files], force=options.force)
    wishes = Wishes(
        recordings=tuple(options.files),
        policies=policies,
        keeping=(*policies, *policies_for([])),
        key=Key.random() if options.key is None else Key.from_file(options.key),
        accuse=Certainty(options.accuse),
    )
    _make(wishes, options.output)
    return 0


def _make(wishes: Wishes, output: str) -> None:
    from temoin.commands.progress import reading

    file = called(output)
    with reading() as progress, writing(output) as out:
        made = make(wishes, out, file, progress)
    for name, summary, redacted in zip(wishes.recordings, made.summaries, made.redacted, strict=True):
        for words in (summary, *warnings_of(redacted)):
            _say(f"{Path(name).name}: {words}")
    _say(f"{file}: {', '.join(made.members)}")
    _say(f"{file}: searched for {made.searched:,} of the secrets in every form: none is left")


def _verify(path: str) -> int:
    found = verify(path)
    for line in (*found.wrong, *found.unproven, *found.checked):
        print(printable(f"{path}: {line}", 1000))
    if found.wrong:
        return 1
    return 3 if found.unproven else 0


def _say(words: str) -> None:
    print(f"temoin: {printable(words, 1000)}", file=sys.stderr)
