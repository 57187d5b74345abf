"""What a session holds, put in lists that the report shows: what happened in order, what could not be proven."""

from collections import Counter
from dataclasses import dataclass

from temoin.report import Choice, Page, Session, Unproven
from temoin.vocabulary import Verdict

__all__ = ["Event", "Gap", "events_of", "gaps_of"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and what crossed from then until the next.

    Args:
        at: Unix seconds.
        page: the page that was opened, or None.
        choice: what the choice became, or None.
        crossed: how many exchanges of each verdict.
    """

    at: float
    page: Page | None
    choice: Choice | None
    crossed: Counter[Verdict]


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be proven for one cause.

    Args:
        cause: the engine's word for it.
        whys: the cause in the engine's sentences.
        rows: the cookies.
        count: how many exchanges.
    """

    cause: str
    whys: tuple[str, ...]
    rows: tuple[Unproven, ...]
    count: int


def events_of(session: Session, most: int) -> list[Event]:
    """Put pages and choices in order of time, with what crossed in between.

    Args:
        session: what was found.
        most: how many at most, the first ones.
    """
    choices = [(one.by, None, one) for one in session.choices]
    opened = [(one.opened, one, None) for one in session.pages]
    moments = sorted([*opened, *choices], key=lambda moment: moment[0])[:most]
    crossed: list[Counter[Verdict]] = [Counter() for _ in moments]
    place = 0
    for exchange in session.exchanges or ():
        while place + 1 < len(moments) and moments[place + 1][0] <= exchange.at:
            place += 1
        if moments:
            crossed[place][exchange.verdict] += 1
    return [
        Event(at, page, choice, counts) for (at, page, choice), counts in zip(moments, crossed, strict=True)
    ]


def gaps_of(session: Session, most: int) -> list[Gap]:
    """Put what was not proven together by cause, the most frequent first.

    Args:
        session: what was found.
        most: how many rows of one cause at most.
    """
    causes: dict[str, list[Unproven]] = {}
    for row in session.unproven:
        causes.setdefault(row.cause, []).append(row)
    gaps = [
        Gap(
            cause,
            tuple(dict.fromkeys(row.why for row in rows)),
            tuple(sorted(rows, key=lambda row: (row.first, row.name, row.domain))[:most]),
            sum(row.count for row in rows),
        )
        for cause, rows in causes.items()
    ]
    return sorted(gaps, key=lambda gap: (-gap.count, gap.cause))
