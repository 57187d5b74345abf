"""The crossings counted by cookie, from the first one: so that a page opened late shows the whole watch.

A board keeps its newest rows alone. What this counts stays, also of rows that are kept no longer.
"""

import msgspec

from temoin.vocabulary import Origin, Party, Way
from temoin.watching.board import Row
from temoin.watching.page.shelf import Shelf
from temoin.watching.page.states import State, state_of

__all__ = ["Cookie", "Cookies"]

_MOST = 2000
"""So many cookies are told apart; a site may make up names without end."""

_STRENGTH = (Origin.EARLIER, Origin.SCRIPT, Origin.RESPONSE)

type _Key = tuple[str, str, Party]


class Cookie(msgspec.Struct):
    """One cookie, all its crossings in a row.

    Args:
        id: its own number.
        name, domain, party: which cookie.
        origin: where it came from: the strongest seen.
        category: its declared category, or None.
        service: its declared service, or None.
        consent: True for the policy's consent cookie.
        first: the number of the request with which it first crossed.
        n: of the one with which it last did.
        at: when that was.
        set: how many times a response set it.
        sent: how many times a request sent it.
        states: how many crossings of each state, those that occur.
    """

    id: int
    name: str
    domain: str
    party: Party
    origin: Origin
    category: str | None
    service: str | None
    consent: bool
    first: int
    n: int
    at: float
    set: int = 0
    sent: int = 0
    states: dict[State, int] = {}


class Cookies:
    """Every cookie that crossed."""

    def __init__(self) -> None:
        self._known: dict[_Key, Cookie] = {}
        self.shelf: Shelf[int, Cookie] = Shelf()
        self.counted = 0
        """How many crossings were counted: those of cookies beyond the ones that are told apart are not."""

    def move(self, before: Row | None, after: Row, version: int) -> None:
        """Count a crossing that is new, or that changed.

        Args:
            before: what it was; None for a new one.
            after: what it is.
            version: at which version.
        """
        if before is not None:
            self._count(before, -1, version)
        self._count(after, 1, version)

    def forget(self, row: Row, version: int) -> None:
        """Count a crossing no more."""
        self._count(row, -1, version)

    def _count(self, row: Row, by: int, version: int) -> None:
        cookie = self._cookie(row)
        if cookie is None:
            return
        self.counted += by
        state = state_of(row)
        count = cookie.states.get(state, 0) + by
        if count:
            cookie.states[state] = count
        else:
            del cookie.states[state]
        if row.way is Way.SENT:
            cookie.sent += by
        else:
            cookie.set += by
        if by > 0:
            cookie.first = min(cookie.first, row.n)
            if row.at >= cookie.at:
                cookie.n, cookie.at = row.n, row.at
                cookie.category, cookie.service = row.category, row.service
            if cookie.origin is not row.origin:
                cookie.origin = max(cookie.origin, row.origin, key=_STRENGTH.index)
        self.shelf.touch(cookie.id, version)

    def _cookie(self, row: Row) -> Cookie | None:
        key = row.name, row.domain, row.party
        known = self._known.get(key)
        if known is not None or len(self._known) >= _MOST:
            return known
        number = len(self._known) + 1
        cookie = self._known[key] = Cookie(
            number, row.name, row.domain, row.party, row.origin, row.category, row.service, row.consent,
            row.n, row.n, row.at,
        )  # fmt: skip
        self.shelf.put(number, cookie, version=0)
        return cookie
