"""What crossed as points in time, for the drawing and for the script that zooms it."""

import math
from collections import Counter
from dataclasses import dataclass

import msgspec

from temoin.report import Session
from temoin.views.printable import printable
from temoin.views.screen.marks import VERDICTS
from temoin.vocabulary import Level

__all__ = ["FLAGGED", "GROUPS", "Point", "Points", "Scale", "percent", "points_of", "scale_of"]

FLAGGED = "flagged"
"""The lane of a session whose exchanges were not kept: the first of each finding."""

GROUPS = 2_000
"""How many groups a lane's points are put in, where there are too many to carry each."""

_MOST = 20_000
_NAME = 60
_LONGEST = 1e10
"""Seconds that a session may seem to take, some three hundred years: clocks may say anything."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where moments lie in a drawing.

    Args:
        start: the first moment, Unix seconds.
        span: how long it takes, at least a second.
    """

    start: float
    span: float

    def share(self, at: float) -> float:
        """Where a moment lies, from 0 to 1; what is no moment lies at the start."""
        share = (at - self.start) / self.span
        return min(share, 1.0) if share > 0 else 0.0

    def x(self, at: float) -> str:
        """The same as SVG takes it."""
        return percent(self.share(at))


class Point(msgspec.Struct, frozen=True):
    """An exchange, or several that crossed about one moment.

    Args:
        share: where it lies, from 0 to 1.
        lane: the lane it is in.
        count: how many.
        cookie: which cookie, a place in the names; -1 for several.
        n: its number; 0 for several.
    """

    share: float
    lane: int
    count: int
    cookie: int
    n: int


@dataclass(frozen=True, slots=True)
class Points:
    """All that is drawn.

    Args:
        lanes: what each lane is of: a verdict, or `FLAGGED`.
        every: the points, exchange by exchange, in order of time.
        names: the cookies they speak of, name and domain, as they may be shown.
    """

    lanes: tuple[str, ...]
    every: tuple[Point, ...]
    names: tuple[tuple[str, str], ...]

    @property
    def grouped(self) -> bool:
        """Whether they are too many for the script to have each."""
        return len(self.every) > _MOST

    def for_script(self, scale: Scale, tops: tuple[int, ...]) -> bytes:
        """What the script needs, as JSON.

        Args:
            scale: the drawing's.
            tops: the upper edge of each lane.
        """
        points = _grouped(self.every) if self.grouped else self.every
        return msgspec.json.encode(
            _Data(
                span=scale.span,
                tops=tops,
                at=[round(point.share * scale.span, 3) for point in points],
                lane=[point.lane for point in points],
                count=[point.count for point in points] if self.grouped else [],
                cookie=[] if self.grouped else [point.cookie for point in points],
                n=[] if self.grouped else [point.n for point in points],
                names=() if self.grouped else self.names,
            )
        )


class _Data(msgspec.Struct):
    """What the script is told: points in columns; those of counts or of names are empty where the other is not."""

    span: float
    tops: tuple[int, ...]
    at: list[float]
    lane: list[int]
    count: list[int]
    cookie: list[int]
    n: list[int]
    names: tuple[tuple[str, str], ...]


class _Names:
    """The cookies that points speak of, each once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}

    def place(self, name: str, domain: str) -> int:
        return self._places.setdefault((name, domain), len(self._places))

    def all(self) -> tuple[tuple[str, str], ...]:
        return tuple((printable(name, _NAME), printable(domain, _NAME)) for name, domain in self._places)


def percent(share: float) -> str:
    """Write a share as SVG takes it: "12.5%".

    Args:
        share: from 0 to 1.
    """
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"


def scale_of(session: Session) -> Scale | None:
    """Where a session's moments lie, whatever its clock says; None where it has none.

    Args:
        session: what was found.
    """
    start, end = session.started, session.ended
    if start is None:
        return None
    if not math.isfinite(start):
        return Scale(0.0, 1.0)
    passed = end - start if end is not None and math.isfinite(end) else 0.0
    return Scale(start, min(max(passed, 1.0), _LONGEST))


def points_of(session: Session, scale: Scale) -> Points:
    """Take a session's exchanges as points; without them, the first of each finding.

    Args:
        session: what was found.
        scale: where its moments lie.
    """
    names = _Names()
    if session.exchanges is None:
        flagged = [(one.at, one) for one in session.findings if one.level is Level.FLAGGED]
        firsts = tuple(
            Point(scale.share(at), 0, 1, names.place(one.name, one.domain), one.first or 0)
            for at, one in flagged
            if at is not None
        )
        return Points((FLAGGED,) if firsts else (), firsts, names.all())
    seen = {exchange.verdict for exchange in session.exchanges}
    verdicts = [verdict for verdict in VERDICTS if verdict in seen]
    places = {verdict: place for place, verdict in enumerate(verdicts)}
    every = tuple(
        Point(scale.share(one.at), places[one.verdict], 1, names.place(one.name, one.domain), one.n)
        for one in session.exchanges
    )
    return Points(tuple(verdict.value for verdict in verdicts), every, names.all())


def _grouped(points: tuple[Point, ...]) -> tuple[Point, ...]:
    counts = Counter((min(int(point.share * GROUPS), GROUPS - 1), point.lane) for point in points)
    return tuple(Point(place / GROUPS, lane, count, -1, 0) for (place, lane), count in sorted(counts.items()))
