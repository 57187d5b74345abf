"""`temoin policy import`: a policy from a site's published charter."""

import argparse
import sys
from pathlib import Path

from temoin.charters.entries import Unread
from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
from temoin.charters.kinds import Source, all_kinds
from temoin.commands.policy.confined import read_confined
from temoin.consent import format_names
from temoin.errors import UnreadableInput, UsageError
from temoin.policy.kinds import (
    COOKIE_PATTERN,
    DATE,
    DOMAIN,
    FORMAT,
    HOST_PATTERN,
    ID,
    LANGUAGE,
    TEXT,
    URL,
    Kind,
    Wrong,
)
from temoin.views.printable import printable
from temoin.writing import write_whole

__all__ = ["run"]

_MOST_SAID = 50
"""Lines of a kind on standard error; the file has them all."""


def run(options: argparse.Namespace) -> int:
    """Write a policy from a charter, and say what could not be read of it.

    Args:
        options: `charter`, `output`, and what a charter cannot say.

    Returns:
        0; nothing is written where anything fails.

    Raises:
        UsageError: an option is wrong, or the file exists.
        UnreadableInput: the charter cannot be read, or names no cookie.
    """
    given = _given(options)
    output: str | None = options.output
    if output is not None and Path(output).is_file() and not options.force:
        raise UsageError(output, "exists already", mend="give another name, or --force to replace it")
    name, data = _content(options.charter)
    document = read_confined(Source(name, data, options.encoding))
    imported = import_charter(document, given, name)
    if output is None:
        sys.stdout.buffer.write(imported.text.encode())
        sys.stdout.flush()
    else:
        write_whole(output, imported.text.encode(), shared=True)
    _report(imported, name, output)
    return 0


def _given(options: argparse.Namespace) -> Given:
    return Given(
        hosts=tuple(_read(HOST_PATTERN, host, "--host") for host in options.host),
        name=_one(ID, options.name, "--name"),
        title=_one(TEXT, options.title, "--title"),
        source=_one(URL, options.source, "--source"),
        date=_one(DATE, options.date, "--date"),
        language=_one(LANGUAGE, options.language, "--language"),
        consent=_one(COOKIE_PATTERN, options.consent, "--consent"),
        formats=tuple(_read(FORMAT, one, "--consent-format") for one in options.consent_format),
        domains=tuple(_domain(pair) for pair in options.domain),
    )


def _one(kind: Kind[str], word: str | None, option: str) -> str:
    return "" if word is None else _read(kind, word, option)


def _read(kind: Kind[str], word: str, option: str) -> str:
    if not word.strip():
        raise UsageError(option, "is empty", mend="give it a value, or leave it out")
    try:
        return kind.read(word)
    except Wrong as wrong:
        mend = f"one of {', '.join(format_names())}" if kind is FORMAT else wrong.mend
        raise UsageError(option, wrong.text, mend=mend) from None


def _domain(pair: str) -> tuple[str, str]:
    whose, equals, domain = pair.rpartition("=")
    if not equals or not whose.strip():
        raise UsageError("--domain", f"{pair} says no domain", mend="as in --domain YouTube=youtube.com")
    return whose, _read(DOMAIN, domain, "--domain")


def _content(charter: str) -> tuple[str, bytes]:
    """The charter's name for errors, and its bytes; of a huge file no more than shows that it is."""
    most = max(kind.LARGEST for kind in all_kinds()) + 1
    if charter == "-":
        return "standard input", sys.stdin.buffer.read(most)
    if charter.startswith(("http://", "https://")):
        raise UsageError(charter, "nothing is fetched", mend="save the page in a browser, and give its file")
    try:
        with Path(charter).open("rb") as file:
            return charter, file.read(most)
    except FileNotFoundError:
        raise UnreadableInput(charter, "no such file") from None
    except IsADirectoryError:
        raise UnreadableInput(charter, "it is a folder", mend="give one file") from None
    except OSError as error:
        raise UnreadableInput(charter, f"it cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in the path
        raise UnreadableInput(charter, "no file can have that name") from None


def _report(imported: Imported, name: str, output: str | None) -> None:
    for told in (imported.unread, imported.remarks):
        for one in told[:_MOST_SAID]:
            _say(f"{name}, {_told(one)}" if one.place else f"{name}: {_told(one)}")
        if len(told) > _MOST_SAID:
            _say(f"{name}: {len(told) - _MOST_SAID} more like these")
    if output is not None:
        count = len(imported.policy.cookies)
        left = f"; {len(imported.unread)} could not be read" if imported.unread else ""
        _say(
            f"{output}: {count} cookie{'' if count == 1 else 's'} of {', '.join(imported.policy.hosts)}{left}"
        )


def _told(one: Unread) -> str:
    said = f"“{one.text}” {one.why}" if one.text else one.why
    return f"{one.place}: {said}" if one.place else said


def _say(line: str) -> None:
    print(f"temoin: {printable(line, 1000)}", file=sys.stderr)
