"""Cookies that cross as they did before: counted with the exchange before, and not judged again.

A browser sends the same cookies with all that a page asks for. Where choice, party, declaration and origin are what
they were when the visitor last sent a cookie, so is the verdict, and so are the rules that hold it (`Rule.see` goes
by nothing else); all that differs is counted. Only where nobody looks at exchanges one by one.
"""

import msgspec

from temoin.choices.sightings import Known, Placed
from temoin.crossings import Came, InFlight
from temoin.exchanges import Coverage, Judged
from temoin.ledger import Tally
from temoin.pages import Attribution
from temoin.rules import Group
from temoin.vocabulary import Certainty, ChoiceState, Party, Way

__all__ = ["Repeats"]

_MOST = 20_000
"""Cookies of visitors of which the last exchange is remembered; then all are forgotten."""


class _Last(msgspec.Struct, gc=False):
    """The last exchange of a cookie that a visitor sent, and what it is counted with.

    Args:
        n: the request's number.
        attribution: which page caused it.
        coverage: which policy judged it.
        party: its party, and how well that is known.
        certain: True where its origin is known for certain.
        known: the choice, or None.
        cause: why it is not known; empty where it is.
        withdrawn: what was granted before and was no more.
        state: of the choice.
        tally: what the ledger counts it with.
        groups: what the findings count it with.
    """

    n: int
    attribution: Attribution
    coverage: Coverage
    party: tuple[Party, Certainty]
    certain: bool
    known: Known | None
    cause: str
    withdrawn: tuple[str, ...]
    state: ChoiceState | None
    tally: Tally
    groups: tuple[Group, ...]


class Repeats:
    """Remembers what each cookie's last exchange was."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, str, str], _Last] = {}

    def again(self, flight: InFlight, placed: Placed, name: str, came: Came) -> bool:
        """Count a cookie that crosses as it did before.

        Args:
            flight: the request that carries it.
            placed: where it lies.
            name: the cookie's.
            came: where it came from.

        Returns:
            False where something is not as it was, so that it must be judged.
        """
        # Coverage that is clear does not ask how well the page is known; any other is never the same.
        last = self._last.get((flight.visitor.number, name, came.domain))
        if (
            last is None
            or last.coverage is not flight.coverage
            or last.known is not placed.known
            or last.cause != placed.cause
            or flight.n <= last.n
            or (came.certainty is Certainty.CERTAIN and not last.certain)
            or last.withdrawn != (() if placed.era is None else placed.era.withdrawn)
        ):
            return False
        attribution = flight.attribution
        if attribution is not last.attribution:
            before = last.attribution
            if (
                attribution.site_certainty is not before.site_certainty
                or attribution.party(came.domain) != last.party
            ):
                return False
            last.attribution = attribution
        n = last.n = flight.n
        last.tally.count += 1
        for group in last.groups:
            group.count += 1
            if n > group.last:
                group.last = n
            if last.state is not None:
                group.states[last.state] += 1
            group.ways[Way.SENT] += 1
        return True

    def clear(self) -> None:
        """Forget all, where what exchanges are counted with changes."""
        self._last.clear()

    def remember(self, judged: Judged, tally: Tally, groups: tuple[Group, ...]) -> None:
        """Remember an exchange.

        Args:
            judged: a cookie that was sent.
            tally: what the ledger counts it with.
            groups: what the findings count it with.
        """
        crossing, placed = judged.crossing, judged.placed
        if placed is None:
            return
        if len(self._last) >= _MOST:
            self._last.clear()
        self._last[crossing.key] = _Last(
            n=crossing.n,
            attribution=crossing.attribution,
            coverage=crossing.coverage,
            party=(crossing.party, crossing.party_certainty),
            certain=crossing.origin_certainty is Certainty.CERTAIN,
            known=placed.known,
            cause=placed.cause,
            withdrawn=_withdrawn(placed),
            state=judged.choice,
            tally=tally,
            groups=groups,
        )


def _withdrawn(placed: Placed) -> tuple[str, ...]:
    return () if placed.era is None else placed.era.withdrawn
