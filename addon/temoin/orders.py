"""Which exchanges a document's markup ordered by itself, whatever the visitor would choose.

A document that was asked for without a choice, and whose markup names a third party's URL, makes the browser
fetch it: the exchange was decided before anybody could choose. A body and the requests that it causes come in
any order (a browser asks while the document is still arriving), so both are kept and matched at the end.
"""

import msgspec

from temoin.bounds import Dropped, Lost
from temoin.doubts import Doubts
from temoin.exchanges import Judged
from temoin.fetch_metadata import Address
from temoin.markup import named_in
from temoin.verdicts import Standing
from temoin.vocabulary import Party, Verdict

__all__ = ["Order", "Orders"]

_MOST_DOCUMENTS = 2_000
"""Documents of a session whose markup is read."""

_MOST_NAMED = 50_000
"""URLs kept that documents name."""

_MOST_CROSSINGS = 20_000
"""Exchanges kept that a document may have ordered."""


class Order(msgspec.Struct, frozen=True):
    """An exchange that markup ordered.

    Args:
        judged: the exchange.
        document: the number of the request for the document.
        tag: the element that names the URL.
        line: in the document, from 1.
        column: from 1.
    """

    judged: Judged
    document: int
    tag: str
    line: int
    column: int


class _Place(msgspec.Struct, frozen=True):
    document: int
    tag: str
    line: int
    column: int


class Orders:
    """Keeps what documents name and what crossed, for one session.

    Args:
        dropped: where what is not looked at is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._named: dict[tuple[int, str], _Place] = {}
        self._documents = 0
        self._crossed: dict[tuple[int, str], list[Judged]] = {}
        self._count = 0

    def document(self, page: int, n: int, where: Address, body: bytes) -> None:
        """Read a document that was asked for without a choice.

        Args:
            page: the page's id.
            n: the number of the request for it.
            where: its address.
            body: its bytes.
        """
        if self._documents >= _MOST_DOCUMENTS or len(self._named) >= _MOST_NAMED:
            self._dropped.note(Lost.MARKUP)
            return
        self._documents += 1
        for named in named_in(body, where):
            if len(self._named) >= _MOST_NAMED:
                self._dropped.note(Lost.MARKUP)
                break
            self._named.setdefault((page, named.address.url), _Place(n, named.tag, named.line, named.column))

    def crossed(self, judged: Judged) -> bool:
        """Keep an exchange that a document may have ordered.

        Args:
            judged: any exchange; only a third party's that needs consent, its page known, is kept.

        Returns:
            True where exchanges like it are kept, but for what is known of their page.
        """
        crossing = judged.crossing
        asks = crossing.standing in (Standing.ASKS, Standing.UNDECLARED)
        if not (judged.attributed and asks and crossing.party is Party.THIRD):
            return False
        if judged.verdict is Verdict.PERMITTED:
            return False
        page = crossing.attribution.page
        if page is None:
            return True
        if self._count >= _MOST_CROSSINGS:
            self._dropped.note(Lost.ORDERS)
            return True
        self._count += 1
        self._crossed.setdefault((page.id, crossing.root.url), []).append(judged)
        return True

    def all(self, doubts: Doubts) -> tuple[Order, ...]:
        """Every exchange that markup ordered, by number.

        Args:
            doubts: what turned out to be doubtful: then it is not known that there was no choice.
        """
        found: list[Order] = []
        for key, place in self._named.items():
            crossed = [one for one in self._crossed.get(key, ()) if one.crossing.root.n > place.document]
            first = min((one.crossing.root.n for one in crossed), default=0)
            found += [
                Order(one, place.document, place.tag, place.line, place.column)
                for one in crossed
                if one.crossing.root.n == first
                and doubts.of(one.crossing.visitor, one.crossing.coverage.host, Verdict.EARLY) is None
            ]
        return tuple(sorted(found, key=lambda one: (one.judged.crossing.n, one.judged.crossing.name)))
