"""Redacting a recording: gone through once to learn what is secret, and once more to write."""

from collections.abc import Callable
from typing import IO

import msgspec

from temoin.errors import UnreadableInput
from temoin.policy.schema import Policy
from temoin.redaction.keys import Key
from temoin.redaction.kinds import kind_named
from temoin.redaction.redactor import Redactor
from temoin.redaction.register import Register
from temoin.redaction.search.needles import TooMuch
from temoin.traffic.content import open_content
from temoin.traffic.recording import Progress
from temoin.traffic.source import kind_of

__all__ = ["Redacted", "learn", "redact"]


class Redacted(msgspec.Struct, frozen=True):
    """What became of a recording.

    Args:
        kind: what it is ("flow", "har").
        ending: how a file of that kind is usually called.
        register: what was replaced in it.
        choices: the names of the cookies of which a choice stays, sorted.
        lost: the names of the cookies of which a choice could not be kept, sorted.
        plain_documents: how many documents' markup could not be kept in its place.
        suspects: names of hosts, cookies and what choices are about, which stay, that look as if they held an
            identifier; sorted.
    """

    kind: str
    ending: str
    register: Register
    choices: tuple[str, ...]
    lost: tuple[str, ...]
    plain_documents: int
    suspects: tuple[str, ...]


def redact(
    source: str,
    out: IO[bytes],
    key: Key,
    policies: tuple[Policy, ...],
    *,
    stdin: IO[bytes] | None = None,
    progress: Progress | None = None,
) -> Redacted:
    """Write a recording that can be shared.

    Args:
        source: the recording's path, or "-" for standard input.
        out: where to.
        key: what stand-ins are drawn from.
        policies: whose consent cookies keep their choice.
        stdin: what standard input is; None for the process's own.
        progress: told how far it is.

    Returns:
        What became of it. It is not checked yet (`temoin.redaction.checking`).

    Raises:
        UnreadableInput: the recording cannot be read.
    """
    return _run(source, out.write, key, policies, stdin, progress or _silent)


def learn(
    source: str,
    key: Key,
    policies: tuple[Policy, ...],
    *,
    stdin: IO[bytes] | None = None,
    progress: Progress | None = None,
) -> Redacted:
    """Find out what would be replaced in a recording, and write nothing; the arguments are those of `redact`."""
    return _run(source, None, key, policies, stdin, progress or _silent)


def _run(
    source: str,
    write: Callable[[bytes], object] | None,
    key: Key,
    policies: tuple[Policy, ...],
    stdin: IO[bytes] | None,
    progress: Progress,
) -> Redacted:
    content = open_content(source, stdin)
    try:
        name = kind_of(content).NAME
        kind = kind_named(name)
        if kind is None:  # a kind of recording that was added and cannot be redacted yet
            raise LookupError(name)
        redactor = Redactor(key, policies)
        for word in kind.WORDS:
            redactor.fixed(word)
        parts = 1 if write is None else 2
        kind.redact(content, redactor, _nowhere, lambda done, total: progress(done, parts * total))
        _settle(redactor, content.name)
        if write is not None:
            kind.redact(content, redactor, write, lambda done, total: progress(total + done, 2 * total))
        return Redacted(
            kind=name,
            ending=kind.ENDING,
            register=redactor.register,
            choices=tuple(sorted(redactor.choices.kept)),
            lost=tuple(sorted(redactor.choices.lost)),
            plain_documents=redactor.plain_documents // parts,
            suspects=tuple(sorted(redactor.suspects)),
        )
    finally:
        content.close()


def _settle(redactor: Redactor, name: str) -> None:
    try:
        redactor.write()
    except TooMuch:
        raise UnreadableInput(
            name, "is made so that its secrets cannot be told from what stays in reasonable time"
        ) from None


def _nowhere(_: bytes) -> None:
    pass


def _silent(done: int, total: int, /) -> None:
    pass
