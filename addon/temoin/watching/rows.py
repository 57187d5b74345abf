"""Crossings and verdicts as the rows of a board."""

from temoin.exchanges import Crossing, Judged
from temoin.reasons import chain
from temoin.shown import shorten, shown_name, valid
from temoin.vocabulary import Verdict
from temoin.watching.board import Row

__all__ = ["brief_row", "open_row", "settled_row"]

_SHORT = 120
"""Characters of plain text up to which a name or host is shown as it is, whatever its limit."""


def open_row(number: int, crossing: Crossing) -> Row:
    """The row of a crossing that waits.

    Args:
        number: the row's.
        crossing: as it was seen.
    """
    return _row(number, crossing, None, crossing.url, ())


def brief_row(number: int, crossing: Crossing, judged: Judged | None) -> Row:
    """The row of a crossing without what takes longest to make: its URL and its reasons.

    Args:
        number: the row's.
        crossing: as it was seen.
        judged: with its verdict; None while it waits.
    """
    return _row(number, crossing, judged, "", ())


def settled_row(number: int, judged: Judged) -> Row:
    """The row of a judged exchange.

    Args:
        number: the row's.
        judged: the exchange and its verdict.
    """
    return _row(number, judged.crossing, judged, judged.crossing.url, chain(judged))


def _row(number: int, crossing: Crossing, judged: Judged | None, url: str, reasons: tuple[str, ...]) -> Row:
    attribution, declaration = crossing.attribution, crossing.declaration
    name, domain, site = crossing.name, crossing.domain, attribution.site
    verdict: Verdict | None = judged.verdict if judged else None
    return Row(
        id=number,
        n=crossing.n,
        at=crossing.at,
        visitor=crossing.visitor,
        way=crossing.way,
        name=name if name.isascii() and len(name) <= _SHORT else shown_name(name),
        domain=_shown_host(domain),
        url=url,
        page=attribution.page.id if attribution.page else None,
        first_party=_shown_host(site) if site else None,
        party=crossing.party,
        origin=crossing.origin,
        category=declaration.category if declaration else None,
        service=declaration.service if declaration else None,
        verdict=verdict,
        cause=judged.cause if judged else "",
        rules=judged.rules if judged else (),
        reasons=reasons,
        consent=crossing.consent,
    )


def _shown_host(host: str) -> str:
    return host if host.isascii() and len(host) <= _SHORT else valid(shorten(host, 255))
