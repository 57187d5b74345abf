"""The proof of one request: what is held of its cookies, and every request that this rests on."""

from collections import OrderedDict
from collections.abc import Container

from temoin.bounds import Dropped, Lost
from temoin.crossings import InFlight
from temoin.doubts import Doubts
from temoin.exchanges import Judged
from temoin.report import CitedRequest, Proof
from temoin.shown import shown_name
from temoin.statement import shown_exchange

__all__ = ["Proving"]

_MOST_REQUESTS = 100_000
"""Requests kept that a proof may cite, before and after the one that is to be proven each."""


class Proving:
    """Keeps what a proof may cite; used only where one is asked for.

    Args:
        n: the number of the request to be proven.
        dropped: where requests that are not kept are counted.
    """

    def __init__(self, n: int, dropped: Dropped | None = None) -> None:
        self._n = n
        self._dropped = dropped or Dropped()
        self._requests: OrderedDict[int, CitedRequest] = OrderedDict()
        self._judged: list[Judged] = []

    def request(self, flight: InFlight) -> None:
        """Note a request.

        Args:
            flight: any.
        """
        if flight.n > self._n + _MOST_REQUESTS:
            self._dropped.note(Lost.PROOF)
            return
        if flight.n <= self._n and len(self._requests) >= _MOST_REQUESTS:
            self._requests.popitem(last=False)
            self._dropped.note(Lost.PROOF)
        page = flight.attribution.page
        self._requests[flight.n] = CitedRequest(
            n=flight.n,
            at=flight.request.at,
            read_after=flight.window.lo,
            method=flight.request.method,
            url=flight.url.shown,
            page=page.id if page else None,
            page_rule=flight.attribution.rule,
            carried=tuple(shown_name(pair.name) for pair in flight.pairs if pair.value),
            via=flight.attribution.via,
        )

    def settled(self, judged: Judged) -> None:
        """Note a settled exchange.

        Args:
            judged: any.
        """
        if judged.crossing.n == self._n:
            self._judged.append(judged)

    def proof(self, doubts: Doubts, stored: Container[tuple[int, str, str]]) -> Proof | None:
        """Put the proof together.

        Args:
            doubts: what turned out to be doubtful.
            stored: the cookies that came back after a response set them.

        Returns:
            The proof, or None where the session has no such request.
        """
        if self._n not in self._requests:
            return None
        judged = [doubts.revised(one) for one in self._judged]
        wanted = {self._n}
        for one in judged:
            wanted |= _cited(one)
        waiting = list(wanted)
        while waiting:
            known = self._requests.get(waiting.pop())
            if known is not None and known.via is not None and known.via not in wanted:
                wanted.add(known.via)
                waiting.append(known.via)
        return Proof(
            n=self._n,
            exchanges=tuple(
                shown_exchange(one, stored)
                for one in sorted(judged, key=lambda one: (one.crossing.at, one.crossing.way))
            ),
            requests=tuple(self._requests[n] for n in sorted(wanted & self._requests.keys())),
        )


def _cited(judged: Judged) -> set[int]:
    crossing, placed = judged.crossing, judged.placed
    cited = {crossing.root.n}
    cited |= {n for n in (crossing.origin_n, crossing.attribution.via) if n is not None}
    if placed is not None:
        cited |= {sighting.n for sighting in placed.sightings}
    return cited
