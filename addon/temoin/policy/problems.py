"""What is wrong with a policy file: every problem at once, each with its place and its mend."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import NoReturn

import msgspec

from temoin.errors import InvalidPolicy

__all__ = ["BrokenPolicy", "Problem", "Problems", "did_you_mean", "nearest", "quoted"]

_MOST = 50
_SHOWN = 60
_COMPARED = 500


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong.

    Args:
        line: from 1.
        column: from 1, in characters.
        text: what is wrong.
        mend: what to do about it; empty where nothing can be said.
    """

    line: int
    column: int
    text: str
    mend: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return f"line {self.line}, column {self.column}"


class BrokenPolicy(InvalidPolicy):
    """A policy file with problems; as text one line each, every line complete in itself.

    Args:
        file: the file, as the user wrote it.
        problems: at least one, in the order of the file.
        more: True where reading stopped because there were so many.
    """

    def __init__(self, file: str, problems: tuple[Problem, ...], *, more: bool = False) -> None:
        first = problems[0]
        super().__init__(file, first.text, place=first.place, mend=first.mend)
        self.problems = problems
        self.more = more

    def __str__(self) -> str:
        lines = [
            str(InvalidPolicy(self.file, problem.text, place=problem.place, mend=problem.mend))
            for problem in self.problems
        ]
        if self.more:
            lines.append(f"{self.file}: more problems than these {len(lines)} (mend them first)")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        return (_remake, (self.file, self.problems, self.more))


class Problems:
    """Collects the problems of one file.

    Args:
        file: the file, as the user wrote it.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    def add(self, line: int, column: int, text: str, mend: str = "") -> None:
        """Note a problem, and go on.

        Raises:
            BrokenPolicy: there are too many to go on.
        """
        self._found.append(Problem(line, column, text, mend))
        if len(self._found) >= _MOST:
            raise BrokenPolicy(self._file, tuple(sorted(self._found)), more=True)

    def stop(self, line: int, column: int, text: str, mend: str = "") -> NoReturn:
        """Note a problem after which nothing more can be read.

        Raises:
            BrokenPolicy: always.
        """
        self._found.append(Problem(line, column, text, mend))
        raise BrokenPolicy(self._file, tuple(sorted(self._found)))

    def close(self) -> None:
        """End the reading.

        Raises:
            BrokenPolicy: something was wrong.
        """
        if self._found:
            raise BrokenPolicy(self._file, tuple(sorted(self._found)))


def quoted(text: str) -> str:
    """Show a piece of a file within an error: on one line, short, nothing invisible.

    Args:
        text: any text.
    """
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "`" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short) + "`"


def nearest(word: str, known: Iterable[str]) -> str:
    """Guess which known word a wrong one was meant to be.

    Args:
        word: the wrong one.
        known: what it may have been; of very many, only the first few hundred are compared.

    Returns:
        The known word, or empty where none is near.
    """
    if len(word) > _SHOWN:
        return ""
    spelt = {one.casefold(): one for one in islice(known, _COMPARED)}
    near = get_close_matches(word.casefold(), spelt, n=1)
    return spelt[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The mend of a wrong word.

    Args:
        word: the wrong one.
        known: what it may have been.
        otherwise: the mend where none is near.
    """
    near = nearest(word, known)
    return f"did you mean {quoted(near)}?" if near else otherwise


def _remake(file: str, problems: tuple[Problem, ...], more: bool) -> BrokenPolicy:
    return BrokenPolicy(file, problems, more=more)
