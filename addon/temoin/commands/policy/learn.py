"""`temoin policy learn`: a first policy from what recordings show."""

import argparse
import sys
from pathlib import Path, PurePath

from temoin.errors import UsageError
from temoin.learning import Choosing, Witnessing, learnt, policy_text
from temoin.policy.kinds import COOKIE_PATTERN, HOST_PATTERN, ID, Kind, Wrong
from temoin.traffic import open_source
from temoin.views.printable import printable
from temoin.writing import write_whole

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write a policy from recordings.

    Args:
        options: `files`, `output`, `host`, `name`, `consent`, `force`.

    Returns:
        0; nothing is written where anything fails.

    Raises:
        UsageError: nothing could be learnt, or the file exists.
        UnreadableInput: a recording cannot be read.
    """
    from temoin.commands.progress import reading

    hosts = tuple(_read(HOST_PATTERN, host, "--host") for host in options.host)
    consent = _read(COOKIE_PATTERN, options.consent, "--consent") if options.consent is not None else ""
    if "*" in consent:
        raise UsageError("--consent", f"{consent!r} is a pattern", mend="name one cookie")
    name = _read(ID, options.name, "--name") if options.name is not None else ""
    if options.output is not None and Path(options.output).is_file() and not options.force:
        raise UsageError(options.output, "exists already", mend="give another name, or --force to replace it")
    witnessing = Witnessing(Choosing(hosts, consent))
    with reading() as progress:
        for file in options.files:
            with open_source(file, progress=progress) as recording:
                witnessing.begin("standard input" if file == "-" else PurePath(file).name)
                for event in recording.events():
                    witnessing.feed(event)
                witnessing.end(recording.incomplete)
    found = learnt(witnessing)
    text = policy_text(found, name or found.hosts[0].removeprefix("*."))
    if options.output is None:
        sys.stdout.buffer.write(text.encode())
        return 0
    write_whole(options.output, text.encode(), shared=True)
    count = len(found.cookies)
    said = (
        f"{options.output}: {count} cookie{'' if count == 1 else 's'} of {', '.join(found.hosts)} to confirm"
    )
    print(f"temoin: {printable(said, 1000)} (temoin policy check lists them)", file=sys.stderr)
    return 0


def _read(kind: Kind[str], word: str, option: str) -> str:
    try:
        return kind.read(word)
    except Wrong as wrong:
        raise UsageError(option, wrong.text, mend=wrong.mend) from None
