"""A session over time, ready to be drawn: pages, choices, and what crossed, in a lane for each verdict.

All places are shares of the drawing's width in percent, so that it fits any window and is zoomed by widening it:
texts and strokes keep their size. Heights are pixels. What the page's script needs to draw bars of a shorter span
goes along as data, exchange by exchange, or in groups where there are too many.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from temoin.report import Choice, Page, Session
from temoin.views.printable import printable
from temoin.views.screen.marks import VERDICTS
from temoin.views.screen.tracks import Track, tracks_of
from temoin.views.stretches import Stretch, stretches_of
from temoin.vocabulary import ChoiceState, Level

__all__ = ["FLAGGED", "Band", "Bar", "Course", "Lane", "Opening", "Row", "Tick", "course_of", "percent"]

FLAGGED = "flagged"
"""The lane of a session whose exchanges were not kept: the first of each finding."""

_TRACK, _GAP, _LANE, _PAGES, _AXIS = 24, 4, 26, 20, 20
_TALLEST = 20.0
_LEAST = 4.0
_BARS = 240
_MOST_POINTS = 20_000
_GROUPS = 2_000
_MOST_TRACKS = 5
_MOST_OPENINGS = 500
_LABEL_APART = 2.4
_LABEL_FITS = 7.0
_LATE = 0.975
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_TICKS = 8
_NAME = 60
_LONGEST = 1e10
"""Seconds that a session may seem to take, some three hundred years: clocks may say anything."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Exchanges of one verdict that crossed about one moment; places in percent, heights in pixels."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Lane:
    """What crossed with one verdict.

    Args:
        kind: a verdict, or `FLAGGED`.
        count: how many exchanges in all.
        y: its upper edge.
        bars: in order of time.
    """

    kind: str
    count: int
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a choice: where it is drawn, and how.

    Args:
        x: its left edge.
        width: how wide.
        kind: a state of the choice, "withdrawn", "unsure", or "nothing".
        choice: what the choice was, where known.
        begins: Unix seconds.
        narrow: True where its word would not fit.
    """

    x: str
    width: str
    kind: str
    choice: Choice | None
    begins: float
    narrow: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One visitor's choice on one host, as one consent cookie says it."""

    track: Track
    y: int
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A page, where it was opened; `narrow` where its number would touch another, `late` where the edge."""

    page: Page
    x: str
    narrow: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment named below the drawing; `at` is in Unix seconds."""

    at: float
    x: str


@dataclass(frozen=True, slots=True)
class Course:
    """All of the drawing.

    Args:
        start: the first moment, Unix seconds.
        end: the last.
        rows: the choices.
        hidden: how many choices more there are.
        lanes: what crossed, worst first.
        lanes_y: where the lanes begin.
        openings: the pages, as many as are drawn.
        pages_y: where these stand.
        ticks: the moments named.
        height: of the whole.
        data: for the script, a JSON text.
        kept: how many exchanges it shows.
        crossed: how many there were.
        grouped: True where the script's data are groups.
    """

    start: float
    end: float
    rows: tuple[Row, ...]
    hidden: int
    lanes: tuple[Lane, ...]
    lanes_y: int
    openings: tuple[Opening, ...]
    pages_y: int
    ticks: tuple[Tick, ...]
    height: int
    data: bytes
    kept: int
    crossed: int
    grouped: bool


@dataclass(frozen=True, slots=True)
class _Point:
    share: float
    lane: int
    count: int
    cookie: int
    n: int


@dataclass(frozen=True, slots=True)
class _Scale:
    start: float
    end: float

    def share(self, at: float) -> float:
        """Where a moment lies, from 0 to 1."""
        return min(max((at - self.start) / (self.end - self.start), 0.0), 1.0)

    def x(self, at: float) -> str:
        return percent(self.share(at))


