"""Where two consent cookies of one policy contradict each other.

Only a request that carries both shows it, for it shows one store at one moment. Between two writes of a script they
may differ by right, so a disagreement counts once it has lasted.
"""

from collections.abc import Sequence

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.choices.sightings import Known
from temoin.connections import Window
from temoin.policy.schema import ConsentCookie, Policy

__all__ = ["Disagreement", "Disagreements"]

_LASTS = 1.0
"""Seconds for which two cookies must be seen to differ: a script writes both in far less."""

_MOST = 1_000
"""Disagreements that are kept of one session, those that are over and those that go on each."""


class Disagreement(msgspec.Struct):
    """Two consent cookies that contradict each other for a while.

    Args:
        visitor: the visitor's number.
        policy: whose consent cookies they are.
        host: where.
        cookie: the one that is declared later.
        other: the one that is declared earlier.
        granted: what `cookie` grants and `other` refuses, sorted.
        refused: what `cookie` refuses and `other` grants, sorted.
        first: the number of the first request that carried both so.
        last: of the last one.
        count: how many did.
        at: when the first of them began.
        since: when both were certainly so.
        until: when both were so still.
    """

    visitor: int
    policy: str
    host: str
    cookie: str
    other: str
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    first: int
    last: int
    count: int
    at: float
    since: float
    until: float

    @property
    def lasted(self) -> bool:
        """True once it cannot be two writes of one script any more."""
        return self.until - self.since >= _LASTS

    def goes_on(self, other: "Disagreement") -> bool:
        """Whether another is the same one, seen again."""
        return (self.granted, self.refused) == (other.granted, other.refused)


class Disagreements:
    """Gathers the disagreements of a session.

    Args:
        dropped: where what is not kept is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._open: dict[tuple[int, str, str, str, str], Disagreement] = {}
        self._over: list[Disagreement] = []

    def see(
        self,
        visitor: int,
        policy: Policy,
        host: str,
        n: int,
        at: float,
        window: Window,
        carried: Sequence[tuple[ConsentCookie, Known]],
    ) -> None:
        """Compare the consent cookies that a request carried.

        Args:
            visitor: the visitor's number.
            policy: whose consent cookies they are.
            host: the request's.
            n: its number.
            at: when it started.
            window: when the browser read its cookies.
            carried: each, and what it says, in the policy's order.
        """
        for place, (later, says) in enumerate(carried):
            for earlier, said in carried[:place]:
                granted, refused = _contradictions(policy, says, said)
                key = (visitor, policy.name, host, later.cookie, earlier.cookie)
                found = Disagreement(*key, granted, refused, n, n, 1, at, window.hi, window.lo)
                self._note(key, found)

    def all(self) -> tuple[Disagreement, ...]:
        """Every disagreement that lasted, by first request."""
        lasting = [one for one in (*self._over, *self._open.values()) if one.lasted]
        return tuple(sorted(lasting, key=lambda one: (one.first, one.cookie, one.other)))

    def forget(self, visitor: int) -> None:
        """End the disagreements of a visitor.

        Args:
            visitor: the visitor's number.
        """
        for key in [key for key in self._open if key[0] == visitor]:
            self._end(self._open.pop(key))

    def _end(self, over: Disagreement) -> None:
        if not over.lasted:
            return
        if len(self._over) < _MOST:
            self._over.append(over)
        else:
            self._dropped.note(Lost.DISAGREEMENTS)

    def _note(self, key: tuple[int, str, str, str, str], found: Disagreement) -> None:
        before = self._open.get(key)
        if before is not None and before.goes_on(found):
            before.until = max(before.until, found.until)
            before.last = found.last
            before.count += 1
            return
        if before is not None:
            del self._open[key]
            self._end(before)
        if not (found.granted or found.refused):
            return
        if len(self._open) < _MOST:
            self._open[key] = found
        else:
            self._dropped.note(Lost.DISAGREEMENTS)


def _contradictions(policy: Policy, says: Known, said: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What one choice grants and the other refuses, and the other way round."""
    if says.choice is None or said.choice is None:
        return (), ()
    granted: set[str] = set()
    refused: set[str] = set()
    for service, category in policy.asked:
        one, other = says.choice.permits(service, category), said.choice.permits(service, category)
        if one is not None and other is not None and one is not other:
            (granted if one else refused).add(service or category)
    return tuple(sorted(granted)), tuple(sorted(refused))
