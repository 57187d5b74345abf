"""The sentence that says what was found, as facts, so that it can be said in another language.

The engine says it in English. It is taken apart nowhere: the facts are counted again, and only where the English
sentence made of them is the engine's to the letter are they the same facts.
"""

from collections.abc import Collection
from dataclasses import dataclass

from temoin.report import Finding, Session
from temoin.vocabulary import Level, Verdict

__all__ = ["Facts", "facts_of"]

_EARLY = ("T101", "T105")
_TOLD = (*_EARLY, "T102", "T103", "T104", "T106")

_NO_PAGE = "No page of a site that a loaded policy covers was visited, so nothing was judged."
_NO_COOKIES = "The source holds no cookie headers at all, so nothing can be proven from it."


@dataclass(frozen=True, slots=True)
class Facts:
    """What a session came to. But for `exchanges`, `unproven`, `allowed` and `known`, numbers are of cookies.

    Args:
        covered: False where no page was judged.
        bears_cookies: False where the source holds no cookie headers.
        exchanges: how many were looked at.
        flagged: how many cookies in all.
        early: of these, how many before any choice.
        refused: against the choice.
        withdrawn: after withdrawal.
        disagreeing: at odds with another consent cookie.
        undeclared: not declared.
        other: not as declared.
        unproven: how many exchanges could not be judged.
        allowed: how many findings the policy lets pass.
        known: how many the baseline holds.
    """

    covered: bool = True
    bears_cookies: bool = True
    exchanges: int = 0
    flagged: int = 0
    early: int = 0
    refused: int = 0
    withdrawn: int = 0
    disagreeing: int = 0
    undeclared: int = 0
    other: int = 0
    unproven: int = 0
    allowed: int = 0
    known: int = 0


def facts_of(session: Session) -> Facts | None:
    """Count what the sentence of a session says.

    Args:
        session: what was found.

    Returns:
        The facts, or None where the engine's sentence says something else.
    """
    if session.summary == _NO_PAGE:
        return Facts(covered=False)
    if session.summary == _NO_COOKIES:
        return Facts(bears_cookies=False)
    flagged = [finding for finding in session.findings if finding.level is Level.FLAGGED]
    facts = Facts(
        exchanges=sum(session.counts.values()) - session.counts.get(Verdict.OUTSIDE, 0),
        flagged=_cookies(flagged),
        early=_cookies(flagged, _EARLY),
        refused=_cookies(flagged, ("T102",)),
        withdrawn=_cookies(flagged, ("T103",)),
        disagreeing=_cookies(flagged, ("T106",)),
        undeclared=_cookies(flagged, ("T104",)),
        other=_cookies([finding for finding in flagged if finding.rule not in _TOLD]),
        unproven=session.counts.get(Verdict.UNPROVEN, 0),
        allowed=len(session.allowed),
        known=len(session.known),
    )
    return facts if _in_english(facts) == session.summary else None


def _cookies(findings: list[Finding], rules: Collection[str] = ()) -> int:
    return len({(one.name, one.domain, one.party) for one in findings if not rules or one.rule in rules})


def _in_english(facts: Facts) -> str:
    """The sentence as `temoin.statement` has it."""
    doubt = f"; {_number(facts.unproven, 'exchange')} could not be judged" if facts.unproven else ""
    if facts.known:
        doubt = f"; {_number(facts.known, 'finding')} in the baseline{doubt}"
    if facts.allowed:
        doubt = f"; {_number(facts.allowed, 'finding')} allowed by the policy{doubt}"
    if not facts.flagged:
        nothing = "Nothing new flagged" if facts.known else "Nothing flagged"
        return f"{nothing} in {_number(facts.exchanges, 'cookie exchange')}{doubt}."
    parts = (
        (facts.early, "before any choice"),
        (facts.refused, "against the choice"),
        (facts.withdrawn, "after withdrawal"),
        (facts.disagreeing, "at odds with another consent cookie"),
        (facts.undeclared, "not declared"),
        (facts.other, "not as declared"),
    )
    told = ", ".join(f"{count} {words}" for count, words in parts if count)
    return f"{_number(facts.flagged, 'cookie')} flagged: {told}{doubt}."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