class _Names:
    """The cookies that points speak of, each once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}

    def place(self, name: str, domain: str) -> int:
        shown = printable(name, _NAME), printable(domain, _NAME)
        return self._places.setdefault(shown, len(self._places))

    def all(self) -> list[tuple[str, str]]:
        return list(self._places)


class _Data(msgspec.Struct):
    """What the script is told: columns of points, `lane` by its place in `lanes`, `cookie` in `names` or -1."""

    started: float
    span: float
    lanes: list[str]
    tops: list[int]
    at: list[float]
    lane: list[int]
    count: list[int]
    cookie: list[int]
    n: list[int]
    names: list[tuple[str, str]]


def percent(share: float) -> str:
    """Write a share as SVG takes it: "12.5%"."""
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"


def course_of(session: Session) -> Course | None:
    """Lay a session out over time.

    Args:
        session: what was found.

    Returns:
        The drawing, or None where nothing has a time.
    """
    if session.started is None:
        return None
    scale = _scale(session)
    tracks = tracks_of(session)
    rows = tuple(_rows(tracks[:_MOST_TRACKS], scale))
    lanes_y = len(rows) * _TRACK + _GAP
    names = _Names()
    kinds, points = _points(session, scale, names)
    lanes = _lanes(kinds, points, lanes_y)
    pages_y = lanes_y + len(lanes) * _LANE + _GAP
    grouped = len(points) > _MOST_POINTS
    shown = _grouped(points) if grouped else points
    return Course(
        start=scale.start,
        end=scale.end,
        rows=rows,
        hidden=len(tracks) - len(rows),
        lanes=lanes,
        lanes_y=lanes_y,
        openings=tuple(_openings(session.pages, scale)),
        pages_y=pages_y,
        ticks=tuple(_ticks(scale)),
        height=pages_y + _PAGES + _AXIS,
        data=_data(scale, lanes, shown, names),
        kept=len(session.exchanges or ()),
        crossed=sum(session.counts.values()),
        grouped=grouped,
    )


def _scale(session: Session) -> _Scale:
    start = session.started
    assert start is not None  # noqa: S101 (asked before)
    if not math.isfinite(start):
        return _Scale(0.0, 1.0)
    end = session.ended if session.ended is not None and math.isfinite(session.ended) else start
    return _Scale(start, min(max(end, start + 1.0), start + _LONGEST))


def _rows(tracks: tuple[Track, ...], scale: _Scale) -> Iterator[Row]:
    for number, track in enumerate(tracks):
        stretches = stretches_of(track.choices, scale.start, scale.end)
        yield Row(track, number * _TRACK, tuple(_band(stretch, scale) for stretch in stretches))


def _band(stretch: Stretch, scale: _Scale) -> Band:
    left, right = scale.share(stretch.begins), scale.share(stretch.ends)
    width = max(right - left, 0.002)
    kind = "unsure" if stretch.unsure else "nothing"
    if stretch.choice is not None:
        gone = stretch.choice.withdrawn and stretch.choice.state is ChoiceState.NONE
        kind = "withdrawn" if gone else stretch.choice.state.value
    narrow = 100 * width < _LABEL_FITS
    return Band(percent(left), percent(width), kind, stretch.choice, stretch.begins, narrow)


def _points(session: Session, scale: _Scale, names: _Names) -> tuple[list[str], list[_Point]]:
    """What is drawn, and in which lanes; of a session without exchanges the first of each finding."""
    if session.exchanges is None:
        flagged = [one for one in session.findings if one.level is Level.FLAGGED and one.at is not None]
        return ([FLAGGED] if flagged else []), [
            _Point(scale.share(one.at or 0.0), 0, 1, names.place(one.name, one.domain), one.first or 0)
            for one in sorted(flagged, key=lambda one: one.at or 0.0)
        ]
    seen = {exchange.verdict for exchange in session.exchanges}
    verdicts = [verdict for verdict in VERDICTS if verdict in seen]
    places = {verdict: place for place, verdict in enumerate(verdicts)}
    points = [
        _Point(scale.share(one.at), places[one.verdict], 1, names.place(one.name, one.domain), one.n)
        for one in session.exchanges
    ]
    return [verdict.value for verdict in verdicts], points


def _lanes(kinds: list[str], points: list[_Point], y: int) -> tuple[Lane, ...]:
    counts: list[Counter[int]] = [Counter() for _ in kinds]
    for point in points:
        counts[point.lane][min(int(point.share * _BARS), _BARS - 1)] += point.count
    most = max((max(bars.values()) for bars in counts if bars), default=1)
    return tuple(
        Lane(kind, bars.total(), top, tuple(_bars(bars, most, top)))
        for kind, bars, top in zip(kinds, counts, range(y, y + len(kinds) * _LANE, _LANE), strict=True)
    )


def _bars(counts: Counter[int], most: int, top: int) -> Iterator[Bar]:
    for place, count in sorted(counts.items()):
        # The square root, so that one crossing is seen beside hundreds.
        height = max(math.sqrt(count / most) * _TALLEST, _LEAST)
        y = top + _LANE - 2 - height
        yield Bar(percent(place / _BARS), percent(0.8 / _BARS), f"{y:.1f}", f"{height:.1f}")


def _grouped(points: Iterable[_Point]) -> list[_Point]:
    counts = Counter((int(point.share * _GROUPS), point.lane) for point in points)
    return [_Point(place / _GROUPS, lane, count, -1, 0) for (place, lane), count in sorted(counts.items())]


def _openings(pages: tuple[Page, ...], scale: _Scale) -> Iterator[Opening]:
    free = -_LABEL_APART
    for page in sorted(pages, key=lambda page: page.opened)[:_MOST_OPENINGS]:
        share = scale.share(page.opened)
        narrow = 100 * share < free + _LABEL_APART
        if not narrow:
            free = 100 * share
        yield Opening(page, percent(share), narrow, share > _LATE)


def _ticks(scale: _Scale) -> Iterator[Tick]:
    span = scale.end - scale.start
    step = next((step for step in _STEPS if span / step <= _TICKS), span / _TICKS)
    for number in range(int(span / step) + 1):
        share = number * step / span
        if share < 0.95:
            yield Tick(scale.start + number * step, percent(share))


def _data(scale: _Scale, lanes: tuple[Lane, ...], points: list[_Point], names: _Names) -> bytes:
    span = scale.end - scale.start
    grouped = any(point.cookie < 0 for point in points)
    return msgspec.json.encode(
        _Data(
            started=scale.start,
            span=span,
            lanes=[lane.kind for lane in lanes],
            tops=[lane.y for lane in lanes],
            at=[round(point.share * span, 3) for point in points],
            lane=[point.lane for point in points],
            count=[point.count for point in points] if grouped else [],
            cookie=[] if grouped else [point.cookie for point in points],
            n=[] if grouped else [point.n for point in points],
            names=[] if grouped else names.all(),
        )
    )
