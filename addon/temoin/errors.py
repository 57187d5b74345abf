"""Témoin's own errors: whose fault it is, where, and how to mend it."""

from collections.abc import Sequence
from errno import ENOMEM
from pathlib import Path

__all__ = [
    "InvalidPolicy",
    "TemoinError",
    "UnreadableInput",
    "UsageError",
    "is_shortage",
    "place_of",
    "together",
]

_SHORT = ("can't start new thread", "failed to map segment", "Cannot allocate memory")


class TemoinError(Exception):
    """What stops a command: one line that names the file, the place and the mend.

    Args:
        file: the file or argument at fault, as the user wrote it.
        problem: what is wrong, in a few words.
        place: where in the file ("line 4, column 3", "entry 12"); empty where the whole is wrong.
        mend: what to do about it; empty where nothing can be said.
    """

    def __init__(self, file: str, problem: str, *, place: str = "", mend: str = "") -> None:
        super().__init__(file, problem, place, mend)
        self.file = file
        self.problem = problem
        self.place = place
        self.mend = mend

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.problem}" + (f" ({self.mend})" if self.mend else "")


class UnreadableInput(TemoinError):  # noqa: N818 — it says what happened
    """A recording that cannot be read."""


class InvalidPolicy(TemoinError):  # noqa: N818 — it says what happened
    """A policy that cannot be used."""


class UsageError(TemoinError):
    """A command that asks for what cannot be."""


class _Several(TemoinError):  # noqa: N818 — as above
    def __str__(self) -> str:
        return self.problem


def together(errors: Sequence[TemoinError]) -> TemoinError | None:
    """Several errors as one line, so that none hides another.

    Args:
        errors: in the order in which they are to be told.

    Returns:
        The one where there is but one, and None where there is none.
    """
    if len(errors) < 2:
        return errors[0] if errors else None
    return _Several(errors[0].file, "; ".join(map(str, errors)))


def is_shortage(error: BaseException) -> bool:
    """Whether it is no defect but a want of memory, which shows in several ways.

    Args:
        error: what was raised.
    """
    match error:
        case MemoryError() | SystemError():  # the latter where C code met a want of memory and did not say so
            return True
        case OSError():
            return error.errno == ENOMEM
        case RuntimeError() | ImportError():
            return any(words in str(error) for words in _SHORT)
        case _:
            return False


def place_of(error: BaseException) -> str:
    """What was raised, and where ("KeyError at jar.py:12"); never its text, which may hold what crossed.

    Args:
        error: a defect of our own.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}"
