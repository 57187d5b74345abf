"""What turns out at the end to be less certain than it seemed, for one visitor's choice on one host.

Some facts are only shown late: that two profiles were taken for one visitor, or that the consent cookie is not
sent for every path. What was judged by such a choice is then unproven, however long ago it was judged.
"""

import msgspec

from temoin.exchanges import Judged
from temoin.vocabulary import Verdict

__all__ = ["MIXED", "NOBODY", "PATH", "Doubt", "Doubts"]


class Doubt(msgspec.Struct, frozen=True):
    """Why verdicts fall, and which.

    Args:
        cause: the word for it, as in `temoin.reasons.CAUSES`.
        verdicts: those that rested on what fell.
    """

    cause: str
    verdicts: frozenset[Verdict]


MIXED = Doubt(
    "mixed-visitors",
    frozenset({Verdict.EARLY, Verdict.REFUSED, Verdict.PERMITTED, Verdict.UNDECLARED}),
)
"""Two profiles behind one address: whose choice it was is not known."""

PATH = Doubt("consent-path", frozenset({Verdict.EARLY}))
"""The consent cookie is sent for some paths only: that it was not sent elsewhere proves nothing."""


NOBODY = 0
"""Stands for the visitors who were let go of: what was held of them was weighed then, and is doubted no more."""


class Doubts:
    """The doubts of a session, by visitor and host of the page."""

    def __init__(self) -> None:
        self._visitors: set[int] = set()
        self._paths: set[tuple[int, str]] = set()
        self._everyone = False
        self._everywhere = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Doubts):
            return NotImplemented
        return vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def mixed(self, visitor: int) -> None:
        """Doubt a visitor.

        Args:
            visitor: the visitor's number.
        """
        self._visitors.add(visitor)

    def everyone(self) -> None:
        """Doubt every visitor: of which ones is no longer remembered."""
        self._everyone = True

    def everywhere(self) -> None:
        """Doubt every host: of which ones is no longer remembered."""
        self._everywhere = True

    def path(self, visitor: int, host: str) -> None:
        """Doubt that the consent cookie of a host was absent where it was not sent.

        Args:
            visitor: the visitor's number.
            host: the pages' host.
        """
        self._paths.add((visitor, host))

    def of(self, visitor: int, host: str, verdict: Verdict) -> Doubt | None:
        """Tell what speaks against a verdict.

        Args:
            visitor: the visitor's number.
            host: the host of the page it was judged for.
            verdict: as it was judged.
        """
        if verdict in MIXED.verdicts and self._is_mixed(visitor):
            return MIXED
        if verdict in PATH.verdicts and self._is_narrow(visitor, host):
            return PATH
        return None

    def _is_mixed(self, visitor: int) -> bool:
        return visitor in self._visitors or (self._everyone and visitor != NOBODY)

    def _is_narrow(self, visitor: int, host: str) -> bool:
        return (visitor, host) in self._paths or (self._everywhere and visitor != NOBODY)

    def revised(self, judged: Judged) -> Judged:
        """Take a verdict back where it must be.

        Args:
            judged: as it was judged.
        """
        crossing = judged.crossing
        visitor, host = crossing.visitor, crossing.coverage.host
        doubt = self.of(visitor, host, judged.verdict)
        if doubt is None:
            mixed = self._is_mixed(visitor)
            if judged.verdict is Verdict.EXEMPT and (mixed or self._is_narrow(visitor, host)):
                cause = MIXED.cause if mixed else PATH.cause
                return msgspec.structs.replace(judged, known=None, cause=cause)
            return judged
        return msgspec.structs.replace(judged, verdict=Verdict.UNPROVEN, known=None, cause=doubt.cause)
