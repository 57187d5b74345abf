"""What a live view is shown: the state of a watch at a moment, as plain data.

Strings hold wire text already shortened and made valid Unicode, but not escaped: each view escapes for where it
writes. Nothing here holds a cookie's value. Times are Unix seconds.
"""

from typing import Protocol

import msgspec

from temoin.report import Blind, Choice, Finding, Page, Report
from temoin.vocabulary import Origin, Party, Verdict, Way

__all__ = ["Blind", "Board", "Row", "Watched"]


class Row(msgspec.Struct, frozen=True, gc=False):
    """One cookie that crossed: first open, then settled, as the same row.

    Args:
        id: its own number in this watch, from 1; a row that settles keeps it.
        n: the request's number.
        at: the request's start for `sent`, the response's for `set`.
        visitor: the visitor's number.
        way: set or sent.
        name: the cookie's name.
        domain: the domain it is held for, or the host it was sent to.
        url: the request's URL, query values left out; empty in a brief row.
        page: the number of the page that caused it, or None.
        first_party: that page's site, or None.
        party: the cookie's party there.
        origin: where the cookie came from.
        category: the declared category, or None.
        service: the declared service, or None.
        verdict: what is held of it; None while it is open, not yet decidable.
        cause: why it is unproven; empty otherwise.
        rules: the codes of the rules that hold it against the site.
        reasons: the chain that led to the verdict; empty while open, and in a brief row.
        consent: True for the policy's consent cookie.
    """

    id: int
    n: int
    at: float
    visitor: int
    way: Way
    name: str
    domain: str
    url: str
    page: int | None
    first_party: str | None
    party: Party
    origin: Origin
    category: str | None
    service: str | None
    verdict: Verdict | None
    cause: str = ""
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    consent: bool = False


class Board(msgspec.Struct, frozen=True):
    """A watch at a moment.

    Args:
        version: rises with every change; the same version is the same board.
        run: rises with every new beginning (`Watched.restart`), after which ids and numbers begin anew.
        rows: the cookies that crossed, newest first, as many as are kept (`kept`).
        kept: how many rows a board holds at most.
        crossed: how many rows there were, those no longer kept too.
        counts: how many exchanges of each verdict, settled ones.
        open: how many are open.
        choices: the choices as they stand, the newest of each visitor and host; the current choice comes last.
        pages: the pages opened last, newest last, at most 200.
        findings: what the rules hold so far, flagged before notes; nothing is held yet of what did not appear.
        requests: how many.
        visitors: how many.
        policies: the names of the policies that judge.
        started: the first request's time, or None.
        now: the time of the last event, or None.
        blind: what went by unseen.
        notes: what else is to be said, a sentence each (a policy reloaded, visitors mixed…), newest last.
        recording: the file that is being written, or empty.
        history: every state of every choice so far, in order of time, the last 300; ends with those of `choices`.
        reach: how many of the newest rows are told of where they changed, at most; never fewer than `kept`.
    """

    version: int
    run: int
    rows: tuple[Row, ...]
    kept: int
    crossed: int
    counts: dict[Verdict, int]
    open: int
    choices: tuple[Choice, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]
    requests: int
    visitors: int
    policies: tuple[str, ...]
    started: float | None
    now: float | None
    blind: tuple[Blind, ...] = ()
    notes: tuple[str, ...] = ()
    recording: str = ""
    history: tuple[Choice, ...] = ()
    reach: int = 0

    @property
    def lost(self) -> int:
        """The number of the newest row that is told of no more; 0 for none."""
        return max(self.crossed - max(self.kept, self.reach), 0)


class Watched(Protocol):
    """What a live view may ask of a watch. Every method may be called from any thread and returns at once."""

    @property
    def crossed(self) -> int:
        """How many rows there were in this run: a look at the board may wait until there are many new ones."""

    def board(self) -> Board:
        """The board as it stands. Cheap when nothing changed; else at most a few milliseconds."""

    def changes(self, since: int, *, brief: bool = False) -> Board:
        """As `board`, its rows those that changed after version `since` (0: all that are still told of).

        They may be more than a board has (`Board.reach`): so who looks a few times a second misses none.

        Where `brief`, without what takes longest to make: the rows' `url` and `reasons` are empty.
        """

    def report(self) -> Report:
        """The report as if the watch ended now, while it goes on; may take as long as a replay."""

    def restart(self) -> None:
        """Begin anew: a new visitor, nothing seen, nothing held. The recording goes on."""
