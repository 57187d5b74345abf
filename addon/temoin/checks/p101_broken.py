"""P101: the file is no policy."""

from temoin.checks.check import Check, Fault, Severity
from temoin.policy.draft import Place
from temoin.policy.problems import Problem

__all__ = ["Broken"]


class Broken(Check):
    """The file cannot be loaded: it is no YAML, or a key, a word or a reference in it is wrong.

    Why:
        Nothing can be judged by it. Every mistake is told at once, each with its place and its mend; the other
        checks wait until the file can be loaded.

    Sources:
        The policy's JSON Schema (`temoin policy schema`), and what its parts must say of one another.

    Mend:
        As each problem says. An editor that knows the schema marks most of them while one writes.

    Allow:
        It cannot be allowed: what is allowed cannot be read either.
    """

    code = "P101"
    name = "broken"
    title = "Not a policy"
    level = Severity.ERROR
    examples = """
A key misspelt
    - {name: extra, categori: statistics}
    found: P101 categori

A category that is not declared
    - {name: extra, category: marketing}
    found: P101 marketing

As it should be
    - {name: extra, category: statistics}
    found: nothing
"""

    @classmethod
    def of(cls, problem: Problem) -> Fault:
        """The fault that a problem is.

        Args:
            problem: as loading found it.
        """
        return cls.fault(Place(problem.line, problem.column), problem.text, problem.mend)

    @classmethod
    def more(cls, last: Problem) -> Fault:
        """The fault that there are more problems than were read.

        Args:
            last: the last one read.
        """
        return cls.fault(Place(last.line, last.column), "there are more problems", "mend those told first")
