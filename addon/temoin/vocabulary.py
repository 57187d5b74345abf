"""The words of the design as closed sets: each means one thing in code, policy, command line and docs."""

from enum import StrEnum

__all__ = [
    "Certainty",
    "ChoiceState",
    "Level",
    "Need",
    "Origin",
    "Outcome",
    "Party",
    "Undeclared",
    "Verdict",
    "Way",
]


class Way(StrEnum):
    """How a cookie crossed: set by a response, or sent by a request."""

    SET = "set"
    SENT = "sent"


class Party(StrEnum):
    """The relation of a cookie's site to the page's site."""

    FIRST = "first"
    THIRD = "third"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How well a fact is known: from the wire, from a likely reading of it, or not at all."""

    CERTAIN = "certain"
    INFERRED = "inferred"
    NONE = "none"


class Origin(StrEnum):
    """Where a cookie came from: a response seen, a script, or from before watching began."""

    RESPONSE = "response"
    SCRIPT = "script"
    EARLIER = "earlier"


class Need(StrEnum):
    """Whether the cookies of a category need the visitor's consent."""

    REQUIRED = "required"
    EXEMPT = "exempt"


class Undeclared(StrEnum):
    """What a policy does with a cookie it does not declare: treat it as one that needs consent, or only say so."""

    REQUIRED = "required"
    FLAG = "flag"


class ChoiceState(StrEnum):
    """What the visitor's choice amounts to at a moment; `unproven` where the wire cannot tell."""

    UNSET = "unset"
    NONE = "none"
    PARTIAL = "partial"
    ALL = "all"
    UNREADABLE = "unreadable"
    UNPROVEN = "unproven"


class Verdict(StrEnum):
    """What is held of one exchange."""

    EXEMPT = "exempt"
    PERMITTED = "permitted"
    EARLY = "early"
    REFUSED = "refused"
    UNDECLARED = "undeclared"
    UNPROVEN = "unproven"
    OUTSIDE = "outside"


class Level(StrEnum):
    """Whether a finding fails a run (`flagged`) or informs (`note`)."""

    FLAGGED = "flagged"
    NOTE = "note"


class Outcome(StrEnum):
    """What a report comes to, and so its exit status."""

    CLEAR = "clear"
    FLAGGED = "flagged"
    UNREADABLE = "unreadable"
    UNPROVEN = "unproven"

    @property
    def exit_status(self) -> int:
        """The process exit status: 0 clear, 1 flagged, 2 unreadable, 3 unproven."""
        return list(Outcome).index(self)
