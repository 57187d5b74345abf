"""What a command did, and how a test asks for one."""

from collections.abc import Callable
from typing import NamedTuple


class Done(NamedTuple):
    """What a command did.

    Args:
        status: its exit status.
        out: its standard output.
        said: its standard error.
    """

    status: int
    out: bytes
    said: str


type Run = Callable[..., Done]
"""Runs `temoin policy` with arguments, and with `stdin=` where it reads standard input."""


def one_line(done: Done) -> str:
    """What a command said that failed as it should: one line, status 2, nothing on standard output."""
    assert done.status == 2
    assert done.out == b""
    assert "Traceback" not in done.said
    assert done.said.count("\n") == 1, done.said
    return done.said
