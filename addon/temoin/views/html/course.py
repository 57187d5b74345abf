"""A session over time, ready to be drawn: pages, choices, and what crossed, in a lane for each verdict.

All places are shares of the drawing's width in percent, so that it fits any window and is zoomed by widening it:
texts and strokes keep their size. Heights are pixels. What the page's script needs to draw bars of a shorter span
goes along as data, exchange by exchange, or in groups where there are too many.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from temoin.report import Choice, Page, Session
from temoin.views.html.points import Points, Scale, percent, points_of, scale_of
from temoin.views.screen.tracks import Track, tracks_of
from temoin.views.stretches import Stretch, stretches_of
from temoin.vocabulary import ChoiceState

__all__ = ["Band", "Bar", "Course", "Lane", "Opening", "Row", "Tick", "course_of"]

_TRACK, _GAP, _LANE, _PAGES, _AXIS = 24, 4, 26, 20, 20
_TALLEST = 20.0
_LEAST = 4.0
_BARS = 240
_MOST_TRACKS = 5
_MOST_OPENINGS = 500
_LABEL_APART = 2.4
_LABEL_FITS = 7.0
_LATE = 0.975
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_TICKS = 8


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
        kind: a verdict, or `temoin.views.html.points.FLAGGED`.
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
        scale: where moments lie in it.
        rows: the choices.
        hidden: how many choices more there are.
        lanes: what crossed, worst first.
        lanes_y: where the lanes begin.
        openings: the pages, as many as are drawn.
        pages_y: where these stand.
        ticks: the moments named.
        height: of the whole.
        data: for the script, a JSON text.
        kept: how many points it shows.
        crossed: how many there were.
        grouped: True where the script's data are groups.
    """

    scale: Scale
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


def course_of(session: Session) -> Course | None:
    """Lay a session out over time.

    Args:
        session: what was found.

    Returns:
        The drawing, or None where nothing has a time.
    """
    scale = scale_of(session)
    if scale is None:
        return None
    tracks = tracks_of(session)
    rows = tuple(_rows(tracks[:_MOST_TRACKS], scale))
    lanes_y = len(rows) * _TRACK + _GAP
    points = points_of(session, scale)
    lanes = _lanes(points, lanes_y)
    pages_y = lanes_y + len(lanes) * _LANE + _GAP
    return Course(
        scale=scale,
        rows=rows,
        hidden=len(tracks) - len(rows),
        lanes=lanes,
        lanes_y=lanes_y,
        openings=tuple(_openings(session.pages, scale)),
        pages_y=pages_y,
        ticks=tuple(_ticks(scale)),
        height=pages_y + _PAGES + _AXIS,
        data=points.for_script(scale, tuple(lane.y for lane in lanes)),
        kept=len(points.every),
        crossed=sum(session.counts.values()),
        grouped=points.grouped,
    )


def _rows(tracks: tuple[Track, ...], scale: Scale) -> Iterator[Row]:
    for number, track in enumerate(tracks):
        stretches = stretches_of(track.choices, scale.start, scale.start + scale.span)
        yield Row(track, number * _TRACK, tuple(_band(stretch, scale) for stretch in stretches))


def _band(stretch: Stretch, scale: Scale) -> Band:
    left, right = scale.share(stretch.begins), scale.share(stretch.ends)
    width = max(right - left, 0.002)
    kind = "unsure" if stretch.unsure else "nothing"
    if stretch.choice is not None:
        gone = stretch.choice.withdrawn and stretch.choice.state is ChoiceState.NONE
        kind = "withdrawn" if gone else stretch.choice.state.value
    narrow = 100 * width < _LABEL_FITS
    return Band(percent(left), percent(width), kind, stretch.choice, stretch.begins, narrow)


def _lanes(points: Points, y: int) -> tuple[Lane, ...]:
    counts: list[Counter[int]] = [Counter() for _ in points.lanes]
    for point in points.every:
        counts[point.lane][min(int(point.share * _BARS), _BARS - 1)] += point.count
    most = max((max(bars.values()) for bars in counts if bars), default=1)
    tops = range(y, y + len(counts) * _LANE, _LANE)
    return tuple(
        Lane(kind, bars.total(), top, tuple(_bars(bars, most, top)))
        for kind, bars, top in zip(points.lanes, counts, tops, strict=True)
    )


def _bars(counts: Counter[int], most: int, top: int) -> Iterator[Bar]:
    for place, count in sorted(counts.items()):
        # The square root, so that one crossing is seen beside hundreds.
        height = max(math.sqrt(count / most) * _TALLEST, _LEAST)
        y = top + _LANE - 2 - height
        yield Bar(percent(place / _BARS), percent(0.8 / _BARS), f"{y:.1f}", f"{height:.1f}")


def _openings(pages: tuple[Page, ...], scale: Scale) -> Iterator[Opening]:
    free = -_LABEL_APART
    opened = sorted(pages, key=lambda page: page.opened)
    for page in opened[:: max(-(-len(opened) // _MOST_OPENINGS), 1)]:
        share = scale.share(page.opened)
        narrow = 100 * share < free + _LABEL_APART * (2 if share > _LATE else 1)
        if not narrow:
            free = 100 * share
        yield Opening(page, percent(share), narrow, share > _LATE)


def _ticks(scale: Scale) -> Iterator[Tick]:
    span = scale.span
    step = next((step for step in _STEPS if span / step <= _TICKS), span / _TICKS)
    for number in range(int(span / step) + 1):
        share = number * step / span
        if share < 0.95:
            yield Tick(scale.start + number * step, percent(share))
