"""P202: a pattern so wide that it hides cookies."""

from collections.abc import Iterable
from itertools import islice

from temoin.checks.check import Check, Fault, Subject
from temoin.hints import Hint, Use, known_under
from temoin.policy.matching import category_of
from temoin.policy.patterns import matches
from temoin.policy.schema import Declaration, Policy
from temoin.vocabulary import Need

__all__ = ["WidePattern"]

_FEWEST = 3
_TRACKING = frozenset({Use.STATISTICS, Use.ADVERTISING})
_NAMED = 3


class WidePattern(Check):
    """A pattern says so little of a name that cookies nobody thought of are declared by it.

    Why:
        What a pattern takes in is declared: it is judged by that entry's category, and never told as undeclared.
        One with fewer than three letters or digits says next to nothing, unless it is a known cookie's own
        (`_ga_*`); one under a category that needs no consent exempts whatever tracker bears such a name. Which
        known trackers those would be is told as a hint.

    Sources:
        Regulation (EU) 2016/679, article 13 (visitors are told of each); for the names of trackers, the source that
        the hint names.

    Mend:
        Write more of the name (`_pk_id.*`, not `_*`), or declare the cookies one by one.
    """

    code = "P202"
    name = "wide-pattern"
    title = "A pattern that hides cookies"
    examples = """
Everything
    - {name: "*", category: necessary}
    found: P202 "*"

Two letters
    - {name: _g*, category: statistics}
    found: P202 _g*

An exempt pattern that takes in trackers
    - {name: _gcl*, category: necessary}
    found: P202 _gcl*

Enough of the name
    - {name: basket_*, category: necessary}
    - {name: _pk_id.*, category: statistics}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look at each pattern."""
        policy = subject.draft.policy
        for index, entry in enumerate(policy.cookies):
            message = _said_of(policy, entry)
            if message:
                yield self.fault(
                    subject.draft.place("cookies", index, "name"),
                    message,
                    "write more of the name, or declare the cookies one by one",
                    about=entry.name,
                    domain=entry.domain,
                )


def _said_of(policy: Policy, entry: Declaration) -> str:
    if not entry.is_pattern:
        return ""
    taken = [] if category_of(policy, entry).consent is Need.REQUIRED else list(_trackers(policy, entry))
    exempts = f", and so exempts {', '.join(taken)}" if taken else ""
    if sum(char.isalnum() for char in entry.name) < _FEWEST and not _is_known(entry.name):
        said = "every cookie" if not entry.name.strip("*") else "far more cookies than one can mean"
        return f"`{entry.name}` takes in {said}{exempts}"
    return f"`{entry.name}` takes in more than it seems{exempts}" if taken else ""


def _is_known(pattern: str) -> bool:
    """Whether a table of known cookies has that very pattern (`_ga_*`)."""
    return any(hint.pattern == pattern for hint in known_under(pattern))


def _trackers(policy: Policy, entry: Declaration) -> Iterable[str]:
    """A few known trackers that a pattern takes in, not those that it names itself."""
    head = entry.name.partition("*")[0]
    known = (hint for hint in known_under(head) if _hidden(policy, entry, hint))
    for hint in islice(known, _NAMED):
        yield f"`{hint.pattern}` (usually {hint.use}, {hint.owner}: {hint.source})"


def _hidden(policy: Policy, entry: Declaration, hint: Hint) -> bool:
    measured = hint.use is Use.STATISTICS and category_of(policy, entry).measurement
    here = not hint.domains or hint.pattern.startswith("_")
    named = hint.pattern.replace("*", "") == entry.name.replace("*", "")
    return (
        hint.use in _TRACKING
        and not measured
        and not named
        and here
        and entry.domain is None
        and matches(entry.name, hint.pattern.rstrip("*"))
    )
